"""
Every sentence that amparo says, in Spanish and English, from one table.

The sentences live in ``locale/*.toml``, one file per package, Spanish first.
A sentence has a stable code (``ingest.date_not_a_day``): the file name and the
key. Rules and answers are printed in both languages at once, so a table with
both side by side serves better than a process-wide language (decision 0004).
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
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


MONTHS: Mapping[Language, tuple[str, ...]] = {
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}


def number_in_words(value: int, language: Language) -> str:
    """
    Return a whole number with its thousands apart.

    >>> number_in_words(1900, "es"), number_in_words(1900, "en"), number_in_words(-7, "es")
    ('1.900', '1,900', '−7')
    """
    text = f"{abs(value):,}"
    return ("−" if value < 0 else "") + (text.replace(",", ".") if language == "es" else text)


def decimal_in_words(value: float, places: int, language: Language) -> str:
    """
    Return a number that is not negative with its decimals as the language writes them.

    >>> decimal_in_words(1900.25, 1, "es"), decimal_in_words(0.5, 0, "en")
    ('1.900,2', '0')
    """
    whole, _, rest = f"{value:.{places}f}".partition(".")
    text = number_in_words(int(whole), language)
    return text + (("," if language == "es" else ".") + rest if rest else "")


def day_in_words(value: date, language: Language) -> str:
    """
    Return a day as it is read aloud.

    >>> day_in_words(date(2025, 1, 9), "es"), day_in_words(date(2025, 1, 9), "en")
    ('9 de enero de 2025', '9 January 2025')
    """
    month = MONTHS[language][value.month - 1]
    return f"{value.day} de {month} de {value.year}" if language == "es" else f"{value.day} {month} {value.year}"


def listed(items: Sequence[str], language: Language, *, either: bool = False) -> str:
    """
    Return words as a list in a sentence; ``either`` joins them by "or".

    >>> listed(["a", "b", "c"], "es"), listed(["a", "b"], "en", either=True)
    ('a, b y c', 'a or b')
    """
    if len(items) < 2:
        return "".join(items)
    joint = {("es", True): "o", ("es", False): "y", ("en", True): "or", ("en", False): "and"}[language, either]
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"
