"""``people`` and ``person``: who is on record, and one person's history."""

from datetime import date
from typing import TYPE_CHECKING

import click

from amparo.cli.language import language
from amparo.cli.shared import (
    DAY,
    command,
    fresh_option,
    freshness,
    json_option,
    known_at_option,
    print_json,
    say_line,
    session,
    table,
    text,
)
from amparo.words import listed

if TYPE_CHECKING:
    from amparo.histories.status import Status
    from amparo.workflows.answers import PersonAnswer


@command("people")
@click.argument("words", nargs=-1)
@json_option
def people(words: tuple[str, ...], as_json: bool) -> None:
    """List the persons on record, or those whose name has the given words."""
    from amparo.workflows.answers import find_people

    with session() as opened:
        found = find_people(opened, " ".join(words))
    if as_json:
        print_json([{"person_id": person, "name": name, "records": records} for person, name, records in found])
    else:
        table(["id", text("name"), text("column_records")], [(person, name, str(records)) for person, name, records in found])


@command("person")
@click.argument("person_id")
@click.option("--on", type=DAY, metavar="DAY", help=text("on"))
@known_at_option
@fresh_option
@json_option
def person(person_id: str, on: date | None, known_at: date | None, fresh_within: int, as_json: bool) -> None:
    """Print one person's history, states, conflicts and statements."""
    from amparo.workflows.answers import answer_person, ledger

    with session() as opened:
        answer = answer_person(opened, person_id, on=on, known_at=known_at, fresh_within=freshness(fresh_within))
        document = {**answer.to_dict(), "ledger": ledger(opened)}
    if as_json:
        print_json(document)
    else:
        _print(answer)


def _print(answer: "PersonAnswer") -> None:
    from amparo.histories.people import day
    from amparo.statements import label

    say_line(f"{answer.name}  ({answer.person_id})")
    if answer.on is not None:
        states = [label("states", state, language()) for state in answer.states]
        key = "state_certain" if len(states) == 1 and answer.conflicts.is_empty() else "state_possible"
        say_line(text(key, day=answer.on, states=listed(states, language(), either=True)))
    say_line()
    rows = []
    for event in answer.events:
        if event.optional and event.implicit:
            continue
        marks = [text(mark) for mark in ("disputed", "implicit") if getattr(event, mark)]
        rows.append(
            (
                _window(day(event.lo), day(event.hi)),
                label("kinds", event.kind, language()),
                ", ".join(event.facilities),
                ", ".join(marks),
                ", ".join(sorted(event.sources)),
            )
        )
    table([text("column_date"), text("column_event"), text("column_place"), text("column_marks"), text("column_source")], rows)
    say_line()
    spells = []
    for row in answer.spells.iter_rows(named=True):
        sure = text("certain" if row["certain"] else "possible")
        spells.append((_window(row["from"], row["until"]), label("states", row["state"], language()), sure))
    table([text("column_spell"), text("column_state"), ""], spells)
    if answer.status is not None:
        _axes(answer.status)
    for measure in answer.measures:
        terms = ", ".join(f"{name} {value}" for name, value in measure.terms.items())
        since = _window(day(measure.lo), day(measure.hi))
        ended = [
            text("measure_ended", kind=label("kinds", end.kind, language()), days=_window(day(end.lo), day(end.hi)))
            for end in measure.endings
        ]
        name = label("measures", measure.token, language())
        say_line(text("measure", measure=name, since=since, terms=f" ({terms})" if terms else "", ended="".join(ended[-1:])))
    for row in answer.conflicts.iter_rows(named=True):
        say_line(text(f"conflict_{row['kind']}", events=", ".join(row["event_ids"])))
    say_line(text("person_statements", n=answer.statements.height))


def _axes(status: "Status") -> None:
    """Print what is known on the axes that do not concern liberty."""
    from amparo.statements import label

    steps = [label("states" if step == "unknown" else "proceedings", step, language()) for step in status.proceedings.values]
    say_line(text("proceedings", steps=listed(steps, language(), either=True)))
    for name, finding in status.whereabouts.items():
        if finding.values != ("unknown",):
            answers = [text(f"answer_{value}") for value in finding.values]
            say_line(f"{text(f'whereabouts_{name}')}: {listed(answers, language(), either=True)}")
    for one in status.classification:
        say_line(text("classification", scheme=one.scheme, category=one.category, assessor=one.assessor))


def _window(first: date | None, last: date | None) -> str:
    if first == last and first is not None:
        return str(first)
    return f"{first or '…'} / {last or '…'}"
