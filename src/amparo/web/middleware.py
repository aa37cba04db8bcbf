"""What every request passes through: the door, the first run, and, once it is known who asks, the role."""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from amparo.errors import AmparoError
from amparo.store.database import FILE_NAME
from amparo.web.access import ANYBODY, MATRIX, may
from amparo.web.desk import account_of, close_desk, is_reading, signed_in
from amparo.web.rendering import render
from amparo.web.views.errors import refused

type Next = Callable[[HttpRequest], HttpResponse]

_AT_ONCE = frozenset({"own_account", "roles", "glossary", "job", "accounts", "account"})  # need nothing of the record
DOOR_COOKIE = "amparo_door"


class Door:
    """Serve only the browser that was sent here from the terminal: any other program or page of this machine finds nothing."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on who brought the word of the door, in the address the first time, in a cookie from then on."""
        request.get_host()  # a foreign Host is refused before anything else
        brought = request.COOKIES.get(DOOR_COOKIE, "")
        if _page(request) != "door" and not secrets.compare_digest(brought.encode(), settings.AMPARO_DOOR.encode()):
            return render(request, "closed.html", status=404)
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"  # nothing of a case stays in the browser's files
        return response


class FirstRun:
    """Where there is no registry yet, every way leads to its making."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or lead to the first run."""
        if not (settings.AMPARO_FOLDER / FILE_NAME).is_file():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)  # of a registry that was here once
            if _page(request) not in ("door", "first", "language"):
                return HttpResponseRedirect(reverse("first"))
        return self.get_response(request)


class Access:
    """Show each address to the roles that the matrix names; to others it does not exist. The registry is closed after the answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        try:
            return self.get_response(request)
        finally:
            close_desk(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # Any: Django's own signature
        """Return nothing where the page may be shown."""
        del view, args, kwargs
        page = _page(request) or ""
        if MATRIX[page] is ANYBODY:
            return None
        if not signed_in(request):
            return HttpResponseRedirect(f"{reverse('sign_in')}?next={request.path}" if request.method == "GET" else reverse("sign_in"))
        if not may(account_of(request).roles, page):
            raise Http404
        if is_reading() and page not in _AT_ONCE and request.method == "GET":
            return _reading(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page for an error of ours: what happened, where, and what to do."""
        return refused(request, error) if isinstance(error, AmparoError) else None


def _reading(request: HttpRequest) -> HttpResponse:
    """Return the page for while a long log is being read; it asks again by itself, without script."""
    answer = render(request, "reading.html", status=503)
    answer.headers["Retry-After"] = "1"
    answer.headers["Refresh"] = "1"
    return answer


def _page(request: HttpRequest) -> str | None:
    """Return the name of the address asked for."""
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None
