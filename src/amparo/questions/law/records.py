"""Instruments that are only recorded, for nobody has their text article by article; and the other names of all instruments."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from amparo.errors import BadInput
from amparo.ingest.shapes import Mistakes, edtf, fields, list_of, mapping_of, plain, text
from amparo.ingest.yamlfile import lined_documents
from amparo.questions.law.problems import refuse
from amparo.questions.law.schema import FORMAT as INSTRUMENT_FORMAT
from amparo.questions.law.schema import KINDS, one_of, stage, words

SHIPPED = files("amparo.questions.law") / "instruments"
FORMAT = INSTRUMENT_FORMAT.replace("instrument/", "instrument-records/")

_RECORD = fields(
    {
        "id": text, "jurisdiction": text, "kind": one_of(KINDS), "unit": one_of(("act", "person")), "date": edtf, "title": words,
        "status": text, "note": words, "sources": mapping_of(text), "stages": list_of(stage), "usage": list_of(mapping_of(plain)),
    },
    ["id", "kind", "date", "sources"],
)  # fmt: skip
_FILE = fields({"format": one_of((FORMAT,)), "records": list_of(_RECORD), "aliases": mapping_of(text)}, ["format", "records"])


@attrs.frozen
class RecordedInstrument:
    """An instrument that is known to have been, and is never assessed; ``document`` is all that the file says of it."""

    id: str
    kind: str
    dated: str
    title: Mapping[str, str]
    document: Mapping[str, Any]  # Any: YAML


def read_records(content: bytes, name: str) -> Mapping[str, Any]:  # Any: a checked file
    """Return the checked content of a file of records, or refuse it with every problem and its line."""
    found = lined_documents(content, name)
    if len(found) != 1:
        raise BadInput("law.not_an_instrument", file=name)
    [(document, lines)] = found
    mistakes = Mistakes()
    checked = _FILE(document, "", mistakes) or {}
    refuse(mistakes, name, lines)
    return checked


@cache
def _shipped() -> Mapping[str, Any]:  # Any: a checked file
    file = SHIPPED / "records-other-instruments.yaml"
    return read_records(file.read_bytes(), file.name)


def records() -> list[RecordedInstrument]:
    """Return the recorded instruments of the package."""
    return [
        RecordedInstrument(one["id"], one["kind"], one["date"], one.get("title") or {"es": one["id"], "en": one["id"]}, one)
        for one in _shipped()["records"]
    ]


def aliases() -> Mapping[str, str]:
    """Return the other names of instruments, as lists of others use them, and the id that each stands for."""
    found: Mapping[str, str] = _shipped()["aliases"]
    return found
