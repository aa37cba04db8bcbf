"""What came in: the report that stays, the refused rows to download, and taking an import back."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from amparo.errors import AmparoError, BadInput
from amparo.ingest import refused_table
from amparo.web.desk import account_of, desk
from amparo.web.models import Draft, Job
from amparo.web.rendering import render, voice_of
from amparo.workflows.estimating import lists_of
from amparo.workflows.overview import list_names
from amparo.workflows.receiving import import_record, import_records, refused_rows
from amparo.workflows.recording import undo


def imports(request: HttpRequest) -> HttpResponse:
    """Show what came in so far, and what is on its way."""
    account = account_of(request)
    return render(
        request,
        "imports.html",
        {
            "records": import_records(desk(request)),
            "drafts": Draft.objects.filter(owner=account).order_by("-pk"),
            "jobs": Job.objects.filter(owner=account, state__in=["waiting", "running"]),
        },
    )


def import_report(request: HttpRequest, import_id: str) -> HttpResponse:
    """Show the report of an import."""
    session = desk(request)
    try:
        record = import_record(session, import_id)
    except BadInput:
        raise Http404 from None
    again = refused_rows(desk(request, whole=True), record.about) if record.about.get("refused") else None
    values = {
        "record": record, "refused": again[1] if again else (), "most": 50,
        "titles": list_names(session), "lists": len({*lists_of(session.standing()).values()}),
    }  # fmt: skip
    return render(request, "import.html", values)


def import_refused(request: HttpRequest, import_id: str) -> HttpResponse:
    """Give the refused rows of an import as a table to correct."""
    record = import_record(desk(request), import_id)
    again = refused_rows(desk(request, whole=True), record.about)
    if again is None:
        raise Http404
    return download(refused_table(*again, voice_of(request).language), record.about["name"])


def import_undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Take an import back, with the reason."""
    try:
        record, error = import_record(desk(request), import_id), None
    except BadInput:
        raise Http404 from None
    if request.method == "POST":
        try:
            undo(desk(request, whole=True), import_id, request.POST.get("reason", ""))
            return HttpResponseRedirect(reverse("import", args=[import_id]))
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    values = {"record": record, "error": error, "reason": request.POST.get("reason", "")}
    return render(request, "import_undo.html", values, status=422 if error else 200)


def download(content: bytes, file: str) -> HttpResponse:
    """Return a table of refused rows as a file."""
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    stem = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in file.rpartition(".")[0])[:60]
    answer.headers["Content-Disposition"] = f'attachment; filename="{stem.encode("ascii", "ignore").decode() or "lista"}-refused.csv"'
    return answer
