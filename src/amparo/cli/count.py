"""``count``: how many, at least and at most, by a rule that is printed with the answer."""

from datetime import date
from pathlib import Path
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
    pair,
    print_json,
    say_line,
    session,
    table,
    text,
    words,
)
from amparo.words import say

if TYPE_CHECKING:
    from amparo.questions.counts import Answer


@command("count")
@click.option("--state", "states", multiple=True, metavar="STATE", help=text("state"))
@click.option("--on", type=DAY, metavar="DAY", help=text("on"))
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help=text("kind"))
@click.option("--from", "since", type=DAY, metavar="DAY", help=text("from"))
@click.option("--until", type=DAY, metavar="DAY", help=text("until"))
@known_at_option
@fresh_option
@click.option("--by", metavar="DIM,…", help=text("by"))
@click.option("--where", multiple=True, metavar="DIM=VALUE", help=text("where"))
@click.option("--min-sources", type=click.IntRange(1), default=1, show_default=True, help=text("min_sources"))
@click.option("--unit", type=click.Choice(["persons", "events"]), default="persons", show_default=True, help=text("unit"))
@click.option("--release", type=click.Path(path_type=Path), metavar=text("folder"), help=text("count_release"))
@json_option
def count(
    states: tuple[str, ...], on: date | None, kinds: tuple[str, ...], since: date | None, until: date | None, known_at: date | None,
    fresh_within: int, by: str | None, where: tuple[str, ...], min_sources: int, unit: str, release: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Count persons in a state on a day, or events of a kind in a window."""
    from amparo.questions.rule import Rule
    from amparo.workflows.answers import answer_count, ledger

    rule = Rule(
        states=words(states), on=on, kinds=words(kinds), since=since, until=until, known_at=known_at,
        fresh_within=freshness(fresh_within), by=words((by,) if by else ()), where=tuple(map(pair, where)), min_sources=min_sources,
        unit="events" if unit == "events" else "persons",
    )  # fmt: skip
    if release is not None:
        from amparo.workflows.verifying import count_in_release

        answer, position = count_in_release(release, rule)
    else:
        with session() as opened:
            answer, position = answer_count(opened, rule), ledger(opened)
    document = {**answer.to_dict(), "ledger": position}
    if as_json:
        print_json(document)
        return
    say_line(bounds_line("persons", answer.persons.at_least, answer.persons.at_most))
    if answer.events is not None:
        say_line(bounds_line("events", answer.events.at_least, answer.events.at_most))
    say_line(rule.text(language()))
    if any(answer.gap.values()):
        parts = ", ".join(f"{say(f'questions.gap_{name}', language())}: {n}" for name, n in answer.gap.items() if n)
        say_line(text("gap", parts=parts))
    if answer.groups:
        _print_groups(answer)
    say_line(text("rests_on", n=len(answer.statements)))


def bounds_line(unit: str, at_least: int, at_most: int) -> str:
    """Return two bounds in words; one number where they meet."""
    if at_least == at_most:
        return text(f"exactly_{unit}", n=at_least)
    return text(f"bounds_{unit}", at_least=at_least, at_most=at_most)


def _print_groups(answer: "Answer") -> None:
    from amparo.questions.rule import value_label
    from amparo.statements import label

    by = answer.rule.by
    heads = [*(label("dimensions", name, language()) for name in by), text("at_least"), text("at_most")]
    rows = [
        (*(value_label(name, value, language()) for name, value in zip(by, cell, strict=True)), str(bounds.at_least), str(bounds.at_most))
        for cell, bounds in answer.groups.items()
    ]
    table(heads, rows)
    for name, n in answer.unknown.items():
        say_line(text("unknown_values", dimension=label("dimensions", name, language()), n=n))
