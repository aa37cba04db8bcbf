"""Counts: a rule put together on a form, said back as a sentence, and answered with its reasons."""

from django.http import HttpRequest, HttpResponse

from amparo.errors import AmparoError
from amparo.histories.people import dimensions
from amparo.statements import vocabulary
from amparo.web.desk import desk
from amparo.web.forms import params_of
from amparo.web.rendering import render, voice_of
from amparo.workflows.answers import ledger
from amparo.workflows.asking import ask, rule_of
from amparo.workflows.finding import choices
from amparo.workflows.overview import overview

_SHOWN = 200


def questions(request: HttpRequest) -> HttpResponse:
    """Show what can be asked."""
    return render(request, "questions.html", {"seen": overview(desk(request))})


def count(request: HttpRequest) -> HttpResponse:
    """Show the form, and the answer where something was asked."""
    session = desk(request)
    given, asked, error = request.GET, "moment" in request.GET, None
    answer = None
    if asked:
        try:
            answer = ask(session, "count", params_of(given)).value
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
        "choices": choices(session),
        "last": last,
        "query": given.urlencode(),
    }
    return render(request, "count.html", values, status=422 if error else 200)


def rule_sentence(request: HttpRequest) -> HttpResponse:
    """Say the rule of a form that is being filled in, or what it still lacks."""
    try:
        rule, error = rule_of(params_of(request.GET)), None
    except AmparoError as refusal:
        rule, error = None, refusal
    return render(request, "rule_sentence.html", {"rule": rule, "error": error})
