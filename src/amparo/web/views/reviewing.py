"""Review: what reports propose, card by card, and pairs of records, blind to the score; by keys alone, if one likes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from amparo.errors import AmparoError, BadInput
from amparo.ingest.reports.gate import FIELDS, NUMBERS
from amparo.web.desk import desk
from amparo.web.forms import day_in, text_in
from amparo.web.rendering import render, voice_of
from amparo.workflows.acceptance import Subject
from amparo.workflows.originals import Retrieval, keep, reports
from amparo.workflows.overview import last_linked
from amparo.workflows.pair_review import Review
from amparo.workflows.reviewing import REASONS, VERDICTS, Card, agreement, card, cards, decide, decide_again, decisions, second_cards
from amparo.workflows.session import Session
from amparo.workflows.suggesting import suggestions

_FLAGS = frozenset({"negated", "delta"})
_KEYS = {"accepted": "a", "rejected": "r", "duplicate": "d", "skipped": "s"}


def review(request: HttpRequest) -> HttpResponse:
    """Show what waits to be reviewed."""
    return render(request, "review.html", _waiting(desk(request)))


def _waiting(session: Session) -> dict[str, Any]:  # Any: of the page
    pairs = Review.of(session)
    return {
        "pairs": len(pairs.queue()),
        "pairs_again": len(pairs.second_queue()),
        "proposals": len(cards(session)),
        "again": len(second_cards(session)),
        "agreement": agreement(session),
        "linked": last_linked(session),
        "reports": reports(session),
        "error": None,
        "given": {},
    }


@require_POST
def report_new(request: HttpRequest) -> HttpResponse:
    """Keep a report, so that what it proposes can be reviewed; nothing of it enters the record yet."""
    session, uploaded, error = desk(request, whole=True), request.FILES.get("file"), None
    try:
        if uploaded is None:
            raise BadInput("web.report_needed")
        retrieval = Retrieval(how="upload", url=text_in(request.POST, "url") or None, publisher=text_in(request.POST, "publisher") or None)
        keep(session, uploaded.read(), str(uploaded.name), published_on=day_in(request.POST, "published"), retrieval=retrieval)
        return HttpResponseRedirect(reverse("review_proposal"))
    except AmparoError as refusal:
        error = refusal.message(voice_of(request).language)
    return render(request, "review.html", _waiting(session) | {"error": error, "given": request.POST}, status=422)


def review_proposal(request: HttpRequest, card_id: str = "") -> HttpResponse:
    """Show the next card, or one; take the decision on it, and go on to the next."""
    session, second = desk(request), request.GET.get("second") == "yes"
    one = _card(request, card_id, second=second)
    if one is None:
        return render(request, "review_done.html", {"second": second})
    error = None
    if request.method == "POST":
        try:
            _decide(request, one, second=second)
            return HttpResponseRedirect(reverse("review_proposal") + ("?second=yes" if second else ""))
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    known = suggestions(session, one.proposal)
    values = {
        "card": one,
        "second": second,
        "left": len(second_cards(session) if second else cards(session)),
        "fields": [(field, one.proposal.fields.get(field)) for field in _ordered(one)],
        "others": [field for field in sorted(FIELDS[one.proposal.kind]) if field not in one.proposal.fields],
        "known": known,
        "alike": known.get("person") or known.get("name") or (),
        "reasons": REASONS,
        "keys": _KEYS,
        "same": [card(session, ident) for ident in one.same[:4]],
        "against": [card(session, ident) for ident in one.against[:4]],
        "error": error,
        "given": request.POST,
    }
    return render(request, "review_proposal.html", values, status=422 if error else 200)


def _card(request: HttpRequest, card_id: str, *, second: bool) -> Card | None:
    session = desk(request)
    if card_id:
        try:
            return card(session, card_id)
        except BadInput:
            raise Http404 from None
    found = second_cards(session) if second else cards(session, limit=1)
    return found[0] if found else None


def _ordered(one: Card) -> list[str]:
    first = ("value", "value_high", "measure", "claimant", "qualifier", "kind", "person", "name", "date", "from", "until")
    return sorted(one.proposal.fields, key=lambda field: (first.index(field) if field in first else len(first), field))


def _decide(request: HttpRequest, one: Card, *, second: bool) -> None:
    """Record what the form says of a card."""
    given = request.POST
    verdict = next((word for word in VERDICTS if word == given.get("verdict")), None)
    if verdict is None:
        raise BadInput("web.verdict_needed")
    told = [field for field in FIELDS[one.proposal.kind] if _is_changed(given, one, field)]
    changes = {field: _typed(field, text_in(given, f"field-{field}")) for field in told}
    reason = text_in(given, "words") or text_in(given, "reason") or None
    if verdict not in ("accepted", "edited"):
        changes = {}
    session = desk(request, whole=True)
    if second:
        decide_again(session, one.id, verdict, changes=changes, reason=reason)
    else:
        subject = Subject(id=text_in(given, "subject") or None)
        decide(session, one.id, verdict, changes=changes, reason=reason if verdict == "rejected" else None, subject=subject)


def _is_changed(given: Any, one: Card, field: str) -> bool:  # Any: a form
    if f"field-{field}" not in given:
        return False
    before = one.proposal.value(field)
    return text_in(given, f"field-{field}") != ("" if before is None else str(before))


def _typed(field: str, text: str) -> Any:  # Any: Json
    if not text:
        return None
    if field in NUMBERS and text.isdecimal():
        return int(text)
    if field in _FLAGS:
        return text == "True"
    return text


def review_history(request: HttpRequest) -> HttpResponse:
    """Show the decisions, the latest first."""
    return render(request, "review_history.html", {"decisions": list(reversed(decisions(desk(request))))[:200]})
