"""
Every sentence that amparo says, in Spanish and English, from one table.

The sentences live in ``locale/*.toml``, one file per package, Spanish first.
A sentence has a stable code (``ingest.date_not_a_day``): the file name and the
key. Rules and answers are printed in both languages at once, so a table with
both side by side serves better than a process-wide language (decision 0004).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

type Language = Literal["es", "en"]

LANGUAGES: tuple[Language, Language] = ("es", "en")


@cache
def _table(package: str) -> Mapping[str, Mapping[str, str]]:
    text = (files("amparo.locale") / f"{package}.toml").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return table


def say(code: str, language: Language, /, **values: object) -> str:
    """
    Return the sentence of a code in one language, its places filled in.

    A sentence with a count ``n`` may have a second form for one: the keys
    ``es_one`` and ``en_one`` are used when ``n`` is 1.

    >>> say("words.persons", "es", n=1), say("words.persons", "es", n=3)
    ('1 persona', '3 personas')
    """
    package, _, key = code.partition(".")
    forms = _table(package)[key]
    form = f"{language}_one" if values.get("n") == 1 and f"{language}_one" in forms else language
    return forms[form].format(**values) if values else forms[form]


def both(code: str, /, **values: object) -> dict[Language, str]:
    """Return the sentence of a code in Spanish and in English."""
    return {language: say(code, language, **values) for language in LANGUAGES}
