"""Each line of the data files is read as what it stands for."""

from collections import defaultdict
from typing import cast

import pytest

from amparo.ingest.reports.breakdowns import PARTS
from amparo.ingest.reports.gate import FACILITY_EVENTS, POPULATIONS, STAGES
from amparo.ingest.reports.lexicon import data, entries, expanded, lexicon
from amparo.ingest.reports.measures import MEASURES
from amparo.ingest.reports.text import Language, read_text

LANGUAGES = ("es", "en")
FORMS = {"noun", "verb", "part", "state"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_is_found_in_a_sentence(language: Language) -> None:
    """A phrase that stands in a data file is found under its layer where a text has it."""
    by_phrase: dict[str, set[str]] = defaultdict(set)
    for layer, _tag, phrase in entries(language):
        by_phrase[phrase].add(layer)
    missed: list[tuple[str, str]] = []
    for phrase, layers in by_phrase.items():
        read = read_text(f"x {phrase} x", language)
        found = {mark.layer for mark in lexicon(language).marks(read.tokens) if mark.first == 1}
        missed.extend((phrase, layer) for layer in layers - found)
    assert not missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_are_words_that_the_program_knows(language: Language) -> None:
    """Measures, populations, stages and events of places of detention in the data files are those of the record."""
    table = data(language)
    extra = {"", "missing", *PARTS}
    for tag in table["people"]:
        population, measure = cast("str", tag).split("/")
        assert population in {*POPULATIONS, *extra}, tag
        assert measure in {*MEASURES, "under_measures", ""}, tag
    for tag in table["events"]:
        measure, form = cast("str", tag).split(":")
        assert measure in {*MEASURES, "under_measures", "nothing"}, tag
        assert form in FORMS, tag
    assert set(table["stages"]) <= set(STAGES)
    assert set(table["facility_events"]) <= set(FACILITY_EVENTS)


def test_both_languages_have_the_same_layers() -> None:
    """What can be said in one language can be read in the other."""
    assert set(data("es")) == set(data("en"))
    for layer in ("qualifiers", "events", "descriptors", "speech", "stages"):
        assert set(data("es")[layer]) == set(data("en")[layer]), layer


def test_braces_stand_for_each_of_their_choices() -> None:
    """A line with braces stands for every choice, nested ones too."""
    assert set(expanded("{de {la ,}cárcel,libres}")) == {"de la cárcel", "de cárcel", "libres"}
