"""Case files (``amparo-case/1``), the input of ``law assess``, as proposals: facts of the person and whole charges."""

from collections.abc import Sequence
from typing import Any

from amparo.ingest.proposals import Fact, Proposals, Record, proposals
from amparo.ingest.shapes import Mistakes, edtf, fields, flag, list_of, mapping_of, plain, text
from amparo.ingest.yamlfile import documents

FORMAT = "amparo-case/1"


def _link(value: Any, path: str, mistakes: Mistakes) -> bool | None:  # Any: YAML
    """Check a link that is there, is not, or is not known."""
    return None if value is None else flag(value, path, mistakes)


def _format(value: Any, path: str, mistakes: Mistakes) -> str:  # Any: YAML
    """Check the name of the format."""
    if value != FORMAT:
        mistakes.add("map_value_wrong", path, value=str(value)[:60], expected=f'"{FORMAT}"')
    return FORMAT


_WORDS = list_of(text, or_one=True)
_CHARGE = fields(
    {
        "id": text,
        "status": _WORDS,
        "offences": _WORDS,
        "offences_complete": flag,
        "offences_absent": _WORDS,
        "act": fields({"start": edtf, "end": edtf}),
        "continuing": flag,
        "events": mapping_of(_link),
        "events_complete": flag,
        "caused": _WORDS,
        "caused_absent": _WORDS,
        "caused_complete": flag,
        "facts": mapping_of(plain),
        "known_false": _WORDS,
    },
    ["id"],
)
_CASE = fields(
    {"format": _format, "person": fields({"id": text, "facts": mapping_of(plain)}, ["id"]), "charges": list_of(_CHARGE)},
    ["format", "person"],
)


def propose_casefile(content: bytes, name: str, *, exposure: int = 2) -> Proposals:
    """
    Return the facts and charges of each case in a file; one document is one case, or a list of them.

    A fact that is null is unknown and gives no statement, as one that is not
    named. A charge stays whole, for its parts have no meaning alone.
    """
    records = {
        case["person"]["id"]: Record("person", case["person"]["id"], None, tuple(_facts(case, exposure)))
        for case in read_cases(content, name)
    }
    return proposals(name, records, (), ())


def read_cases(content: bytes, name: str) -> list[dict[str, Any]]:  # Any: a checked document
    """Return the cases of a file as they are written; a file with a mistake is refused whole."""
    return check_cases(
        [case for document in documents(content, name) for case in (document if isinstance(document, list) else [document])], name
    )


def check_cases(found: Sequence[Any], name: str) -> list[dict[str, Any]]:  # Any: YAML in, checked documents out
    """Return cases that have the shape of a case file, unknown values left out; mistakes refuse them all."""
    mistakes = Mistakes()
    cases: dict[str, dict[str, Any]] = {}
    for place, case in enumerate(found):
        path = f"[{place}]" if len(found) > 1 else ""
        checked = _CASE(case, path, mistakes)
        person = (checked or {}).get("person") or {}
        if not checked or "id" not in person:
            continue
        if person["id"] in cases:
            mistakes.add("person_twice", path, value=person["id"])
        _charges_apart(checked, path, mistakes)
        cases[person["id"]] = checked
    mistakes.refuse(name)
    return list(cases.values())


def _charges_apart(case: dict[str, Any], path: str, mistakes: Mistakes) -> None:
    """Note two charges of one id."""
    ids = [charge.get("id") for charge in case.get("charges") or [] if charge]
    for place, one in enumerate(ids):
        if one in ids[:place]:
            mistakes.add("map_key_twice", f"{path}.charges".lstrip("."), key=one)


def _facts(case: dict[str, Any], exposure: int) -> list[Fact]:
    """Return the facts of one case."""
    known = case["person"].get("facts") or {}
    facts = [Fact("case_fact", {"name": fact, "value": value}, exposure=exposure) for fact, value in known.items() if value is not None]
    return facts + [Fact("charge", charge, exposure=exposure) for charge in case.get("charges") or []]
