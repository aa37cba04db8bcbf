"""The words of reports: data files per language, expanded into phrases and found in one pass over the tokens."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import attrs
import yaml

from amparo.ingest.reports.text import Language, Token, words_of

type Entry = tuple[str, str, str, str]  # file, layer, tag and phrase, e.g. ("es", "events", "released:verb", "liberó")

FILES = ("es", "en", "names", "organisations", "places")

_BRACES = re.compile(r"\{([^{}]*)\}")


@attrs.frozen
class Mark:
    """A phrase of the lexicon found in a text: tokens ``first`` to before ``last``."""

    layer: str
    tag: str
    first: int
    last: int


@attrs.frozen
class Lexicon:
    """Phrases of one word by it, longer ones by their first two words, the longest first."""

    by_word: Mapping[str, Sequence[tuple[tuple[str, ...], str, str]]]
    by_pair: Mapping[tuple[str, str], Sequence[tuple[tuple[str, ...], str, str]]]

    def marks(self, tokens: Sequence[Token]) -> list[Mark]:
        """
        Return the longest phrase of each layer at each place, in the order of the text; within a layer none overlap.

        A phrase with two tags ("release" is a noun and a verb) gives a mark for each.
        """
        found: list[Mark] = []
        until: dict[str, int] = defaultdict(int)
        begun: dict[str, int] = {}
        norms = [token.norm for token in tokens]
        for at, pair in enumerate(pairwise([*norms, ""])):
            for words, layer, tag in (*self.by_pair.get(pair, ()), *self.by_word.get(pair[0], ())):
                size = len(words)
                is_free = until[layer] <= at or (begun.get(layer) == at and until[layer] == at + size)
                if is_free and (size <= 2 or tuple(norms[at : at + size]) == words):
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
    by_word: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    by_pair: dict[tuple[str, str], list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for layer, tag, phrase in sorted(set(entries(language, own))):
        words = words_of(phrase)
        if len(words) == 1:
            by_word[words[0]].append((words, layer, tag))
        else:
            by_pair[words[0], words[1]].append((words, layer, tag))
    for phrases in by_pair.values():
        phrases.sort(key=lambda one: -len(one[0]))
    return Lexicon(dict(by_word), dict(by_pair))


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
    match = _BRACES.search(line)
    if match is None:
        yield " ".join(line.split())
        return
    for choice in match[1].split(","):
        yield from expanded(line[: match.start()] + choice + line[match.end() :])
