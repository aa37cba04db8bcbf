"""What the text in force says, article by article, as the file that the release carries gives it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from amparo.publish.links import host, is_web_address
from amparo.publish.release import Release
from amparo.publish.voice import Voice
from amparo.questions.law.expressions import All, Expression, Window
from amparo.questions.law.instrument import Instrument, Provision
from amparo.questions.law.loading import instrument_of, read_document
from amparo.questions.law.moments import FIRST_DAY, LAST_DAY
from amparo.questions.law.schema import is_patch

_MARK = re.compile(r"\b[A-Z]\d+\b")
ROLES = ("condition", "grant", "exclusion", "procedure")


@attrs.frozen
class Article:
    """
    One provision in one language.

    Attributes:
        words: the quotation, or our summary; ``quoted`` tells which.
        days: the days on which the act must have happened, in words; None where the provision names none.
        sources: addresses of what was printed of it.
        open: what the text leaves open about it, as a question; None where nothing.
        unsure: its wording was never checked against the text.
    """

    number: str
    words: str
    quoted: bool
    days: str | None
    sources: Sequence[str]
    open: str | None
    unsure: bool


@attrs.frozen
class Text:
    """
    The text in force.

    Attributes:
        parts: role → its articles, in the order of the text; only roles that it has.
        effects: article, what follows from it.
        questions: article, what is open, how it is read meanwhile.
    """

    title: str
    level: str
    parts: Sequence[tuple[str, Sequence[Article]]]
    effects: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, str, str | None]]


def text_in_force(release: Release, voice: Voice) -> Text | None:
    """Return the text in force where the release carries its file whole; None otherwise."""
    rows = release.rows("law_texts")
    file = rows[-1]["file"] if rows else None
    if file is None or file not in release.law_files:
        return None
    document = read_document(release.law_files[file], file)
    return None if is_patch(document) else _text(instrument_of(document), voice)


def _text(instrument: Instrument, voice: Voice) -> Text:
    language, cited = voice.language, instrument.document.get("sources") or {}
    articles = {role: [_article(one, instrument, voice) for one in instrument.provisions if one.role == role] for role in ROLES}
    return Text(
        title=_in(instrument.title, language) or instrument.id,
        level=instrument.text_status.level,
        parts=[(role, found) for role, found in articles.items() if found],
        effects=[(str(one["art"]), words) for one in instrument.document.get("effects") or () if (words := _in(one, language))],
        questions=[
            (one.article, _in(one.ask, language) or name, _named(_in(one.default_reading, language), cited))
            for name, one in instrument.open_questions.items()
        ],
    )


def _article(one: Provision, instrument: Instrument, voice: Voice) -> Article:
    asked = instrument.open_questions.get(one.question or "")
    cited = instrument.document.get("sources") or {}
    return Article(
        number=_number(one.id),
        words=one.words(voice.language),
        quoted=bool(one.text),
        days=_days(one.rule, voice),
        sources=[url for name in one.source if is_web_address(url := _address(cited, name))],
        open=_in(asked.ask, voice.language) if asked is not None else None,
        unsure=one.wording is not None,
    )


def _days(rule: Expression | None, voice: Voice) -> str | None:
    """Return the window that every act must lie in: one that stands among alternatives, or is denied, binds nobody by itself."""
    parts = rule.parts if isinstance(rule, All) else (rule,)
    windows = [part for part in parts if isinstance(part, Window) and part.kind in ("within", "from", "until")]
    if len(windows) != 1:
        return None
    first, last = windows[0].first, windows[0].last
    return voice.window(None if first == FIRST_DAY else date.fromordinal(first), None if last == LAST_DAY else date.fromordinal(last))


def _named(text: str | None, cited: Mapping[str, Any]) -> str | None:  # Any: YAML
    """Return a text with the marks of the file's sources, ``S1``, as the names under which readers know them."""
    if text is None:
        return None
    return _MARK.sub(lambda mark: host(_address(cited, mark[0])) or mark[0], text)


def _address(cited: Mapping[str, Any], name: str) -> str:  # Any: as above
    """Return where a source of the file lies, or what it is called where it lies nowhere; empty where the file does not say."""
    return str((cited.get(name) or {}).get("url") or "")


def _number(address: str) -> str:
    """
    Return the address of a provision as readers write it.

    >>> _number("8.10"), _number("8.salvedad")
    ('8.10', '8 (salvedad)')
    """
    above, _, part = address.rpartition(".")
    return f"{above} ({part})" if above and len(part) > 2 and part.isalpha() else address


def _in(words: Mapping[str, Any] | None, language: str) -> str | None:  # Any: YAML
    """Return the words in a language, in any where that one is lacking."""
    if not words:
        return None
    found = words.get(language) or words.get("es") or words.get("en")
    return str(found) if found else None
