"""What an estimate says, and what a refusal says: both are answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from amparo.words import LANGUAGES, Language, both, say

type Draws = NDArray[np.float64]

KEPT_DRAWS = 4_000


def diagnosed(**known: Any) -> dict[str, Any]:  # Any: numbers, lists and tables, by name
    """Return diagnostics with every name that all methods share; None where a method has no such thing."""
    shared = ("converged", "rhat", "ess_bulk", "ess_tail", "cap", "cap_mass", "modes")
    return {**dict.fromkeys(shared), "warnings": [], **known}


@attrs.frozen(eq=False, kw_only=True)
class Estimate:
    """
    How many there may have been in all, documented or not.

    Attributes:
        total, low, high: median and ends of the 95 % interval, in persons.
        documented: persons on at least one list; over several readings of the links, the median.
        undocumented: total − documented.
        method: lcmcr, dga, loglinear, chao or pair.
        assumptions: what must hold for the figure to mean anything, sentence by sentence, in both languages.
        diagnostics: ``converged``, ``rhat``, ``ess_bulk``, ``ess_tail``, ``cap``, ``cap_mass``, ``modes``, ``warnings`` (codes) and what a
            method has of its own.
        draws: totals drawn from the distribution, for sums over strata.
        unseen: median and ends of the undocumented, where those documented are uncertain themselves.
    """

    total: float
    low: float
    high: float
    documented: int
    method: str
    assumptions: Mapping[Language, Sequence[str]]
    diagnostics: Mapping[str, Any]  # Any: numbers, lists and tables, by name
    draws: Draws = attrs.field(repr=False)
    unseen: tuple[float, float, float] | None = None

    @property
    def undocumented(self) -> float:
        """The persons whom nobody documented: the median less those documented."""
        return self.total - self.documented

    @property
    def warnings(self) -> list[str]:
        """The codes of what lowers the trust in this figure."""
        return list(self.diagnostics["warnings"])

    def with_warnings(self, *codes: str) -> "Estimate":
        """Return the same with more warnings."""
        more = [code for code in codes if code not in self.warnings]
        return attrs.evolve(self, diagnostics={**self.diagnostics, "warnings": [*self.warnings, *more]})

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the figures as data, with everything that must be read beside them."""
        low, _, high = self.unseen or (self.low - self.documented, 0.0, self.high - self.documented)
        return {
            "method": self.method,
            "documented": self.documented,
            "undocumented": _shares(self.undocumented, low, high),
            "total": _rounded(self.total),
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "refused": None,
            "assumptions": {language: list(sentences) for language, sentences in self.assumptions.items()},
            "warnings": [{"code": code, **both(f"estimates.warning_{code}")} for code in self.warnings],
            "diagnostics": _plain(self.diagnostics),
        }


@attrs.frozen(eq=False)
class Refused:
    """
    No figure, why, and what would allow one.

    Attributes:
        code: which refusal, e.g. ``too_few_lists``.
        method: which method was asked for.
        documented: the persons on at least one list: this much is known.
        values: what the sentences print.
        because: the refusal of a part, where the whole is refused for its sake.
    """

    code: str
    method: str
    documented: int
    values: Mapping[str, Any] = attrs.field(factory=dict)  # Any: whatever the sentences print
    diagnostics: Mapping[str, Any] = attrs.field(factory=diagnosed)  # Any: as in Estimate
    because: "Refused | None" = None

    @property
    def reason(self) -> str:
        """Why there is no figure, in English."""
        return self.why("en")

    @property
    def remedy(self) -> str:
        """What would allow one, in English."""
        return self.what_would_allow_it("en")

    def why(self, language: Language) -> str:
        """Return why there is no figure."""
        part = {} if self.because is None else {"why": self.because.why(language).rstrip(".")}
        return say(f"estimates.refused_{self.code}", language, **self._values(language), **part)

    def what_would_allow_it(self, language: Language) -> str:
        """Return what would allow a figure."""
        return say(f"estimates.remedy_{self.code}", language, **self._values(language))

    def _values(self, language: Language) -> dict[str, Any]:  # Any: whatever the sentences print
        """Return what the sentences print, in a language where it has words of its own."""
        return {name: value[language] if isinstance(value, Mapping) else value for name, value in self.values.items()}

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the refusal in the shape of an estimate."""
        reason = {"code": self.code, "es": self.why("es"), "en": self.why("en")}
        remedy = {language: self.what_would_allow_it(language) for language in LANGUAGES}
        return {
            "method": self.method,
            "documented": self.documented,
            "undocumented": None,
            "total": None,
            "low": None,
            "high": None,
            "refused": {"reason": reason, "remedy": remedy},
            "assumptions": {"es": [], "en": []},
            "warnings": [],
            "diagnostics": _plain(self.diagnostics),
        }


type Answer = Estimate | Refused


def assumed(*codes: str) -> dict[Language, list[str]]:
    """Return what must hold, in both languages."""
    return {language: [say(f"estimates.assumes_{code}", language) for code in codes] for language in LANGUAGES}


def _shares(middle: float, low: float, high: float) -> dict[str, float]:
    return {"median": _rounded(middle), "low": _rounded(low), "high": _rounded(high)}


def _rounded(value: float) -> float:
    return round(float(value), 2)


def _plain(value: Any) -> Any:  # Any: nested diagnostics
    """Return diagnostics as JSON takes them, to six digits."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.6g}") if np.isfinite(value) else None
    return value
