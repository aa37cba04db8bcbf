"""Numbers, dates and bounds in words, in both languages."""

from datetime import date

import pytest

from amparo.publish import wording
from amparo.publish.voice import Voice, capital, printable
from amparo.words import Language


@pytest.mark.parametrize(
    ("edtf", "es", "en"),
    [
        ("2025-01-09", "9 de enero de 2025", "9 January 2025"),
        ("2026-02", "febrero de 2026", "February 2026"),
        ("1994", "1994", "1994"),
        ("1994~", "hacia 1994", "about 1994"),
        ("2026-03-03~", "hacia el 3 de marzo de 2026", "about 3 March 2026"),
        ("2007-12-31?", "31 de diciembre de 2007 (incierto)", "31 December 2007 (uncertain)"),
        ("2007-12%", "hacia diciembre de 2007 (incierto)", "about December 2007 (uncertain)"),
        ("2026-01-14/2026-02", "entre el 14 de enero de 2026 y febrero de 2026", "between 14 January 2026 and February 2026"),
        ("../2007-12-31", "31 de diciembre de 2007 o antes", "31 December 2007 or earlier"),
        ("2007/", "2007 o después", "2007 or later"),
        ("../..", "fecha desconocida", "date unknown"),
        ("", "fecha desconocida", "date unknown"),
        (None, "fecha desconocida", "date unknown"),
        ("XXXX-03-08", "8 de marzo de un año que no se dice", "8 March of a year not given"),
        ("XXXX-03", "marzo de un año que no se dice", "March of a year not given"),
        ("197X", "la década de 1970", "the 1970s"),
        ("1976-XX", "1976", "1976"),
        ("1976-07-XX", "julio de 1976", "July 1976"),
        ("2024-21", "2024-21", "2024-21"),
        ("not a date", "not a date", "not a date"),
    ],
)
def test_a_partial_date_claims_no_more_than_it_does(edtf: str | None, es: str, en: str) -> None:
    """Each EDTF date reads as a person would say it, or is printed as it is; no day is invented."""
    assert (wording.phrase(edtf, "es"), wording.phrase(edtf, "en")) == (es, en)


@pytest.mark.parametrize(
    ("lo", "hi", "es", "en"),
    [
        (date(2025, 1, 9), date(2025, 1, 9), "el 9 de enero de 2025", "9 January 2025"),
        (date(2025, 1, 9), None, "el 9 de enero de 2025 o después", "9 January 2025 or later"),
        (None, date(2025, 1, 9), "el 9 de enero de 2025 o antes", "9 January 2025 or earlier"),
        (None, None, "fecha desconocida", "date unknown"),
    ],
)
def test_a_window_reads_within_a_sentence(lo: date | None, hi: date | None, es: str, en: str) -> None:
    """An unbounded end is said, never shown as a day."""
    assert (wording.window(lo, hi, "es"), wording.window(lo, hi, "en")) == (es, en)


@pytest.mark.parametrize(
    ("low", "high", "es", "en"),
    [
        (12, 19, "al menos 12 · a lo sumo 19", "at least 12 · at most 19"),
        (1900, 1900, "exactamente 1.900", "exactly 1,900"),
        (3, None, "al menos 3", "at least 3"),
        (None, -2, "a lo sumo −2", "at most −2"),
        (None, None, "cualquier número", "any number"),
    ],
)
def test_bounds_are_always_both_said(low: int | None, high: int | None, es: str, en: str) -> None:
    """A number stands alone only where both bounds are that number."""
    assert (wording.bounds(low, high, "es"), wording.bounds(low, high, "en")) == (es, en)


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_axis_names_its_months(language: Language) -> None:
    """Months on an axis are three letters and a year."""
    assert wording.short_month(2026, 1, language) == {"es": "ene 2026", "en": "Jan 2026"}[language]


def test_a_voice_speaks_one_language() -> None:
    """Days, notes and unknown tokens come out in the voice's own language or as they are."""
    voice = Voice("es", "en")
    assert (voice.day(date(2025, 1, 9)), voice.day(None)) == ("9 de enero de 2025", "fecha desconocida")
    assert (voice.notes_lang, Voice("en", "en").notes_lang) == ("en", None)
    assert voice.word("population", "a_new_one") == "a new one"
    assert voice.status(("deprived",)) == "privada de libertad (cierto)"


def test_text_for_a_page_loses_what_no_page_can_hold() -> None:
    """Control signs and marks that turn text around are replaced; nothing else is."""
    assert printable("a\x00b\u202ec\tñ") == "a\ufffdb\ufffdc\tñ"
    assert printable(None) == ""
    assert capital("ñandú") == "Ñandú"
    assert capital("") == ""
