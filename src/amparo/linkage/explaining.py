"""Why two records are one person or not, in words: each comparison, what it found, and what that is worth."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from amparo.linkage.columns import day_text
from amparo.linkage.fields import NO_DAY, Records
from amparo.linkage.linking import Work
from amparo.linkage.model import COMPARISONS, LEVELS, heed
from amparo.linkage.names import MISSING
from amparo.linkage.observing import observe
from amparo.linkage.pair_loops import FAMILY, NEITHER
from amparo.words import Language, say

_WORDS = COMPARISONS[:4]
_DAYS = {"birth": "born", "event": "event"}
_SLIGHT = -0.1
KIN = COMPARISONS.index("kin")
_SILENT = {("kin", "neither"), ("lists", "other"), ("words", "few"), ("scene", "neither")}
_TOGETHER = {"words", "scene"}  # worth saying where it weighs


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
    table = _Table(work, np.unique(np.concatenate([a, b])))
    return [table.evidence(int(a[place]), int(b[place]), seen.levels[place]) for place in range(a.size)]


class _Table:
    """What some records say, ready to be cited, and what each finding is worth."""

    def __init__(self, work: Work, places: NDArray[np.int64]) -> None:
        self.work = work
        self.weights, self.heed, self.usual = work.model.weights, heed(), work.model.usual
        self.said = {name: dict(zip(places.tolist(), _said(work.records, places, name), strict=True)) for name in COMPARISONS}

    def evidence(self, one: int, two: int, levels: NDArray[np.int8]) -> list[Evidence]:
        """Return what each comparison of two records found, the heaviest first."""
        shared = FAMILY if levels[KIN] < NEITHER else ()
        lines = []
        for row, (name, level) in enumerate(zip(COMPARISONS, levels.tolist(), strict=True)):
            if level < 0 or (name, LEVELS[name][level]) in _SILENT:
                continue
            if name in _TOGETHER and self.weights[row, level] > _SLIGHT:
                continue
            weight = float(self.weights[row, level]) + (0.0 if row in shared else self._rarity(one, two, row, level))
            lines.append(Evidence(name, LEVELS[name][level], weight, self.said[name][one], self.said[name][two]))
        return sorted(lines, key=lambda line: (-abs(line.weight), line.comparison))

    def _rarity(self, one: int, two: int, row: int, level: int) -> float:
        """Return what the rarity of the value that agrees adds (``pair_loops.rarity``, comparison by comparison)."""
        heeded, columns = float(self.heed[row, level]), self.work.columns
        if not heeded:
            return 0.0
        if row < 4:
            share = float(columns.share[0 if row < 2 else 1, columns.names[[one, two], row]].max())
        else:
            share = float((columns.day_share if COMPARISONS[row] == "event" else columns.place_share)[one])
        return heeded * float(np.log2(self.usual[row] / share))


def _said(records: Records, places: NDArray[np.int64], comparison: str) -> list[str]:
    """Return what records say, as it was compared."""
    if comparison in _WORDS:
        words = records.names[places, _WORDS.index(comparison)].tolist()
        return ["" if word == MISSING else records.words.text[word] for word in words]
    if comparison in _DAYS:
        return [_days(first, last) for first, last in getattr(records, _DAYS[comparison])[places].tolist()]
    if comparison in ("kin", "rest", "words", "scene"):
        return [""] * places.size
    names = {"lists": ("list",), "where": ("municipality", "region")}.get(comparison, (comparison,))
    rows = records.frame.select(names).gather(places).iter_rows()
    return [", ".join(str(part) for part in row if part) for row in rows]


def _days(first: int, last: int) -> str:
    if first == NO_DAY:
        return ""
    return day_text(first) if first == last else f"{day_text(first)} / {day_text(last)}"


def explained(evidence: Sequence[Evidence], language: Language) -> list[str]:
    """Return the lines of an explanation."""
    return [line.sentence(language) for line in evidence]
