"""Why two records are one person or not, in words: each comparison, what it found, and what that is worth."""

from collections.abc import Sequence

import attrs
import numpy as np

from amparo.linkage.columns import day_text
from amparo.linkage.fields import NO_DAY, Records
from amparo.linkage.linking import Work
from amparo.linkage.model import COMPARISONS, LEVELS, heed
from amparo.linkage.names import MISSING
from amparo.linkage.pair_loops import FAMILY, NEITHER
from amparo.linkage.training import observe
from amparo.words import Language, say

_WORDS = COMPARISONS[:4]
_DAYS = {"birth": "born", "event": "event"}
_CELLS = {"where": "municipality"}
KIN = COMPARISONS.index("kin")
_SILENT = {("kin", "neither"), ("lists", "other")}


@attrs.frozen
class Evidence:
    """
    What one comparison of two records found.

    Attributes:
        comparison, level: as in ``model.LEVELS``.
        weight: log2 of how much likelier it is among records of one person; rarity included.
        a, b: what the two records say, as it was compared.
    """

    comparison: str
    level: str
    weight: float
    a: str = ""
    b: str = ""

    def to_list(self) -> list[str | int]:
        """Return the evidence as statements carry it: the weight in hundredths, for statements have no fractions."""
        return [self.comparison, self.level, round(self.weight * 100), self.a, self.b]

    @staticmethod
    def from_list(parts: Sequence[str | int]) -> "Evidence":
        """Return the evidence of ``to_list``."""
        return Evidence(str(parts[0]), str(parts[1]), int(parts[2]) / 100, str(parts[3]), str(parts[4]))

    def sentence(self, language: Language) -> str:
        """Return the finding as a line: what agrees or not, and its weight in the balance."""
        sign = f"{self.weight:+.1f}".replace("-", "−")
        if self.comparison in _WORDS:
            field = say(f"linkage.field_{self.comparison}", language)
            text = say(f"linkage.word_{self.level}", language, field=field, a=self.a, b=self.b)
        else:
            text = say(f"linkage.{self.comparison}_{self.level}", language, a=self.a, b=self.b)
        return f"{sign.replace('.', ',') if language == 'es' else sign}  {text}"


def evidence_of(work: Work, first: Sequence[int], second: Sequence[int]) -> list[list[Evidence]]:
    """Return for each pair of places of records what each comparison found, the heaviest first; what is unsaid is left out."""
    if not len(first):
        return []
    a, b = np.asarray(first, np.int64), np.asarray(second, np.int64)
    seen = observe(work.columns, a, b, work.model)
    found = []
    for place in range(a.size):
        one, two = int(a[place]), int(b[place])
        levels = seen.levels[place]
        shared = FAMILY[levels[KIN]] if levels[KIN] < NEITHER else ()
        lines = [_evidence(work, one, two, row, int(level), rare=row not in shared) for row, level in enumerate(levels) if level >= 0]
        kept = [line for line in lines if (line.comparison, line.level) not in _SILENT]
        found.append(sorted(kept, key=lambda line: (-abs(line.weight), line.comparison)))
    return found


def _evidence(work: Work, one: int, two: int, row: int, level: int, *, rare: bool) -> Evidence:
    name = COMPARISONS[row]
    weight = float(work.model.weights[row, level]) + (_rarity(work, one, two, row, level) if rare else 0.0)
    return Evidence(name, LEVELS[name][level], weight, _said(work.records, one, name), _said(work.records, two, name))


def _rarity(work: Work, one: int, two: int, row: int, level: int) -> float:
    """Return what the rarity of the value that agrees adds (``pair_loops.rarity``, comparison by comparison)."""
    share, heeded = 0.0, float(heed()[row, level])
    if not heeded:
        return 0.0
    if row < 4:
        words = work.columns.names[[one, two], row]
        share = float(work.columns.share[0 if row < 2 else 1, words].max())
    elif COMPARISONS[row] == "event":
        share = float(work.columns.day_share[one])
    else:
        share = float(work.columns.place_share[one])
    return heeded * float(np.log2(work.model.usual[row] / share))


def _said(records: Records, place: int, comparison: str) -> str:
    """Return what a record says, as it was compared."""
    if comparison in _WORDS:
        word = records.names[place, _WORDS.index(comparison)]
        return "" if word == MISSING else records.words.text[word]
    if comparison in _DAYS:
        first, last = getattr(records, _DAYS[comparison])[place]
        if first == NO_DAY:
            return ""
        return day_text(int(first)) if first == last else f"{day_text(int(first))} / {day_text(int(last))}"
    if comparison == "kin":
        return ""
    if comparison == "lists":
        return str(records.frame["list"][place])
    if comparison == "where":
        parts = [records.frame[name][place] for name in ("municipality", "region")]
        return ", ".join(str(part) for part in parts if part)
    return str(records.frame[comparison][place] or "")


def explained(evidence: Sequence[Evidence], language: Language) -> list[str]:
    """Return the lines of an explanation."""
    return [line.sentence(language) for line in evidence]
