"""Numbers of reports with their bounds: digits and words, vague words as ranges, hedges before and after."""

import re
from functools import cache

import attrs

from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.words.lexicon import Mark, data
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Text, Token, folded

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_PLAIN = re.compile(r"\d{1,9}")
_TENTHS = re.compile(r"\d+[.,]\d{1,2}")
# What a figure changed from and to: the beginnings of such words.
_CHANGES = tuple(small_words("changes"))
_WITH_OVER = ("hand", "turn", "took", "taken")  # verbs of which "over" is a part
MOST = 50_000_000  # a figure of persons beyond this is a slip


@attrs.frozen
class Number:
    """
    A number in a text: tokens ``first`` to before ``last``, hedge not included.

    Attributes:
        qualifier: exact until a hedge says otherwise; order_of_magnitude and range have a ``high``.
        span: of the hedge and the number together.
        hedge: where the hedge stands.
    """

    first: int
    last: int
    value: int
    high: int | None = None
    qualifier: str = "exact"
    hedge: Span | None = None
    span: Span = (0, 0)
    is_vague: bool = False
    is_word: bool = False


@cache
def _words() -> dict[str, dict[str, int]]:
    return {name: {folded(word): int(value) for word, value in table.items()} for name, table in data("numbers")["values"].items()}


@cache
def _vague() -> dict[tuple[str, ...], tuple[int, int | None, str]]:
    """Return vague phrases with the value, the upper value and the qualifier that each stands for."""
    found = {}
    for phrase, row in data("numbers")["vague"].items():
        found[tuple(folded(phrase).split())] = (int(row[0]), row[1], str(row[2]))
    return found


@cache
def _vague_openings() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _vague())


def is_number_word(word: str) -> bool:
    """Say whether a word, in lower case and without accents, is one of those that numbers are written with."""
    parts = word.split("-")
    return word in _words()["scales"] or all(part in _words()["units"] for part in parts)


def numbers_of(text: Text, marks: list[Mark], first: int, last: int) -> list[Number]:
    """Return the numbers of one sentence, ranges joined and hedged, in the order of the text."""
    bare: list[Number] = []
    at = first
    while at < last:
        if text.language == "en" and text.tokens[at].norm == "once":
            at += 1
            continue  # released at once
        if at > first and (text.tokens[at - 1].norm, text.tokens[at].norm) in {("por", "ciento"), ("por", "cien"), ("cien", "ciento")}:
            at += 1
            continue
        if text.tokens[at].text in {"DOS", "UNA", "ONE", "TEN", "SEIS", "MIL"} and not _is_shouted(text, at, first, last):
            at += 1
            continue  # the U.S. Department of State (DOS)
        found = _vague_at(text.tokens, at, last) or _digits_at(text, at, last) or _words_at(text.tokens, at, last)
        if found is None:
            at += 1
            continue
        found = _in_brackets(text, found, first, last)
        bare.append(found)
        at = found.last
    joined = _ranges(text, [number for number in bare if not _is_share(text, number, bare)])
    return [_hedged(text, number, marks, first, last) for number in joined]


def _is_shouted(text: Text, at: int, first: int, last: int) -> bool:
    """Say whether the word after or before one in capitals is in capitals too: a headline."""
    return any(text.tokens[near].text.isupper() and text.tokens[near].is_word for near in (at - 1, at + 1) if first <= near < last)


def _in_brackets(text: Text, number: Number, first: int, last: int) -> Number:
    """Return a number with the brackets that some bodies write each figure in: (2541) people have been arrested, the (18) sentenced."""
    tokens, at = text.tokens, number.first - 1
    if at < first or number.last >= last or tokens[at].text != "(" or tokens[number.last].text != ")" or number.value > 1_000_000:
        return number
    before = tokens[at - 1].norm if at > first else ""
    opens = before in small_words("prepositions") | small_words("articles") | {"", "and", "y", ",", ":", "-", "•", "total"}
    return attrs.evolve(number, first=at, last=number.last + 1) if opens else number


def _vague_at(tokens: tuple[Token, ...], at: int, last: int) -> Number | None:
    if tokens[at].norm not in _vague_openings():
        return None
    for size in range(4, 0, -1):
        if at + size <= last:
            row = _vague().get(tuple(token.norm for token in tokens[at : at + size]))
            goes_on = tokens[at + size - 1].norm in {"hundred", "thousand"} and at + size + 1 < last and tokens[at + size].norm == "and"
            if row is not None and not (goes_on and is_number_word(tokens[at + size + 1].norm)):
                return Number(at, at + size, row[0], row[1], row[2], is_vague=row[2] == "order_of_magnitude", is_word=True)
    return None


def _digits_at(text: Text, at: int, last: int) -> Number | None:
    """Return the number in digits that starts at a token: 4.512 · 1,793 · 1 682 · 3 mil 210 · 1.2 million."""
    tokens = text.tokens
    printed = tokens[at].text
    if not printed[0].isdigit():
        return None
    end = at + 1
    scale = _words()["scales"]
    if end < last and tokens[end].norm in scale and (_PLAIN.fullmatch(printed) or _TENTHS.fullmatch(printed)):
        value = round(float(printed.replace(",", ".")) * scale[tokens[end].norm])
        end += 1
        if end < last and re.fullmatch(r"\d{1,3}", tokens[end].text) and value % 1000 == 0:
            value += int(tokens[end].text)
            end += 1
        return _number(at, end, value)
    if _GROUPED.fullmatch(printed):
        return _number(at, end, int(re.sub(r"[.,]", "", printed)))
    if not _PLAIN.fullmatch(printed):
        return None
    digits = printed
    while end < last and re.fullmatch(r"\d{3}", tokens[end].text) and len(digits) <= 6 and _is_thin(text, tokens, end):
        digits += tokens[end].text
        end += 1
    return _number(at, end, int(digits))


def _is_thin(text: Text, tokens: tuple[Token, ...], at: int) -> bool:
    """Say whether one space parts two groups of digits, the first of which is short: 1 682, not 2019 340."""
    before = tokens[at - 1]
    return tokens[at].start == before.end + 1 and text.text[before.end] in "  \u202f\u2009" and len(before.text) <= 3


def _number(first: int, last: int, value: int) -> Number | None:
    return Number(first, last, value) if value <= MOST else None


def _words_at(tokens: tuple[Token, ...], at: int, last: int) -> Number | None:
    """Return the number in words that starts at a token: trescientos cuarenta · two hundred and five · treinta y uno."""
    units, scales = _words()["units"], _words()["scales"]
    total, current, end, seen = 0, 0, at, False
    while end < last:
        word = tokens[end].norm
        if word in units:
            value = units[word]
            if seen and current % 100 != 0 and not (current % 10 == 0 and value < 10):
                break  # "cinco, dos": another number
            if seen and current and value >= 100:
                break
            current += value
        elif word in scales and (seen or word in {"mil", "cien", "ciento"} or (at and tokens[at - 1].norm == "a")):
            if scales[word] == 100:
                current = max(current, 1) * 100
            else:
                total += max(current, 1) * scales[word]
                current = 0
        elif "-" in word and all(part in units for part in word.split("-")):
            current += sum(units[part] for part in word.split("-"))
        elif not (seen and word in {"y", "and"} and end + 1 < last and _is_unit(tokens[end + 1].norm) and _joins(tokens, end, current)):
            break
        seen = True
        end += 1
    if not seen or total + current > MOST:
        return None
    value = total + current
    if scales.get(tokens[end - 1].norm, 0) >= 1000:
        value, end = _completed(tokens, end, last, value)
    return Number(at, end, value, is_word=True)


def _completed(tokens: tuple[Token, ...], end: int, last: int, value: int) -> tuple[int, int]:
    """Return value and end of a number in words that digits or a half go on: mil 42 · un millón y medio."""
    scale = _words()["scales"][tokens[end - 1].norm]
    after = tuple(token.norm for token in tokens[end : min(end + 3, last)])
    if after[:1] and re.fullmatch(r"\d{1,3}", after[0]) and scale == 1000:
        return value + int(after[0]), end + 1
    if after[:2] == ("y", "medio") or after == ("and", "a", "half"):
        return value + scale // 2, end + (2 if after[0] == "y" else 3)
    return value, end


def _is_share(text: Text, number: Number, numbers: list[Number]) -> bool:
    """Say whether a number is an end of a proportion, which counts nobody: dos de cada tres, one in five."""
    before = tuple(token.norm for token in text.tokens[max(0, number.first - 4) : number.first])
    if before[-4:] == ("fewer", "than", "one", "in") or before[-2:] == ("one", "in"):
        return True
    if (before[-2:] in {("1", "in"), ("one", "in")} and number.value <= 10) or before[-3:] in {
        ("una", "de", "cada"),
        ("uno", "de", "cada"),
    }:
        return True
    for other in numbers:
        low, high = (number, other) if number.first < other.first else (other, number)
        gap = tuple(token.norm for token in text.tokens[low.last : high.first])
        in_words = (low.is_word or low.value == 1) and high.is_word and high.value <= 10
        if gap == ("de", "cada") or (gap in {("in",), ("out", "of"), ("in", "every")} and in_words):
            return True
    return False


def _joins(tokens: tuple[Token, ...], at: int, current: int) -> bool:
    """Say whether an "and" is inside a number: treinta y dos, two hundred and five; never "dos y tres"."""
    units = _words()["units"]
    value = sum(units[part] for part in tokens[at + 1].norm.split("-"))
    if tokens[at].norm == "y":
        return current % 100 in range(30, 100, 10) and value < 10
    return current >= 100 and current % 100 == 0 and value < 100


def _is_unit(word: str) -> bool:
    return all(part in _words()["units"] for part in word.split("-"))


def _ranges(text: Text, numbers: list[Number]) -> list[Number]:
    """Join what is one range: entre 154 y 170 · de 154 a 170 · between 8 and 11 · 10-15 · 10 to 15."""
    joined: list[Number] = []
    for number in numbers:
        before = joined[-1] if joined else None
        if before is not None and before.high is None and 1 < before.value < number.value and _is_range(text, before, number):
            joined[-1] = attrs.evolve(before, last=number.last, high=number.high or number.value, qualifier="range")
        else:
            joined.append(number)
    return joined


def _is_range(text: Text, before: Number, number: Number) -> bool:
    gap = [token.norm for token in text.tokens[before.last : number.first]]
    opened = text.tokens[before.first - 1].norm if before.first else ""
    if gap in (["y"], ["and"]):
        return opened in {"entre", "between"}
    if gap in (["a"], ["to"]):
        if any(token.norm.startswith(_CHANGES) for token in text.tokens[max(0, before.first - 4) : before.first]):
            return False  # "pasaron de 168 a 177" tells two figures
        return opened in {"de", "from", "entre"} or number.value <= 3 * before.value
    return gap in (["-"], ["–"], ["o"], ["or"]) and number.value <= 3 * max(before.value, 1) and number.value >= 3


def _hedge_before(text: Text, marks: list[Mark], start: int, first: int, *, is_inner: bool) -> Mark | None:
    """Return the hedge that ends before a token; right before a number a small word, or commas around the hedge, may stand between."""
    tokens = text.tokens
    hedges = [one for one in marks if one.layer == "qualifiers" and one.first >= first and one.last in {start, start - 1}]
    mark = next((one for one in reversed(hedges) if one.last == start), None)
    if mark is not None or not is_inner or start <= first:
        return mark
    before = tokens[start - 1].norm
    near = [one for one in hedges if one.last == start - 1 and one.tag != "exact"]
    if before in {"de", "los", "las", "un", "una", "a", "entre", "between", "of"}:
        return next(iter(near), None)
    # la excarcelación de, al menos, 60
    return next((one for one in near if before == "," and one.first > first and tokens[one.first - 1].text == ","), None)


def _hedged(text: Text, number: Number, marks: list[Mark], first: int, last: int) -> Number:
    """Return the number with its hedge: the phrase right before it, or right after it."""
    tokens, start, end = text.tokens, number.first, number.last
    qualifier, hedge = number.qualifier, None
    for _ in range(3):  # "al menos unos 30": the outer hedge is read as well
        mark = _hedge_before(text, marks, start, first, is_inner=start == number.first)
        if mark is None:
            break
        if (
            mark.tag == "more_than"
            and mark.last - mark.first == 1
            and mark.first > first
            and tokens[mark.first - 1].norm.startswith(_WITH_OVER)
        ):
            break  # handed over 14
        if mark.tag != "exact" and hedge is None and qualifier in {"exact", "about"}:
            qualifier, hedge = mark.tag, text.span(mark.first, mark.last)
        elif mark.tag == "exact" and hedge is not None:
            break
        elif mark.tag != "exact" and qualifier == "order_of_magnitude" and mark.tag in {"at_least", "more_than"}:
            qualifier, hedge = "at_least", text.span(mark.first, mark.last)
        start = mark.first
    after = next((one for one in marks if one.layer == "qualifiers_after" and one.first == end), None)
    if after is not None and hedge is None and qualifier == "exact" and after.last <= last:
        qualifier, hedge, end = after.tag, text.span(after.first, after.last), after.last
    if end < last and tokens[end].text == "+" and qualifier == "exact":
        qualifier, hedge, end = "at_least", text.span(end, end + 1), end + 1
    if number.high is not None and qualifier in {"exact", "about"}:
        qualifier = number.qualifier
    high = number.high if qualifier in {"range", "order_of_magnitude", "about"} else None
    return attrs.evolve(number, qualifier=qualifier, hedge=hedge, high=high, span=text.span(start if hedge else number.first, end))
