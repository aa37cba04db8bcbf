from importlib.resources import files

import pytest
import yaml

from amparo.statements import kinds, kinds_of, label, margin, nearest, vocabulary
from amparo.statements.vocabulary import Kind

LABELLED = [section for section in vocabulary() if section != "margins"]


def test_the_table_reads_alike_with_either_reader() -> None:
    """The fast reader and the plain one give the same table."""
    text = (files("amparo.statements") / "vocabulary.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == vocabulary()


@pytest.mark.parametrize("section", LABELLED)
def test_every_word_has_a_label_in_both_languages(section: str) -> None:
    """Each token prints as a Spanish and an English word, and no two of a section print alike."""
    for language in ("es", "en"):
        labels = [label(section, token, language) for token in vocabulary()[section]]
        assert all(text and text == text.strip() for text in labels)
        assert len(set(labels)) == len(labels)


def test_an_unknown_token_prints_as_itself() -> None:
    """A token that the table lacks (a facility's name) is its own label."""
    assert label("dimensions", "no-such-token", "es") == "no-such-token"
    assert label("exposure", 5, "en") == "public"


def test_margins_are_whole_positive_numbers() -> None:
    """Each margin is a whole number above zero; the ones that answers print are those of the rules."""
    assert all(type(number) is int and number > 0 for number in vocabulary()["margins"].values())
    assert (margin("same_event"), margin("freshness"), margin("about_percent")) == (31, 180, 10)


def test_kinds_lead_to_known_states() -> None:
    """What may follow an event are states of the table, and what it does to custody fits them."""
    states = set(vocabulary()["states"])
    for kind in kinds().values():
        assert set(kind.states) <= states
        assert (kind.step == "none") == (set(kind.states) <= {"unknown"})
        assert ("deceased" in kind.states) == (kind.step == "ends")
    assert kinds()["arrest"] == Kind("arrest", ("deprived",), "takes")


def test_a_release_on_unknown_terms_leaves_both_states_open() -> None:
    """Nobody who was "released" without more is certain to be free."""
    assert set(kinds()["release_unspecified"].states) == {"released_under_measures", "full_liberty"}


def test_groups_and_kinds_are_what_a_user_may_ask_for() -> None:
    """A group stands for its kinds, a kind for itself, and another word for nothing."""
    for group in vocabulary()["kind_groups"]:
        assert kinds_of(group)
        assert set(kinds_of(group)) <= set(kinds())
        assert group not in kinds()
    assert all(kinds_of(kind) == (kind,) for kind in kinds())
    assert kinds_of("no_such_kind") == ()


def test_what_refers_to_kinds_and_levels_refers_to_known_ones() -> None:
    """Steps of proceedings, levels of measures and measures of claims name words that exist."""
    words = vocabulary()
    assert all(set(row["kinds"]) <= set(kinds()) for row in words["proceedings"].values())
    assert all(row["level"] is None or row["level"] in words["restriction_levels"] for row in words["measures"].values())
    for row in words["claim_measures"].values():
        known = words["states"] if row["moment"] == "stock" else kinds()
        assert set(row["narrow"]) <= set(row["wide"]) <= set(known)


@pytest.mark.parametrize(("word", "expected"), [("arest", "arrest"), ("liberty", None), ("exle", "exile")])
def test_the_nearest_word_helps_a_slip(word: str, expected: str | None) -> None:
    """A word with a letter wrong finds the one that was meant; a word that is none finds nothing."""
    assert nearest(word, list(kinds())) == expected
