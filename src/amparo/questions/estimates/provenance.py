"""Lists that derive from each other: overlaps between a list and its copy prove nothing, so the two are taken as one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import attrs

from amparo.errors import BadInput

_MOSTLY = 0.5


@attrs.frozen(kw_only=True)
class Listed:
    """
    One record of a list, with the addresses that its statements cite.

    Attributes:
        person: whose it is.
        addresses: pages; none where the list speaks for itself.
    """

    list: str
    person: str
    addresses: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Issued:
    """Who publishes a list, and at which host; None where its map does not say."""

    publisher: str | None = None
    host: str | None = None


@attrs.frozen
class Copy:
    """
    A list that derives from another.

    Attributes:
        why: ``declared``, ``one_publisher``, ``cites_the_other`` (most of its records rest on the other's pages), or
            ``same_pages`` (most persons on both are there by the same page).
    """

    copy: str
    original: str
    why: str


def copies_of(records: Iterable[Listed], issued: Mapping[str, Issued], declared: Mapping[str, str]) -> tuple[Copy, ...]:
    """
    Return which lists derive from which: as declared, else as publishers and cited pages show.

    A list derives from one other at most; of two that show it only of each other, the later in the order of names derives.
    """
    kept = list(records)
    lists = sorted({one.list for one in kept} | set(issued))
    found = {copy: Copy(copy, original, "declared") for copy, original in declared.items()}
    for copy in (*_one_publisher(lists, issued), *_cites_the_other(kept, issued), *_same_pages(kept)):
        if copy.copy not in found and _origin(copy.original, {one.copy: one.original for one in found.values()}) != copy.copy:
            found[copy.copy] = copy
    return tuple(found[name] for name in sorted(found))


def origins(lists: Iterable[str], derived: Mapping[str, str]) -> dict[str, str]:
    """Return the list with which each list's copying begins; raises BadInput where lists copy each other in a circle."""
    return {name: _origin(name, derived) for name in lists}


def _origin(name: str, derived: Mapping[str, str]) -> str:
    passed = [name]
    while name in derived:
        name = derived[name]
        if name in passed:
            raise BadInput("estimates.copies_in_a_circle", names=" → ".join([*passed, name]))
        passed.append(name)
    return name


def _one_publisher(lists: Iterable[str], issued: Mapping[str, Issued]) -> Iterator[Copy]:
    first: dict[str, str] = {}
    for name in lists:
        publisher = " ".join((issued.get(name, Issued()).publisher or "").casefold().split())
        if publisher and first.setdefault(publisher, name) != name:
            yield Copy(name, first[publisher], "one_publisher")


def _cites_the_other(records: Iterable[Listed], issued: Mapping[str, Issued]) -> Iterator[Copy]:
    """Yield lists most of whose records rest on pages of one other list's publisher."""
    owner = {about.host: name for name, about in sorted(issued.items(), reverse=True) if about.host}
    size: Counter[str] = Counter()
    cited: Counter[tuple[str, str]] = Counter()
    for one in records:
        size[one.list] += 1
        for other in {owner[host] for host in map(_host, one.addresses) if host in owner} - {one.list}:
            cited[one.list, other] += 1
    for (name, other), number in sorted(cited.items(), key=lambda item: (-item[1], item[0])):
        if number > _MOSTLY * size[name]:
            yield Copy(name, other, "cites_the_other")


def _same_pages(records: Iterable[Listed]) -> Iterator[Copy]:
    """Yield lists most of whose shared persons are on both by the same page."""
    pages: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in records:
        pages[one.person][one.list] |= one.addresses
    both: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for own in pages.values():
        for first, second in combinations(sorted(own), 2):
            both[first, second] += 1
            same[first, second] += bool(own[first] & own[second])
    for (first, second), number in sorted(same.items()):
        if number > _MOSTLY * both[first, second]:
            yield Copy(second, first, "same_pages")


def _host(address: str) -> str:
    return address.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.").casefold()
