"""The file format ``amparo-instrument/1``: which keys a file may have, what each holds, and what must agree with what."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import yaml

from amparo.ingest.shapes import Check, Mistakes, edtf, fields, flag, integer, list_of, mapping_of, plain, text, word
from amparo.ingest.tables import quoted
from amparo.questions.law.expressions import Choice, Expression, Fact, Ref, expression, walk
from amparo.questions.law.instrument import LEVELS
from amparo.questions.law.stagenames import stage_names
from amparo.statements import interval, nearest

FORMAT = "amparo-instrument/1"
KINDS = ("amnesty", "pardon_list", "pardon_class", "dismissal", "lapse_of_action", "bill", "amendment")
ROLES = ("condition", "grant", "exclusion", "definition", "procedure")
ANSWERS = ("covered", "excluded", "cannot_tell")
BASES = ("in_scope", "express_exclusion", "out_of_scope", "condition_unmet", "missing_fact", "open_question")
MOST_QUOTED_WORDS = 25
LANGUAGES_OF_TEXTS = ("es", "en", "pt", "fr", "it", "de", "ca", "ru", "my")


def words(value: Any, path: str, mistakes: Mistakes) -> Any:  # Any: YAML
    """
    Check a text in some languages, or one text for all.

    In ``{es: huelga, 2002, en: strike}`` YAML reads the comma as the end of
    the text; what follows it without a colon is taken as its rest.
    """
    if not isinstance(value, dict):
        return text(value, path, mistakes)
    whole: dict[str, Any] = {}
    for key, part in value.items():
        if part is None and whole:
            last = next(reversed(whole))
            whole[last] = f"{whole[last]}, {key}"
        else:
            whole[str(key)] = part
    return fields(dict.fromkeys(LANGUAGES_OF_TEXTS, text))(whole, path, mistakes)


def _quoted_words(value: Any, path: str, mistakes: Mistakes) -> Any:  # Any: YAML
    """Check a quotation: a few words of each language, never a whole article."""
    found = words(value, path, mistakes)
    for quotation in found.values() if isinstance(found, dict) else [found]:
        n = len(re.findall(r"\w+", str(quotation)))
        if n > MOST_QUOTED_WORDS + 10:  # words of another language may be a few more
            mistakes.found.append(_problem("law.quotation_long", path, n=n, most=MOST_QUOTED_WORDS))
    return found


def _problem(code: str, path: str, **values: Any) -> Any:  # Any: what the sentence prints
    from amparo.errors import Problem

    return Problem(code, values={"path": path or "·"} | values)


def _anything(value: Any, path: str, mistakes: Mistakes) -> Any:  # Any: YAML
    """Check nothing: notes for people."""
    del path, mistakes
    return value


def _address(value: Any, path: str, mistakes: Mistakes) -> str:  # Any: YAML
    """Check an address of an article: in quotes, for 8.10 without them is the number 8.1."""
    if isinstance(value, float):
        mistakes.add("map_value_wrong", path, value=value, expected='"8.10"')
    return text(str(value) if isinstance(value, float) else value, path, mistakes)


def one_of(known: tuple[str, ...]) -> Check:
    """Check one of some words."""
    return word(lambda: known)


def _standards() -> list[str]:
    """Return the questions of the checklist of standards."""
    return list(yaml.safe_load((files("amparo.questions.law") / "standards.yml").read_text(encoding="utf-8")))


_RULES = mapping_of(expression)
_SOURCES = list_of(text)
stage = fields(
    {
        "date": edtf, "type": word(stage_names), "body": words, "result": words,
        "text": text, "note": words, "vote": text, "source": _SOURCES,
    },
    ["date", "type"],
)  # fmt: skip
_PROVISION = fields(
    {
        "id": _address, "role": one_of(ROLES), "text": _quoted_words, "gloss": words, "rule": expression, "question": text,
        "curable": list_of(text), "outcome": one_of(("review_only",)), "wording": one_of(("unverified", "partial")), "note": words,
        "deadline_days": integer(1, 3660), "subject": text, "source": _SOURCES,
    },
    ["id", "role"],
)  # fmt: skip
_QUESTION = fields(
    {
        "article": text, "ask": words, "default_reading": words, "note": words,
        "readings": mapping_of(fields({"es": text, "en": text, "set": _RULES})),
    },
    ["article", "ask"],
)  # fmt: skip
_EXPECTED = fields(
    {"answer": one_of(ANSWERS), "basis": one_of(BASES), "articles": list_of(text), "missing": list_of(text), "questions": list_of(text),
     "curable": flag}
)  # fmt: skip
_EXAMPLE = fields(
    {
        "case": _anything, "option": text, "title": words, "readings": mapping_of(plain),
        "expect": fields({"charges": mapping_of(_EXPECTED), "person": one_of((*ANSWERS, "partial"))}),
    },
    ["case", "expect"],
)  # fmt: skip
_STATUS = fields(
    {"level": one_of(LEVELS), "verified": list_of(text), "unverified": list_of(text), "note": words, "reviewed_by": list_of(words)},
    ["level"],
)
_CHECK = fields({"answer": one_of(("yes", "no", "unclear")), "article": text, "note": words}, ["answer"])
_EFFECT = fields({"art": _address, "es": text, "en": text, "deadline_days": integer(1, 3660), "wording": text, "source": _SOURCES}, ["art"])
_VERSION = fields({"label": text, "of": text, "date": edtf}, ["label", "date"])
_OPTION = fields({"proposer": text, "set": _RULES, "source": _SOURCES, "note": words, "title": words}, ["set"])
_SHARED: Mapping[str, Check] = {
    "format": one_of((FORMAT,)), "id": text, "version": _VERSION, "kind": one_of(KINDS), "jurisdiction": text, "title": words,
    "gazette": fields({"name": text, "number": text, "date": edtf}), "text_status": _STATUS,
    "sources": mapping_of(fields({"what": text, "url": text, "mirror": text, "read_on": text}, ["what"], short="what")),
    "stages": list_of(stage), "open_questions": mapping_of(_QUESTION), "usage": list_of(mapping_of(plain)),
    "relations": list_of(mapping_of(plain)), "note": words, "examples": list_of(_EXAMPLE),
}  # fmt: skip
INSTRUMENT = fields(
    {
        **_SHARED,
        "unit": one_of(("act", "person")),
        "dates": fields({"in_force_from": edtf, "in_force_to": edtf, "reference_date": edtf, "note": words}),
        "conventions": fields({"straddle": one_of(("ask", "rule")), "open_world": flag, "doubt": text, "doubt_source": text}),
        "definitions": _RULES,
        "provisions": list_of(_PROVISION),
        "decision": fields({"covered_if": expression, "excluded_if": expression}, ["covered_if"]),
        "effects": list_of(_EFFECT),
        "standards": mapping_of(_CHECK, _standards),
    },
    ["format", "id", "version", "kind", "text_status", "sources", "provisions", "decision"],
)  # fmt: skip
PATCH = fields({**_SHARED, "options": mapping_of(_OPTION)}, ["format", "id", "version", "kind", "options"])


def is_patch(document: Mapping[str, Any]) -> bool:  # Any: YAML
    """Say whether a file words articles of another version otherwise, rather than being a text of its own."""
    return "options" in document and "provisions" not in document


def agreement(document: Mapping[str, Any], mistakes: Mistakes) -> None:  # Any: a checked file
    """Note what does not agree within a whole text: names that nothing has, articles twice, dates out of order, no citation."""
    rules = _rules(document)
    _articles(document, mistakes)
    _references(document, rules, mistakes)
    _cycles(rules, mistakes)
    sources_named(document, mistakes)
    dates_in_order(document, mistakes)


type Rules = dict[str, tuple[str, Expression | None]]


def _rules(document: Mapping[str, Any]) -> Rules:  # Any: a checked file
    """Return the path and the tree of everything that a ref may name."""
    found: Rules = {name: (f"definitions.{name}", tree) for name, tree in (document.get("definitions") or {}).items()}
    for place, one in enumerate(document.get("provisions") or []):
        if one and "id" in one:
            found.setdefault(one["id"], (f"provisions[{place}]", one.get("rule")))
    return found


def _articles(document: Mapping[str, Any], mistakes: Mistakes) -> None:  # Any: a checked file
    """Note addresses that stand twice, also as a part of a joined one, and provisions without a citation."""
    seen: dict[str, str] = dict.fromkeys(document.get("definitions") or {}, "definitions")
    for place, one in enumerate(document.get("provisions") or []):
        if not one or "id" not in one:
            continue
        for part in dict.fromkeys([one["id"], *one["id"].split("+")]):
            if part in seen:
                mistakes.found.append(_problem("law.article_twice", f"provisions[{place}].id", article=part, first=seen[part]))
            seen.setdefault(part, one["id"])
        if not one.get("source"):
            mistakes.found.append(_problem("law.no_source", f"provisions[{place}]", article=one["id"]))
        if one.get("role") != "procedure" and one.get("rule") is None:
            mistakes.add("map_key_missing", f"provisions[{place}]", key="rule")


def trees(document: Mapping[str, Any]) -> Iterator[tuple[str, Expression]]:  # Any: a checked file
    """Yield every rule of a file with its path."""
    for name, (path, tree) in _rules(document).items():
        if tree is not None:
            yield (path if path == f"definitions.{name}" else f"{path}.rule"), tree
    for key, tree in (document.get("decision") or {}).items():
        yield f"decision.{key}", tree
    for name, question in (document.get("open_questions") or {}).items():
        for reading, worded in ((question or {}).get("readings") or {}).items():
            for article, tree in ((worded or {}).get("set") or {}).items():
                yield f"open_questions.{name}.readings.{reading}.set.{article}", tree
    for option, worded in (document.get("options") or {}).items():
        for article, tree in ((worded or {}).get("set") or {}).items():
            yield f"options.{option}.set.{article}", tree


def _references(document: Mapping[str, Any], rules: Rules, mistakes: Mistakes) -> None:  # Any: a checked file
    """Note what a rule, a provision or a reading names, and nothing has."""
    questions = list(document.get("open_questions") or {})
    with_rules = [name for name, (_, tree) in rules.items() if tree is not None]
    for path, tree in trees(document):
        for node in walk(tree):
            if isinstance(node, Ref):
                _named(path, node.name, with_rules, mistakes)
            elif isinstance(node, Choice):
                _named(path, node.question, questions, mistakes)
        article = path.rpartition(".set.")[2] if path.startswith("open_questions.") else None
        if article is not None:
            _named(path, article, with_rules, mistakes)
    for place, one in enumerate(document.get("provisions") or []):
        if one and one.get("question"):
            _named(f"provisions[{place}].question", one["question"], questions, mistakes)
        facts = sorted({node.name for node in walk(one["rule"]) if isinstance(node, Fact)}) if one and one.get("rule") is not None else []
        for fact in (one or {}).get("curable") or []:
            _named(f"provisions[{place}].curable", fact, facts, mistakes)


def _named(path: str, name: str, known: list[str], mistakes: Mistakes) -> None:
    """Note a name that nothing has, with the nearest that something does."""
    if name not in known:
        _dangling(path, name, known, mistakes)


def _dangling(path: str, name: str, known: list[str], mistakes: Mistakes) -> None:
    near = nearest(name, known)
    mistakes.found.append(_problem("law.dangling", path, name=name, known=f'"{near}"' if near else quoted(known) or "–"))


def _cycles(rules: Rules, mistakes: Mistakes) -> None:
    """Note the rules that name themselves, directly or through others."""
    named = {name: [node.name for node in walk(tree) if isinstance(node, Ref)] for name, (_, tree) in rules.items() if tree is not None}
    for name, first in named.items():
        waiting, seen = list(first), set[str]()
        while waiting:
            one = waiting.pop()
            if one == name:
                mistakes.found.append(_problem("law.circular", rules[name][0], name=name))
                break
            if one not in seen:
                seen.add(one)
                waiting.extend(named.get(one, ()))


def sources_named(document: Mapping[str, Any], mistakes: Mistakes) -> None:  # Any: a checked file
    """Note citations that name no source of the file and are no address."""
    known = list(document.get("sources") or {})

    def check(path: str, one: Any) -> None:  # Any: a checked mapping
        for cited in (one or {}).get("source") or []:
            if cited not in known and "://" not in cited:
                _dangling(f"{path}.source", cited, known, mistakes)

    for section in ("provisions", "effects", "stages", "usage"):
        for place, one in enumerate(document.get(section) or []):
            check(f"{section}[{place}]", one)
    for option, one in (document.get("options") or {}).items():
        check(f"options.{option}", one)


def dates_in_order(document: Mapping[str, Any], mistakes: Mistakes) -> None:  # Any: a checked file
    """Note dates that cannot follow each other: an end before its beginning, a stage before the one above it."""
    dates = document.get("dates") or {}
    _after(dates.get("in_force_from"), dates.get("in_force_to"), "dates.in_force_to", mistakes)
    last: str | None = None
    for place, one in enumerate(document.get("stages") or []):
        if one and "date" in one:
            _after(last, one["date"], f"stages[{place}].date", mistakes)
            last = one["date"]


def _after(first: str | None, second: str | None, path: str, mistakes: Mistakes) -> None:
    try:
        begun, done = interval(first or "")[0], interval(second or "")[1]
    except Exception:  # noqa: BLE001 - a date that is none was named already
        return
    if begun is not None and done is not None and done < begun:
        mistakes.found.append(_problem("law.out_of_order", path, value=second, before=first))
