"""Counts: a rule put together on a form, said back as a sentence, and answered with its reasons."""

from django.http import HttpRequest, HttpResponse, QueryDict

from amparo.errors import AmparoError, BadInput
from amparo.histories.people import dimensions
from amparo.questions.rule import Rule
from amparo.statements import vocabulary
from amparo.web.desk import desk
from amparo.web.forms import day_in, freshness_in, text_in, whole_in, words_in
from amparo.web.rendering import render, voice_of
from amparo.workflows.answers import answer_count, ledger
from amparo.workflows.finding import choices
from amparo.workflows.overview import overview

_SHOWN = 200


def questions(request: HttpRequest) -> HttpResponse:
    """Show what can be asked."""
    return render(request, "questions.html", {"seen": overview(desk(request))})


def rule_in(given: QueryDict) -> Rule:
    """Return the rule of a form; a mistake is a refusal with its sentence."""
    stock = given.get("moment", "stock") == "stock"
    _refuse_unasked(given, stock=stock)
    where = tuple((name, text_in(given, f"where_{name}")) for name in dimensions() if text_in(given, f"where_{name}"))
    return Rule(
        states=words_in(given, "state") if stock else (),
        on=day_in(given, "on") if stock else None,
        kinds=() if stock else words_in(given, "kind"),
        since=None if stock else day_in(given, "since"),
        until=None if stock else day_in(given, "until"),
        known_at=day_in(given, "known_at"),
        fresh_within=freshness_in(given),
        by=words_in(given, "by"),
        where=where,
        min_sources=whole_in(given, "min_sources", 1, least=1, most=99),
        unit="events" if given.get("unit") == "events" and not stock else "persons",
    )


def _refuse_unasked(given: QueryDict, *, stock: bool) -> None:
    """Refuse a form that asks for nothing, in the words of the form."""
    missing = (
        [("count_needs_state", words_in(given, "state")), ("count_needs_day", given.get("on"))]
        if stock
        else [("count_needs_kind", words_in(given, "kind")), ("count_needs_window", given.get("since") and given.get("until"))]
    )
    for key, filled in missing:
        if not filled:
            raise BadInput(f"web.{key}")


def count(request: HttpRequest) -> HttpResponse:
    """Show the form, and the answer where something was asked."""
    session = desk(request)
    given, asked, error = request.GET, "moment" in request.GET, None
    answer = None
    if asked:
        try:
            answer = answer_count(session, rule_in(given))
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    last = overview(session).last_news or session.today()
    people = session.people(answer.rule.known_at) if answer else None
    values = {
        "given": given,
        "asked": asked,
        "error": error,
        "answer": answer,
        "ledger": ledger(session),
        "names": [(person, people.name(person), person in set(answer.surely)) for person in answer.possibly[:_SHOWN]]
        if answer and people
        else [],
        "most": _SHOWN,
        "states": [state for state in vocabulary()["states"] if state not in ("no_record",)],
        "groups": vocabulary()["kind_groups"],
        "kinds": vocabulary()["kinds"],
        "dimensions": dimensions(),
        "choices": choices(session, last),
        "last": last,
        "query": given.urlencode(),
    }
    return render(request, "count.html", values, status=422 if error else 200)


def rule_sentence(request: HttpRequest) -> HttpResponse:
    """Say the rule of a form that is being filled in, or what it still lacks."""
    try:
        rule, error = rule_in(request.GET), None
    except AmparoError as refusal:
        rule, error = None, refusal
    return render(request, "rule_sentence.html", {"rule": rule, "error": error})
