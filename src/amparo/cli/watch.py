"""``watch`` and ``pledges``: what changed since a day, and what became of what was promised."""

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
    text,
)
from amparo.words import number_in_words, say

if TYPE_CHECKING:
    from amparo.questions.flows.changes import Finding
    from amparo.questions.flows.pledges import Ends, Evidence, Followed
    from amparo.workflows.watching import WatchAnswer


@command("watch")
@click.option("--since", type=DAY, metavar="DAY", help=text("watch_since"))
@click.option("--on", type=DAY, metavar="DAY", help=text("until_today"))
@fresh_option
@json_option
def watch(since: date | None, on: date | None, fresh_within: int, as_json: bool) -> None:
    """Print what changed since a day."""
    from amparo.workflows.answers import ledger
    from amparo.workflows.watching import answer_watch

    with session() as opened:
        answer = answer_watch(opened, since=since, on=on, fresh_within=freshness(fresh_within))
        document = {**answer.to_dict(), "ledger": ledger(opened)}
    if as_json:
        print_json(document)
    else:
        _print(answer)


def _print(answer: "WatchAnswer") -> None:
    say_line(_say("watch_head", since=answer.since, on=answer.on, n=len(answer.findings)))
    for kind in dict.fromkeys(one.kind for one in answer.findings):
        own = [one for one in answer.findings if one.kind == kind]
        say_line(f"{_say(f'kind_{kind}')}: {len(own)}")
        for one in own:
            say_line(f"  {_line(answer, one)}")


def _line(answer: "WatchAnswer", one: "Finding") -> str:
    """Return a finding in words, with the name of its person for whoever may open the registry."""
    from amparo.questions.flows.changes import worded

    line = worded(one, language()) + ("" if one.certain else _say("watch_possible"))
    return f"{line}  ({answer.people.name(one.person)})" if one.person else line


@command("pledges")
@click.option("--on", type=DAY, metavar="DAY", help=text("until_today"))
@known_at_option
@fresh_option
@json_option
def pledges(on: date | None, known_at: date | None, fresh_within: int, as_json: bool) -> None:
    """Print what became of each pledge."""
    from amparo.workflows.answers import ledger
    from amparo.workflows.watching import answer_pledges

    with session() as opened:
        followed = answer_pledges(opened, on=on, known_at=known_at, fresh_within=freshness(fresh_within))
        document = {"pledges": [one.to_dict() for one in followed], "ledger": ledger(opened)}
    if as_json:
        print_json(document)
        return
    if not followed:
        say_line(text("no_pledges"))
    for one in followed:
        _pledge(one)


def _pledge(one: "Followed") -> None:
    from amparo.publish.voice import Voice

    pledge, voice = one.pledge, Voice(language(), language())
    due = pledge.due_printed.replace("/", " – ") or _say("no_due")
    stage = voice.word("stage", pledge.stage).lower() if pledge.stage else ""
    size = _ends(pledge.size)
    about = _say(f"act_{pledge.act}", pledger=pledge.pledger, due=due, size=size, facility=pledge.facility, stage=stage,
                 instrument=pledge.instrument)  # fmt: skip
    say_line(f"{pledge.pledge_id}  {about}")
    say_line("    " + _say("pledge_line", pledge="→", verdict=_say(f"verdict_{one.verdict}"), reason=_say(f"reason_{one.reason}")))
    if one.gap is not None:
        figures = {name: _ends(one.figures.get(name)) for name in ("announced", "carried_out", "verified", "record")}
        say_line(_say("pledge_figures", gap=_ends(one.gap), **figures))
    for evidence in one.evidence:
        what = voice.word("facilityevent" if evidence.kind == "facility" else "stage", evidence.what).lower() if evidence.what else ""
        say_line(_say("pledge_evidence", evidence=_evidence(evidence, what)))


def _evidence(one: "Evidence", what: str) -> str:
    return _say(f"evidence_{one.kind}", who=one.who, day=one.day, ref=one.ref, what=what, figures=_ends(one.figures))


def _ends(ends: "Ends | None") -> str:
    if ends is None:
        return "–"
    low, high = number_in_words(ends[0], language()), None if ends[1] is None else number_in_words(ends[1], language())
    if high is None:
        return _say("at_least", low=low)
    return low if low == high else _say("between", low=low, high=high)


def _say(key: str, **values: object) -> str:
    return say(f"flows.{key}", language(), **values)
