"""The review in the terminal: one card a proposal, its passage highlighted, its fields as chips, one key a decision."""

from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from amparo.cli.language import language
from amparo.cli.shared import note, say_line, session
from amparo.errors import BadInput
from amparo.ingest.reports.gate import NUMBERS
from amparo.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amparo.workflows.acceptance import Subject
    from amparo.workflows.reviewing import Card
    from amparo.workflows.session import Session
    from amparo.workflows.suggesting import Suggestion

    type Known = Mapping[str, Sequence[Suggestion]]

_KEYS = "aerdsq"


def review(*, second: bool) -> None:
    """Go through the queue until it is empty or the reviewer stops; each decision is recorded at once."""
    from amparo.workflows import reviewing

    with session() as opened:
        waiting = reviewing.second_cards(opened) if second else reviewing.cards(opened)
        if not waiting:
            say_line(_text("queue_empty"))
        for place, card in enumerate(waiting, start=1):
            _show(card, place, len(waiting))
            if not _decided(opened, card, second=second):
                break
        agreed = reviewing.agreement(opened)
        if agreed.twice:
            say_line(_text("agreement", n=agreed.twice, verdicts=agreed.same_verdict, values=agreed.same_values))


def _decided(opened: "Session", card: "Card", *, second: bool) -> bool:
    """Ask for a key until a decision is recorded; say whether to go on."""
    from amparo.workflows import reviewing
    from amparo.workflows.suggesting import suggestions

    while True:
        key = click.prompt(_text("keys"), type=click.Choice(list(_KEYS)), show_choices=False).lower()
        verdict = reviewing.verdict_of_key(key)
        if verdict is None:
            return False
        known = suggestions(opened, card.proposal)
        changes = _changes(card, known) if key == "e" else {}
        subject = _subject(card, known) if key in "ae" and not second else None
        reason = _reason() if key == "r" else None
        try:
            if second:
                reviewing.decide_again(opened, card.id, verdict, changes=changes, reason=reason)
            else:
                reviewing.decide(opened, card.id, verdict, changes=changes, reason=reason, subject=subject)
        except BadInput as refusal:
            note(refusal.message(language()))
            continue
        return True


def _reason() -> str:
    from amparo.workflows.reviewing import REASONS

    for number, reason in enumerate(REASONS, start=1):
        say_line(f"  {number} {_text(f'reason_{reason}')}")
    told: str = click.prompt(_text("ask_reason"))
    return REASONS[int(told) - 1] if told.isdigit() and 1 <= int(told) <= len(REASONS) else told


def _subject(card: "Card", known: "Known") -> "Subject | None":
    """Ask whether an event or a person is of somebody known here; an empty answer makes a new record, merged with nobody."""
    from amparo.workflows.acceptance import Subject

    alike = known.get("person") or known.get("name") or ()
    if card.proposal.kind not in {"event", "person", "facility"} or not alike:
        return None
    for number, one in enumerate(alike, start=1):
        say_line(f"  {number} {one.name} ({one.id})")
    told: str = click.prompt(_text("ask_known"), default="", show_default=False)
    return Subject(id=alike[int(told) - 1].id) if told.isdigit() and 1 <= int(told) <= len(alike) else None


def _changes(card: "Card", known: "Known") -> dict[str, Any]:  # Any: Json
    """Ask for each field: an empty answer keeps it, a number takes a candidate, "-" takes it out."""
    found: dict[str, Any] = {}  # Any: Json
    for name, field in card.proposal.fields.items():
        alike = [one.name for one in known.get(name, ())] if name == "claimant" else []
        options = [one for one in dict.fromkeys([*field.candidates, *alike]) if one != field.value]
        shown = "  ".join(f"[{number}] {_shown(name, one)}" for number, one in enumerate(options, start=1))
        told: str = click.prompt(f"  {_text(f'field_{name}')} = {_shown(name, field.value)}  {shown}", default="", show_default=False)
        if told == "-":
            found[name] = None
        elif told.isdigit() and name not in NUMBERS and 1 <= int(told) <= len(options):
            found[name] = options[int(told) - 1]
        elif told:
            found[name] = _typed(name, told)
    return found


def _typed(name: str, told: str) -> Any:  # Any: Json
    if name in {"negated", "delta"}:
        return told.casefold() in {"s", "si", "sí", "y", "yes", "true"}
    return int(told) if name in NUMBERS and told.isdigit() else told


def _show(card: "Card", place: int, number: int) -> None:
    """Print one card."""
    passage = Text(card.before[-160:]).append(card.passage, style="bold reverse").append(card.after[:160])
    told = [_text(f"kind_{card.proposal.kind}"), card.report.name, card.report.published_on.isoformat(), card.origin, card.where]
    title = f"{place}/{number} · " + " · ".join(part for part in told if part)
    console = Console(highlight=False)
    console.print(Panel(passage, title=title, title_align="left"))
    for name, field in card.proposal.fields.items():
        if field.value is False:
            continue
        others = ", ".join(_shown(name, one) for one in field.candidates if one != field.value)
        chip = Text(f"  {_text(f'field_{name}')}: ").append(_shown(name, field.value), style="bold")
        console.print(chip.append(f"   ({others})" if others else "", style="dim"))
    for name in ("same", "against"):
        ids = getattr(card, name)
        if ids:
            console.print(Text("  " + _text(f"card_{name}", n=len(ids)), style="italic"))


def _shown(name: str, value: object) -> str:
    return _text("the_report_itself") if value is None and name in {"claimant", "speaker"} else str(value)


def _text(key: str, **values: object) -> str:
    return say(f"reading.{key}", language(), **values)
