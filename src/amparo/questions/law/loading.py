"""Instrument files: read, checked line by line, put together with the version that they amend."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from amparo.errors import BadInput
from amparo.ingest import file_content
from amparo.ingest.shapes import Mistakes
from amparo.ingest.yamlfile import lined_documents
from amparo.questions.law.instrument import Conventions, Instrument, OpenQuestion, Provision, Reading, TextStatus
from amparo.questions.law.patches import patched
from amparo.questions.law.problems import refuse
from amparo.questions.law.records import SHIPPED, aliases
from amparo.questions.law.schema import INSTRUMENT, PATCH, agreement, dates_in_order, is_patch, sources_named
from amparo.statements import nearest


def load_instrument(path: str | Path, *, option: str | None = None) -> Instrument:
    """
    Return the instrument of a file; a patch is put on its base, which lies in the same folder.

    ``option`` names the wording of a patch that offers several. Raises
    BadInput with every problem of the file and its line.
    """
    path = Path(path)
    return instrument_of(_document(path, option, ()))


def _document(path: Path, option: str | None, above: tuple[str, ...]) -> dict[str, Any]:  # Any: YAML
    """Return the checked document of a file, patches applied."""
    document = read_document(file_content(path), path.name)
    if not is_patch(document):
        if option is not None:
            raise BadInput("law.no_option", file=path.name, option=option, known="–")
        return document
    options = list(document["options"])
    if option is None and len(options) == 1:
        option = options[0]
    if option is None or option not in options:
        code = "law.option_needed" if option is None else "law.no_option"
        raise BadInput(code, file=path.name, option=option, known=", ".join(options))
    base = _base_of(document, path, above)
    return patched(_document(base, None, (*above, document["version"]["label"])), document, option, path.name)


def _base_of(document: Mapping[str, Any], path: Path, above: tuple[str, ...]) -> Path:  # Any: YAML
    """Return the file, in the same folder, of the version that a patch amends."""
    wanted = (document["id"], document["version"].get("of"))
    others: list[str] = []
    for candidate in sorted([*path.parent.glob("*.yaml"), *path.parent.glob("*.yml")]):
        head = head_of(file_content(candidate))
        if head is None or head[0] != document["id"] or candidate.name == path.name:
            continue
        others.append(head[1])
        if head[:2] == wanted and head[1] not in above:
            return candidate
    raise BadInput("law.no_base", file=path.name, of=wanted[1], known=", ".join(others) or "–")


@lru_cache(maxsize=64)
def head_of(content: bytes) -> tuple[str, str, list[str]] | None:
    """Return which work and version a file is of, and its options, without checking it; None where it is no instrument."""
    try:
        document = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe, whichever it is
        return str(document["id"]), str(document["version"]["label"]), list(document.get("options") or {})
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError):
        return None


def read_document(content: bytes, name: str) -> dict[str, Any]:  # Any: YAML, rules as trees
    """Return one checked file with its rules as trees, or refuse it with every problem and its line."""
    found = lined_documents(content, name)
    document, lines = found[0] if len(found) == 1 else (None, {})
    if not isinstance(document, dict):
        raise BadInput("law.not_an_instrument", file=name)
    mistakes = Mistakes()
    checked = (PATCH if is_patch(document) else INSTRUMENT)(document, "", mistakes) or {}
    if not mistakes.found:
        if is_patch(checked):
            sources_named(checked, mistakes)
            dates_in_order(checked, mistakes)
        else:
            agreement(checked, mistakes)
    refuse(mistakes, name, lines)
    return checked


def instrument_of(document: dict[str, Any]) -> Instrument:  # Any: a checked document
    """Return the instrument of a checked document."""
    conventions = {name: value for name, value in (document.get("conventions") or {}).items() if value is not None}
    status = document["text_status"]
    decision = document["decision"]
    version = document["version"]
    return Instrument(
        id=document["id"],
        label=version["label"],
        of=version.get("of"),
        dated=version["date"],
        kind=document["kind"],
        unit=document.get("unit", "act"),
        title=_words(document.get("title", document["id"])),
        text_status=TextStatus(
            level=status["level"], verified=tuple(status.get("verified", ())), unverified=tuple(status.get("unverified", ())),
            note=_plain(status.get("note")),
        ),
        conventions=Conventions(**conventions),
        definitions=document.get("definitions") or {},
        provisions=tuple(map(_provision, document["provisions"])),
        covered_if=decision["covered_if"],
        excluded_if=decision.get("excluded_if"),
        open_questions={name: _question(name, one) for name, one in (document.get("open_questions") or {}).items()},
        document=document,
    )  # fmt: skip


def _provision(one: Mapping[str, Any]) -> Provision:  # Any: a checked mapping
    kept = {name: value for name, value in one.items() if name not in ("text", "gloss", "curable", "source", "note")}
    return Provision(
        **kept,
        text=_words(one["text"]) if "text" in one else None,
        gloss=_words(one["gloss"]) if "gloss" in one else None,
        curable=tuple(one.get("curable", ())),
        source=tuple(one.get("source", ())),
        note=_plain(one.get("note")),
    )


def _question(name: str, one: Mapping[str, Any]) -> OpenQuestion:  # Any: a checked mapping
    default = one.get("default_reading")
    return OpenQuestion(
        id=name,
        article=one["article"],
        ask=_words(one["ask"]),
        default_reading=None if default in (None, "none") else _words(default),
        readings=tuple(
            Reading(
                id=reading, words={key: text for key, text in (words or {}).items() if key != "set"}, rules=(words or {}).get("set") or {}
            )
            for reading, words in (one.get("readings") or {}).items()
        ),
        note=_plain(one.get("note")),
    )


def _words(value: str | Mapping[str, str]) -> Mapping[str, str]:
    return value if isinstance(value, Mapping) else {"es": str(value), "en": str(value)}


def _plain(value: str | Mapping[str, str] | None) -> str | None:
    return value if value is None or isinstance(value, str) else " / ".join(value.values())


@cache
def shipped() -> Mapping[str, tuple[str, str | None]]:
    """Return every instrument in the package: ``id@label`` → file and option."""
    return dict(_shipped())


def shipped_content(file: str) -> bytes:
    """Return the bytes of an instrument file of the package."""
    return (SHIPPED / file).read_bytes()


def _shipped() -> Iterator[tuple[str, tuple[str, str | None]]]:
    for file in sorted(SHIPPED.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml") and not file.name.startswith("records"):
            head = head_of(file.read_bytes())
            assert head is not None
            name, options = f"{head[0]}@{head[1]}", head[2]
            if len(options) > 1:
                yield from ((f"{name}:{option}", (file.name, option)) for option in options)
            else:
                yield name, (file.name, None)


@cache
def shipped_instrument(name: str) -> Instrument:
    """
    Return an instrument of the package by its name, ``id@label``; an id alone, or an alias of one, means the version in force.

    That is the last full text that is no bill. Raises BadInput with the nearest name.
    """
    known = shipped()
    wanted = aliases().get(name, name)
    if wanted not in known:
        versions = [shipped_instrument(one) for one in known if one.partition("@")[0] == wanted]
        texts = [one for one in versions if one.kind != "bill" and ":" not in one.label] or versions
        if not texts:
            near = nearest(name, [*known, *aliases(), *{one.partition("@")[0] for one in known}])
            raise BadInput("law.no_instrument", name=name, known=near or ", ".join(known))
        return max(texts, key=lambda one: one.dated)
    file, option = known[wanted]
    return load_instrument(Path(str(SHIPPED / file)), option=option)
