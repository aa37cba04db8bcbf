"""Copies of one statement in several outlets: repetition is not confirmation."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

from amparo.questions.claims.readings import Days, Reading
from amparo.statements import margin


def clusters_of(readings: Sequence[Reading]) -> list[list[Reading]]:
    """
    Return the statements that more than one claim repeats, each as its claims.

    Two claims repeat one statement if body, number, what is counted, population and place are the same, the hedges allow a
    common number, no printed part differs, the ends of their windows lie within the margin ``same_statement`` and they
    were published within ``copied_within`` days of each other. A date that is not printed fits any.

    Where that would chain claims that do not fit each other (15, 16, 17 February: a figure that did not move, rather than
    one quotation), only those with the same printed window stay together. So the answer does not depend on order.
    """
    alike: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.claimant:
            key = (reading.claimant, reading.measure.family, reading.population, reading.place, reading.value, reading.value_high)
            alike[key].append(reading)
    found = [cluster for group in alike.values() if len(group) > 1 for cluster in _clusters_in(group)]
    return sorted(found, key=lambda cluster: cluster[0].claim_id)


def are_copies(a: Reading, b: Reading) -> bool:
    """Say whether two claims that print one number for one thing by one body may be one statement."""
    same = margin("same_statement")
    return (
        _apart(a.start, b.start) <= same
        and _apart(a.end, b.end) <= same
        and _apart(a.published, b.published) <= margin("copied_within")
        and a.bounds.meets(b.bounds)
        and all(b.parts.get(part, n) == n for part, n in a.parts.items())
    )


def _clusters_in(group: Sequence[Reading]) -> list[list[Reading]]:
    found = []
    for component in _connected(group, are_copies):
        if all(are_copies(a, b) or _one_window(a, b) for a, b in combinations(component, 2)):
            found.append(component)
        else:
            found.extend(_connected(component, lambda a, b: _one_window(a, b) and are_copies(a, b)))
    return [cluster for cluster in found if len(cluster) > 1]


def _connected(group: Sequence[Reading], linked: Callable[[Reading, Reading], bool]) -> list[list[Reading]]:
    """Return the parts of a group that links hold together, each in the order of the group."""
    left, parts = list(group), []
    while left:
        part = [left.pop(0)]
        for member in part:  # grows while it is read
            near = [other for other in left if linked(member, other)]
            part.extend(near)
            left = [other for other in left if other not in near]
        parts.append(sorted(part, key=lambda reading: reading.claim_id))
    return parts


def _one_window(a: Reading, b: Reading) -> bool:
    return a.start == b.start and a.end == b.end


def _apart(a: Days, b: Days) -> int:
    """Return the days between two intervals, 0 where they meet."""
    return max(a[0] - b[1], b[0] - a[1], 0)
