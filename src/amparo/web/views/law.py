"""The law on the screen: its texts, the path of one, whom it covers, one person, and what another version changes."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from amparo.errors import AmparoError, BadInput
from amparo.publish.sheets import pdf_page
from amparo.questions.law import Instrument
from amparo.web.desk import desk
from amparo.web.forms import day_in, params_of
from amparo.web.rendering import render, voice_of
from amparo.workflows.answers import ledger
from amparo.workflows.asked import Asked, one
from amparo.workflows.asking import ask
from amparo.workflows.beginning import is_demo
from amparo.workflows.law import CURRENT, instruments_in, instruments_spoken_of
from amparo.workflows.law_asked import totals
from amparo.workflows.law_path import line_of_time
from amparo.workflows.law_sheets import page_data
from amparo.workflows.overview import overview
from amparo.workflows.session import Session

_SHOWN = 300


def law(request: HttpRequest) -> HttpResponse:
    """Show the texts: those that the registry speaks of, and all of them on the line of time of their States."""
    session = desk(request)
    on = day_in(request.GET, "on") or overview(session).last_news or session.today()
    lines = line_of_time(texts=instruments_in(session))
    values = {
        "spoken": instruments_spoken_of(session, on=on),
        "on": on,
        "states": {state: [line for line in lines if line.jurisdiction == state] for state in sorted({one.jurisdiction for one in lines})},
    }
    return render(request, "law.html", values)


def law_path(request: HttpRequest) -> HttpResponse:
    """Show where a text has been, what was due, and what was skipped."""
    asked, given, error = _asked(request, "law_path", dated=True)
    lines = {line.id: line for line in line_of_time(texts=instruments_in(desk(request)))}
    values = {
        "asked": asked, "given": given, "error": error, "query": given.urlencode(),
        "line": lines.get(asked.value.instrument) if asked else None,
        "choices": [(line.id, line.title) for line in lines.values()], "ledger": ledger(desk(request)),
    }  # fmt: skip
    return render(request, "law_path.html", values, status=422 if error else 200)


def law_coverage(request: HttpRequest) -> HttpResponse:
    """Show how many persons a text covers, at least and at most, who needs somebody now, and each person's answer."""
    session = desk(request)
    asked, given, error = _asked(request, "coverage", dated=True)
    values: dict[str, Any] = {"asked": asked, "given": given, "error": error, "query": given.urlencode(), "texts": texts(session)}
    if asked:
        found = asked.value
        values |= {
            "found": found,
            "top": max((bounds.at_most for bounds in found.bounds.values()), default=0),
            "alerts": [(one, alert) for one in found.persons for alert in one.consequence.alerts],
            "without_charges": all(not one.assessment.charges for one in found.persons),
            "shown": found.persons[:_SHOWN],
            "more": max(0, len(found.persons) - _SHOWN),
        }
    return render(request, "law_coverage.html", values | {"ledger": ledger(session)}, status=422 if error else 200)


def law_compare(request: HttpRequest) -> HttpResponse:
    """Show what changes for each person when one text takes the place of another; totals last."""
    session = desk(request)
    asked, given, error = _asked(request, "compare", needs="before")
    values: dict[str, Any] = {"asked": asked, "given": given, "error": error, "query": given.urlencode(), "texts": texts(session)}
    if asked:
        values |= {"value": asked.value, "totals": totals(asked.value.found.comparison)}
    return render(request, "law_compare.html", values | {"ledger": ledger(session), "demo": is_demo(session)}, status=422 if error else 200)


def person_law(request: HttpRequest, person_id: str) -> HttpResponse:
    """Show what a text says of one person, charge by charge, with what to find out."""
    session = desk(request)
    given = request.GET.copy()
    given["id"] = person_id
    given.setdefault("instrument", CURRENT)
    given.setdefault("on", str(day_in(given, "known_at") or session.today()))
    error, asked = None, None
    try:
        asked = ask(session, "person_law", params_of(given))
    except BadInput as refusal:
        if refusal.code == "workflows.no_person":
            raise Http404 from None
        error = refusal.message(voice_of(request).language)
    values = {
        "person_id": person_id, "name": session.people(day_in(given, "known_at")).name(person_id), "given": given, "error": error,
        "asked": asked, "query": given.urlencode(), "texts": texts(session), "ledger": ledger(session),
    }  # fmt: skip
    return render(request, "person_law.html", values, status=422 if error else 200)


def person_sheet(request: HttpRequest, person_id: str) -> HttpResponse:
    """Give the page on one person that a lawyer prints."""
    session = desk(request)
    given = request.GET.copy()
    given["id"] = person_id
    try:
        found = ask(session, "person_law", params_of(given)).value[0]
    except BadInput as refusal:
        if refusal.code == "workflows.no_person":
            raise Http404 from None
        raise
    on = found.consequence.on
    content = pdf_page(page_data(found.assessment, found.consequence, voice_of(request).language, on=on), on)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="amparo-{found.person_id}-{on}.pdf"'
    return answer


def law_of_person(session: Session, person_id: str, *, on: date, known_at: date | None) -> list[Asked]:
    """Return what each law in force that the registry speaks of says of a person; nothing where it speaks of none."""
    asked = {"id": (person_id,), "on": (str(on),), **({"known_at": (str(known_at),)} if known_at else {})}
    return [
        ask(session, "person_law", {**asked, "instrument": (f"{text.id}@{text.label}",)}) for text in instruments_spoken_of(session, on=on)
    ]


def texts(session: Session) -> list[Instrument]:
    """Return the texts that can be chosen, those that were imported among them, by State and then by date."""
    return sorted(instruments_in(session), key=lambda text: (text.document.get("jurisdiction", ""), text.id, text.dated))


def _asked(
    request: HttpRequest, kind: str, *, dated: bool = False, needs: str = "instrument"
) -> tuple[Asked | None, QueryDict, str | None]:
    """Return the answer where a text was chosen, the question as it was meant, and a refusal in words."""
    session, given = desk(request), request.GET.copy()
    given.setlist("reading", [f"{name[8:]}={value}" for name in given if name.startswith("reading-") and (value := given[name])]
                  + given.getlist("reading"))  # fmt: skip
    for name in [name for name in given if name.startswith("reading-")]:
        del given[name]
    if dated and not given.get("on"):
        given["on"] = str(day_in(given, "known_at") or overview(session).last_news or session.today())
    if not one(params_of(given), needs):
        return None, given, None
    try:
        return ask(session, kind, params_of(given)), given, None
    except AmparoError as refusal:
        return None, given, refusal.message(voice_of(request).language)
