"""How names are ordered and cut into pages."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

from amparo.publish.links import slug


@lru_cache(1 << 16)  # a name is ordered on several pages, in two languages
def sort_key(name: str) -> str:
    """Return what a name is ordered by: without accents or case, ñ after n."""
    folded = unicodedata.normalize("NFD", name.casefold().replace("ñ", "n~"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def letter(name: str) -> str:
    """Return the letter that a name stands under; ``#`` where it begins with none."""
    key = sort_key(name)[:1].upper()
    return key if key.isalpha() else "#"


def cut[Row](rows: Sequence[Row], most: int) -> Sequence[Sequence[Row]]:
    """Return the rows in parts of at most so many; one part, perhaps empty, where they fit."""
    return [rows[start : start + most] for start in range(0, len(rows), most)] or [rows]


def page_names(texts: Iterable[str]) -> Mapping[str, str]:
    """Return a short, readable and safe file name for each text; where signs were lost, a piece of its hash tells it from others."""
    plain: dict[str, str] = {}
    for text in sorted(set(texts)):
        readable = slug(text)
        mark = sha256(text.encode(errors="replace")).hexdigest()[:8]
        plain[text] = readable if readable and readable == text else f"{readable or 'x'}-{mark}"
    return plain
