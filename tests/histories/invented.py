"""Hypothesis strategies: a few invented persons with doubtful dates, orders, values and identities."""

from hypothesis import strategies as st

from tests.histories.worlds import DAYS, Event, Pair, Person, Values

STATES = ("deprived", "free", "exiled")


@st.composite
def intervals(draw: st.DrawFn, *, unbounded: bool) -> tuple[int | None, int | None]:
    """A few days within the horizon; sometimes one end, or both, that nobody knows."""
    lo = draw(st.integers(0, DAYS - 1))
    hi = min(DAYS - 1, lo + draw(st.integers(0, 3)))
    ends = draw(st.sampled_from([(lo, hi), (lo, hi), (None, hi), (lo, None), (None, None)])) if unbounded else (lo, hi)
    return ends[0], ends[1]


def value_sets(values: str) -> st.SearchStrategy[Values]:
    """A known value, a dispute, or nothing known."""
    return st.none() | st.frozensets(st.sampled_from(list(values)), min_size=1, max_size=2)


@st.composite
def orders(draw: st.DrawFn, ids: list[str]) -> dict[str, frozenset[str]]:
    """Known precedences: mostly such as some history could have, sometimes circular."""
    if len(ids) < 2 or draw(st.booleans()):
        return {}
    turn = draw(st.permutations(ids))
    pairs = [(a, b) for place, a in enumerate(turn) for b in turn[place + 1 :]]
    known = draw(st.lists(st.sampled_from(pairs), max_size=4))
    if draw(st.integers(0, 7)) == 0:
        earlier, later = draw(st.sampled_from(pairs))
        known = [*known, (later, earlier)]
    return {later: frozenset(a for a, b in known if b == later) for later in ids}


@st.composite
def persons(draw: st.DrawFn, person_id: str = "p0", least: int = 1, most: int = 5) -> Person:
    """A person with a few events."""
    ids = [f"{person_id}e{number}" for number in range(draw(st.integers(least, most)))]
    after = draw(orders(ids))
    events = []
    for place, event_id in enumerate(ids):
        states = draw(st.lists(st.sampled_from(STATES), min_size=1, max_size=2, unique=True))
        lo, hi = draw(intervals(unbounded=place < 2))  # more unknown ends make too many worlds to go through
        optional = draw(st.sampled_from([False, False, True]))
        events.append(Event(event_id, tuple(states), lo, hi, after.get(event_id, frozenset()), draw(value_sets("XY")), optional))
    return Person(person_id, tuple(events), draw(value_sets("fm")))


@st.composite
def registries(draw: st.DrawFn, most_persons: int = 4, most_events: int = 5) -> tuple[list[Person], set[Pair], set[Pair]]:
    """Some persons with at most five events together, their undecided pairs and the pairs that differ."""
    everyone, left = [], most_events
    for number in range(draw(st.integers(1, most_persons))):
        person = draw(persons(f"p{number}", 0 if number else 1, min(left, 3)))
        left -= len(person.events)
        everyone.append(person)
    pairs = [frozenset((a.person_id, b.person_id)) for a in everyone for b in everyone if a.person_id < b.person_id]
    some = st.sets(st.sampled_from(pairs), max_size=5) if pairs else st.just(set[Pair]())
    return everyone, draw(some), draw(some)
