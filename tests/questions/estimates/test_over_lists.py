import json
from collections import Counter
from datetime import date
from itertools import combinations, product
from math import exp
from typing import Any

import attrs
import numpy as np
import pytest

from amparo.errors import BadInput, WrongUse
from amparo.questions.estimates import Estimate, OverLists, Population, Refused, estimate_over_lists
from amparo.questions.estimates.captures import captures_of
from amparo.questions.estimates.partitions import Links, drawn_persons
from amparo.questions.estimates.provenance import Issued, Listed, copies_of
from tests.histories.told import statement
from tests.questions.estimates.peopled import Invented, invented_lists

JANUARY = Population(states=("deprived",), since=date(2026, 1, 1), until=date(2026, 1, 31))
QUICK = ("dga", "loglinear", "chao")


def _asked(lists: Invented, population: Population = JANUARY, **options: Any) -> OverLists:
    links = Links(dict.fromkeys(lists.undecided, 0.5))
    captures = captures_of(lists.people, lists.list_of, population)
    given: dict[str, Any] = {"methods": QUICK, "draws": 12, **options}
    return estimate_over_lists(captures, links, population, **given)


def _figure(found: OverLists, method: str = "dga") -> Estimate:
    answer = found.whole.answers[method]
    assert isinstance(answer, Estimate)
    return answer


def test_lists_of_a_known_population_tell_its_size() -> None:
    """Three independent lists of 900 invented persons: every method's interval holds 900, and three numbers stand apart."""
    found = _asked(invented_lists(900, 3))
    assert found.readings == 1
    for method in QUICK:
        answer = _figure(found, method)
        assert answer.documented == found.whole.documented < answer.low < 900 < answer.high
        assert answer.documented + answer.undocumented == pytest.approx(answer.total)
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["population"]["text"]["es"].startswith("Personas en el estado")


def test_undecided_pairs_widen_the_interval() -> None:
    """What nobody has decided of who is who widens every method's interval, and is said; more such pairs widen it more."""
    sure, some, many = (_asked(invented_lists(900, 3, split=split)) for split in (0, 40, 120))
    for method in QUICK:
        widths = [_figure(found, method).high - _figure(found, method).low for found in (sure, some, many)]
        assert widths[0] < widths[1] < widths[2]
    assert (some.readings, some.undecided) == (12, 40)
    assert _figure(many).diagnostics["between_readings"] > 0
    assert any("al azar 12 veces" in sentence for sentence in _figure(many).assumptions["es"])
    assert min(_figure(many).diagnostics["documented_of_each_reading"]) < max(_figure(many).diagnostics["documented_of_each_reading"])


def test_pairs_that_are_certain_change_nothing() -> None:
    """Pairs that are surely one person give the answer of the persons joined."""
    split, whole = invented_lists(900, 3, split=40), invented_lists(900, 3)
    captures = captures_of(split.people, split.list_of, JANUARY)
    joined = estimate_over_lists(captures, Links(dict.fromkeys(split.undecided, 1.0)), JANUARY, methods=("dga",), draws=3)
    assert _figure(joined).low == pytest.approx(_figure(_asked(whole)).low, rel=0.01)
    assert joined.whole.documented == _asked(whole).whole.documented


def test_who_is_known_to_differ_is_never_joined() -> None:
    """A pair that is known to differ stays two persons in every reading, even through a third."""
    lists = invented_lists(300, 5)
    first, second, third = sorted(captures_of(lists.people, lists.list_of, JANUARY).sure)[:3]
    links = Links({(first, second): 1.0, (second, third): 1.0}, frozenset({(third, first)}))
    captures = captures_of(lists.people, lists.list_of, JANUARY)
    found = estimate_over_lists(captures, links, JANUARY, methods=("chao",), draws=5)
    assert set(_figure(found, "chao").diagnostics["documented_of_each_reading"]) == {len(captures.sure) - 1}


def test_ways_are_as_frequent_as_their_odds() -> None:
    """Over all partitions of a web of four each comes as often as the product of the odds of the pairs that it joins, by enumeration."""
    pairs = {("a", "b"): 0.8, ("b", "c"): 0.6, ("c", "d"): 0.3, ("a", "c"): 0.5}
    links = Links(pairs, frozenset({("d", "a")}), {"b": frozenset({"l"}), "d": frozenset({"l"})})
    expected: Counter[tuple[tuple[str, ...], ...]] = Counter()
    for labels in product(range(4), repeat=4):
        blocks = tuple(sorted(tuple(one for one, label in zip("abcd", labels, strict=True) if label == at) for at in set(labels)))
        expected[blocks] = exp(sum(links.log_odds(one, other) for block in blocks for one, other in combinations(block, 2)))  # type: ignore[assignment]
    found = Counter(tuple(way) for way in drawn_persons("abcd", links, 4_000, np.random.default_rng(1)))
    for way, weight in expected.items():
        assert found[way] / 4_000 == pytest.approx(weight / sum(expected.values()), abs=0.03)


def test_the_same_seed_gives_the_same_figures() -> None:
    """A seed repeats readings and draws; another seed gives others."""
    lists = invented_lists(600, 8, split=30)
    first, again, other = (_asked(lists, seed=seed).to_dict() for seed in (4, 4, 5))
    assert first == again != other


def test_strata_are_added_draw_by_draw() -> None:
    """The sum of strata has the documented of both and an interval narrower than the sums of their ends; who has no value has one drawn."""
    lists = invented_lists(1_600, 2, values={"a": "f", "b": "m", "c": "m", "d": None})
    found = _asked(lists, attrs.evolve(JANUARY, by=("sex",)))
    assert list(found.strata) == [("f",), ("m",)]
    parts = [found.strata[cell]["dga"] for cell in found.strata]
    assert all(isinstance(part, Estimate) for part in parts)
    whole = _figure(found)
    assert whole.documented == found.whole.documented
    assert sum(part.low for part in parts if isinstance(part, Estimate)) < whole.low
    assert whole.high < sum(part.high for part in parts if isinstance(part, Estimate))
    assert whole.low < 1_600 < whole.high
    assert found.readings == 12


def test_a_stratum_without_figure_leaves_no_sum() -> None:
    """Where a stratum bears no estimate the sum is refused, names the stratum in the reader's language, and says why."""
    lists = invented_lists(400, 2, values={"a": "m", **dict.fromkeys("bcdefghijklm", "f")})
    found = _asked(lists, attrs.evolve(JANUARY, by=("sex",)), methods=("dga",))
    refused = found.whole.answers["dga"]
    assert isinstance(refused, Refused)
    assert refused.code == "stratum"
    assert "hombre" in refused.why("es")
    assert "male" in refused.why("en")
    assert isinstance(found.strata[("f",)]["dga"], Estimate)


def test_a_list_names_only_whom_it_puts_in_the_window() -> None:
    """Who by a list's own word was taken later is not on it, who was freed within is; who may have been is doubtful."""
    made = [
        *(statement(f"r{n}", "person", "p1", subject_kind="record", source=name) for n, name in enumerate("abcd")),
        statement("r0", "event", {"kind": "arrest"}, subject_kind="record", source="a", happened_on="2026-01-10"),
        statement("r1", "event", {"kind": "arrest"}, subject_kind="record", source="b", happened_on="2026-02-10"),
        statement("r2", "event", {"kind": "arrest"}, subject_kind="record", source="c", happened_on="2026"),
        statement("r3", "event", {"kind": "release_full"}, subject_kind="record", source="d", happened_on="2026-01-20"),
    ]
    captures = captures_of(Invented(tuple(made), {}, ()).people, {f"r{n}": name for n, name in enumerate("abcd")}, JANUARY)
    assert (captures.lists, dict(captures.sure)) == (("a", "d"), {"p1": 0b11})
    assert dict(captures.doubtful) == {"c": 1}


def test_events_make_a_population_as_states_do() -> None:
    """Persons arrested within the window are a population of their own; nobody arrested before it belongs."""
    arrests = Population(kinds=("arrest",), since=date(2026, 1, 1), until=date(2026, 1, 31))
    assert _figure(_asked(invented_lists(900, 3), arrests)).low < 900
    with pytest.raises(BadInput) as refused:
        _asked(invented_lists(50, 3, when="2025-12-20"), arrests)
    assert refused.value.code == "estimates.nobody_in_window"


def test_a_long_window_is_open() -> None:
    """Of a window longer than a month every figure says that people may have come and gone."""
    year = attrs.evolve(JANUARY, since=date(2025, 3, 1))
    assert "open_population" in _figure(_asked(invented_lists(900, 3), year)).warnings
    assert "open_population" not in _figure(_asked(invented_lists(900, 3))).warnings


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"states": ()}, "estimates.state_or_kind"),
        ({"kinds": ("arrest",)}, "estimates.state_or_kind"),
        ({"by": ("facility",)}, "estimates.not_a_stratum"),
        ({"states": ("nowhere",)}, "questions.word_unknown"),
        ({"until": date(2025, 1, 1)}, "estimates.window_reversed"),
    ],
)
def test_what_cannot_be_meant_is_refused(fields: dict[str, Any], code: str) -> None:
    """Nobody or both, strata in which one person may stand twice, unknown words and windows that run backwards are refused."""
    with pytest.raises((BadInput, WrongUse)) as refused:
        attrs.evolve(JANUARY, **fields)
    assert refused.value.code == code


def test_lists_that_derive_from_each_other_are_found() -> None:
    """One publisher, pages of the other list, and the same pages for most shared persons show a copy; a declared one comes first."""
    records = [Listed(list="a", person=f"p{n}") for n in range(10)]
    records += [Listed(list="b", person=f"p{n}", addresses=frozenset({f"https://www.a.example/{n}"})) for n in range(5, 15)]
    records += [Listed(list=name, person=f"p{n}", addresses=frozenset({f"https://news.example/{n}"})) for name in "cd" for n in range(6)]
    records += [Listed(list=name, person=f"q{n}{name}") for name in "ef" for n in range(6)]
    issued = {"a": Issued(publisher="Uno", host="a.example"), "e": Issued(publisher="Dos "), "f": Issued(publisher="dos")}
    found = {one.copy: (one.original, one.why) for one in copies_of(records, issued, {"e": "a"})}
    assert found == {
        "b": ("a", "cites_the_other"),
        "d": ("c", "same_pages"),
        "e": ("a", "declared"),
        "f": ("e", "one_publisher"),
    }
