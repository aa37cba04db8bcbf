"""A statement as a form: what is said, when, by whom; read into the fields that ``workflows.recording`` takes, and back."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from amparo.errors import BadInput
from amparo.ingest import usual_words
from amparo.statements import DateConvention, is_edtf, read_date, vocabulary
from amparo.web.forms import text_in, whole_in
from amparo.words import Language
from amparo.workflows.tracing import Trace

EVENT = "event:"
_DERIVED = frozenset({"facility", "arrest_period", "measure_level"})  # of events, never said of a person
_CONVENTION = DateConvention(order="dmy")


def properties() -> list[str]:
    """Return what can be said of a person besides events."""
    words = vocabulary()
    named = [*words["person_fields"], *(name for name in words["dimensions"] if name not in words["person_fields"])]
    return [name for name in named if name not in _DERIVED] + ["contact", "consent", "embargo", "exposure"]


def said_in(given: QueryDict, language: Language, *, old: Trace | None = None) -> dict[str, Any]:  # Any: fields of a statement
    """Return the fields of a statement from a form; ``old``: the statement that it corrects, whose other parts are kept."""
    what = given.get("what", "") if old is None else _what_of(old, given)
    if not what:
        raise BadInput("web.say_what")
    name, value = (
        ("event", _event(given, what, old)) if what.startswith(EVENT) else (what, _value(given.get("value", ""), what, language, old))
    )
    fields = {
        "value": value,
        "happened_on": edtf_in(given.get("date", "")),
        "stated_on": edtf_in(given.get("stated_on", "")),
        "source": text_in(given, "source"),
        "url": text_in(given, "url") or None,
        "negated": given.get("denied") == "yes",
        "reliability": given.get("reliability") or "unknown",
        "exposure": whole_in(given, "exposure", 2, most=5),
    }
    return fields if old is not None else {"property": name, **fields}


def edtf_in(text: str) -> str | None:
    """Return a date as EDTF from EDTF or from words, None where the field is empty."""
    text = text.strip()
    if not text:
        return None
    return text if is_edtf(text) else read_date(text, _CONVENTION).edtf or None


def _what_of(old: Trace, given: QueryDict) -> str:
    if old.row["property"] == "event" and old.row["subject_kind"] in ("record", "person"):
        return given.get("what") or f"{EVENT}{old.value['kind']}"
    return str(old.row["property"])


def _event(given: QueryDict, what: str, old: Trace | None) -> dict[str, Any]:  # Any: Json
    """Return the value of an event: what the form says, and what an old one said that no form shows."""
    value = dict(old.value) if old is not None and isinstance(old.value, dict) else {}
    for name in ("kind", "facility", "facilities", "measures", "note", "conditions"):
        value.pop(name, None)
    value["kind"] = what.removeprefix(EVENT)
    places = [place.strip() for place in text_in(given, "facility").split(";") if place.strip()]
    if places:
        value |= {"facility": places[0]} if len(places) == 1 else {"facilities": places}
    for name in ("note", "conditions"):
        if text_in(given, name):
            value[name] = text_in(given, name)
    measures = list(dict.fromkeys(given.getlist("measures")))
    if measures:
        value["measures"] = measures
    return value


def _value(text: str, name: str, language: Language, old: Trace | None) -> Any:  # Any: Json
    """Return a value from its text: words of the field to tokens, numbers to numbers, JSON where the old value was some."""
    text = " ".join(text.split()) if old is None or isinstance(old.value, str | int) else text.strip()
    if not text:
        raise BadInput("web.say_value")
    dimension = vocabulary()["dimensions"].get(name)
    if dimension is not None and dimension["values"]:
        return _token(text, name, dimension["values"], language)
    if name == "birth_date":
        return edtf_in(text)
    if name in ("age", "exposure") and text.isdecimal():
        return int(text)
    if name == "consent" and text.casefold() in ("sí", "si", "yes", "no"):
        return text.casefold() != "no"
    if old is not None and not isinstance(old.value, str):
        try:
            return json.loads(text)
        except ValueError:
            raise BadInput("web.say_json") from None
    return text


def _token(text: str, name: str, values: Mapping[str, Mapping[Language, str]], language: Language) -> str:
    known = {word.casefold(): token for token, row in values.items() for word in (token, row["es"], row["en"])} | dict(usual_words(name))
    token = known.get(text.casefold())
    if token is None:
        raise BadInput("web.say_word", value=text, known=", ".join(row[language] for row in values.values()))
    return token


def fields_of(one: Trace) -> dict[str, Any]:  # Any: what the form shows
    """Return a statement as the fields of its form."""
    row, value = one.row, one.value
    fields: dict[str, Any] = {
        "date": row["happened_on"] or "", "stated_on": row["stated_on"] or "", "source": row["source"], "url": one.locator.get("url", ""),
        "denied": "yes" if row["negated"] else "", "reliability": row["reliability"], "exposure": row["exposure"], "reason": "",
        "what": "", "value": "", "facility": "", "measures": [], "note": "", "conditions": "",
    }  # fmt: skip
    if row["property"] == "event" and isinstance(value, dict):
        places = [value["facility"]] if value.get("facility") else value.get("facilities", [])
        fields |= {"what": f"{EVENT}{value.get('kind', '')}", "facility": "; ".join(places), "measures": value.get("measures", [])}
        fields |= {name: value.get(name) or "" for name in ("note", "conditions")}
    else:
        fields["value"] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return fields
