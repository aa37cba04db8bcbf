"""Publishing on the screen: what would leave, who proposes it, who approves it, and the file to put on a host."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.errors import AmparoError, BadInput
from amparo.web.access import may
from amparo.web.desk import account_of, desk
from amparo.web.forms import day_in, text_in
from amparo.web.models import Job
from amparo.web.rendering import render, voice_of
from amparo.workflows.proposing import Proposed, approve_release, proposals, propose_release, proposed, release_file, what_leaves

_SHOWN = 200


def publish(request: HttpRequest) -> HttpResponse:
    """Show what would leave today and what was proposed; take a proposal."""
    session, error = desk(request), None
    as_of = day_in(request.GET, "as_of")
    if request.method == "POST":
        try:
            as_of = day_in(request.POST, "as_of")
            made = propose_release(session, as_of=as_of, address=text_in(request.POST, "address"), note=text_in(request.POST, "note"))
            return HttpResponseRedirect(reverse("release", args=[made]))
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    values = {
        "leaving": what_leaves(session, as_of=as_of),
        "as_of": request.POST.get("as_of") or as_of,
        "given": request.POST,
        "shown": _SHOWN,
        "proposals": proposals(session),
        "error": error,
    }
    return render(request, "publish.html", values, status=422 if error else 200)


def release(request: HttpRequest, release_id: str) -> HttpResponse:
    """Show a proposal with what it would let out, and what may be done with it."""
    return _page(request, _found(request, release_id), None)


@require_POST
def release_approve(request: HttpRequest, release_id: str) -> HttpResponse:
    """Approve what somebody else proposed, and hand its making to the worker."""
    found = _found(request, release_id)
    try:
        approve_release(desk(request), release_id)
    except BadInput as refusal:
        return _page(request, found, refusal.message(voice_of(request).language))
    return _make(request, found)


@require_POST
def release_make(request: HttpRequest, release_id: str) -> HttpResponse:
    """Hand the making of an approved release to the worker again, where it was called off or broke."""
    return _make(request, _found(request, release_id))


def release_zip(request: HttpRequest, release_id: str) -> HttpResponseBase:
    """Give a release that was made as one file."""
    path = release_file(settings.AMPARO_FOLDER, _found(request, release_id))
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type="application/zip")


def _make(request: HttpRequest, found: Proposed) -> HttpResponse:
    running = Job.objects.filter(kind="publish", state__in=["waiting", "running"]).first()
    job = running or Job.objects.create(owner=account_of(request), kind="publish", wanted={"release": found.release_id})
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


def _found(request: HttpRequest, release_id: str) -> Proposed:
    try:
        return proposed(desk(request), release_id)
    except BadInput:
        raise Http404 from None


def _page(request: HttpRequest, found: Proposed, error: str | None) -> HttpResponse:
    leaving, account = what_leaves(desk(request), as_of=found.as_of), account_of(request)
    values = {
        "one": found, "leaving": leaving, "moved": leaving.root != found.root, "own": found.proposed_by == account.name, "shown": _SHOWN,
        "may_approve": may(account.roles, "release_approve"), "made": release_file(settings.AMPARO_FOLDER, found).is_file(), "error": error,
    }  # fmt: skip
    return render(request, "release.html", values, status=422 if error else 200)
