"""One language's words, numbers and dates, as the templates ask for them."""

import re
from datetime import date
from functools import cache, lru_cache

import attrs
from markupsafe import Markup

from amparo.publish import wording
from amparo.publish.release import Release, Words
from amparo.questions.law.stagenames import stage_label, stages
from amparo.statements import label
from amparo.words import Language, day_in_words, number_in_words, say

# What HTML and XML cannot hold at all; invisible direction marks could make a name or an address read as another.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")

# Marks the places of a page's frame (of the private area, so that it means nothing to anybody); markup may hold it, text never.
PLACE = "\ue000"


def printable(value: object) -> object:
    """Return a value for a template: nothing for None, and text without the signs that no page can hold."""
    if value is None:
        return ""
    if isinstance(value, str) and value.isprintable():
        return value  # nearly everything; the rest is looked at sign by sign
    if isinstance(value, Markup):
        return Markup(_UNPRINTABLE.sub("\ufffd", value))  # noqa: S704 - it was markup before, and lost signs only
    return _UNPRINTABLE.sub("\ufffd", str(value)).replace(PLACE, "\ufffd")


@cache
def _sentence(key: str, language: Language) -> str:
    return say(f"publish.{key}", language)


@lru_cache(4096)  # tokens come from data: there may be any number of them
def _word(section: str, token: str, language: Language) -> str:
    try:
        return _sentence(f"{section}_{token}", language)
    except KeyError:
        return stage_label(token, language) if section == "stage" and token in stages() else token.replace("_", " ")


@lru_cache(1 << 14)
def _day(value: date, language: Language) -> str:
    return day_in_words(value, language)


@attrs.frozen
class Voice:
    """The words of the site in one language."""

    language: Language
    notes_language: Language

    @property
    def other(self) -> Language:
        """The other language of the site."""
        return "en" if self.language == "es" else "es"

    @property
    def notes_lang(self) -> str | None:
        """The language of the documenters' notes where it is not the page's own."""
        return self.notes_language if self.notes_language != self.language else None

    def t(self, key: str, **values: object) -> str:
        """Return the sentence of a key of this package's table; counts are written as the language writes them."""
        if not values:
            return _sentence(key, self.language)
        written = {name: self.number(value) if isinstance(value, int) and value != 1 else value for name, value in values.items()}
        return say(f"publish.{key}", self.language, **written)

    def say(self, code: str, **values: object) -> str:
        """Return the sentence of any table, by its whole code."""
        return say(code, self.language, **values)

    def own(self, words: Words) -> str:
        """Return this language's half of a text that comes in both."""
        return words[self.language]

    def number(self, value: int) -> str:
        """Return a number."""
        return number_in_words(value, self.language)

    def decimal(self, value: float) -> str:
        """Return a number with one decimal, as the language writes it."""
        whole, _, rest = f"{value:.1f}".partition(".")
        return f"{number_in_words(int(whole), self.language)}{',' if self.language == 'es' else '.'}{rest}"

    def day(self, value: date | None) -> str:
        """Return a day, or that it is not known."""
        return _day(value, self.language) if value is not None else self.t("date_unknown")

    def phrase(self, edtf: str | None) -> str:
        """Return a partial date in words."""
        return wording.phrase(edtf, self.language)

    def within(self, edtf: str | None) -> str:
        """Return a partial date as it stands within a sentence."""
        return wording.phrase(edtf, self.language, article=True)

    def window(self, lo: date | None, hi: date | None) -> str:
        """Return the days that something may have happened on."""
        return wording.window(lo, hi, self.language)

    def bounds(self, at_least: int | None, at_most: int | None) -> str:
        """Return an interval of counts in words."""
        return wording.bounds(at_least, at_most, self.language)

    def word(self, section: str, token: str) -> str:
        """Return the printed word of a token; one that no table knows is shown as itself, its underscores as spaces."""
        return _word(section, token, self.language)

    def unit(self, token: str, at_least: int, at_most: int | None) -> str:
        """Return what a figure counts, as it stands after its bounds: one alone is said otherwise."""
        return self.word("one" if at_least == at_most == 1 else "unit", token)

    def state(self, token: str) -> str:
        """Return the word for a state of liberty."""
        return label("states", token, self.language)

    def kind(self, token: str) -> str:
        """Return the word for a kind of event."""
        return label("kinds", token, self.language)

    def measure(self, token: str) -> str:
        """Return the word for a measure; what a source printed stays as printed."""
        return label("measures", token, self.language)

    def status(self, states: tuple[str, ...]) -> str:
        """Return a person's situation: one certain state, the possible ones, or that there is no record."""
        if not states:
            return self.t("status_none")
        if len(states) == 1:
            return self.t("status_certain", state=self.state(states[0]))
        names = [self.state(state) for state in states]
        return self.t("status_possible", states=f"{', '.join(names[:-1])} {self.t('or')} {names[-1]}")

    def freshness(self, release: Release) -> str:
        """Return the sentence on how long a state is supported."""
        return self.t("fresh_forever") if release.freshness is None else self.t("fresh", n=release.freshness)


def capital(text: str) -> str:
    """
    Return a text with a capital first letter, after what opens a question or a quotation; the rest as it is.

    >>> capital("¿también mayo?"), capital("15 días")
    ('¿También mayo?', '15 días')
    """
    opening = len(text) - len(text.lstrip("¿¡«“‘("))
    return text[:opening] + text[opening : opening + 1].upper() + text[opening + 1 :]
