from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.ingest.reports.days.dates import dates_of
from amparo.statements import interval

PUBLISHED = date(2026, 2, 6)  # a Friday


@pytest.mark.parametrize(
    ("text", "edtf", "role"),
    [
        ("El jueves fueron liberados", "2026-02-05", "on"),
        ("el pasado viernes", "2026-01-30", "on"),
        ("el viernes 30 de enero", "2026-01-30", "on"),
        ("este lunes", "2026-02-02", "on"),
        ("el próximo lunes", "2026-02-09", "on"),
        ("desde el 8 de enero", "2026-01-08", "since"),
        ("hasta el 31 de enero", "2026-01-31", "until"),
        ("entre el 8 y el 20 de enero", "2026-01-08/2026-01-20", "range"),
        ("del 28 de diciembre al 3 de enero", "2025-12-28/2026-01-03", "range"),
        ("a finales de 2007", "2007-10/2007-12", "on"),
        ("a principios de enero", "2026-01-01/2026-01-10", "on"),
        ("el mes pasado", "2026-01", "on"),
        ("la semana pasada", "2026-01-26/2026-02-01", "on"),
        ("hace tres días", "2026-02-03", "on"),
        ("hace dos meses", "2025-12", "on"),
        ("en diciembre", "2025-12", "on"),
        ("en los últimos tres meses", "2025-11-06/2026-02-06", "on"),
        ("en el primer trimestre de 2025", "2025-01/2025-03", "on"),
        ("los años 80", "198X", "on"),
        ("ayer", "2026-02-05", "on"),
        ("el 28/07/2024", "2024-07-28", "on"),
        ("on Thursday", "2026-02-05", "on"),
        ("last Friday", "2026-01-30", "on"),
        ("will be released on Monday", "2026-02-09", "on"),
        ("since January 8", "2026-01-08", "since"),
        ("as of Feb. 4", "2026-02-04", "until"),
        ("between 29 July and 10 August 2024", "2024-07-29/2024-08-10", "range"),
        ("July 11, 2021", "2021-07-11", "on"),
        ("at the end of 2007", "2007-10/2007-12", "on"),
        ("mid-January", "2026-01-11/2026-01-20", "on"),
        ("last month", "2026-01", "on"),
        ("in the past week", "2026-01-30/2026-02-06", "on"),
        ("the summer of 2024", "2024-22", "on"),
        ("over the weekend", "2026-01-31/2026-02-01", "on"),
        ("from 2014 to 2019", "2014/2019", "range"),
        ("el 14 de enero pasado", "2026-01-14", "on"),
        ("el 15 de abril de este año", "2026-04-15", "on"),
        ("el 24 de noviembre del año pasado", "2025-11-24", "on"),
        ("on Dec 8", "2025-12-08", "on"),
        ("MANAGUA, 14 ene (APX)", "2026-01-14", "on"),
        ("el 02 sep 2020", "2020-09-02", "on"),
        ("Noviembre 18, 2024", "2024-11-18", "on"),
        ("agosto 31 de 2020", "2020-08-31", "on"),
        ("el pasado día 23", "2026-01-23", "on"),
        ("en los primeros días de enero", "2026-01-01/2026-01-10", "on"),
        ("in the first week of January", "2026-01-01/2026-01-07", "on"),
        ("late last month", "2026-01-21/2026-01-31", "on"),
        ("February last year", "2025-02", "on"),
    ],
)
def test_a_phrase_gives_the_days_that_it_names(text: str, edtf: str, role: str) -> None:
    """A date is told from the day of publication, no more precisely than its words."""
    [found] = dates_of(text, PUBLISHED)
    assert (found.edtf, found.role) == (edtf, role)


@pytest.mark.parametrize(
    "text",
    [
        "they may march",
        "he marched in protest",
        "artículo 7",
        "340 presos",
        "van 808 excarcelaciones",
        "Thiri May Win spoke",
        "in recent years",
        "en los últimos años",
        "hace más de dos años",
        "el Movimiento 10 de Octubre",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    """A verb that looks like a month, an article or a figure is no date."""
    assert dates_of(text, PUBLISHED) == []


def test_years_earlier_are_told_from_the_date_before() -> None:
    """What is earlier is earlier than the date told last, not than the publication."""
    assert [one.edtf for one in dates_of("pardoned in 1994 for a coup two years earlier", PUBLISHED)] == ["1994", "1992"]


@given(st.text(alphabet="enro jueves8-/ 20desl13ayhtc.,", max_size=60), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_text_gives_dates_that_exist_within_it(text: str, published: date) -> None:
    """Whatever the text, each date found is valid EDTF and its span is not empty and in the text; spans do not overlap."""
    end = 0
    for one in dates_of(text, published):
        interval(one.edtf)
        assert end <= one.span[0] < one.span[1] <= len(text)
        end = one.span[1]
