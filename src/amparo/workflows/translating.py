"""Every sentence of the program as one spreadsheet, for translators who do not program, and back into its tables."""

import csv
import io
import json
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import attrs

from amparo.errors import BadInput, Problem
from amparo.ingest.files import file_content, read_table

FORMS = ("es", "es_one", "en", "en_one")
HEADER = ("code", *FORMS, "status")

type Tables = Mapping[str, Mapping[str, Mapping[str, str]]]  # package → key → form → sentence


@attrs.frozen
class Applied:
    """How many sentences a spreadsheet changed, and in which tables."""

    sentences: int
    packages: tuple[str, ...]


def tables(folder: Path) -> Tables:
    """Return every table of sentences in a folder."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}


def own_folder() -> Path:
    """Return the folder of the program's own tables."""
    return Path(str(files("amparo.locale")))


def sentences(found: Tables) -> Iterator[tuple[str, ...]]:
    """Yield a row for each sentence, as ``HEADER``."""
    for package, table in found.items():
        for key, forms in table.items():
            yield (f"{package}.{key}", *(forms.get(form, "") for form in FORMS), status(forms))


def status(forms: Mapping[str, str]) -> str:
    """
    Return how far a sentence is: ``missing`` a language, ``places`` that differ, ``same`` in both, else ``done``.

    >>> status({"es": "{n} filas", "en": ""}), status({"es": "{n} filas", "en": "rows"}), status({"es": "EDTF", "en": "EDTF"})
    ('missing', 'places', 'same')
    """
    if not forms.get("es", "").strip() or not forms.get("en", "").strip():
        return "missing"
    if _places(forms["es"]) != _places(forms["en"]):
        return "places"
    return "same" if forms["es"] == forms["en"] else "done"


def write_sentences(out: Path, folder: Path | None = None) -> int:
    """Write the sentences into a spreadsheet, XLSX by its name, else CSV; return how many there are."""
    rows = list(sentences(tables(folder or own_folder())))
    out.write_bytes(_xlsx(rows) if out.suffix.lower() == ".xlsx" else _csv(rows))
    return len(rows)


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows((HEADER, *rows))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()  # so that spreadsheets take it for UTF-8


def _xlsx(rows: list[tuple[str, ...]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    inert = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **inert})
    sheet = book.add_worksheet("sentences")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(FORMS), 60, wrapped)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate((HEADER, *rows)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()
    return buffer.getvalue()


def apply_sentences(path: Path, folder: Path | None = None) -> Applied:
    """
    Put the sentences of a spreadsheet into the tables; everything or, where a row cannot be taken, nothing.

    A row whose code is not known, that empties a sentence or loses a place to be filled in, is a problem.
    """
    folder = folder or own_folder()
    known = tables(folder)
    table = read_table(file_content(path), path.name)
    places = {name: table.place(name) for name in ("code", *FORMS)}
    problems: list[Problem] = []
    changes: dict[str, dict[tuple[str, str], str]] = {}
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        package, _, key = row[places["code"]].partition(".")
        forms = known.get(package, {}).get(key)
        if forms is None:
            problems.append(Problem("workflows.sentence_unknown", number, "code", {"code": row[places["code"]]}))
            continue
        for form in forms:
            told = row[places[form]].replace("\r\n", "\n")
            if told == forms[form]:
                continue
            if not told.strip() or _places(told) != _places(forms[form]):
                expected = ", ".join(f"{{{name}}}" for name in sorted(_places(forms[form]))) or "–"
                problems.append(Problem("workflows.sentence_places", number, form, {"code": row[places["code"]], "places": expected}))
                continue
            changes.setdefault(package, {})[key, form] = told
    if problems:
        raise BadInput("workflows.sentences_refused", problems=tuple(problems), file=path.name)
    for package, changed in changes.items():
        file = folder / f"{package}.toml"
        file.write_text(_rewritten(file.read_text(encoding="utf-8"), changed), encoding="utf-8")
    return Applied(sum(map(len, changes.values())), tuple(sorted(changes)))


def _places(text: str) -> frozenset[str]:
    """Return the places of a sentence that the program fills in; one that cannot be read has a place that no other has."""
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({"?"})


def _rewritten(text: str, changed: Mapping[tuple[str, str], str]) -> str:
    """Return a table's text with some sentences replaced; comments, order and all else stay as they are."""
    lines, key = [], ""
    for line in text.splitlines():
        section = re.fullmatch(r"\[([A-Za-z0-9_]+)\]", line.strip())
        if section:
            key = section[1]
        form = re.match(r"(es|en|es_one|en_one) = ", line)
        told = changed.get((key, form[1])) if form else None
        lines.append(line if told is None or form is None else f"{form[1]} = {json.dumps(told, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
