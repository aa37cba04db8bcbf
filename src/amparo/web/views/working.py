"""Long work as a page: how far it is, calling it off, and where its result lies."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.web.desk import account_of
from amparo.web.models import Job
from amparo.web.rendering import render

_SECTIONS = {"import": "imports", "publish": "publish", "link": "review", "estimate": "questions"}


def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show how far a job is; one that is done leads to its result."""
    found = _job(request, job_id)
    if found.state == "done" and found.result.get("address"):
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": found.result["address"]})
        return HttpResponseRedirect(found.result["address"])
    return render(request, "job.html", {"job": found, "back": _back(found), "section": _SECTIONS[found.kind]})


@require_POST
def job_cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Call a job off: it stops at its next step, and nothing of it is kept."""
    found = _job(request, job_id)
    Job.objects.filter(pk=found.pk).update(is_called_off=True)
    return HttpResponseRedirect(reverse("job", args=[found.pk]))


def _back(job: Job) -> str | None:
    """Return where the work was asked for: what to go back to when it did not come to its end."""
    match job.kind:
        case "import":
            return reverse("draft_check", args=[job.draft.pk]) if job.draft else None
        case "publish":
            return reverse("release", args=[job.wanted["release"]])
        case "link":
            return reverse("review")
        case _:
            return str(job.wanted.get("address") or reverse("estimates"))


def _job(request: HttpRequest, job_id: int) -> Job:
    # The draft is read with its job: the worker may do away with it between two looks.
    found = Job.objects.select_related("draft").filter(pk=job_id, owner=account_of(request)).first()
    if found is None:
        raise Http404
    return found
