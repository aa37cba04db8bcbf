"""The page of the law: whom the text in force covers, what the constitution asks of its path, and the path stage by stage."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import orjson

from amparo.publish import drawing, figure_pages, law_text
from amparo.publish.release import Figure, Release
from amparo.publish.voice import Voice

type Context = Mapping[str, Any]  # what a template prints

# Stages that happen once: two dates for one of them are a disagreement, not two stages.
_ONCE = frozenset(
    ("announced", "tabled", "first_reading", "second_reading_started", "second_reading_approved", "passed", "promulgated", "gazetted",
     "in_force", "struck_down", "expired")
)  # fmt: skip
ANSWERS = ("covered", "partial", "excluded", "cannot_tell")
CHANGES = ("gained", "lost", "unchanged")


@attrs.frozen
class Stage:
    """One stage of an instrument with everything that sources say of it."""

    stage: str
    rows: tuple[Mapping[str, Any], ...]
    disagree: bool
    bars: tuple[drawing.Bar, ...]


@attrs.frozen
class Instrument:
    """One instrument and its path."""

    id: str
    title: str
    stages: tuple[Stage, ...]
    bars: tuple[drawing.Bar, ...]


@attrs.frozen
class Coverage:
    """
    Whom the texts cover, as bounds over the public cases.

    Attributes:
        texts: the first and the last version, each a row of the table; the last is in force.
        answers: for each answer its figures, one a version.
        changes: who gains and who loses from the first to the last version, each with its figure.
        missing: what is missing most, the most first.
        top: the end of the scale.
    """

    texts: Sequence[Mapping[str, Any]]
    answers: Sequence[tuple[str, Sequence[Figure]]]
    changes: Sequence[tuple[str, Figure]]
    missing: Sequence[Mapping[str, Any]]
    top: int

    @property
    def current(self) -> Mapping[str, Any]:
        """The text in force."""
        return self.texts[-1]


def _coverage(release: Release) -> Coverage | None:
    texts = release.rows("law_texts")
    if not texts:
        return None
    asked = [(orjson.loads(figure.question), figure) for figure in release.figures if figure.topic == "law"]
    said = {(question.get("answer"), question.get("version")): figure for question, figure in asked}
    changes = {question["change"]: figure for question, figure in asked if "change" in question}
    return Coverage(
        texts=texts,
        answers=[
            (answer, found) for answer in ANSWERS if (found := [said[key] for row in texts if (key := (answer, row["version"])) in said])
        ],
        changes=[(change, changes[change]) for change in CHANGES if change in changes],
        missing=sorted(release.rows("missing_facts"), key=lambda row: (-row["persons"], row["fact"])),
        top=figure_pages.tops(release).get("persons", 1),
    )


def law(release: Release, voice: Voice) -> Context:
    """The path of the main instrument, and the others on one line of time."""
    rows = release.rows("stages")
    ids = sorted({row["instrument_id"] for row in rows})
    if not ids:
        return {"main": None}
    latest = max(rows, key=lambda row: (row["lo"] or date.min, row["instrument_id"]))["instrument_id"]
    main = release.main_instrument if release.main_instrument is not None and release.main_instrument in ids else str(latest)
    of_main = [row for row in rows if row["instrument_id"] == main]
    others = [row for row in rows if row["instrument_id"] != main]
    on, wide = _axis_of(of_main), _axis_of(others)
    built = [_instrument(i, [row for row in others if row["instrument_id"] == i], wide, release, voice) for i in ids if i != main]
    return {
        "main": _instrument(main, of_main, on, release, voice),
        "coverage": _coverage(release),
        "text": law_text.text_in_force(release, voice),
        "deadlines": [row for row in release.rows("deadlines") if row["instrument_id"] == main],
        "checks": [row for row in release.rows("checks") if row["instrument_id"] == main],
        "other_deadlines": [row for row in release.rows("deadlines") if row["instrument_id"] != main],
        "ticks": drawing.ticks(on, voice.language) if on else [],
        "others": sorted(built, key=lambda one: (one.stages[0].rows[0]["lo"] or date.min, one.id)),
        "other_ticks": drawing.ticks(wide, voice.language) if wide else [],
        "titles": release.instruments,
    }


def _axis_of(rows: Sequence[Mapping[str, Any]]) -> drawing.Axis | None:
    return drawing.axis([day for row in rows for day in (row["lo"], row["hi"])])


def _instrument(identifier: str, rows: Sequence[Mapping[str, Any]], on: drawing.Axis | None, release: Release, voice: Voice) -> Instrument:
    groups: dict[tuple[str, date | None, date | None], list[Mapping[str, Any]]] = {}
    for row in rows:
        key = (row["stage"], None, None) if row["stage"] in _ONCE else (row["stage"], row["lo"], row["hi"])
        groups.setdefault(key, []).append(row)
    stages = [_stage(key[0], group, on, voice) for key, group in sorted(groups.items(), key=lambda item: _order(item[1]))]
    titles = release.instruments.get(identifier)
    bars = tuple(bar for stage in stages for bar in stage.bars)
    return Instrument(identifier, voice.own(titles) if titles else identifier, tuple(stages), bars)


def _order(rows: Sequence[Mapping[str, Any]]) -> tuple[date, date]:
    """Order stages by the day by which the first source has them done: a month named for one does not put it before its days."""
    return min((row["hi"] or date.max, row["lo"] or date.min) for row in rows)


def _stage(stage: str, rows: Sequence[Mapping[str, Any]], on: drawing.Axis | None, voice: Voice) -> Stage:
    latest_start = max((row["lo"] for row in rows if row["lo"] is not None), default=None)
    earliest_end = min((row["hi"] for row in rows if row["hi"] is not None), default=None)
    disagree = latest_start is not None and earliest_end is not None and latest_start > earliest_end
    spans = sorted({(row["lo"], row["hi"], row["date"]) for row in rows}, key=lambda span: tuple(map(str, span)))
    bars = [
        drawing.bar(on, lo, hi, certain=lo == hi and lo is not None, words=f"{voice.word('stage', stage)}: {voice.phrase(edtf)}")
        for lo, hi, edtf in spans
        if on is not None and (lo is not None or hi is not None)
    ]
    return Stage(stage, tuple(rows), disagree, tuple(bars))
