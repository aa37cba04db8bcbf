"""Pairs of records that may be one person: blind to the score until the answer is in, by keys alone, with a way back."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.errors import AmparoError, BadInput
from amparo.web.desk import account_of, desk
from amparo.web.forms import text_in
from amparo.web.models import Job
from amparo.web.rendering import Voice, render, voice_of
from amparo.workflows.deciding import decide, last_decision, undo_decision
from amparo.workflows.overview import list_names
from amparo.workflows.pair_review import ANSWERS, Answer, Card, Review, Saying, next_card

_PASSED = "passed_pairs"


def review_pair(request: HttpRequest) -> HttpResponse:
    """Show the next pair; take the answer, and show what linking had thought only then."""
    session, second, error, made = desk(request), request.GET.get("second") == "yes", None, None
    passed = [cast("tuple[str, str]", tuple(pair)) for pair in request.session.get(_PASSED, [])]
    if request.method == "POST":
        a, b, answer = text_in(request.POST, "a"), text_in(request.POST, "b"), text_in(request.POST, "answer")
        try:
            if answer == "pass":
                request.session[_PASSED] = [*passed, (a, b)]
                return HttpResponseRedirect(_here(second=second))
            if answer not in ANSWERS:
                raise BadInput("linkage.no_answer", answer=answer)
            whole = desk(request, whole=True)
            decision = decide(whole, a, b, cast("Answer", answer), why=text_in(request.POST, "why"), second=second)
            lines = [line.sentence(voice_of(request).language) for line in Review.of(whole).evidence(a, b)]
            made = (decision, lines)
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    card = next_card(session, skip=passed, second=second)
    values = {
        "card": card, "rows": [] if card is None else _rows(card, voice_of(request)), "second": second, "made": made, "error": error,
        "why": text_in(request.POST, "why") if error else "", "undoable": last_decision(session), "titles": list_names(session),
        "agreement": Review.of(session).agreement(),
    }  # fmt: skip
    return render(request, "review_pair.html", values, status=422 if error else 200)


@require_POST
def review_undo(request: HttpRequest) -> HttpResponse:
    """Take one's own last decision back."""
    session = desk(request, whole=True)
    statement_id = last_decision(session)
    if statement_id is None:
        raise BadInput("linkage.no_decision", statement_id="")
    undo_decision(session, statement_id, text_in(request.POST, "reason") or voice_of(request).t("undone_reason"))
    return HttpResponseRedirect(_here(second=False))


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Hand the linking of all records to the worker."""
    account = account_of(request)
    running = Job.objects.filter(kind="link", state__in=["waiting", "running"]).first()
    job = running or Job.objects.create(owner=account, kind="link")
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


def _here(*, second: bool) -> str:
    return reverse("review_pair") + ("?second=yes" if second else "")


def _rows(card: Card, voice: Voice) -> list[tuple[str, list[str], list[str], bool]]:
    """Return property by property what each record says, and whether they differ."""
    names = list(dict.fromkeys(one.property for side in (card.a, card.b) for one in side.sayings))
    rows = []
    for name in names:
        a, b = (
            list(dict.fromkeys(_worded(one, voice) for one in side.sayings if one.property == name and not _only_listed(one)))
            for side in (card.a, card.b)
        )
        if a or b:
            rows.append((name, a, b, bool(a and b) and {one.casefold() for one in a} != {one.casefold() for one in b}))
    return rows


def _only_listed(one: Saying) -> bool:
    """Say whether it says no more than that the record stands on its list."""
    return one.property == "event" and isinstance(one.said, dict) and one.said.get("kind") == "listed"


def _worded(one: Saying, voice: Voice) -> str:
    """Return what a record says in words: what happened, where and when."""
    if one.property == "event" and isinstance(one.said, dict):
        rest = voice.rest_of(one.said)
        told = voice.label("kinds", one.said["kind"]) + (f" ({rest})" if rest else "")
    else:
        told = voice.shown(one.property, one.said)
    return f"{told}, {voice.phrase(one.happened_on)}" if one.happened_on and one.property == "event" else told
