"""What the columns of an unknown list may say, guessed from their headings: a proposal that somebody looks at."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from amparo.ingest.tables import Table

_SIGNS = re.compile(r"[^\w#]+")


def guessed_roles(table: Table) -> dict[int, str]:
    """Return the role of each column whose heading is usual, by its place; no role twice."""
    found: dict[int, str] = {}
    for place, heading in enumerate(table.header):
        role = _roles().get(plain_heading(heading))
        if role is not None and role not in found.values():
            found[place] = role
    return found if "event:kind" in found.values() else {place: role for place, role in found.items() if not role.startswith("event:kind")}


@cache
def _roles() -> Mapping[str, str]:
    """Return the role by heading."""
    text = (files("amparo.ingest") / "headings.yml").read_text(encoding="utf-8")
    table: dict[str, list[object]] = yaml.safe_load(text)
    return {str(heading): role for role, headings in table.items() for heading in headings}


def plain_heading(heading: str) -> str:
    """
    Return a heading without case, accents and signs.

    >>> plain_heading("Fecha de  Detención:"), plain_heading("date_of_birth")
    ('fecha de detencion', 'date of birth')
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", heading.casefold()) if not unicodedata.combining(sign))
    return " ".join(_SIGNS.sub(" ", bare.replace("_", " ")).split())
