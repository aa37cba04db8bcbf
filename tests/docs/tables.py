"""The tables of the manual that are made from the program's own data: codes of messages, tokens, margins."""

import ast
import tomllib
from collections.abc import Iterator, Mapping, Sequence

from amparo.statements import vocabulary
from amparo.words import LANGUAGES, Language, say
from tests.docs.pages import ROOT

_SOURCE = ROOT / "src" / "amparo"
_PACKAGES = ("statements", "store", "ingest", "histories", "questions", "claims", "law", "estimates", "flows", "workflows",
             "publish", "cli")  # fmt: skip
_SENTENCES = {"say", "both"}  # what only prints is no message of its own
_HEADS: Mapping[Language, tuple[str, str, str]] = {"es": ("código", "mensaje", "palabra clave"), "en": ("code", "message", "token")}
# Sections of the vocabulary in the order of the story.
SECTIONS = ("states", "kinds", "kind_groups", "proceedings", "measures", "restriction_levels", "dimensions", "person_fields",
            "claim_measures", "reliability", "exposure")  # fmt: skip


def codes() -> list[str]:
    """Return the code of every message that the program refuses, warns or fails with, package by package."""
    known = {f"{package}.{key}" for package in _PACKAGES for key in _table(package)}
    found = {code for path in sorted(_SOURCE.rglob("*.py")) for code in _raised(ast.parse(path.read_text(encoding="utf-8")), known)}
    return sorted(found, key=lambda code: (_PACKAGES.index(code.partition(".")[0]), code))


def _table(package: str) -> Mapping[str, object]:
    return tomllib.loads((_SOURCE / "locale" / f"{package}.toml").read_text(encoding="utf-8"))


def _raised(tree: ast.AST, known: set[str]) -> Iterator[str]:
    """Yield the codes that a module names outside of the calls that only print."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in _SENTENCES:
                continue
            key = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if name == "add" and f"ingest.{key!s}" in known:
                yield f"ingest.{key!s}"
        if isinstance(node, ast.Constant) and node.value in known and ".rule_" not in str(node.value):
            yield str(node.value)
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)  # f"ingest.cell_{kind}"
            yield from (code for code in known if start.startswith("ingest.") and start != "ingest." and code.startswith(start))
        waiting.extend(ast.iter_child_nodes(node))


def errors(language: Language) -> str:
    """Return the table of codes and what each says, its places left open."""
    code, message, _ = _HEADS[language]
    rows = [(f"`{one}`", _open(say(one, language))) for one in codes()]
    return _markdown((code, message), rows)


def _open(sentence: str) -> str:
    """Return a sentence whose places are shown as they stand in the table of sentences."""
    return sentence.replace("{{", "{").replace("}}", "}").replace("|", "\\|")


def tokens(section: str, language: Language) -> str:
    """Return the tokens of one section of the vocabulary with their words in both languages."""
    rows = [(f"`{token}`", row["es"], row["en"], *_more(section, row)) for token, row in vocabulary()[section].items()]
    more = {
        "kinds": {"es": ("estados posibles después",), "en": ("states that may follow",)},
        "kind_groups": {"es": ("tipos",), "en": ("kinds",)},
        "measures": {"es": ("restricción",), "en": ("restriction",)},
        "dimensions": {"es": ("valores",), "en": ("values",)},
    }.get(section, {}).get(language, ())
    return _markdown((_HEADS[language][2], "español", "English", *more), rows)


def _more(section: str, row: Mapping[str, object]) -> tuple[str, ...]:
    """Return the columns that only some sections have."""
    key = {"kinds": "states", "kind_groups": "kinds", "measures": "level", "dimensions": "values"}.get(section)
    if key is None:
        return ()
    value = row[key]
    words = list(value) if isinstance(value, list | dict) else [value] if value else []
    return (", ".join(f"`{word}`" for word in words),)


def margins(language: Language) -> str:
    """Return the table of margins with the reason of each."""
    heads = {"es": ("margen", "valor", "para qué"), "en": ("margin", "value", "what for")}[language]
    return _markdown(heads, [(f"`{name}`", str(value), MARGINS[name][language]) for name, value in vocabulary()["margins"].items()])


MARGINS: Mapping[str, Mapping[Language, str]] = {
    "approximate_day": {"es": "días a cada lado de un día con `~`", "en": "days either side of a `~` day"},
    "approximate_month": {"es": "días a cada lado de un mes con `~`", "en": "days either side of a `~` month"},
    "approximate_year": {"es": "meses a cada lado de un año con `~`", "en": "months either side of a `~` year"},
    "same_event": {"es": "días entre dos fechas que pueden ser de un mismo hecho", "en": "days between two dates that may be of one event"},
    "freshness": {"es": "días que un estado se da por vigente tras ser citado", "en": "days for which a state is taken to last once cited"},
    "about_percent": {"es": "«unas 400» va de 360 a 440 (tanto por ciento)", "en": "“about 400” is 360 to 440 (per cent)"},
    "same_statement": {
        "es": "días en que dos medios pueden diferir sobre el periodo de una misma cita",
        "en": "days by which two outlets may differ on the window of one quotation",
    },
    "copied_within": {"es": "días en que unos medios copian a otros", "en": "days within which outlets copy one statement"},
    "side_by_side": {
        "es": "días entre los finales de dos periodos para poner dos cifras una junto a otra",
        "en": "days between the ends of two windows for two figures to be set side by side",
    },
}


def _markdown(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def parts(name: str, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the generated parts of the page of that name: what each is called and what it says."""
    if name == "errors.md":
        yield "codes", errors(language)
    if name == "dates.md":
        yield "margins", margins(language)
    if name == "glossary.md":
        for section in SECTIONS:
            yield section, tokens(section, language)
    if name == "commands.md":
        from tests.docs.reference import reference

        yield "commands", reference(language)


assert set(LANGUAGES) == set(_HEADS)
