"""Whether overlaps can bear an estimate at all, and what lowers the trust in one."""

from collections.abc import Iterator

import numpy as np
from scipy import stats

from amparo.questions.estimates.answer import Refused
from amparo.questions.estimates.overlaps import Overlaps
from amparo.questions.estimates.simple_models import each_list_alone, free_of_the_often_listed

LEAST_LISTS = 3
LEAST_PERSONS = 30
LEAST_SHARED = 10
_COPIED, _COPIED_PERSONS, _NEARLY_ALL = 0.99, 30, 0.8
_MOSTLY_ONCE = 0.9
_DOUBT = 0.05
_LARGE = 12  # lists; 4,096 combinations


def refusal(overlaps: Overlaps, method: str) -> Refused | None:
    """Return why no estimate of all persons can rest on these overlaps; None where one may."""
    for code, values in _faults(overlaps):
        return Refused(code, method, overlaps.documented, values)
    return None


def _faults(overlaps: Overlaps) -> Iterator[tuple[str, dict[str, object]]]:
    shared = list(overlaps.pairs())
    linked = {place for one, other, both in shared if both for place in (one, other)}
    if len(overlaps.lists) == 1:
        yield "one_list", {}
    if len(linked) < LEAST_LISTS:
        yield "too_few_lists", {"linked": len(linked), "least": LEAST_LISTS}
    groups = _groups(overlaps)
    if len(groups) > 1:
        yield "disconnected", {"groups": " | ".join(" + ".join(overlaps.lists[place] for place in sorted(group)) for group in groups)}
    for one, other in _copies(overlaps):
        yield "copied", {"one": overlaps.lists[one], "other": overlaps.lists[other]}
    if overlaps.documented < LEAST_PERSONS:
        yield "too_few_persons", {"documented": overlaps.documented, "least": LEAST_PERSONS}
    total = sum(both for _, _, both in shared)
    if total < LEAST_SHARED:
        yield "too_few_shared", {"shared": total, "least": LEAST_SHARED}


def _groups(overlaps: Overlaps) -> list[set[int]]:
    """Return the lists that are connected by persons whom they share, group by group."""
    groups = [{place} for place in range(len(overlaps.lists))]
    for one, other, both in overlaps.pairs():
        first = next(group for group in groups if one in group)
        second = next(group for group in groups if other in group)
        if both and first is not second:
            first |= second
            groups.remove(second)
    return groups


def _copies(overlaps: Overlaps) -> Iterator[tuple[int, int]]:
    """Yield a list whose persons nearly all stand on another that is far from holding everybody: one copies the other."""
    sizes = overlaps.patterns.T @ overlaps.counts
    for one, other, both in overlaps.pairs():
        small, large = (one, other) if sizes[one] <= sizes[other] else (other, one)
        if sizes[small] >= _COPIED_PERSONS and both >= _COPIED * sizes[small] and sizes[large] <= _NEARLY_ALL * overlaps.documented:
            yield small, large


def warnings(overlaps: Overlaps) -> list[str]:
    """Return the codes of what lowers the trust in any estimate from these overlaps."""
    return [code for code, holds in _doubts(overlaps) if holds]


def _doubts(overlaps: Overlaps) -> Iterator[tuple[str, bool]]:
    times = overlaps.times_listed
    yield "mostly_once", times[1] > _MOSTLY_ONCE * overlaps.documented
    yield "lists_without_overlap", any(not both for _, _, both in overlaps.pairs())
    if len(overlaps.lists) <= _LARGE:
        yield "heterogeneity", _persons_differ(overlaps)
    yield "negative_dependence", any(_avoid_each_other(overlaps))


def _persons_differ(overlaps: Overlaps) -> bool:
    """Say whether more persons stand on many lists than independent lists would have: some are easier to find than others."""
    alike, free = each_list_alone(overlaps), free_of_the_often_listed(overlaps)
    more = free.parameters - alike.parameters
    return more > 0 and alike.is_finite and bool(stats.chi2.sf(max(alike.deviance - free.deviance, 0.0), more) < _DOUBT)


def _avoid_each_other(overlaps: Overlaps) -> Iterator[bool]:
    """Yield for each two lists whether those on any other list stand on both less often than chance has it."""
    lists = len(overlaps.lists)
    for one, other, _ in overlaps.pairs():
        elsewhere = overlaps.masks & ~(1 << one | 1 << other) != 0
        cells = np.zeros(4)
        np.add.at(cells, (overlaps.masks >> one & 1) * 2 + (overlaps.masks >> other & 1), np.where(elsewhere, overlaps.counts, 0))
        log_odds = float(np.log(cells[0] + 0.5) + np.log(cells[3] + 0.5) - np.log(cells[1] + 0.5) - np.log(cells[2] + 0.5))
        error = float(np.sqrt((1 / (cells + 0.5)).sum()))
        yield bool(stats.norm.cdf(log_odds / error) < _DOUBT / (lists * (lists - 1) / 2))
