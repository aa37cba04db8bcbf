"""Pages for what went wrong."""

from django.http import HttpRequest, HttpResponse

from amparo.errors import AmparoError, BadInput, Locked
from amparo.web.rendering import render

_SHOWN = 20


def refused(request: HttpRequest, error: AmparoError) -> HttpResponse:
    """Return what happened, the first places where, and that nothing was changed."""
    problems = error.problems if isinstance(error, BadInput) else ()
    values = {"error": error, "problems": problems[:_SHOWN], "more": max(0, len(problems) - _SHOWN)}
    return render(request, "refused.html", values, status=409 if isinstance(error, Locked) else 400)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for what is not there, or not for this role: nobody can tell which."""
    del exception
    return render(request, "missing.html", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that is too old to be taken."""
    del reason
    return render(request, "stale.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours."""
    return render(request, "broken.html", status=500)
