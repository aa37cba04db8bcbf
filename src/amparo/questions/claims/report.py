"""All that can be said of printed figures: against the record, against each other, within themselves."""

from collections.abc import Collection
from typing import Any

import attrs
import polars as pl

from amparo.questions.claims.arithmetic import BadSum, failing_sums
from amparo.questions.claims.balances import Balance, balances_of
from amparo.questions.claims.clusters import clusters_of
from amparo.questions.claims.readings import read_claims
from amparo.questions.claims.relations import relate
from amparo.questions.claims.verdicts import Own, Verdict, check_against_record


@attrs.frozen(eq=False)
class ClaimsReport:
    """
    The answer of ``claims check``, each part ordered by claim ids.

    `relations` is a frame (a, b, relation, reasons): it is much the longest part.
    """

    verdicts: tuple[Verdict, ...]
    relations: pl.DataFrame
    clusters: tuple[tuple[str, ...], ...]
    arithmetic: tuple[BadSum, ...]
    balances: tuple[Balance, ...]

    @property
    def contradicted(self) -> tuple[str, ...]:
        """The ids of the claims that the record contradicts."""
        return tuple(verdict.claim_id for verdict in self.verdicts if verdict.verdict == "contradicted")

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document that ``claims check --json`` prints."""
        return {
            "claims": [
                {
                    "claim_id": each.claim_id,
                    "verdict": each.verdict,
                    "own": None if each.own is None else {"at_least": each.own[0], "at_most": each.own[1]},
                    "reasons": list(each.reasons),
                }
                for each in self.verdicts
            ],
            "relations": self.relations.to_dicts(),
            "clusters": [list(cluster) for cluster in self.clusters],
            "arithmetic": [
                {"claim_id": bad.claim_id, "breakdown": list(bad.breakdown), "printed": bad.printed, "sum": bad.sum}
                for bad in self.arithmetic
            ],
            "balances": [
                {
                    "claimant": each.claimant,
                    "from": each.since.isoformat(),
                    "until": each.until.isoformat(),
                    "implied_entries": list(each.implied_entries),
                    "consistent": each.consistent,
                }
                for each in self.balances
            ],
        }


def check_claims(claims: pl.DataFrame, own: Own, *, registry_population: str | Collection[str] | None) -> ClaimsReport:
    """
    Return everything that can be said of a frame of claims; the order of its rows does not matter.

    `own` answers a count of the record, [at least, at most] over all the windows that the printed dates allow, None where
    the registry keeps no such count. `registry_population` is the population (or populations) whose persons the registry
    documents: a claim about any other is not set beside it.
    """
    populations = {registry_population} if isinstance(registry_population, str) else set(registry_population or ())
    readings = read_claims(claims)
    clusters = clusters_of(readings)
    bad_sums = failing_sums(readings)
    return ClaimsReport(
        verdicts=tuple(check_against_record(readings, own, populations)),
        relations=relate(readings, clusters),
        clusters=tuple(tuple(reading.claim_id for reading in cluster) for cluster in clusters),
        arithmetic=tuple(bad_sums),
        balances=tuple(balances_of(readings, clusters, bad_sums)),
    )
