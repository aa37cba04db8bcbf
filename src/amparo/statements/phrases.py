"""
Date phrases as lists carry them, in Spanish and English, to EDTF; never a day that the phrase does not give.

What is said of a date becomes an interval that surely holds it:

    13-14.06.1977, 24 o 26.06.1976       from the first day to the last
    Fines 09.1973, early March 2024      the half of the month (or year): 1–15, 8–23, 16–end
    00.07.1974, 2009-11-00               the month; a zero is no day
    antes de 1975, after March 2024      open at the other end, the named time excluded
    desde, hasta, since, until           open at the other end, the named time included
    c. 1975, probablemente 1975          1975~, 1975?
    semana del 5 de febrero de 2026      six days either side, whichever day the week starts on

What could mean two things is refused, and the message says which convention of
the map would decide.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

import attrs

from amparo.errors import BadInput
from amparo.statements import interval
from amparo.statements.date_atoms import Atom, Order, atom_edtf, completed, read_atom
from amparo.statements.date_words import joining, leading, normalised, table
from amparo.statements.dates import is_edtf

LONGEST = 400

_SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.[0-9]+)?")
_TIME_OF_DAY = re.compile(r"(?<=[0-9])[T ][0-9]{2}:[0-9]{2}\S*$")
_SLIPPED = re.compile(r"\s*[-/]\s*")
_LISTED = re.compile(r"\s*[;|,]\s*")
_DOUBT_AFTER = re.compile(r"(?P<rest>.*\S)\s*(?:\(\?\)|\?)$")
_ABOUT_AFTER = re.compile(
    r"(?P<rest>.*[^\s,])\s*,?\s*(?:\((?:aprox|approx|circa|ca)\.?\)|(?:aprox|approx)\.?|aproximadamente|approximately)$"
)
_REST = re.compile(r"(?P<mark>[.,;:(])\s*(?=[^\W\d_])")
# "March 5-8, 2024": the month stands before both days.
_MONTH_BEFORE = re.compile(r"(?P<month>[a-z]{3,10})\.?\s+(?P<days>[0-9]{1,2}\s*(?:-|to|and|or)\s*[0-9]{1,2}),?\s+(?P<year>[0-9]{4})")
_SERIAL_ZERO = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}


@attrs.frozen
class DateConvention:
    """
    How a list writes its dates, as its map says; None and "refuse" leave the doubt to the reader.

    Attributes:
        order: of day, month and year in numbers.
        pivot: two-digit years from this number on are of the 20th century, those below of the 21st.
        serials: the day zero of spreadsheet day numbers, "1900" or "1904".
        two_dates: what a cell with two dates means: either one, or the span from one to the other.
        trailing_text: whether words after a date are kept as a note.

    """

    order: Order | None = None
    pivot: int | None = None
    serials: Literal["1900", "1904"] | None = None
    two_dates: Literal["refuse", "first", "last", "span"] = "refuse"
    trailing_text: Literal["refuse", "note"] = "refuse"


@attrs.frozen
class ReadDate:
    """The EDTF of a phrase, and the words after it where the convention keeps them."""

    edtf: str
    note: str | None = None


def to_edtf(text: str | date, *, order: Order | None = "dmy", pivot: int | None = None) -> str:
    """
    Return the EDTF of a date phrase; the empty text is an unknown date.

    >>> to_edtf("Fines 09.1973"), to_edtf("24 o 26.06.1976"), to_edtf("enero de 2026")
    ('1973-09-16/1973-09-30', '1976-06-24/1976-06-26', '2026-01')
    """
    return read_date(text, DateConvention(order=order, pivot=pivot)).edtf


def read_date(text: str | date, convention: DateConvention) -> ReadDate:
    """Return what a cell says under the conventions of its list, or refuse it and say why."""
    if isinstance(text, date):
        return ReadDate((text.date() if isinstance(text, datetime) else text).isoformat())
    return _read_text(text.strip(), convention)


@lru_cache(maxsize=1 << 16)  # the dates of a list recur
def _read_text(printed: str, convention: DateConvention) -> ReadDate:
    """Return what the text of a cell says; words after a date are kept where the convention keeps them."""
    if len(printed) > LONGEST:
        raise BadInput("statements.date_unreadable", value=printed[:40] + "…")
    try:
        return ReadDate(_edtf(printed, convention))
    except BadInput as refusal:
        rest = _with_rest(printed, convention) if refusal.code == "statements.date_unreadable" else None
        if rest is None:
            raise
        return rest


def _edtf(printed: str, convention: DateConvention) -> str:
    """Return the EDTF of a text that is a date and nothing else."""
    plain = _TIME_OF_DAY.sub("", printed)
    if is_edtf(plain):
        return plain.strip()
    if _SERIAL.fullmatch(printed):
        return _serial(printed, convention)
    phrase = normalised(printed)
    if phrase in table()["unknown"] or not phrase:
        return ""
    return _Reader(convention, printed).phrase(phrase.rstrip(". "))


def _serial(text: str, convention: DateConvention) -> str:
    """Return the day of a spreadsheet's day number; its day zero differs between programs by four years."""
    if convention.serials is None:
        raise BadInput("statements.date_serial", value=text)
    return (_SERIAL_ZERO[convention.serials] + timedelta(days=int(float(text)))).isoformat()


def _with_rest(printed: str, convention: DateConvention) -> ReadDate | None:
    """Return the date at the start of a longer text, the rest as its note; refuse it where the convention does."""
    for match in reversed(list(_REST.finditer(printed))):
        try:
            edtf = _edtf(printed[: match.start()].strip(), convention)
        except BadInput:
            continue
        if not edtf:
            continue
        if convention.trailing_text == "refuse":
            raise BadInput("statements.date_trailing", value=printed[: match.start()], rest=printed[match.start() :][:60])
        return ReadDate(edtf, printed[match.start() + (match["mark"] != "(") :].strip())
    return None


@attrs.frozen
class _Reader:
    """One reading of one normalised phrase; ``printed`` is what messages quote."""

    convention: DateConvention
    printed: str

    def phrase(self, text: str) -> str:
        """Return the EDTF of a phrase with the words before and after its dates."""
        for mark, before, after in (("?", "doubted", _DOUBT_AFTER), ("~", "about", _ABOUT_AFTER)):
            match = leading(before).fullmatch(text) or after.fullmatch(text.lstrip("¿"))
            if match:
                return _marked(self.phrase(match["rest"]), mark)
        if match := leading("between").fullmatch(text):
            return self._joined(match["rest"], (joining("and"), joining("to"), _SLIPPED)) or self._refuse()
        if match := leading("week").fullmatch(text):
            return self._week(match["rest"])
        return self._bounded(text) or self._dates(text)

    def _bounded(self, text: str) -> str | None:
        """Return the EDTF of a phrase that bounds its date on one side; None where it does not."""
        if match := leading("since").fullmatch(text):
            return self._joined(match["rest"], (joining("to"),)) or f"{_start(self.phrase(match['rest']))}/.."
        if match := leading("until").fullmatch(text):
            return f"../{_end(self.phrase(match['rest']))}"
        if match := leading("before").fullmatch(text):
            named = self.phrase(match["rest"])
            first, last = interval(named)
            limit = last if _is_loose(named) else first
            return f"../{limit - timedelta(days=1)}" if limit and limit > date.min else self._refuse()
        if match := leading("after").fullmatch(text):
            named = self.phrase(match["rest"])
            first, last = interval(named)
            limit = first if _is_loose(named) else last
            return f"{limit + timedelta(days=1)}/.." if limit and limit < date.max else self._refuse()
        return None

    def _week(self, text: str) -> str:
        """Return the days of the week around a day; lists disagree on the day with which a week starts."""
        first, last = interval(self._dates(text))
        if first is None or first != last or not date.min + timedelta(7) < first < date.max - timedelta(7):
            return self._refuse()
        return f"{first - timedelta(days=6)}/{first + timedelta(days=6)}"

    def _dates(self, text: str) -> str:
        """Return the EDTF of one date, or of two that are joined."""
        whole = read_atom(text, self.convention.order, self.convention.pivot)
        if whole is not None and whole.number is None:
            return atom_edtf(whole, self.printed)
        turned = _MONTH_BEFORE.sub(r"\g<days> \g<month> \g<year>", text)
        either = [sorted(pair, key=_by_day) for pair in self._pairs(turned, (joining("or"),))]
        if either:
            return self._span(*either[0])
        found = self._joined(turned, (joining("to"), _SLIPPED))
        if found is not None:
            return found
        pairs = list(self._pairs(turned, (joining("and"), _LISTED)))
        if not pairs:
            return self._refuse()
        first, last = pairs[0]
        match self.convention.two_dates:
            case "first":
                return first
            case "last":
                return last
            case "span":
                return self._span(first, last)
        raise BadInput("statements.date_two", value=self.printed)

    def _joined(self, text: str, joints: tuple[re.Pattern[str], ...]) -> str | None:
        """Return the span of two joined dates; two different readings are refused."""
        spans = {self._span(first, last) for first, last in self._pairs(text, joints)}
        if len(spans) > 1:
            raise BadInput("statements.date_ambiguous", value=self.printed)
        return spans.pop() if spans else None

    def _pairs(self, text: str, joints: tuple[re.Pattern[str], ...]) -> Iterator[tuple[str, str]]:
        """Give each reading of a text as two dates; the one refusal is raised where no reading is left."""
        refusal: BadInput | None = None
        found = False
        for joint in joints:
            for match in joint.finditer(text):
                try:
                    pair = self._pair(text[: match.start()].strip(" ,"), text[match.end() :].strip(" ,"))
                except BadInput as error:
                    refusal = refusal or error
                    continue
                if pair is not None:
                    found = True
                    yield pair
        if refusal is not None and not found:
            raise refusal

    def _pair(self, before: str, after: str) -> tuple[str, str] | None:
        """Return both sides as dates, the left one completed by the right."""
        order, pivot = self.convention.order, self.convention.pivot
        left, right = read_atom(before, order, pivot), read_atom(after, order, pivot)
        if left is None or right is None or right.year is None:
            return None
        whole: Atom | None = completed(left, right)
        if whole is None:
            return None
        return atom_edtf(whole, self.printed), atom_edtf(right, self.printed)

    def _span(self, first: str, last: str) -> str:
        """Return the interval from the one date to the other; in the wrong order it is refused."""
        if first == last:
            return first
        span = f"{_start(first)}/{_end(last)}"
        try:
            interval(span)
        except BadInput as refusal:
            raise BadInput(refusal.code, value=self.printed) from None
        return span

    def _refuse(self) -> str:
        """Refuse the phrase as one that says no date."""
        raise BadInput("statements.date_unreadable", value=self.printed)


def _by_day(edtf: str) -> date:
    """Return the first day of a date for sorting."""
    return interval(edtf)[0] or date.min


def _start(edtf: str) -> str:
    """Return the start of an interval, or the date itself."""
    return edtf.partition("/")[0]


def _end(edtf: str) -> str:
    """Return the end of an interval, or the date itself."""
    return edtf.rpartition("/")[2]


def _is_loose(edtf: str) -> bool:
    """Say whether the named time has no sharp edges of its own, so that before and after it must be read widely."""
    return "/" in edtf or edtf.endswith(("~", "%")) or "X" in edtf


def _marked(edtf: str, mark: str) -> str:
    """Return a date with a mark at each of its ends; both marks together are ``%``."""
    if not edtf:
        return edtf
    ends = []
    for end in edtf.split("/"):
        if end in {"", ".."}:
            ends.append(end)
        elif end[-1] in "~?%":
            ends.append(end if end[-1] in {mark, "%"} else end[:-1] + "%")
        else:
            ends.append(end + mark)
    return "/".join(ends)
