"""A sentence with the marks, names and dates in it: what figures, measures and happenings are read from."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import attrs

from amparo.ingest.reports.days.dates import ReadDate
from amparo.ingest.reports.who.entities import Entity
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.text import Sentence, Text


@attrs.frozen
class Clauses:
    """A sentence with the marks, names and dates in it."""

    text: Text
    sentence: Sentence
    marks: tuple[Mark, ...]
    entities: tuple[Entity, ...]
    dates: tuple[ReadDate, ...]
    by_layer: Mapping[str, list[Mark]] = attrs.field(init=False)

    @by_layer.default
    def _in_layers(self) -> Mapping[str, list[Mark]]:
        found: dict[str, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.layer, []).append(mark)
        return found

    def of(self, layer: str) -> list[Mark]:
        """Return the marks of one layer."""
        return self.by_layer.get(layer, [])

    def word(self, at: int) -> str:
        """Return the normalised word at a token of the sentence, empty outside it."""
        return self.text.tokens[at].norm if self.sentence.first <= at < self.sentence.last else ""


def by_sentence(text: Text, marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return the marks that begin in each sentence, in the order of the text."""
    ordered = sorted(marks, key=lambda mark: mark.first)
    firsts = [mark.first for mark in ordered]
    return [ordered[bisect_left(firsts, one.first) : bisect_left(firsts, one.last)] for one in text.sentences]


def breaks(clauses: Clauses, first: int, last: int, *, strong: bool) -> int:
    """Return how many breaks begin between two tokens, of all or of the strong ones."""
    return sum(first <= mark.first < last and (not strong or mark.tag == "strong") for mark in clauses.of("breaks"))
