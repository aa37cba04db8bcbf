"""Answers to take along: as PDF, workbook or CSV; kept, and asked again as they were."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.errors import BadInput, VerificationFailed
from amparo.publish import csv_bytes, pdf_bytes, xlsx_bytes
from amparo.web.desk import account_of, desk
from amparo.web.forms import params_of
from amparo.web.models import Job
from amparo.web.rendering import render, voice_of
from amparo.workflows.asking import ASKERS, Params, ask
from amparo.workflows.estimates_asked import is_worked_out
from amparo.workflows.saving import as_then, repeated, save_answer, saved_answer, saved_answers

_FORMS = {
    "pdf": (pdf_bytes, "application/pdf"),
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
}


_PAGES = {"count": "count", "claims": "claims", "law_path": "law_path", "coverage": "law_coverage", "compare": "law_compare",
          "watch": "watch", "flows": "flows", "pledges": "pledges", "estimate": "estimate"}  # fmt: skip
_PAGES_OF_ONE = {"person": "person", "facility": "facility", "person_law": "person_law"}


def address_of(kind: str, params: Params) -> str:
    """Return the address of the screen that asks a question."""
    query = QueryDict(mutable=True)
    for name, given in params.items():
        query.setlist(name, list(given))
    page = reverse(_PAGES_OF_ONE[kind], args=[query.get("id")]) if kind in _PAGES_OF_ONE else reverse(_PAGES[kind])
    return f"{page}?{query.urlencode()}"


def paper(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Give an answer as a file."""
    if kind not in ASKERS or form not in _FORMS:
        raise Http404
    write, media = _FORMS[form]
    asked = ask(desk(request), kind, params_of(request.GET))
    answer = HttpResponse(write(asked.paper(voice_of(request).language)), content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="amparo-{kind}.{form}"'
    return answer


@require_POST
def save(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep an answer under a title."""
    if kind not in ASKERS:
        raise Http404
    session = desk(request)
    asked = ask(session, kind, params_of(QueryDict(request.POST.get("question", ""))))
    return HttpResponseRedirect(reverse("saved_answer", args=[save_answer(session, asked, request.POST.get("title", ""))]))


def saved(request: HttpRequest) -> HttpResponse:
    """Show the kept answers."""
    return render(request, "saved.html", {"answers": saved_answers(desk(request))})


def one_saved(request: HttpRequest, answer_id: str) -> HttpResponse:
    """Show a kept answer, asked again as it was then and as it is now."""
    session = desk(request)
    try:
        kept = saved_answer(session, answer_id)
    except BadInput:
        raise Http404 from None
    language = voice_of(request).language
    if kept.kind == "estimate" and not all(is_worked_out(one, kept.params) for one in (as_then(session, kept), session)):
        wanted = {"saved": answer_id, "address": request.path}
        job = Job.objects.create(owner=account_of(request), kind="estimate", wanted=wanted)
        return HttpResponseRedirect(reverse("job", args=[job.pk]))
    then = repeated(session, kept)
    if then.digest != kept.digest:
        raise VerificationFailed("workflows.answer_differs", answer=answer_id)
    now = ask(session, kept.kind, kept.params)
    values = {
        "kept": kept,
        "then": then.paper(language),
        "now": now.paper(language),
        "same": now.digest == then.digest,
        "address": address_of(kept.kind, kept.params),
    }
    return render(request, "saved_answer.html", values)
