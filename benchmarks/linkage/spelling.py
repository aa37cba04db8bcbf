"""How words come out wrong: read by a machine, written by ear, mistyped, or spelt the way of one list."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

# What stands before the colon is read, or written, as what stands after it; "ñ:Ã±" is a letter of two bytes read as two letters.
_SCANNED = "m:rn rn:m cl:d d:cl l:1 l:i i:l o:0 h:b b:h u:ii e:c c:e s:5 t:f g:q n:u v:y ñ:Ã± á:Ã¡ é:Ã© í:Ã\xad ó:Ã³ ñ:?"
_HEARD = (
    "b:v v:b s:z z:s ce:se ci:si ge:je gi:ji ll:y y:ll h: x:j qu:k i:y gua:hua hua:gua rr:r n:m ia:ea au:ao e:i o:u u:o"
    " t:d d:t w:gu ñ:ni y:i sh:ch k:c"
)
_BESIDE = "a:sq s:ad d:sf e:wr r:et i:uo o:ip n:bm m:n l:kñ u:yi t:ry c:xv"
BY_EAR = (
    "José:Pepe Francisco:Paco Jesús:Chucho Manuel:Manolo Eduardo:Lalo Luís:Lucho Enrique:Kike Alberto:Beto Antonio:Toño"
    " Rafael:Rafa Alejandro:Ale Fernando:Nando Mercedes:Meche Miguel:Migue Guillermo:Memo Ignacio:Nacho Vicente:Chente"
    " Graciela:Chela María:Mari Daniel:Dani Ramón:Moncho"
)


@cache
def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return what stands before and after the colon of each word."""
    return tuple((one, other) for one, _, other in (word.partition(":") for word in text.split(" ")))


@cache
def peoples() -> dict[str, Any]:  # Any: names by use
    """Return the names of other peoples, and how lists spell them."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "peoples.yml").read_text(encoding="utf-8"))
    return found


def scanned(rng: np.random.Generator, word: str) -> str:
    """Return a word as a reading machine takes it."""
    return _changed(rng, word, _SCANNED)


def heard(rng: np.random.Generator, word: str) -> str:
    """Return a word as somebody writes it who only heard it."""
    return _changed(rng, word, _HEARD)


def typed(rng: np.random.Generator, word: str) -> str:
    """Return a word with a slip of the hand; now and then with its end left out."""
    if len(word) < 3:
        return word
    place, how = int(rng.integers(1, len(word))), rng.random()
    if how < 0.25:
        return word[:place] + word[place + 1 :]
    if how < 0.45:
        return word[:place] + word[place - 1] + word[place:]
    if how < 0.65 and place + 1 < len(word):
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if how < 0.72 and len(word) > 6:
        return word[: len(word) - 3]
    choices = dict(pairs(_BESIDE)).get(word[place].lower(), "e")
    return word[:place] + choices[int(rng.integers(len(choices)))] + word[place + 1 :]


def _changed(rng: np.random.Generator, word: str, changes: str) -> str:
    low = word.lower()
    fits = [pair for pair in pairs(changes) if pair[0] in low]
    if not fits:
        return typed(rng, word)
    old, new = fits[int(rng.integers(len(fits)))]
    return low.replace(old, new, 1).title() if rng.random() < 0.8 else typed(rng, low.replace(old, new, 1).title())


def by_list(name: str, people: str, word: str) -> str:
    """Return a word as a list spells it: each list has one way for each people."""
    ways = peoples().get(people, {}).get("ways")
    if not ways:
        return word
    for old, new in ways[sum(map(ord, name + people)) % len(ways)]:
        word = word.replace(old, new)
    return word
