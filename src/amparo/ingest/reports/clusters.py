"""One claim in many reports is one cluster; figures of different bodies for one thing stand side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from amparo.ingest.reports.proposals import Proposal
from amparo.ingest.reports.words.text import folded
from amparo.statements import margin


@attrs.frozen
class Told:
    """A proposed claim with the report that it comes from."""

    id: str
    report: str
    published_on: date
    claim: Proposal


def same_claims(told: Sequence[Told]) -> list[list[str]]:
    """
    Return the ids of the claims that are one: same body, measure, value and bound, published within ``copied_within`` days.

    Headline and body of one report, and the copies in forty outlets, are one
    cluster: repetition is not confirmation. A claim without a named body joins
    those of one body with its value and measure only within its own report.
    """
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in told:
        groups[one.claim.value("measure"), one.claim.value("value"), one.claim.value("value_high"), one.claim.value("modality")].append(one)
    return [cluster for group in groups.values() for cluster in _of_one_body(group)]


def _of_one_body(group: Sequence[Told]) -> list[list[str]]:
    by_body: dict[str, list[Told]] = defaultdict(list)
    for one in group:
        by_body[_body(one)].append(one)
    nameless = by_body.pop("", [])
    clusters = [part for members in by_body.values() for part in _near_in_time(members)]
    for one in nameless:
        home = [cluster for cluster in clusters if any(other.report == one.report for other in cluster)]
        if len(home) == 1:
            home[0].append(one)
        else:
            clusters.append([one])
    return [[one.id for one in cluster] for cluster in clusters if len(cluster) > 1]


def _near_in_time(members: Sequence[Told]) -> list[list[Told]]:
    """Return the members in runs with at most ``copied_within`` days from one to the next."""
    runs: list[list[Told]] = []
    for one in sorted(members, key=lambda told: (told.published_on, told.id)):
        if runs and (one.published_on - runs[-1][-1].published_on).days <= margin("copied_within"):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def contradictions(told: Sequence[Told]) -> list[tuple[str, str]]:
    """Return pairs of claims of different bodies in one measure, with different values, published within ``copied_within`` days."""
    by_measure: Mapping[object, list[Told]] = defaultdict(list)
    for one in told:
        if _body(one):
            by_measure[one.claim.value("measure"), one.claim.value("population"), one.claim.value("place")].append(one)
    found = []
    for members in by_measure.values():
        ordered = sorted(members, key=lambda told: (told.published_on, told.id))
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 :]:
                if (other.published_on - one.published_on).days > margin("copied_within"):
                    break
                if _body(one) != _body(other) and one.claim.value("value") != other.claim.value("value"):
                    found.append((one.id, other.id))
    return found


def _body(one: Told) -> str:
    return folded(str(one.claim.value("claimant") or ""))
