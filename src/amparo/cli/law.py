"""``law``: whom an instrument covers, what is missing, what an amendment changes, and where a text stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amparo.cli.language import language
from amparo.cli.shared import DAY, folder, group, json_option, known_at_option, member, print_json, say_line, session, text
from amparo.errors import BadInput, WrongUse
from amparo.words import say

if TYPE_CHECKING:
    from amparo.questions.law import Instrument
    from amparo.questions.law.cases import Case
    from amparo.workflows.session import Session

_CASES = click.argument("cases", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
_ON = click.option("--on", type=DAY, metavar="DAY", help=text("law_on"))
_RELEASE = click.option("--release", type=click.Path(path_type=Path), metavar=text("folder"), help=text("law_release"))
_READING = click.option("--reading", "readings", multiple=True, metavar="Q1=…", help=text("law_reading"))


@group("law")
def law() -> None:
    """Group what is asked of the law."""


@member(law, "lint")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--instrument", metavar="ID", help=text("law_against"))
@json_option
@click.pass_context
def lint(ctx: click.Context, files: tuple[Path, ...], instrument: str | None, as_json: bool) -> None:
    """Check the files of an author."""
    from amparo.workflows.law import lint_file

    against = _instrument(instrument) if instrument else None
    checked = [one for file in files for one in lint_file(file, against)]
    if as_json:
        print_json([one.to_dict() for one in checked])
    else:
        for one in checked:
            say_line(text("law_lint_bad" if one.problems else "law_lint_good", file=one.file, n=len(one.problems), examples=one.examples))
            for problem in one.problems:
                say_line(f"  · {problem.message(language())}")
    if any(one.problems for one in checked):
        ctx.exit(3)


@member(law, "stages")
@click.argument("instrument", required=False)
@_ON
@json_option
def stages(instrument: str | None, on: date | None, as_json: bool) -> None:
    """Show the path of a text, or the instruments of each State on one line of time."""
    from amparo.cli.law_print import print_line, print_path, print_said
    from amparo.workflows.law_path import law_path, line_of_time

    if instrument is None:
        lines = line_of_time()
        print_json([one.to_dict() for one in lines]) if as_json else print_line(lines)
        return
    day = on or today()
    with maybe_session() as opened:
        path = law_path(instrument, on=day, session=opened)
    if not path.steps and not path.later:
        raise BadInput("law.no_path", name=instrument)
    if as_json:
        print_json(path.to_dict())
        return
    print_path(path)
    for one in line_of_time():
        if one.id == path.instrument:
            print_said(one, day)


@member(law, "assess")
@click.argument("instrument")
@_CASES
@click.option("--person", metavar="ID", help=text("law_person_option"))
@_ON
@known_at_option
@_READING
@click.option("--sheet", type=click.Path(path_type=Path, file_okay=False), metavar=text("folder"), help=text("law_sheet"))
@click.option("--letter", type=click.Path(path_type=Path, file_okay=False), metavar=text("folder"), help=text("law_letter"))
@_RELEASE
@json_option
def assess(
    instrument: str, cases: tuple[Path, ...], person: str | None, on: date | None, known_at: date | None, readings: tuple[str, ...],
    sheet: Path | None, letter: Path | None, release: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Assess cases from files, one person of the registry, or everybody in it or in a release."""
    if release is not None:
        _assess_release(release, instrument, on or today(), _chosen(readings), as_json=as_json)
        return
    from amparo.cli.law_print import banner, print_answer, print_consequence, print_coverage, warn
    from amparo.workflows.coverage import coverage, person_coverage
    from amparo.workflows.law import assess_cases
    from amparo.workflows.law_sheets import write_sheets

    law_text, chosen, day = _instrument(instrument), _chosen(readings), on or today()
    if cases:
        assessed = assess_cases(law_text, _cases(cases), chosen)
        found: list[Any] = [(one, None) for one in assessed]
        document: Any = [one.to_dict() for one in assessed]
        document = document[0] if len(document) == 1 else document
    else:
        with session() as opened:
            if person is None:
                everybody = coverage(opened, law_text, on=day, known_at=known_at, readings=chosen)
                found = [(one.assessment, one.consequence) for one in everybody.persons]
                document = everybody.to_dict()
            else:
                one = person_coverage(opened, law_text, person, on=day, known_at=known_at, readings=chosen)
                found, document = [(one.assessment, one.consequence)], one.to_dict()
    for assessment, _ in found if cases or person else ():
        warn(assessment)
    written = write_sheets(found, sheet, kind="sheet", on=day) if sheet else []
    written += write_sheets(found, letter, kind="letter", on=day) if letter else []
    if as_json:
        print_json(document)
        return
    banner(law_text)
    if not cases and person is None:
        print_coverage(everybody)
    else:
        for assessment, standing in found:
            print_answer(assessment)
            if standing is not None:
                print_consequence(standing)
    for path in written:
        say_line(text("law_written", path=path))


def _assess_release(release: Path, instrument: str, on: date, readings: dict[str, object], *, as_json: bool) -> None:
    """Print the bounds over the public cases of a release, and nothing of anybody by name."""
    from amparo.cli.law_print import banner, print_bounds
    from amparo.histories.people import people
    from amparo.workflows.coverage import coverage_of
    from amparo.workflows.verifying import law_in_release

    statements, [law_text] = law_in_release(release, instrument)
    found = coverage_of(statements, people(statements), law_text, on=on, readings=readings)
    if as_json:
        print_json({name: part for name, part in found.to_dict().items() if name != "persons"})
        return
    banner(law_text)
    print_bounds(found)


@member(law, "missing")
@click.argument("instrument")
@_CASES
@_READING
@json_option
def missing(instrument: str, cases: tuple[Path, ...], readings: tuple[str, ...], as_json: bool) -> None:
    """Say what to find out."""
    from amparo.cli.law_print import banner, print_first
    from amparo.questions.law.asking import missing_fact
    from amparo.workflows.law import ask_first, assess_cases

    text_of = _instrument(instrument)
    assessed = assess_cases(text_of, _cases(cases), _chosen(readings))
    if as_json:
        print_json([
            {"person_id": one.case.person_id, "charge_id": name, "missing_sets": charge.missing_sets,
             "missing": [missing_fact(text_of, fact).to_dict() for fact in charge.ranked]}
            for one in assessed for name, charge in one.charges.items()
        ])  # fmt: skip
        return
    banner(text_of)
    if len(assessed) > 1:
        print_first(ask_first(assessed))
    for one in assessed:
        for name, charge in one.charges.items():
            say_line(text("law_charge", person=one.case.person_id, charge=name, answer=say(f"law.answer_{charge.answer}", language())))
            for fact in (missing_fact(text_of, fact) for fact in charge.ranked):
                say_line(f"  · {fact.question[language()]}")
                say_line(
                    text(
                        "law_ask_whom",
                        articles=", ".join(fact.articles),
                        who=fact.who_in_words(language()),
                        evidence=fact.evidence[language()],
                    )
                )


@member(law, "due")
@click.argument("state", required=False)
@_ON
@json_option
def due(state: str | None, on: date | None, as_json: bool) -> None:
    """Say what must happen by when."""
    from amparo.cli.law_print import print_due
    from amparo.workflows.law_due import due_days

    with maybe_session() as opened:
        found = due_days(on=on or today(), session=opened, jurisdiction=state.upper() if state else None)
    print_json([one.to_dict() for one in found]) if as_json else print_due(found)


@member(law, "compare")
@click.argument("before")
@click.argument("after")
@_CASES
@_READING
@_RELEASE
@json_option
def compare(before: str, after: str, cases: tuple[Path, ...], readings: tuple[str, ...], release: Path | None, as_json: bool) -> None:
    """Compare two texts over cases, over everybody in the registry, or in a release."""
    from amparo.cli.law_print import banner, print_comparison
    from amparo.workflows.coverage import RegistryComparison, compare_registry
    from amparo.workflows.law import compare_cases

    if release is not None:
        _compare_release(release, before, after, _chosen(readings), as_json=as_json)
        return
    first, second = _instrument(before), _instrument(after)
    if cases:
        over = RegistryComparison(compare_cases(first, second, _cases(cases), _chosen(readings)), {}, {})
    else:
        with session() as opened:
            over = compare_registry(opened, first, second, readings=_chosen(readings))
    if as_json:
        print_json(over.to_dict())
        return
    banner(first, second)
    print_comparison(over)


def _compare_release(release: Path, before: str, after: str, readings: dict[str, object], *, as_json: bool) -> None:
    """Print how many public cases of a release gain, lose or stay, and nothing of anybody by name."""
    from amparo.cli.law_print import banner, print_changes
    from amparo.histories.people import people
    from amparo.workflows.coverage import comparison_of
    from amparo.workflows.verifying import law_in_release

    statements, [first, second] = law_in_release(release, before, after)
    over = comparison_of(statements, people(statements), first, second, readings=readings)
    if as_json:
        print_json({"bounds": {change: one.to_dict() for change, one in over.bounds.items()}})
        return
    banner(first, second)
    print_changes(over)


def _cases(files: tuple[Path, ...]) -> "list[Case]":
    from amparo.workflows.law import cases_in

    if not files:
        raise WrongUse("law.cases_needed")
    return cases_in(files)


def _chosen(readings: tuple[str, ...]) -> dict[str, object]:
    chosen: dict[str, object] = {}
    for one in readings:
        name, equals, value = one.partition("=")
        if not equals or not value:
            raise WrongUse("law.reading_pair", value=one)
        chosen[name.strip()] = {"true": True, "false": False}.get(value.strip(), value.strip())
    return chosen


def _instrument(name: str) -> "Instrument":
    """Return an instrument by its path, its name in the registry, or its name in the package."""
    from amparo.workflows.law import instrument_in

    with maybe_session() as opened:
        return instrument_in(opened, name)


def today() -> date:
    """Return this day."""
    return datetime.now(UTC).date()


@contextmanager
def maybe_session() -> "Iterator[Session | None]":
    """Open the registry where there is one; a path of a law can be told without."""
    if not folder().is_dir():
        yield None
        return
    with session() as opened:
        yield opened
