"""The import wizard: file, sheet, columns, words, a trial run, the import, and the report that stays."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.errors import BadInput
from amparo.ingest import KIND, PARTS, AboutList, guessed_roles, map_file, refused_table, unknown_words
from amparo.statements import kinds, vocabulary
from amparo.web.desk import account_of, desk
from amparo.web.drafts import run_draft
from amparo.web.forms import text_in, whole_in
from amparo.web.models import Draft, Job
from amparo.web.rendering import Voice, render, voice_of
from amparo.web.saying import edtf_in
from amparo.web.views.imported import download
from amparo.workflows.imports import KINDS, Given, ImportReport
from amparo.workflows.receiving import Look, look, remembered

_FIRST_ROWS = 8
_WORD_PREFIX = "word-"
_NO_TABLES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"%PDF", b"{\\rtf", b"RIFF")  # pictures and documents, by their first bytes
_EVENTS = (
    "arrest", "rearrest", "disappearance", "transfer", "release_unspecified", "release_conditional", "release_full", "house_arrest",
    "amnesty_requested", "amnesty_granted", "amnesty_denied", "charge", "trial", "sentence", "death_in_custody", "death", "exile",
)  # fmt: skip


def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file and ask what it is."""
    kind = request.POST.get("kind", request.GET.get("kind", "list"))
    uploaded = request.FILES.get("file")
    if request.method != "POST":
        return render(request, "import_new.html", {"kinds": KINDS, "kind": kind, "error": None})
    content = uploaded.read() if uploaded else b""
    error = _no_list(str(uploaded.name), content, voice_of(request)) if uploaded and kind == "list" else None
    error = error if uploaded and kind in KINDS else voice_of(request).t("import_needs_file")
    if error or uploaded is None:
        return render(request, "import_new.html", {"kinds": KINDS, "kind": kind, "error": error}, status=422)
    brought = request.FILES.get("map")
    draft = Draft.objects.create(
        owner=account_of(request), kind=kind, name=str(uploaded.name), content=content,
        map_name=str(brought.name) if brought else "", map_content=brought.read() if brought else None,
        steps={"whole_map": True} if brought else {},
    )  # fmt: skip
    return HttpResponseRedirect(reverse("draft_sheet" if kind == "list" and not brought else "draft_check", args=[draft.pk]))


def _no_list(name: str, content: bytes, voice: Voice) -> str | None:
    """Return why a file cannot be a list, before anything of it is kept; None where it can."""
    if content.startswith(_NO_TABLES):
        return voice.t("import_no_table", file=name)
    try:
        look(Given(name, content))
    except BadInput as refusal:
        return refusal.message(voice.language)
    return None


def draft_sheet(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask for the sheet and the row of the headings; say whether the list is known."""
    draft = _draft(request, draft_id)
    if draft.kind != "list":
        return HttpResponseRedirect(reverse("draft_check", args=[draft.pk]))
    if request.method == "POST":
        draft.steps |= {
            "sheet": text_in(request.POST, "sheet") or None,
            "header_row": whole_in(request.POST, "header_row", 0, most=1000) or None,
        }
        draft.save()
        found = remembered(desk(request, whole=True), _look(draft).table)
        if found is not None and request.POST.get("way") == "remembered":
            draft.map_name, draft.map_content = found.file.name, found.file.content
            draft.steps |= {"whole_map": True}
            draft.save()
            return HttpResponseRedirect(reverse("draft_check", args=[draft.pk]))
        draft.steps |= {"whole_map": False}
        draft.save()
        return HttpResponseRedirect(reverse("draft_columns" if request.POST.get("way") else "draft_sheet", args=[draft.pk]))
    seen = _look(draft)
    known = remembered(desk(request, whole=True), seen.table)
    return render(request, "draft_sheet.html", {"draft": draft, "seen": seen, "known": known, "rows": seen.table.rows[:_FIRST_ROWS]})


def draft_columns(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask what the list is, what each column says, and what words mean that nobody has explained yet."""
    draft = _draft(request, draft_id)
    seen, error = _look(draft), None
    if request.method == "POST":
        draft.steps |= _columns_in(request, seen)
        draft.save()  # whatever is refused below, nothing of what was chosen is lost
        try:
            draft.steps |= {"edition": edtf_in(draft.steps["typed_edition"])}
            _write_map(draft, seen)
            unexplained = [word for heading, words in _open_words(draft, seen).items() for word in words]
            if not unexplained or request.POST.get("explained"):
                return HttpResponseRedirect(reverse("draft_check", args=[draft.pk]))
        except BadInput as refusal:
            error = refusal.message(voice_of(request).language)
    roles = {int(place): role for place, role in draft.steps.get("roles", {}).items()} or guessed_roles(seen.table)
    values = {
        "draft": draft,
        "seen": seen,
        "roles": roles,
        "words": unknown_words(seen.table, roles) if draft.steps.get("roles") else {},
        "meanings": draft.steps.get("words", {}),
        "about": draft.steps.get("about", _about_guess(draft)),
        "edition": draft.steps.get("typed_edition") or draft.steps.get("edition") or "",
        "examples": [_examples(seen, place) for place in range(len(seen.table.header))],
        "properties": [
            name for name in _properties() if name not in ("facility", "arrest_period", "measure_level", "age_group", "population")
        ],
        "events": _EVENTS,
        "parts": PARTS,
        "kind_role": KIND,
        "kinds": [kind for kind in kinds() if kind != "unrecorded"],
        "prefix": _WORD_PREFIX,
        "error": error,
    }
    return render(request, "draft_columns.html", values, status=422 if error else 200)


def draft_check(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show what the import would do: counts, twenty rows as understood, and what would be refused."""
    draft = _draft(request, draft_id)
    if draft.kind == "list" and not draft.map_content:
        return HttpResponseRedirect(reverse("draft_sheet", args=[draft.pk]))
    report, error, typed = None, None, text_in(request.POST, "edition")
    try:
        if request.method == "POST":
            draft.steps |= {"edition": edtf_in(typed), "typed_edition": typed}
            draft.save()
        report = _trial(request, draft)
    except BadInput as refusal:
        error = refusal
    values = {
        "draft": draft,
        "edition": typed or draft.steps.get("edition") or "",
        "report": report,
        "error": error,
        "problems": error.problems[:30] if error else (),
        "more": max(0, len(error.problems) - 30) if error else 0,
        "refused_rows": sorted({one.row for one in report.refused if one.row is not None}) if report else [],
        "needs_edition": error is not None and error.code == "ingest.no_edition",
    }
    return render(request, "draft_check.html", values, status=422 if error else 200)


def draft_refused(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give the rows that would be refused as a table to correct, with the reasons."""
    report = _trial(request, _draft(request, draft_id))
    if report.table is None or not report.refused:
        raise Http404
    return download(refused_table(report.table, report.refused, voice_of(request).language), report.file)


@require_POST
def draft_start(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Hand the import to the worker."""
    draft = _draft(request, draft_id)
    running = Job.objects.filter(draft=draft, state__in=["waiting", "running"]).first()
    job = running or Job.objects.create(owner=account_of(request), kind="import", draft=draft)
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


@require_POST
def draft_drop(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Forget a file that is not to be imported after all."""
    _draft(request, draft_id).delete()
    return HttpResponseRedirect(reverse("imports"))


def _draft(request: HttpRequest, draft_id: int) -> Draft:
    draft = Draft.objects.filter(pk=draft_id, owner=account_of(request)).first()
    if draft is None:
        raise Http404
    return draft


def _look(draft: Draft) -> Look:
    return look(Given(draft.name, bytes(draft.content)), sheet=draft.steps.get("sheet"), header_row=draft.steps.get("header_row"))


def _trial(request: HttpRequest, draft: Draft) -> ImportReport:
    return run_draft(desk(request, whole=True), draft, dry_run=True)


def _columns_in(request: HttpRequest, seen: Look) -> dict[str, Any]:  # Any: Json
    """Return what the form of the columns says."""
    given = request.POST
    roles = {str(place): given.get(f"role-{place}", "") for place in range(len(seen.table.header))}
    words: dict[str, dict[str, str]] = {}
    for place, heading in enumerate(seen.table.header):
        for key in given:
            if key.startswith(f"{_WORD_PREFIX}{place}-"):
                words.setdefault(heading, {})[key.removeprefix(f"{_WORD_PREFIX}{place}-")] = str(given[key])
    about: dict[str, Any] = {  # Any: of the form
        name: text_in(given, name)
        for name in ("id", "title", "publisher", "licence", "url", "population", "order", "presence", "reliability")
    }
    about |= {
        "exposure": whole_in(given, "exposure", 2, most=5),
        "curated": given.get("curated") == "yes",
        "names_identify": given.get("names_identify") == "yes",
        "language": voice_of(request).language,
    }
    return {"roles": roles, "words": words, "about": about, "typed_edition": text_in(given, "edition")}


def _write_map(draft: Draft, seen: Look) -> None:
    """Write the map that the choices make, and keep it with the draft."""
    steps = draft.steps
    missing = [name for name in ("title", "publisher") if not steps["about"][name]]
    if missing:
        raise BadInput("web.list_needs", missing=", ".join(missing))
    about = AboutList(
        **{
            **steps["about"],
            "id": steps["about"]["id"] or _slug(steps["about"]["title"]),
            "licence": steps["about"]["licence"] or "unknown",
        }
    )
    roles = {int(place): role for place, role in steps["roles"].items() if role}
    draft.map_content = map_file(seen.table, about, roles, steps["words"], header_row=steps.get("header_row"))
    draft.map_name = f"{about.id}.yml"
    draft.save()


def _open_words(draft: Draft, seen: Look) -> dict[str, list[str]]:
    roles = {int(place): role for place, role in draft.steps["roles"].items() if role}
    told = draft.steps["words"]
    return {
        heading: left
        for heading, words in unknown_words(seen.table, roles).items()
        if (left := [word for word in words if word not in told.get(heading, {})])
    }


def _about_guess(draft: Draft) -> dict[str, Any]:  # Any: of the form
    title = draft.name.rpartition(".")[0].replace("_", " ").replace("-", " ").strip()
    return {
        "id": "", "title": title, "publisher": "", "licence": "", "url": "", "population": "", "order": "dmy", "presence": "",
        "reliability": "unknown", "exposure": 2, "curated": False, "names_identify": False,
    }  # fmt: skip


def _slug(title: str) -> str:
    from amparo.ingest import plain_heading

    return plain_heading(title).replace(" ", "-").replace("#", "")[:60] or "lista"


def _examples(seen: Look, place: int) -> list[str]:
    cells = [row[place].strip() for row in seen.table.rows if place < len(row) and row[place].strip()]
    return list(dict.fromkeys(cells))[:3]


def _properties() -> list[str]:
    words = vocabulary()
    return [*words["person_fields"], *(name for name in words["dimensions"] if name not in words["person_fields"])]
