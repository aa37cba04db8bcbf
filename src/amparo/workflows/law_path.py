"""Where a text stands: its stages from the files of instruments and from the registry, and the instruments of a State side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import attrs
import orjson
import polars as pl

from amparo.questions.law import Instrument
from amparo.questions.law.loading import shipped, shipped_instrument
from amparo.questions.law.records import RecordedInstrument, aliases, records
from amparo.questions.law.stagenames import stage_names
from amparo.questions.law.stages import Path, Told, path_of
from amparo.questions.law.standards import Standard, standards
from amparo.statements import interval
from amparo.workflows.session import Session

_META = ("as_of", "date", "kind", "claimant", "source", "note", "approximate", "approx", "at_least", "more_than", "measure", "value")


@attrs.frozen(kw_only=True)
class Figure:
    """
    What one body said an instrument did, or was to do: never merged with what another said.

    Attributes:
        kind: ``expected`` before it, ``official`` by the State, ``verified`` by those who count for themselves, or ``unverified``.
        numbers: what is counted → the number; ``qualifier`` says how it was hedged.
    """

    kind: str
    as_of: str
    claimant: str
    numbers: Mapping[str, int]
    qualifier: Literal["about", "at_least", "more_than"] | None = None
    note: str | None = None
    source: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class OnTheLine:
    """One instrument on the line of time of its State."""

    id: str
    title: Mapping[str, str]
    kind: str
    jurisdiction: str
    dated: str
    text_status: str | None
    versions: tuple[str, ...]
    status: str | None
    figures: tuple[Figure, ...]
    standards: tuple[Standard, ...]
    aliases: tuple[str, ...]

    @property
    def is_recorded_only(self) -> bool:
        """Whether it is recorded and never assessed."""
        return self.text_status is None

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return it as data."""
        document = attrs.asdict(self, recurse=False)
        return document | {
            "title": dict(self.title), "versions": list(self.versions), "aliases": list(self.aliases),
            "figures": [one.to_dict() for one in self.figures], "standards": [one.to_dict() for one in self.standards],
        }  # fmt: skip


def law_path(instrument_id: str, *, on: date, session: Session | None = None) -> Path:
    """Return the path of an instrument, by its id or an alias: as its files tell it and, with a registry, as its sources do."""
    own = aliases().get(instrument_id, instrument_id.partition("@")[0])
    told = [*_of_files(own), *(told_in(session.standing(), own) if session else ())]
    kept = {(one.stage, one.date, one.source or one.statement_id, one.body): one for one in reversed(told)}
    return path_of(own, reversed(kept.values()), jurisdiction=own.partition("/")[0].upper(), on=on)


def _versions(own: str) -> list[Instrument]:
    return [shipped_instrument(name) for name in shipped() if name.partition("@")[0] == own]


def _of_files(own: str) -> Iterator[Told]:
    """Yield the stages that the files of all versions tell."""
    yield from told_by([one.document for one in _versions(own)] + [one.document for one in records() if one.id == own])


def told_by(documents: Sequence[Mapping[str, Any]]) -> Iterator[Told]:  # Any: YAML
    """Yield the stages that files of instruments tell, each citation as an address or a source's name."""
    for document in documents:
        for stage in document.get("stages") or []:
            for cited in stage.get("source") or [None]:
                yield Told(
                    name=stage["type"], date=stage["date"], body=_plain(stage.get("body")), result=_plain(stage.get("result")),
                    text=stage.get("text"), vote=stage.get("vote"), note=_plain(stage.get("note")), source=_address(document, cited),
                )  # fmt: skip


def told_in(standing: pl.DataFrame, own: str) -> Iterator[Told]:
    """Yield the stages that statements tell of an instrument under its id or an alias; a word that is no stage is left out."""
    named = {own, *(alias for alias, known in aliases().items() if known == own)}
    about = (pl.col("subject_kind") == "instrument") & (pl.col("property") == "stage")
    rows = standing.filter(about & pl.col("subject").is_in(sorted(named)))
    for row in rows.iter_rows(named=True):
        value = orjson.loads(row["value"])
        if value.get("stage") in stage_names() and not row["negated"]:
            yield Told(
                name=value["stage"],
                date=row["happened_on"] or "",
                body=value.get("body"),
                result=value.get("outcome"),
                vote=value.get("vote"),
                note=value.get("note"),
                source=orjson.loads(row["locator"]).get("url") or row["source"],
                statement_id=row["statement_id"],
            )


def _address(document: Mapping[str, Any], cited: str | None) -> str | None:  # Any: YAML
    source = (document.get("sources") or {}).get(cited or "")
    if isinstance(source, str):
        return source
    return (source or {}).get("url") or cited


def _plain(value: object) -> str | None:
    if isinstance(value, Mapping):
        return str(value.get("es") or next(iter(value.values())))
    return None if value is None else str(value)


def line_of_time(jurisdiction: str | None = None, texts: Iterable[Instrument] | None = None) -> list[OnTheLine]:
    """Return the instruments of a State, or of all, in the order of their dates; ``texts``: in place of those of the package."""
    found: dict[str, list[Instrument]] = {}
    for one in map(shipped_instrument, shipped()) if texts is None else texts:
        found.setdefault(one.id, []).append(one)
    lines = [_of_text(own, versions) for own, versions in found.items()] + [_of_record(one) for one in records()]
    wanted = [one for one in lines if jurisdiction in (None, one.jurisdiction)]
    return sorted(wanted, key=lambda one: (one.jurisdiction, interval(one.dated)[0] or date.min, one.id))


def _of_text(own: str, versions: Sequence[Instrument]) -> OnTheLine:
    latest = max([one for one in versions if one.kind != "bill" and ":" not in one.label] or versions, key=lambda one: one.dated)
    return OnTheLine(
        id=own,
        title=latest.title,
        kind=latest.kind,
        jurisdiction=str(latest.document.get("jurisdiction", own.partition("/")[0].upper())),
        dated=latest.dated,
        text_status=latest.text_status.level,
        versions=tuple(one.label for one in sorted(versions, key=lambda one: one.dated)),
        status=None,
        figures=_figures(latest.document),
        standards=standards(latest),
        aliases=_aliases(own),
    )


def _of_record(one: RecordedInstrument) -> OnTheLine:
    return OnTheLine(
        id=one.id,
        title=one.title,
        kind=one.kind,
        jurisdiction=str(one.document.get("jurisdiction", "")),
        dated=one.dated,
        text_status=None,
        versions=(),
        status=one.document.get("status"),
        figures=_figures(one.document),
        standards=(),
        aliases=_aliases(one.id),
    )


def _aliases(own: str) -> tuple[str, ...]:
    return tuple(sorted(alias for alias, known in aliases().items() if known == own))


def _figures(document: Mapping[str, Any]) -> tuple[Figure, ...]:  # Any: YAML
    return tuple(
        Figure(
            kind=row.get("kind", "unverified"),
            as_of=str(row.get("as_of") or row.get("date") or ""),
            claimant=str(row.get("claimant", "")),
            numbers={
                name: value for name, value in row.items() if name not in _META and isinstance(value, int) and not isinstance(value, bool)
            },
            qualifier=_qualifier(row),
            note=row.get("note"),
            source=tuple(address for cited in _listed(row.get("source")) if (address := _address(document, cited))),
        )
        for row in document.get("usage") or []
    )


def _qualifier(row: Mapping[str, Any]) -> Literal["about", "at_least", "more_than"] | None:  # Any: YAML
    """Return how the one who gave a figure hedged it."""
    if row.get("more_than"):
        return "more_than"
    return "at_least" if row.get("at_least") else "about" if row.get("approximate") or row.get("approx") else None


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]
