"""How people moved, what changed since a day, what became of pledges: the same answers as on the command line and on paper."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from amparo.errors import AmparoError
from amparo.publish.flow_charts import charts
from amparo.web.desk import desk
from amparo.web.forms import params_of
from amparo.web.rendering import render, voice_of
from amparo.workflows.answers import ledger
from amparo.workflows.asked import Asked
from amparo.workflows.asking import ask
from amparo.workflows.overview import overview

_LOOK_BACK = 30  # days of the watch, where none were asked for
_TWO_YEARS = 730  # days of the flows, where none were asked for
_CHARTS = ("weeks", "released", "redetained")


def watch(request: HttpRequest) -> HttpResponse:
    """Show what changed from a day to another; without days, in the month before the last news."""
    asked, given, error = _asked(request, "watch", _LOOK_BACK, "on")
    values: dict[str, Any] = {}  # Any: of the page
    if asked:
        found, rows = asked.value
        told = rows(voice_of(request).language)
        values = {
            "found": found,
            "kinds": {kind: [row for row in told if row.kind == kind] for kind in dict.fromkeys(row.kind for row in told)},
        }
    shared = {"asked": asked, "given": given, "error": error, "query": given.urlencode(), "ledger": ledger(desk(request))}
    return render(request, "watch.html", {**shared, **values}, status=422 if error else 200)


def flows(request: HttpRequest) -> HttpResponse:
    """Show the movements of a window, in sentences, pictures and tables."""
    asked, given, error = _asked(request, "flows", _TWO_YEARS, "until")
    language, query = voice_of(request).language, given.urlencode()
    values: dict[str, Any] = {"asked": asked, "given": given, "error": error, "query": query, "ledger": ledger(desk(request))}
    if asked:
        values |= {"paper": asked.paper(language), "charts": _drawn(asked)}
    return render(request, "flows.html", values, status=422 if error else 200)


def flows_chart(request: HttpRequest, name: str) -> HttpResponse:
    """Give one picture of the movements."""
    if name not in _CHARTS:
        raise Http404
    session, language = desk(request), voice_of(request).language
    asked = ask(session, "flows", params_of(request.GET))
    key = ("flow charts", session.log().height, session.clearance, asked.digest, language)
    drawn = session.memory.kept(key, lambda: charts(asked.value, language))
    if f"{name}.svg" not in drawn:
        raise Http404
    return HttpResponse(drawn[f"{name}.svg"], content_type="image/svg+xml")


def _drawn(asked: Asked) -> list[tuple[str, int]]:
    """Return which pictures there are, each with the place of its table among the sheets of the paper."""
    report = asked.value
    found = [("weeks", 5)] if report.weeks else []
    found += [("released", 0)] if any(one.of for one in report.release_within) else []
    return found + ([("redetained", 1)] if any(one.of for one in report.redetained_within) else [])


def pledges(request: HttpRequest) -> HttpResponse:
    """Show what was promised, by when, and what became of it."""
    asked, given, error = _asked(request, "pledges", 0, "on")
    values: dict[str, Any] = {
        "asked": asked, "given": given, "error": error, "query": given.urlencode(), "ledger": ledger(desk(request)),
    }  # fmt: skip
    if asked:
        values |= {"told": asked.value[1](voice_of(request).language)}
    return render(request, "pledges.html", values, status=422 if error else 200)


def _asked(request: HttpRequest, kind: str, back: int, last: str) -> tuple[Asked | None, QueryDict, str | None]:
    """Return the answer, the question with its days filled in, and a refusal in words."""
    session, given = desk(request), request.GET.copy()
    if last not in given:
        given[last] = str(overview(session).last_news or session.today())
        if back and "since" not in given:
            given["since"] = str((overview(session).last_news or session.today()) - timedelta(days=back))
    try:
        return ask(session, kind, params_of(given)), given, None
    except AmparoError as refusal:
        return None, given, refusal.message(voice_of(request).language)
