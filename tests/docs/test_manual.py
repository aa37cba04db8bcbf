"""The manual says what the program does: its commands run, its tables are the program's own, its two languages match."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from amparo.cli import VERBS
from amparo.ingest import mapfile
from amparo.statements import DateConvention, interval, read_date
from amparo.words import LANGUAGES, Language
from tests.docs import console, tables
from tests.docs.pages import DOCS, ROOT, blocks, generated, language_of, pages
from tests.docs.reference import commands
from tests.docs.stage import make_demo, staged

PAGES = pages()
STALE = "run scripts/manual and read what it changed"


def name_of(page: Path) -> str:
    """Return how a page is called in the names of tests."""
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one sample registry, which nobody writes to."""
    return make_demo(tmp_path_factory.mktemp("sample"))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_print_what_the_page_prints(page: Path, demo: Path, tmp_path: Path) -> None:
    """Each command of a page ends with the exit code that the page gives and prints the lines that it shows."""
    ids = console.Ids()
    with staged(page, tmp_path, demo):
        for block in blocks(page):
            for place, command in enumerate(block.commands):
                code, printed = console.run(ids.in_command(command.text), language_of(page))
                expected = block.exit_code if place == len(block.commands) - 1 else 0
                assert code == expected, f"{command.text}\n" + "\n".join(printed)
                wrong = [] if block.hidden else list(console.differences(command.printed, printed, ids))
                assert not wrong, f"line {command.first}, {command.text}: the page prints {wrong[0]}; {STALE}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_generated_parts_are_up_to_date(page: Path) -> None:
    """The command reference, the codes and the tokens of the manual are those of the program."""
    for name, content in tables.parts(page.name, language_of(page)):
        assert generated(page, name, content) == page.read_text(encoding="utf-8"), f"{name}: {STALE}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_is_in_the_reference(language: Language) -> None:
    """Nothing can be called that the manual does not name."""
    from amparo.cli import amparo

    text = (DOCS / language / "commands.md").read_text(encoding="utf-8")
    for path, command in commands(amparo):
        section = re.search(rf"^##+ {' '.join(path)}$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
        assert section, path
        for option in (name for param in command.params for name in param.opts if name.startswith("--")):
            assert f"`{option}`" in section[1], (path, option)


def test_all_messages_of_the_inner_packages_are_documented() -> None:
    """Packages that only refuse have no code beside those in the table of codes."""
    for package in ("statements", "store", "histories"):
        known = {f"{package}.{key}" for key in tables._table(package)}
        assert known <= set(tables.codes())


def outline(page: Path) -> list[str]:
    """Return what a page must share with its twin: levels of headings, rows of tables, commands without their words."""
    found, fenced = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        fenced = fenced != line.startswith("```")
        if line.startswith("$ amparo "):
            found.append(" ".join(word for word in line.split() if word in VERBS or word.startswith("--")))
        elif not fenced and line.startswith("#"):
            found.append(line.split()[0])
        elif line.startswith(("| `", "- ", "```", "<!-- console", "<!-- generated")):
            found.append(line[:2])
    return found


@pytest.mark.parametrize("page", sorted((DOCS / "es").glob("*.md")), ids=name_of)
def test_both_languages_have_the_same_pages(page: Path) -> None:
    """A page in Spanish has its twin in English, heading by heading, table by table, command by command."""
    assert outline(page) == outline(DOCS / "en" / page.name)
    assert {one.name for one in (DOCS / "es").glob("*.md")} == {one.name for one in (DOCS / "en").glob("*.md")}


def slug(heading: str) -> str:
    """Return the anchor that a heading gets on the page."""
    plain = re.sub(r"[`*]", "", heading.lstrip("# ").strip()).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def links(page: Path) -> Iterator[tuple[str, str]]:
    """Yield file and anchor of every link of a page that stays in the repository."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            path, _, fragment = target.partition("#")
            yield path, fragment


@pytest.mark.parametrize("page", sorted({*ROOT.glob("*.md"), *DOCS.rglob("*.md")}), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link within the repository names a file that is there, and a heading that is in it."""
    for path, fragment in links(page):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page}: {path}"
        if fragment:
            headings = [line for line in target.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
            assert fragment in map(slug, headings), f"{page}: {path}#{fragment}"


def keys_of(check: Callable[..., Any]) -> set[str]:
    """Return every key that a map may have, however deep, as the reader of maps knows them."""
    parts = dict(zip(check.__code__.co_freevars, (cell.cell_contents for cell in check.__closure__ or ()), strict=True))
    shape = {**parts.get("shape", {}), **parts.get("more", {})}
    inner = [one for one in (*shape.values(), parts.get("check"), parts.get("check_value")) if callable(one)]
    return set(shape).union(*(keys_of(one) for one in inner))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_map_is_documented(language: Language) -> None:
    """The manual names every key that a map may have, and its tables name no other."""
    known = keys_of(mapfile._MAP)
    rows = re.findall(r"^\| (`[^|]*) \|", (DOCS / language / "importing.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert known == {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    assert {"presence", "unmapped", "undated", "two_dates", "header_row"} <= known


def rows_of_phrases(language: Language) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the phrases of each row of the table of date phrases, and what the manual says of them."""
    text = (DOCS / language / "dates.md").read_text(encoding="utf-8")
    table = next(part for part in text.split("## ") if "13-14.06.1977" in part)
    for left, right in re.findall(r"^\| (`.*`) \| (.*) \|$", table, re.MULTILINE):
        yield re.findall(r"`([^`]+)`", left), re.findall(r"`([^`]+)`", right)


@pytest.mark.parametrize("language", LANGUAGES)
def test_date_phrases_mean_what_the_manual_says(language: Language) -> None:
    """Every phrase in the manual is read, as the interval beside it."""
    rows = list(rows_of_phrases(language))
    assert len(rows) > 15
    for phrases, meant in rows:
        found = [read_date(phrase, DateConvention(order="dmy")).edtf for phrase in phrases]
        expected = meant if len(meant) == len(found) else [meant[0] if meant else ""] * len(found)
        assert set(meant) <= set(found) if len(meant) > 1 and len(meant) != len(found) else found == expected, phrases


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_of_the_manual_are_edtf(language: Language) -> None:
    """Every expression in the table of EDTF is taken."""
    text = (DOCS / language / "dates.md").read_text(encoding="utf-8")
    table = text.split("## ")[1]
    expressions = [one for row in re.findall(r"^\| (`.*) \|.*\|$", table, re.MULTILINE) for one in re.findall(r"`([^`]+)`", row)]
    assert len(expressions) > 12
    for expression in expressions:
        interval(expression)


@pytest.mark.parametrize("record", sorted((DOCS / "decisions").glob("[0-9]*.md")), ids=name_of)
def test_decisions_have_their_four_parts(record: Path) -> None:
    """A decision says its context, its choice, what follows, and what would change our mind."""
    headings = [line.removeprefix("## ") for line in record.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert headings == ["Context", "Choice", "Consequences", "What would change our mind"]


@pytest.mark.parametrize("page", [ROOT / "ARCHITECTURE.md", *sorted((DOCS / "decisions").glob("*.md"))], ids=name_of)
def test_code_that_is_named_is_there(page: Path) -> None:
    """Every file, and every function in it, that the pages for programmers name exists under that name."""
    source = ROOT / "src" / "amparo"
    for path, name in re.findall(r"`([\w/]+\.(?:py|yml))(?:::(\w+))?`", page.read_text(encoding="utf-8")):
        found = [one for one in (*source.rglob("*"), *(ROOT / "tests").rglob("*.py")) if f"/{one.relative_to(ROOT)}".endswith(f"/{path}")]
        assert found or path == "utils.py", f"{page.name}: {path}"
        if name:
            text = "".join(one.read_text(encoding="utf-8") for one in found)
            assert re.search(rf"^\s*(?:def |class ){name}\b|^{name}\b", text, re.MULTILINE), f"{page.name}: {path}::{name}"


def test_every_dependency_is_defended() -> None:
    """Each library that the program is installed with has its row in the record of dependencies, and no other."""
    import tomllib

    project: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[<>=]", one)[0] for one in project["project"]["dependencies"]}
    rows = re.findall(r"^\| `([^`]+)` \|", (DOCS / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert names == set(rows)


def test_the_readme_counts_the_sample_data() -> None:
    """The number of rows that the README gives is that of the bundled tables."""
    import csv

    folder = ROOT / "src" / "amparo" / "demo_data" / "venezuela"
    rows = sum(len(list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))) for path in folder.glob("*.csv"))
    assert (ROOT / "README.md").read_text(encoding="utf-8").count(f" {rows} ") == 2
