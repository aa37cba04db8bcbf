"""``facility``: who was there, where each went, who is unaccounted for."""

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
    from amparo.histories.people import People
    from amparo.questions.facilities import FacilityHistory


@command("facility")
@click.argument("facility")
@click.option("--on", type=DAY, metavar="DAY", help=text("on"))
@known_at_option
@fresh_option
@json_option
def facility(facility: str, on: date | None, known_at: date | None, fresh_within: int, as_json: bool) -> None:
    """Print the history of one facility."""
    from amparo.workflows.answers import answer_facility, ledger

    with session() as opened:
        day = on or known_at or opened.today()
        name, answer, people = answer_facility(opened, facility, on=day, known_at=known_at, fresh_within=freshness(fresh_within))
        document = {"facility": name, **answer.to_dict(), "ledger": ledger(opened)}
    if as_json:
        print_json(document)
    else:
        _print(name, answer, people)


def _print(name: str, answer: "FacilityHistory", people: "People") -> None:
    from amparo.statements import label

    say_line(text("facility_placed", name=name))
    placed = []
    for row in answer.placements.iter_rows(named=True):
        sure = text("certain" if row["certain"] else "possible")
        placed.append((row["person_id"], people.name(row["person_id"]), f"{row['from'] or '…'} / {row['until'] or '…'}", sure))
    _table(["id", text("name"), text("column_spell"), ""], placed)
    say_line(text("facility_left"))
    left = []
    for row in answer.departures.iter_rows(named=True):
        states = listed([label("states", state, language()) for state in row["possible_states"]], language(), either=True)
        dates = str(row["lo"]) if row["lo"] == row["hi"] and row["lo"] else f"{row['lo'] or '…'} / {row['hi'] or '…'}"
        left.append((row["person_id"], people.name(row["person_id"]), dates, row["to_facility"] or states))
    _table(["id", text("name"), text("column_date"), text("column_state")], list(dict.fromkeys(left)))
    say_line(text("facility_unaccounted"))
    lost = [
        (row["person_id"], people.name(row["person_id"]), str(row["last_cited"] or "…"), "")
        for row in answer.unaccounted.iter_rows(named=True)
    ]
    _table(["id", text("name"), text("column_date"), ""], lost)


def _table(heads: list[str], rows: list[tuple[str, str, str, str]]) -> None:
    if rows:
        table(heads, rows)
    else:
        say_line(f"  {text('facility_nobody')}")
