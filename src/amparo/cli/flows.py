"""``flows``: how fast people are let go, how many are taken again, and how sure that is."""

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
    note,
    print_json,
    say_line,
    session,
    table,
    text,
)
from amparo.words import decimal_in_words, listed, number_in_words, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.publish.voice import Voice
    from amparo.questions.counts import Bounds
    from amparo.questions.flows.chances import Chance
    from amparo.questions.flows.imputed import Estimate
    from amparo.questions.flows.report import FlowsReport
    from amparo.questions.flows.turnover import Replacement


@command("flows")
@click.option("--from", "since", type=DAY, metavar="DAY", help=text("from_ever"))
@click.option("--until", type=DAY, metavar="DAY", help=text("until_today"))
@known_at_option
@fresh_option
@click.option("--charts", type=click.Path(file_okay=False, path_type=Path), metavar=text("folder"), help=text("charts"))
@click.option("--release", type=click.Path(path_type=Path), metavar=text("folder"), help=text("flows_release"))
@json_option
def flows(
    since: date | None, until: date | None, known_at: date | None, fresh_within: int, charts: Path | None, release: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Print the movements of a window."""
    from amparo.workflows.answers import ledger
    from amparo.workflows.flows import answer_flows, write_charts
    from amparo.workflows.verifying import flows_in_release

    if release is not None:
        report = flows_in_release(release, since=since, until=until, fresh_within=freshness(fresh_within))
        document = report.to_dict()
    else:
        with session() as opened:
            report = answer_flows(opened, since=since, until=until, known_at=known_at, fresh_within=freshness(fresh_within))
            document = {**report.to_dict(), "ledger": ledger(opened)}
    if charts is not None:
        for path in write_charts(report, charts, language()):
            note(text("charts_written", path=path))
    if as_json:
        print_json(document)
    else:
        _print(report)


def _print(report: "FlowsReport") -> None:
    say_line(report.to_dict()["rule"]["text"][language()])
    for name in ("detained", "released"):
        persons, events = getattr(report, name)
        say_line(_say(f"print_{name}", persons=_bounds(persons), events=_bounds(events)))
    _ratios(report)
    again = report.rearrests
    say_line(_say("print_rearrests", released=again.released, again=_between(again.at_least, again.at_most)))
    _chances("print_release_within", report.release_within)
    _chances("print_redetained_within", report.redetained_within)
    if report.sojourns:
        say_line(_say("print_sojourns", n=report.sojourns[0].held.persons))
        rows = [(str(one.days), _amount(one.held, 0), _amount(one.detentions, 2)) for one in report.sojourns]
        table([_say("head_days"), _say("head_held"), _say("head_detentions")], rows)
    for name, days in (("print_days_held", report.days_held), ("print_days_measures", report.days_under_measures)):
        persons = _between(days.persons_at_least, days.persons_at_most)
        say_line(_say(name, days=_between(days.at_least, days.at_most), persons=persons))
    _pace(report)
    _breaks(report)
    if report.lag is not None:
        half, most = (report.lag.days[share] for share in (0.5, 0.9))
        say_line(_say("print_lag", half="?" if half is None else half, most="?" if most is None else most))
    for code, values in report.warnings:
        say_line("⚠ " + say(code, language(), **values))


def _ratios(report: "FlowsReport") -> None:
    say_line(_say("print_replacement", ratio=_ratio(report.replacement)))
    for one in report.claimed_replacements:
        say_line(_say("print_replacement_claimed", source=one.source, since=one.since, until=one.until, ratio=_ratio(one)))


def _ratio(one: "Replacement") -> str:
    if one.low is None:
        return _say("no_ratio")
    return _say("at_least", low=_decimal(one.low, 2)) if one.high is None else _span(one.low, one.high, 2)


def _chances(head: str, chances: "Sequence[Chance]") -> None:
    if not chances or not chances[0].of:
        return
    say_line(_say(head, n=chances[0].of))
    rows = [
        (str(one.days), str(one.surely), str(one.possibly), _share(one.estimate), str(one.followed))
        for one in chances
    ]  # fmt: skip
    table([_say(name) for name in ("head_days", "head_surely", "head_possibly", "head_estimate", "head_followed")], rows)


def _pace(report: "FlowsReport") -> None:
    voice, pace = _voice(), report.pace
    if pace is not None:
        figures = {name: _decimal(getattr(pace, name), 1) for name in ("low", "high", "scatter")}
        say_line(_say("print_pace", n=pace.weeks, pace=_decimal(pace.per_week, 1), **figures))
        if report.projection is not None:
            stock, weeks = _bounds(report.stock), _weeks(*report.projection.weeks)
            say_line(_say("print_projection", stock=stock, weeks=weeks))
    for claimed, ahead in report.claimed_paces:
        low, high = claimed.per_week
        per_week = _say("at_least", low=_decimal(low, 1)) if high is None else _span(low, high, 1)
        about = {"claimant": claimed.claimant, "population": voice.word("population", claimed.population)}
        say_line(_say("print_claimed_pace", first=claimed.first, last=claimed.last, pace=per_week, **about))
        if ahead is not None:
            say_line(_say("print_claimed_projection", stock=_between(*ahead.stock), weeks=_weeks(*ahead.weeks)))


def _breaks(report: "FlowsReport") -> None:
    voice = _voice()
    say_line(_say("print_breaks", n=len(report.breaks)))
    for one in report.breaks:
        line = _say("print_break", day=one.day, earliest=one.earliest, latest=one.latest, before=_decimal(one.before, 1),
                    after=_decimal(one.after, 1))  # fmt: skip
        stages = [voice.word("stage", stage).lower() for _, stage in one.stages]
        say_line(line + (_say("print_break_stages", stages=listed(list(dict.fromkeys(stages)), language())) if stages else "."))


def _voice() -> "Voice":
    from amparo.publish.voice import Voice

    return Voice(language(), language())


def _say(key: str, **values: object) -> str:
    return say(f"flows.{key}", language(), **values)


def _bounds(bounds: "Bounds") -> str:
    return _between(bounds.at_least, bounds.at_most)


def _between(low: int, high: int) -> str:
    least, most = number_in_words(low, language()), number_in_words(high, language())
    return least if low == high else _say("between", low=least, high=most)


def _span(low: float, high: float, places: int) -> str:
    least, most = _decimal(low, places), _decimal(high, places)
    return least if least == most else _say("between", low=least, high=most)


def _weeks(low: float, high: float | None) -> str:
    least = _decimal(low, 1)
    if high is None:
        return _say("never", low=least)
    most = _decimal(high, 1)
    if least == most:
        return _say("weeks", low=least)
    return _say("weeks_between", low=least, high=most) if low > 0 else _say("weeks_at_most", high=most)


def _share(estimate: "Estimate | None") -> str:
    if estimate is None:
        return _say("few")
    value, low, high = (_decimal(100 * part, 1) for part in (estimate.value, estimate.low, estimate.high))
    return f"{value} % ({low}–{high} %)"


def _amount(estimate: "Estimate", places: int) -> str:
    return f"{_decimal(estimate.value, places)} ({_decimal(estimate.low, places)}–{_decimal(estimate.high, places)})"


def _decimal(value: float, places: int) -> str:
    return decimal_in_words(value, places, language())
