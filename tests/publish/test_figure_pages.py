"""Figures at their own address: kept from edition to edition, with what each edition said."""

from datetime import date

import attrs

from amparo.publish import Change, Past, PastEdition, PastFigure, Release, Words, site_files
from tests.publish import releases
from tests.publish.reading import pages, text

LABEL: Words = {"es": "Personas detenidas entonces", "en": "Persons held then"}


def later(**changes: object) -> Release:
    """Return a release that follows another one, whose figures were others."""
    past = Past(
        editions=(PastEdition("2031-02-01-ffff0000", date(2031, 2, 1), None, 3, 1, "ffff0000" * 8),),
        figures=(
            PastFigure("2031-02-01-ffff0000", "held", LABEL, LABEL, 10, 20, "persons", "{}"),
            PastFigure("2031-02-01-ffff0000", "held_then", LABEL, LABEL, 3, None, "persons", "{}"),
        ),
        verdicts={"c-3": "compatible"},
    )
    found = (Change("figure", "held_then", "3..", "4..9"), Change("verdict", "c-3", "compatible", "contradicted"))
    return attrs.evolve(releases.release(past=past, changes=found), **changes)  # type: ignore[arg-type]


def test_an_address_that_was_cited_stays_good() -> None:
    """A figure that only an earlier edition computed keeps its page, with what that edition said and what comes out now."""
    words = text(pages(site_files(later()))["figures/held_then.html"])
    assert "al menos 3" in words
    assert "2031-02-01-ffff0000" in words
    assert "al menos 4 · a lo sumo 9" in words
    assert "ya no calcula esta cifra" in words


def test_a_figure_of_now_shows_what_it_was() -> None:
    """A figure that this edition computes too shows the bounds of the earlier edition beside its own."""
    words = text(pages(site_files(later()))["en/figures/held.html"])
    assert "at least 12 · at most 1,919" in words
    assert "at least 10 · at most 20" in words


def test_corrections_say_before_and_now() -> None:
    """The page of corrections gives each figure and each verdict as it was and as it is; nothing changed is said as well."""
    found = pages(site_files(later()))
    words = text(found["en/changes.html"])
    assert "Persons held then at least 3 at least 4 · at most 9" in words
    assert "Casa Abierta: at least 55" in words
    assert "first edition" in text(pages(site_files(releases.release()))["en/changes.html"])
    unchanged = text(pages(site_files(later(changes=())))["en/changes.html"])
    assert unchanged.count("None.") == 2


def test_a_citation_names_bounds_day_edition_and_address() -> None:
    """What one copies to cite a figure holds both bounds, the day, the edition and the whole address where it is known."""
    words = text(pages(site_files(later(address="https://example.org/amparo/")))["figures/held.html"])
    for part in (
        "al menos 12",
        "a lo sumo 1.919",
        "17 de marzo de 2031",
        "2031-03-17-0123abcd",
        "https://example.org/amparo/figures/held.html",
    ):
        assert part in words
    assert "https://example.org/amparo/en/figures/held.html" in text(
        pages(site_files(later(address="https://example.org/amparo/")))["en/cite.html"]
    )
