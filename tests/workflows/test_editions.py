from collections import Counter
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from amparo.ingest import Fact
from amparo.statements import canonical_json
from amparo.workflows.editions import Difference, difference

URLS = st.none() | st.sampled_from(["https://example.org/a", "https://example.net/b"])
WORDS = st.sampled_from(["a", "b", "c"])
EVENTS = st.fixed_dictionaries({"kind": st.sampled_from(["arrest", "release_full"])}, optional={"key": WORDS, "facility": WORDS})
FACTS = st.one_of(
    st.builds(Fact, st.sampled_from(["name", "sex"]), WORDS),
    st.builds(Fact, st.just("occupation"), WORDS | st.fixed_dictionaries({"value": WORDS, "raw": WORDS})),
    st.builds(Fact, st.just("event"), EVENTS, st.none() | st.sampled_from(["2026", "2026-01"]), negated=st.booleans(), source_url=URLS),
)

type Told = tuple[str, str, str | None, bool, str]
type Standing = dict[str, Told]


def told(fact: Fact) -> Told:
    """Return what a fact says, without where it stands."""
    locator = {"file": "ab"} | ({"url": fact.source_url} if fact.source_url else {})
    return fact.property, canonical_json(fact.value), fact.happened_on, fact.negated, canonical_json(locator)


def rows(standing: Standing) -> list[dict[str, Any]]:
    """Return what stands as the log gives it."""
    names = ("property", "value", "happened_on", "negated", "locator")
    return [{"statement_id": number, **dict(zip(names, cells, strict=True))} for number, cells in standing.items()]


def applied(standing: Standing, found: Difference, edition: int) -> Standing:
    """Return what stands after a difference is recorded."""
    withdrawn = {*found.gone, *(target for _, target in found.changes if target is not None)}
    new = {f"s{edition}.{number}": told(fact) for number, (fact, _) in enumerate(found.changes)}
    return {number: cells for number, cells in standing.items() if number not in withdrawn} | new


@given(st.lists(st.lists(FACTS, max_size=6), min_size=1, max_size=4))
def test_after_an_edition_stands_what_it_says(editions: list[list[Fact]]) -> None:
    """Whatever the editions before said, after one exactly its facts stand, each once; read again it changes nothing."""
    standing: Standing = {}
    for number, facts in enumerate(editions):
        found = difference(facts, rows(standing))
        targets = [target for _, target in found.changes if target is not None]
        assert len(set(targets)) == len(targets)
        assert set(targets) <= set(standing)
        assert not set(targets) & set(found.gone)
        assert found.same + len(found.changes) == len({told(fact) for fact in facts})
        standing = applied(standing, found, number)
        assert Counter(standing.values()) == Counter({told(fact) for fact in facts})
        assert difference(facts, rows(standing)) == Difference((), (), len(standing))


def test_a_changed_cell_replaces_its_fact() -> None:
    """A property that can hold one value is replaced; an event is replaced by the one with its key."""
    before = [Fact("name", "Ana"), Fact("event", {"kind": "arrest", "key": "arrest"}, "2025")]
    standing = {f"s{number}": told(fact) for number, fact in enumerate(before)}
    after = [Fact("name", "Ana María"), Fact("event", {"kind": "arrest", "key": "arrest"}, "2025-03")]
    found = difference(after, rows(standing))
    assert found == Difference(((after[0], "s0"), (after[1], "s1")), (), 0)


def test_one_of_many_is_added_beside_the_others() -> None:
    """Of what a person may have many, one more replaces none, and one less is withdrawn alone."""
    standing = {f"s{number}": told(Fact("occupation", word)) for number, word in enumerate("ab")}
    found = difference([Fact("occupation", "b"), Fact("occupation", "c")], rows(standing))
    assert found == Difference(((Fact("occupation", "c"), None),), ("s0",), 1)


def test_two_sources_of_one_event_are_two_statements() -> None:
    """The same event told by two addresses stays two statements, edition after edition: each counts as a source."""
    facts = [Fact("event", {"kind": "arrest"}, "2025", source_url=f"https://example.{end}/a") for end in ("org", "net")]
    standing = {f"s{number}": told(fact) for number, fact in enumerate(facts)}
    assert difference(facts, rows(standing)) == Difference((), (), 2)
    assert difference(facts[:1], rows(standing)) == Difference((), ("s1",), 1)


def test_being_listed_belongs_to_its_edition() -> None:
    """That somebody was on an earlier edition is not withdrawn by a later one."""
    listed = Fact("event", {"kind": "listed"}, "2026-02-01")
    found = difference([attrs.evolve(listed, happened_on="2026-03-01")], rows({"s0": told(listed)}))
    assert [target for _, target in found.changes] == [None]
    assert found.gone == ()
