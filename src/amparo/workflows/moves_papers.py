"""How people moved, what changed, and what was promised, as papers; the screens show the same rows and sentences."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from amparo.publish import Column, Paper, Sheet, wording
from amparo.publish.voice import Voice, capital
from amparo.questions.counts import Bounds
from amparo.questions.flows.chances import Chance
from amparo.questions.flows.changes import Finding
from amparo.questions.flows.pledges import Ends, Evidence, Followed
from amparo.questions.flows.report import FlowsReport
from amparo.statements import label
from amparo.words import Language, day_in_words, decimal_in_words, listed, number_in_words, say
from amparo.workflows.papers import foot
from amparo.workflows.watching import WatchAnswer

type Ledger = dict[str, Any]  # Any: size and root
type Names = Callable[[str], str]

_NUMBERS = frozenset({"at_least", "at_most", "followed", "counted", "within"})


def _columns(language: Language, *keys: str) -> tuple[Column, ...]:
    return tuple(
        Column(say(f"answers.col_{key}", language), "number" if key in _NUMBERS else "date" if key == "monday" else "text") for key in keys
    )


@attrs.frozen
class Watch:
    """One finding as a row: when, of whom or what, in words, how sure, and where to look further."""

    kind: str
    when: str
    who: str
    sentence: str
    certain: bool
    person: str
    facility: str
    claims: tuple[str, ...]


def watch_rows(answer: WatchAnswer, places: Mapping[str, str], title: Names, language: Language) -> list[Watch]:
    """Return the findings as rows; ``places``: names of facilities; ``title``: of instruments."""
    return [_watch(one, answer, places, title, language) for one in answer.findings]


def _watch(one: Finding, answer: WatchAnswer, places: Mapping[str, str], title: Names, language: Language) -> Watch:
    values: dict[str, Any] = dict(one.values)  # Any: what the sentence prints
    for name in ("first", "then", "now", "least"):
        if isinstance(values.get(name), int):
            values[name] = number_in_words(values[name], language)
    for name in ("first_day", "then_day"):
        if name in values:
            values[name] = day_in_words(values[name], language)
    if "measures" in values:
        values["measures"] = listed([label("measures", token, language) for token in values["measures"]], language)
    if "verdict" in values:
        values["verdict"] = say(f"flows.verdict_{values['verdict']}", language)
    if "instrument" in values:
        values["instrument"] = title(values["instrument"])
    values |= {name: decimal_in_words(values[name], 1, language) for name in ("before", "after") if name in values}
    facility = places.get(one.facility, one.facility)
    code = "placed_in_closing" if one.person and one.facility else one.kind
    who = answer.people.name(one.person) if one.person else facility or str(values.get("claimant") or values.get("pledger") or "")
    return Watch(
        kind=one.kind,
        when=wording.window(one.lo, one.hi, language),
        who=who,
        sentence=say(f"answers.watch_{code}", language, facility=facility, **values),
        certain=one.certain,
        person=one.person,
        facility=one.facility,
        claims=one.refs if one.kind in ("claim_contradicted", "sum_fails", "trend_reversed") else (),
    )


def watch_paper(answer: WatchAnswer, rows: Sequence[Watch], ledger: Ledger, language: Language) -> Paper:
    """Return everything to look at since a day, in one table."""
    table = tuple(
        (say(f"flows.kind_{row.kind}", language), row.when, row.who, row.sentence, _certainty(row.certain, language)) for row in rows
    )
    since, until = day_in_words(answer.since, language), day_in_words(answer.on, language)
    return Paper(
        title=say("answers.watch", language),
        headline=say("answers.watch_headline", language, n=len(rows)),
        sentences=(say("answers.watch_window", language, since=since, until=until),),
        sheets=(Sheet(say("answers.findings", language), _columns(language, "kind", "when", "who_or_what", "what", "certainty"), table),),
        foot=foot(ledger, language),
        language=language,
    )


def _certainty(certain: bool, language: Language) -> str:  # noqa: FBT001 (a cell, not a switch)
    return say(f"workflows.paper_{'certain' if certain else 'possible'}", language)


@attrs.frozen
class Promise:
    """A pledge in words: what was promised, what became of it and why, the figures, and what shows it."""

    pledge_id: str
    words: str
    verdict: str
    reason: str
    figures: str
    evidence: tuple[tuple[str, str, str], ...]  # words, kind, and the id of a claim or statement
    statement: str
    source_url: str


def promises(followed: Sequence[Followed], places: Mapping[str, str], title: Names, language: Language) -> list[Promise]:
    """Return the pledges as they are read."""
    return [_promise(one, places, title, language) for one in followed]


def _promise(one: Followed, places: Mapping[str, str], title: Names, language: Language) -> Promise:
    pledge, voice = one.pledge, Voice(language, language)
    stage = voice.word("stage", pledge.stage).lower() if pledge.stage else ""
    due = wording.phrase(pledge.due_printed, language, article=True) if pledge.due_printed else say("flows.no_due", language)
    if "/" in pledge.due_printed:
        due = say("answers.due_range", language, window=due)
    words = say(f"flows.act_{pledge.act}", language, pledger=pledge.pledger, due=due, size=_ends(pledge.size, language), stage=stage,
                facility=places.get(pledge.facility, pledge.facility), instrument=title(pledge.instrument))  # fmt: skip
    figures = ""
    if one.gap is not None:
        told = {name: _ends(one.figures.get(name), language) for name in ("announced", "carried_out", "verified", "record")}
        figures = capital(say("flows.pledge_figures", language, gap=_ends(one.gap, language), **told).strip())
    return Promise(
        pledge_id=pledge.pledge_id,
        words=words,
        verdict=one.verdict,
        reason=capital(say(f"flows.reason_{one.reason}", language)),
        figures=figures,
        evidence=tuple((_evidence(shown, voice, language), shown.kind, shown.ref) for shown in one.evidence),
        statement=pledge.statement_id,
        source_url=pledge.source_url,
    )


def _evidence(one: Evidence, voice: Voice, language: Language) -> str:
    what = capital(voice.word("facilityevent" if one.kind == "facility" else "stage", one.what)) if one.what else ""
    when = wording.phrase(one.day, language) if one.day else "…"
    return say(f"answers.evidence_{one.kind}", language, who=one.who, day=when, what=what, figures=_ends(one.figures, language))


def _ends(ends: Ends | None, language: Language) -> str:
    if ends is None:
        return "–"
    low = number_in_words(ends[0], language)
    if ends[1] is None:
        return say("flows.at_least", language, low=low)
    return low if ends[0] == ends[1] else say("flows.between", language, low=low, high=number_in_words(ends[1], language))


def pledges_paper(told: Sequence[Promise], on: date, ledger: Ledger, language: Language) -> Paper:
    """Return each pledge with what became of it, and what shows it."""
    rows = tuple((one.words, say(f"flows.verdict_{one.verdict}", language), one.reason, one.figures, one.source_url) for one in told)
    shown = tuple((one.words, words, ref) for one in told for words, _, ref in one.evidence)
    return Paper(
        title=say("answers.pledges", language),
        headline=say("answers.pledges_headline", language, n=len(told)),
        sentences=(say("answers.as_of", language, day=day_in_words(on, language)), say("answers.pledges_rule", language)),
        sheets=(
            Sheet(say("answers.pledges", language), _columns(language, "pledge", "outcome_of", "why", "figures", "source"), rows),
            Sheet(say("answers.evidence", language), _columns(language, "pledge", "shown_by", "id"), shown),
        ),
        foot=foot(ledger, language),
        language=language,
    )


def flows_paper(report: FlowsReport, ledger: Ledger, language: Language) -> Paper:
    """Return the movements of a window: the sentences, then each series as a table."""
    figures: dict[str, str] = {}
    for name, (persons, events) in (("detained", report.detained), ("released", report.released)):
        figures |= {f"{name}_persons": _bounds(persons, language), f"{name}_events": _bounds(events, language)}
    return Paper(
        title=say("answers.flows", language),
        headline=say("answers.flows_headline", language, **figures),
        sentences=(report.to_dict()["rule"]["text"][language], *_sentences(report, language)),
        sheets=(
            Sheet(say("answers.released_within", language), _columns(language, "within", "at_least", "at_most", "estimate", "followed"),
                  _chances(report.release_within, language)),
            Sheet(say("answers.redetained_within", language), _columns(language, "within", "at_least", "at_most", "estimate", "followed"),
                  _chances(report.redetained_within, language)),
            Sheet(say("answers.sojourns", language), _columns(language, "within", "days_held", "detentions"),
                  tuple((one.days, _amount(one.held, 0, language), _amount(one.detentions, 2, language)) for one in report.sojourns)),
            Sheet(say("answers.breaks", language), _columns(language, "from_day", "between", "pace_before", "pace_after", "stages"),
                  tuple(_break(one, language) for one in report.breaks)),
            Sheet(say("answers.paces", language), _columns(language, "claimant", "population", "between", "per_week", "ahead"),
                  tuple(_claimed(pace, ahead, language) for pace, ahead in report.claimed_paces)),
            Sheet(say("answers.weeks", language), _columns(language, "monday", "at_least", "at_most", "counted", "band"),
                  tuple(_week(week, language) for week in report.weeks)),
        ),
        foot=foot(ledger, language),
        language=language,
    )  # fmt: skip


def _sentences(report: FlowsReport, language: Language) -> list[str]:
    """Return the figures that are one sentence each, then what must be read with them."""

    def told(code: str, **values: object) -> str:
        return say(f"flows.{code}", language, **values).strip()

    again, ratio = report.rearrests, report.replacement
    lines = [told("print_rearrests", released=number_in_words(again.released, language),
                  again=_between(again.at_least, again.at_most, language)),
             told("print_replacement", ratio=_ratio(ratio.low, ratio.high, language))]  # fmt: skip
    for one in report.claimed_replacements:
        days = {name: wording.phrase(str(getattr(one, name) or ""), language) for name in ("since", "until")}
        lines.append(told("print_replacement_claimed", source=one.source, ratio=_ratio(one.low, one.high, language), **days))
    for code, days_of in (("print_days_held", report.days_held), ("print_days_measures", report.days_under_measures)):
        lines.append(told(code, days=_between(days_of.at_least, days_of.at_most, language),
                          persons=_between(days_of.persons_at_least, days_of.persons_at_most, language)))  # fmt: skip
    if report.pace is not None:
        pace = {name: decimal_in_words(getattr(report.pace, name), 1, language) for name in ("low", "high", "scatter")}
        lines.append(told("print_pace", n=report.pace.weeks, pace=decimal_in_words(report.pace.per_week, 1, language), **pace))
    if report.projection is not None:
        lines.append(
            told("print_projection", stock=_bounds(report.stock, language), weeks=_weeks(*report.projection.weeks, language=language))
        )
    if report.lag is not None:
        half, most = (report.lag.days[share] for share in (0.5, 0.9))
        lines.append(told("print_lag", half="?" if half is None else half, most="?" if most is None else most))
    return lines + [say(code, language, **values) for code, values in report.warnings]


def _chances(chances: Sequence[Chance], language: Language) -> tuple[tuple[Any, ...], ...]:  # Any: cells
    return tuple((one.days, one.surely, one.possibly, _share(one, language), one.followed) for one in chances if one.of)


def _share(one: Chance, language: Language) -> str:
    if one.estimate is None:
        return say("flows.few", language)
    value, low, high = (decimal_in_words(100 * part, 1, language) for part in (one.estimate.value, one.estimate.low, one.estimate.high))
    return f"{value} % ({low}–{high} %)"


def _amount(one: Any, places: int, language: Language) -> str:  # Any: an imputed estimate
    value, low, high = (decimal_in_words(part, places, language) for part in (one.value, one.low, one.high))
    return f"{value} ({low}–{high})"


def _week(week: Any, language: Language) -> tuple[Any, ...]:  # Any: Week, cells
    low, high = (decimal_in_words(end, 1, language) for end in (week.low, week.high))
    return week.monday, week.at_least, week.at_most, week.counted, f"{low}–{high}"


def _break(one: Any, language: Language) -> tuple[str, ...]:  # Any: PaceBreak
    voice = Voice(language, language)
    stages = listed(list(dict.fromkeys(voice.word("stage", stage).lower() for _, stage in one.stages)), language)
    return (
        day_in_words(one.day, language),
        wording.window(one.earliest, one.latest, language),
        decimal_in_words(one.before, 1, language),
        decimal_in_words(one.after, 1, language),
        stages,
    )


def _claimed(pace: Any, ahead: Any, language: Language) -> tuple[str, ...]:  # Any: ClaimedPace, Projection or None
    (low, high), held = pace.per_week, ""
    if ahead is not None:
        held = say("answers.ahead", language, stock=_ends(ahead.stock, language), weeks=_weeks(*ahead.weeks, language=language))
    per_week = say("flows.at_least", language, low=decimal_in_words(low, 1, language)) if high is None else _span(low, high, 1, language)
    population = Voice(language, language).word("population", pace.population)
    return pace.claimant, population, wording.window(pace.first, pace.last, language), per_week, held


def _bounds(bounds: Bounds, language: Language) -> str:
    return _between(bounds.at_least, bounds.at_most, language)


def _between(low: int, high: int, language: Language) -> str:
    return _ends((low, high), language)


def _ratio(low: float | None, high: float | None, language: Language) -> str:
    if low is None:
        return say("flows.no_ratio", language)
    return say("flows.at_least", language, low=decimal_in_words(low, 2, language)) if high is None else _span(low, high, 2, language)


def _span(low: float, high: float, places: int, language: Language) -> str:
    least, most = decimal_in_words(low, places, language), decimal_in_words(high, places, language)
    return least if least == most else say("flows.between", language, low=least, high=most)


def _weeks(low: float, high: float | None, *, language: Language) -> str:
    least = decimal_in_words(low, 1, language)
    if high is None:
        return say("flows.never", language, low=least)
    most = decimal_in_words(high, 1, language)
    if least == most:
        return say("flows.weeks", language, low=least)
    return say("flows.weeks_between", language, low=least, high=most) if low > 0 else say("flows.weeks_at_most", language, high=most)
