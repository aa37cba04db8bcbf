"""Expressions whose parts stand apart: puso ayer en libertad, dejó a 46 presos libres, let a batch of 43 detainees go."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import attrs

from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import words_of

type Words = tuple[str, ...]

GAP = "…"
_WIDEST = 7  # tokens between the parts
_PHRASE_STARTS = frozenset({"el", "la", "los", "las", "the", "su", "sus", "their"})


@attrs.frozen
class Apart:
    """
    An expression found in a text: tokens ``first`` to before ``last``, its end at ``tail`` to before ``end``.

    Where the number that it speaks of stands between its parts, ``last`` is the end of the first part, so that the number
    follows it; elsewhere it is the end of the whole.
    """

    layer: str
    tag: str
    first: int
    last: int
    tail: int
    end: int
    size: int


@attrs.frozen
class ApartPhrases:
    """Phrases in two parts: by the first word of the first part, these parts, each with its second parts by their first word."""

    by_word: Mapping[str, Sequence[tuple[Words, str, Mapping[str, Sequence[tuple[Words, str]]]]]]
    figure_words: frozenset[str]

    def found(self, norms: Words, at: int) -> Iterator[Apart]:
        """Yield the expressions that begin at a token, of each layer the first part's longest match and the nearest end."""
        done: set[str] = set()
        for head, layer, tails in self.by_word.get(norms[at], ()):
            start = at + len(head)
            if layer in done or norms[at:start] != head:
                continue
            place = self._end_of(norms, start, tails)
            if place is None:
                continue
            done.add(layer)
            tail, size, tags = place
            last = start if self._holds_figure(norms, start, tail) else tail + size
            for tag in tags:
                yield Apart(layer, tag, at, last, tail, tail + size, len(head) + size)

    def _end_of(self, norms: Words, start: int, tails: Mapping[str, Sequence[tuple[Words, str]]]) -> tuple[int, int, list[str]] | None:
        """Return where the nearest second part begins, its size and its tags."""
        for place in range(start, min(start + _WIDEST + 1, len(norms))):
            word = norms[place]
            before = norms[place - 1] if place > start else ""
            governed = word in _PHRASE_STARTS and before in small_words("prepositions")
            noun = word.endswith(("os", "as")) and (before in self.figure_words or before[:1].isdigit())  # mantiene a 65 presos
            told = (
                []
                if governed or noun
                else [(len(tail), tag) for tail, tag in tails.get(word, ()) if norms[place : place + len(tail)] == tail]
            )
            if told:
                size = max(told)[0]
                return place, size, [tag for length, tag in told if length == size]
            if word in small_words("parts_phrases"):
                return None
        return None

    def _holds_figure(self, norms: Words, start: int, end: int) -> bool:
        """Say whether a number that may count persons stands between the parts; the day of a month is none."""
        for at in range(start, end):
            if norms[at] in self.figure_words:
                return True
            after, before = " ".join(norms[at + 1 : at + 3]), norms[at - 1]
            dated = before in _days() or norms[at + 1] in _days() or (after.startswith("de ") and after[3:] in _days())
            if norms[at][0].isdigit() and before not in {"el", "dia"} and not dated:
                return True
        return False


def parts_of(phrase: str) -> tuple[Words, ...]:
    """
    Return the words of a phrase, part by part.

    >>> parts_of("dejó … en libertad"), parts_of("liberó")
    ((('dejo',), ('en', 'libertad')), (('libero',),))
    """
    return tuple(words_of(part) for part in phrase.split(GAP))


def apart_phrases(entries: Iterable[tuple[str, str, str]], numbers: Mapping[str, Any]) -> ApartPhrases:  # Any: the table of numbers
    """Return the phrases in two parts among layer, tag and phrase; ``numbers``: the words of numbers."""
    tails: dict[tuple[str, Words], dict[str, list[tuple[Words, str]]]] = defaultdict(lambda: defaultdict(list))
    for layer, tag, (head, tail) in dict.fromkeys((layer, tag, parts_of(phrase)) for layer, tag, phrase in entries):
        tails[layer, head][tail[0]].append((tail, tag))
    by_word: dict[str, list[tuple[Words, str, Mapping[str, Sequence[tuple[Words, str]]]]]] = defaultdict(list)
    for (layer, head), ends in sorted(tails.items(), key=lambda one: -len(one[0][1])):
        by_word[head[0]].append((head, layer, dict(ends)))
    units = {word for phrase, value in numbers["values"]["units"].items() if value > 1 for word in words_of(phrase)}
    vague = {words_of(phrase)[-1] for phrase in numbers["vague"]}
    scales = {word for phrase in numbers["values"]["scales"] for word in words_of(phrase)}
    return ApartPhrases(dict(by_word), frozenset(units | vague | scales) - {"once"})


@cache
def _days() -> frozenset[str]:
    return small_words("months")
