"""The text of a report as tokens, sentences and paragraphs; every offset is a code point of the text as given."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from sys import intern
from typing import Literal

import attrs

from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.words.small_words import small_words

type Language = Literal["es", "en"]

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*(?![\w])"  # 4.512 · 1,793
    r"|[^\W\d_]+(?:[-'’‑](?!s\b)[^\W\d_]+)*(?!\w)"  # ex-presos, al-Masri; the English 's stands apart
    r"|['’]s\b|\w+|\S"
)
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"\s*(?:[-–—•·*▪◦>]|\d{1,2}[.)])\s+")
_LABELLED = re.compile(r"[^:.;\n]{3,70}:\s*(?:al menos |at least |más de |more than )?\d[\d.,  ]*")  # Still detained: 15,610
_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s+[\"“«‘(¿¡\[—–-]*\s*[A-ZÁÉÍÓÚÑÜÇĞİÖŞ0-9]|\s*$)")
_SHORT = re.compile(
    r"(?:\b(?:Sr|Sra|Srta|Dr|Dra|Lic|Ing|Gral|Cnel|Cap|Tte|Mons|Prof|Abg|No|Nº|N°|núm|art|arts|Art|Arts|inc|aprox|Jan|Feb|Mar|Apr|Aug|Sept|"
    r"Sep|Oct|Nov|Dec|ene|feb|abr|(?<=\d )ago|sept|oct|nov|dic|St|Mr|Mrs|Ms|Gen|Col|Lt|Maj|Capt|"
    r"Sgt|Rep|Sen|Gov|Pres|Rev|vs|etc|i\.e|e\.g|cf|Ud|Uds|EE|UU|U\.S|U\.N|p\.m|a\.m|Ltd|Inc|Co|op|ca)|\b[A-ZÁÉÍÓÚÑ])\.$"
)
_QUOTED = re.compile(r"“[^”\n]{2,1200}”|«[^»\n]{2,1200}»|\"[^\"\n]{2,1200}\"|‘[^’\n]{12,600}’(?=[\s,.;])")
_ACCENTS = re.compile("[\u0300\u0301\u0302\u0308\u0327\u0306\u0307\u030c]")


@attrs.frozen(slots=True)
class Token:
    """One word, number or sign; ``norm`` is in lower case and without accents."""

    text: str
    norm: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Say whether it starts with a letter."""
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Say whether it starts with a capital letter."""
        return self.text[0].isupper()


@attrs.frozen
class Sentence:
    """A sentence as tokens ``first`` to before ``last``; ``paragraph`` counts from 0."""

    first: int
    last: int
    paragraph: int
    is_item: bool = False
    is_heading: bool = False


@attrs.frozen
class Text:
    """A report in pieces."""

    text: str
    language: Language
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    quoted: tuple[Span, ...]

    def span(self, first: int, last: int) -> Span:
        """Return the code points of tokens ``first`` to before ``last``."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def words(self, first: int, last: int) -> str:
        """Return the text of tokens ``first`` to before ``last``."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def in_quotes(self, start: int) -> Span | None:
        """Return the quotation that holds a code point."""
        return next((span for span in self.quoted if span[0] <= start < span[1]), None)


def read_text(text: str, language: Language | None = None) -> Text:
    """Return the pieces of a text; the language is told from its commonest words where it is not given."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    paragraphs = list(_paragraphs(text))
    for number, (start, end) in enumerate(paragraphs):
        for first_char, last_char in _sentences(text, start, end):
            found = [_token(match) for match in _TOKEN.finditer(text, first_char, last_char)]
            if found:
                line = text[start:end]
                is_item = first_char == start and (_BULLET.match(line) is not None or _LABELLED.fullmatch(line) is not None)
                is_heading = not is_item and len(found) < 30 and text[end - 1] not in '.!?”"»:' and end - start < 180 and last_char == end
                is_heading = is_heading and first_char == start
                sentences.append(Sentence(len(tokens), len(tokens) + len(found), number, is_item, is_heading))
                tokens.extend(found)
    return Text(text, language or language_of(tokens), tuple(tokens), tuple(sentences), tuple(m.span() for m in _QUOTED.finditer(text)))


def language_of(tokens: list[Token]) -> Language:
    """Return the language whose commonest words a text has more of; Spanish where neither shows."""
    words = [token.norm for token in tokens if not token.text.isupper()]  # UN is no "un"
    counted = {name: sum(word in small_words(f"common_{name}") for word in words) for name in ("es", "en")}
    return "en" if counted["en"] > counted["es"] else "es"


@lru_cache(maxsize=1 << 14)  # the words of a report recur
def folded(word: str) -> str:
    """
    Return a word in lower case without accents; ñ stays.

    >>> folded("Prisión"), folded("AÑO")
    ('prision', 'año')
    """
    plain = word.lower().replace("ñ", "\x00").replace("‑", "-").replace("’", "'")
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))
    return plain.replace("\x00", "ñ")


def words_of(phrase: str) -> tuple[str, ...]:
    """Return the normalised words of a phrase, parted as those of a text are."""
    return tuple(word for piece in phrase.split() for word in _words_of_piece(piece))


@lru_cache(maxsize=1 << 15)  # the phrases of the lexicons share their words
def _words_of_piece(piece: str) -> tuple[str, ...]:
    return tuple(intern(folded(match.group())) for match in _TOKEN.finditer(piece))


def _token(match: re.Match[str]) -> Token:
    return Token(match.group(), folded(match.group()), match.start(), match.end())


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs: blank lines part them, and single line ends do unless they wrap one paragraph."""
    start = 0
    for blank in [*_BLANK.finditer(text), None]:
        end = blank.start() if blank else len(text)
        yield from _lines(text, start, end)
        start = blank.end() if blank else end


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs of a block without blank lines."""
    lines: list[Span] = []
    at = start
    for printed in text[start:end].split("\n"):
        if printed.strip():
            lines.append((at + len(printed) - len(printed.lstrip()), at + len(printed.rstrip())))
        at += len(printed) + 1
    held: Span | None = None
    widest = max((last - first for first, last in lines), default=0)
    wrapped = len(lines) > 2 and widest <= 110 and all(last - first > 0.6 * widest for first, last in lines[:-1])
    for line in lines:
        if held is not None and (_goes_on(text, held, line) or (wrapped and not _BULLET.match(text[line[0] : line[1]] + " "))):
            held = (held[0], line[1])
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _goes_on(text: str, held: Span, line: Span) -> bool:
    """Say whether a line is the continuation of the one before."""
    return text[line[0]].islower() and text[held[1] - 1] not in ".!?:;"


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of a paragraph; the dot of an abbreviation ends none."""
    at = start
    for match in _END.finditer(text, start, end):
        if match.group()[0] == "." and _SHORT.search(text[max(at, match.start() - 8) : match.start() + 1]):
            continue
        yield at, match.end()
        at = match.end()
    if text[at:end].strip():
        yield at, end
