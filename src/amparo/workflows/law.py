"""The law, as the command line and the app ask it: instruments by name or by file, cases from files or from the registry."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.errors import BadInput, Problem
from amparo.ingest import file_content
from amparo.ingest.yamlfile import documents
from amparo.questions.law import Assessment, Comparison, Instrument, assess, compare, load_instrument
from amparo.questions.law.cases import Case, read_casefile, unknown_names
from amparo.questions.law.linting import lint
from amparo.questions.law.loading import head_of, shipped, shipped_content, shipped_instrument
from amparo.questions.law.ranking import Asking, questions_over
from amparo.questions.law.records import RecordedInstrument, aliases, read_records, records
from amparo.statements import interval
from amparo.workflows.session import Session

CURRENT = "ve/ley/2026/amnistia-convivencia-democratica"


def instrument_named(name: str) -> Instrument:
    """
    Return an instrument by its name in the package, an alias of it, or a path.

    ``id`` is the version in force, ``id@label`` one version; ``:OPTION`` after a name or a path takes one wording of a patch.
    """
    path, _, option = name.rpartition(":") if Path(name.rpartition(":")[0]).is_file() else (name, "", "")
    if Path(path).is_file():
        return load_instrument(path, option=option or None)
    if name.endswith((".yaml", ".yml")):
        raise BadInput("law.no_file", path=name)
    return shipped_instrument(name)


def instrument_in(session: Session | None, name: str) -> Instrument:
    """
    Return an instrument by name as :func:`instrument_named` does; a text that was imported goes before the same of the package.

    A patch that was imported finds its base among the imported texts, else in the package.
    """
    texts = _imported(session) if session is not None else {}
    wanted, option = _wanted(texts, name)
    if wanted is None:
        return instrument_named(name)
    with TemporaryDirectory() as folder:
        paths = {one: Path(folder) / f"{place}-{text['name']}" for place, (one, text) in enumerate(texts.items())}
        for one, path in paths.items():
            path.write_text(texts[one]["yaml"], encoding="utf-8")
        for one, (file, _) in shipped().items():
            if one.partition(":")[0] not in texts:
                (Path(folder) / file).write_bytes(shipped_content(file))
        return load_instrument(paths[wanted], option=option)


def _wanted(texts: Mapping[str, Mapping[str, Any]], name: str) -> tuple[str | None, str | None]:  # Any: what was imported
    """Return which imported text a name means, and which of its options; None where it means one of the package."""
    version, _, option = name.partition(":")
    if version in texts:
        return version, option or None
    own = aliases().get(name, name)
    whole = [one for one, text in texts.items() if one.partition("@")[0] == own and text["kind"] != "bill" and not text["patch"]]
    if not whole:
        return None, None
    last = max(whole, key=lambda one: str(texts[one]["dated"]))
    inside = {one.partition("@")[0] for one in shipped()}
    return (None, None) if own in inside and shipped_instrument(own).dated > str(texts[last]["dated"]) else (last, None)


def _imported(session: Session) -> dict[str, dict[str, Any]]:  # Any: what was imported
    """Return the texts that stand in the registry: ``id@label`` → what was imported and the date of the version, the latest last."""
    rows = session.standing().filter((pl.col("subject_kind") == "instrument") & (pl.col("property") == "text"))
    columns = rows.sort("happened_on").select("subject", "value", "happened_on")
    found = [(subject, orjson.loads(value) | {"dated": dated}) for subject, value, dated in columns.iter_rows()]
    return {f"{subject}@{value['key']}": value for subject, value in found}


def instruments_spoken_of(session: Session, *, on: date) -> list[Instrument]:
    """
    Return the instruments that can be assessed, may be in force on a day, and that the registry holds a stage or a text of.

    A law that the registry does not speak of is of another country or another time: it says nothing of anybody here.
    """
    rows = session.standing().filter(pl.col("subject_kind") == "instrument")
    spoken = {aliases().get(subject, subject) for subject in rows["subject"].to_list()}
    known = {name.partition("@")[0] for name in (*shipped(), *_imported(session))}
    found = (instrument_in(session, name) for name in sorted(spoken & known))
    return [one for one in found if may_bind(one, on)]


def may_bind(instrument: Instrument, on: date) -> bool:
    """Say whether a text may be in force on a day; one without a day of entry into force never was."""
    dates = instrument.document.get("dates", {})
    begins, ends = interval(str(dates.get("in_force_from") or "")), interval(str(dates.get("in_force_to") or ""))
    return bool(dates.get("in_force_from")) and (begins[0] is None or begins[0] <= on) and (ends[1] is None or on <= ends[1])


def instruments() -> list[Instrument]:
    """Return every instrument of the package that can be assessed, past and present."""
    return [shipped_instrument(name) for name in shipped()]


def instruments_in(session: Session) -> list[Instrument]:
    """
    Return every instrument that can be assessed: those of the package, and the registry's own, which go before the same of the package.

    An imported amendment whose base nobody has cannot be assessed, and is left out.
    """

    def read() -> list[Instrument]:
        found = {f"{one.id}@{one.label}": one for one in instruments()}
        for name, text in _imported(session).items():
            head = head_of(text["yaml"].encode())
            options = head[2] if head is not None and len(head[2]) > 1 else [None]
            for option in options:
                with suppress(BadInput):
                    one = instrument_in(session, f"{name}:{option}" if option else name)
                    found[f"{one.id}@{one.label}"] = one
        return list(found.values())

    return session.memory.kept(("instruments", session.log().height, session.clearance), read)


def recorded_instruments() -> list[RecordedInstrument]:
    """Return the instruments that are only recorded, for nobody has their text article by article."""
    return records()


def cases_in(files: Sequence[Path]) -> list[Case]:
    """Return the cases of some files, in their order."""
    return [case for file in files for case in read_casefile(file)]


def assess_cases(instrument: Instrument, cases: Sequence[Case], readings: Mapping[str, object] | None = None) -> list[Assessment]:
    """Return the answer for each person."""
    return [assess(instrument, case, readings) for case in cases]


def ask_first(assessed: Sequence[Assessment]) -> list[Asking]:
    """Return what to find out over some persons, the question that may settle most of them first."""
    return questions_over(assessed)


def compare_cases(a: Instrument, b: Instrument, cases: Sequence[Case], readings: Mapping[str, object] | None = None) -> Comparison:
    """Return what changes for each person when one text takes the place of the other."""
    return compare(a, b, cases, readings)


@attrs.frozen
class Checked:
    """What the check of one file found."""

    file: str
    examples: int
    problems: tuple[Problem, ...]

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the check as data."""
        problems = [
            {"line": one.row, "example": one.values.get("example"), "code": one.code, "es": one.message("es"), "en": one.message("en")}
            for one in self.problems
        ]
        return {"file": self.file, "examples": self.examples, "problems": problems}


def lint_file(path: Path, against: Instrument | None = None) -> list[Checked]:
    """Return what is wrong with an instrument file, each of its options, or with the names in a case file."""
    try:
        if _format_of(path).startswith("amparo-instrument-records/"):
            read_records(file_content(path), path.name)
            return [Checked(path.name, 0, ())]
        if _format_of(path).startswith("amparo-case/"):
            problems = [problem for case in read_casefile(path) for problem in (unknown_names(against, case) if against else ())]
            return [Checked(path.name, 0, tuple(problems))]
        return [Checked(path.name, found.examples, found.problems) for found in map(lint, _all_options(path))]
    except BadInput as refusal:
        return [Checked(path.name, 0, refusal.problems or (Problem(refusal.code, values=refusal.values),))]


def _format_of(path: Path) -> str:
    """Return what a file says that it is."""
    first = next(iter(documents(file_content(path), path.name)), None)
    first = first[0] if isinstance(first, list) and first else first
    return str(first.get("format", "")) if isinstance(first, dict) else ""


def _all_options(path: Path) -> list[Instrument]:
    found = documents(file_content(path), path.name)
    document = found[0] if len(found) == 1 else None  # anything else is refused when it is loaded
    options = list(document["options"]) if isinstance(document, dict) and isinstance(document.get("options"), dict) else [None]
    return [load_instrument(path, option=option) for option in options]
