"""The words of reports: data files per language, expanded into phrases and found in one pass over the tokens."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import attrs
import yaml

from amparo.ingest.reports.words.apart import GAP, ApartPhrases, apart_phrases
from amparo.ingest.reports.words.text import Language, Token, words_of

type Phrase = tuple[tuple[str, ...], str, str]  # words, layer and tag
type Entry = tuple[str, str, str, str]  # file, layer, tag and phrase, e.g. ("es", "events", "released:verb", "liberó")

FILES = ("es", "en", "names", "organisations", "places")


@attrs.frozen
class Mark:
    """A phrase of the lexicon found in a text: tokens ``first`` to before ``last``."""

    layer: str
    tag: str
    first: int
    last: int


@attrs.frozen
class Lexicon:
    """Phrases of one word by it, longer ones by their first two words, the longest first, and those whose parts stand apart."""

    by_word: Mapping[str, Sequence[Phrase]]
    by_pair: Mapping[tuple[str, str], Sequence[Phrase]]
    apart: ApartPhrases

    def marks(self, tokens: Sequence[Token]) -> list[Mark]:
        """
        Return the longest phrase of each layer at each place, in the order of the text; within a layer none overlap.

        A phrase with two tags ("release" is a noun and a verb) gives a mark for each. What stands between the parts of an
        expression is marked too, its second part is not.
        """
        found: list[Mark] = []
        until: dict[str, int] = defaultdict(int)
        begun: dict[str, int] = {}
        ends: set[tuple[str, int]] = set()
        norms = tuple(token.norm for token in tokens)
        for at, pair in enumerate(pairwise([*norms, ""])):
            phrases = (*self.by_pair.get(pair, ()), *self.by_word.get(pair[0], ()))
            if not phrases and pair[0] not in self.apart.by_word:
                continue
            for one in self.apart.found(norms, at) if pair[0] in self.apart.by_word else ():
                longer = any(
                    layer == one.layer and len(words) > one.size and norms[at : at + len(words)] == words for words, layer, _ in phrases
                )
                if not longer and (one.layer, at) not in ends and (until[one.layer] <= at or begun.get(one.layer) == at):
                    found.append(Mark(one.layer, one.tag, at, one.last))
                    until[one.layer], begun[one.layer] = one.last, at
                    ends.update((one.layer, place) for place in range(one.tail, one.end))
            for words, layer, tag in phrases:
                size = len(words)
                if size > 2 and norms[at : at + size] != words:
                    continue
                is_free = until[layer] <= at or (begun.get(layer) == at and until[layer] == at + size)
                if is_free and (layer, at) not in ends:
                    found.append(Mark(layer, tag, at, at + size))
                    until[layer], begun[layer] = at + size, at
        return found


@attrs.frozen
class OwnWords:
    """What one registry adds to the data files, and what it takes out of them."""

    added: frozenset[Entry] = frozenset()
    removed: frozenset[Entry] = frozenset()


NO_WORDS = OwnWords()


@lru_cache(maxsize=8)  # a registry has one set of words of its own, which somebody may be bettering
def lexicon(language: Language, own: OwnWords = NO_WORDS) -> Lexicon:
    """Return the lexicon of a language, with what both languages share, and with a registry's own words."""
    by_word: dict[str, list[Phrase]] = defaultdict(list)
    by_pair: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    apart: list[tuple[str, str, str]] = []
    for layer, tag, phrase in entries(language, own):
        if GAP in phrase:
            apart.append((layer, tag, phrase))
            continue
        words = words_of(phrase)
        if len(words) == 1:
            by_word[words[0]].append((words, layer, tag))
        else:
            by_pair[words[0], words[1]].append((words, layer, tag))
    return Lexicon(
        {word: sorted(set(phrases), key=_longest_first) for word, phrases in by_word.items()},
        {pair: sorted(set(phrases), key=_longest_first) for pair, phrases in by_pair.items()},
        apart_phrases(sorted(set(apart)), data("numbers")),
    )


def _longest_first(phrase: Phrase) -> tuple[int, Phrase]:
    return -len(phrase[0]), phrase


def entries(language: Language, own: OwnWords = NO_WORDS) -> Iterator[tuple[str, str, str]]:
    """Yield layer, tag and phrase of each line of the data files of a language, and of a registry's own."""
    yield from ((layer, tag, phrase) for name, layer, tag, phrase in own.added if name not in {"es", "en"} or name == language)
    for name in (language, "names", "organisations", "places"):
        for layer, tags in data(name).items():
            if layer.startswith("_"):
                continue
            for tag, lines in tags.items():
                for line in lines:
                    for phrase in expanded(str(line)):
                        if (name, layer, str(tag), phrase) not in own.removed:
                            yield layer, str(tag), phrase


@cache
def data(name: str) -> Mapping[str, Any]:  # Any: tags and lines of each layer
    """Return one data file."""
    text = (files("amparo.ingest.reports") / "lexicon" / f"{name}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def expanded(line: str) -> Iterator[str]:
    """
    Yield the phrases that a line stands for.

    >>> list(expanded("excarcelad{o,a}s{, ayer}"))
    ['excarcelados', 'excarcelados ayer', 'excarceladas', 'excarceladas ayer']
    """
    for phrase in dict.fromkeys(_choices(line)):
        yield " ".join(phrase.split())


def _choices(line: str) -> Iterator[str]:
    """Yield the phrases of a line, outer braces first, so that what is nested in one choice does not multiply the others."""
    start = line.find("{")
    if start < 0:
        yield line
        return
    depth, cuts = 0, [start]
    for at in range(start, len(line)):
        depth += (line[at] == "{") - (line[at] == "}")
        if depth == 0 or (depth == 1 and line[at] == ","):
            cuts.append(at)
        if depth == 0:
            break
    rest = list(_choices(line[cuts[-1] + 1 :]))
    for left, right in pairwise(cuts):
        for choice in _choices(line[left + 1 : right]):
            yield from (line[:start] + choice + end for end in rest)
