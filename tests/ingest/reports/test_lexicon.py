"""Each line of the data files is read as what it stands for."""

import re
from collections import defaultdict
from importlib.resources import files
from typing import cast

import pytest

from amparo.ingest.reports.gate import FACILITY_EVENTS, POPULATIONS, STAGES
from amparo.ingest.reports.measured.breakdowns import PARTS
from amparo.ingest.reports.measured.told import MEASURES
from amparo.ingest.reports.words.apart import GAP
from amparo.ingest.reports.words.lexicon import data, entries, expanded, lexicon
from amparo.ingest.reports.words.text import Language, read_text

LANGUAGES = ("es", "en")
FORMS = {"noun", "verb", "part", "state"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_is_found_in_a_sentence(language: Language) -> None:
    """A phrase that stands in a data file is found under its layer where a text has it, one in two parts side by side and apart."""
    by_phrase: dict[str, set[str]] = defaultdict(set)
    for layer, _tag, phrase in entries(language):
        by_phrase[phrase].add(layer)
    missed: list[tuple[str, str]] = []
    for phrase, layers in by_phrase.items():
        for gap in ("", "una vez más") if GAP in phrase else (GAP,):
            read = read_text(f"x {phrase.replace(GAP, gap)} x", language)
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
    """A line with braces stands for every choice once, nested ones too."""
    assert list(expanded("{de {la ,}cárcel,libres}")) == ["de la cárcel", "de cárcel", "libres"]
    assert list(expanded("{li,excarce}l{ó,aron}{ a{l,},}")) == [
        f"{a}l{b}{c}" for a in ("li", "excarce") for b in ("ó", "aron") for c in (" al", " a", "")
    ]


@pytest.mark.parametrize(
    ("text", "language", "marks"),
    [
        ("El gobierno puso ayer en libertad a 61 presos.", "es", ["puso ayer en libertad"]),
        ("Puso a 61 presos en libertad.", "es", ["Puso"]),
        ("Dejó el 4 de marzo en libertad a los 61.", "es", ["Dejó el 4 de marzo en libertad"]),
        ("Dejará este jueves libres a una treintena.", "es", ["Dejará este jueves libres"]),
        ("Dejó a una treintena de presos libres.", "es", ["Dejó"]),
        ("Dejaron este miércoles la cárcel.", "es", ["Dejaron este miércoles la cárcel"]),
        ("Dejó a 61 en la cárcel.", "es", []),
        ("Dejó claro que están en libertad.", "es", ["están en libertad"]),
        ("The junta will let a further batch of 43 pretrial detainees go.", "en", ["let"]),
        ("The junta set them all free.", "en", ["set them all free"]),
        ("They let nobody in, and they go on.", "en", []),
    ],
)
def test_the_parts_of_an_expression_may_stand_apart(text: str, language: Language, marks: list[str]) -> None:
    """The parts of an expression stand up to a few words apart; where a number lies between them the first part alone is marked."""
    read = read_text(text, language)
    found = [mark for mark in lexicon(language).marks(read.tokens) if mark.layer == "events" and mark.tag.startswith("released:")]
    assert list(dict.fromkeys(read.words(mark.first, mark.last) for mark in found)) == marks


@pytest.mark.parametrize("name", ["small_words", "es", "en", "numbers", "dates", "names", "organisations", "places"])
def test_no_use_is_listed_twice(name: str) -> None:
    """Of two lists under one name the first would be lost without a word."""
    text = (files("amparo.ingest.reports") / "lexicon" / f"{name}.yml").read_text(encoding="utf-8")
    uses = re.findall(r"^([a-z_]+):", text, re.MULTILINE)
    assert len(uses) == len(set(uses)), sorted(use for use in uses if uses.count(use) > 1)
