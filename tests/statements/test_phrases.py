import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.ingest.delimited import read_delimited
from amparo.statements import interval
from amparo.statements.phrases import DateConvention, ReadDate, read_date, to_edtf
from tests.realdata import folder

MONTHS = {
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("Fines 09.1973", "1973-09-16/1973-09-30"),
        ("24 o 26.06.1976", "1976-06-24/1976-06-26"),
        ("26 o 24.06.1976", "1976-06-24/1976-06-26"),
        ("00.07.1974", "1974-07"),
        ("00.00.1974", "1974"),
        ("00.00.0000", ""),
        ("00.09-10.1978", "1978-09/1978-10"),
        ("09-10.1978", "1978-09/1978-10"),
        ("Entre el 01-04.10.1976", "1976-10-01/1976-10-04"),
        ("13-14.06.1977", "1977-06-13/1977-06-14"),
        ("28.09-02.10.1976", "1976-09-28/1976-10-02"),
        ("25- 26/12/1977", "1977-12-25/1977-12-26"),
        ("13 .01.1944", "1944-01-13"),
        ("2009-11-00", "2009-11"),
        ("1977/12/25", "1977-12-25"),
        ("12/1977", "1977-12"),
        ("XX.07.1974", "1974-07"),
        ("Fines 1981 o principios 1982", "1981-07/1982-06"),
        ("a mediados de 1975", "1975-04/1975-09"),
        ("mid-March 2024", "2024-03-08/2024-03-23"),
        ("early March 2024", "2024-03-01/2024-03-15"),
        ("primera quincena de marzo de 2024", "2024-03-01/2024-03-15"),
        ("enero de 2026", "2026-01"),
        ("5 de febrero de 2026", "2026-02-05"),
        ("1º de octubre del año 1975", "1975-10-01"),
        ("primero de octubre de 1975", "1975-10-01"),
        ("Feb. 5th, 2026", "2026-02-05"),
        ("5-feb-2026", "2026-02-05"),
        ("jueves 5 de febrero de 2026", "2026-02-05"),
        ("March 5–8, 2024", "2024-03-05/2024-03-08"),
        ("del 5 al 8 de marzo de 2024", "2024-03-05/2024-03-08"),
        ("entre marzo y mayo de 2024", "2024-03/2024-05"),
        ("between 5 and 8 March 2024", "2024-03-05/2024-03-08"),
        ("noviembre 1976 - enero 1977", "1976-11/1977-01"),
        ("1975-1977", "1975/1977"),
        ("antes de 1975", "../1974-12-31"),
        ("before 5 February 2026", "../2026-02-04"),
        ("después de marzo de 2024", "2024-04-01/.."),
        ("desde enero de 2024", "2024-01/.."),
        ("desde 1975 hasta 1977", "1975/1977"),
        ("hasta 1977", "../1977"),
        ("c. 1975", "1975~"),
        ("hacia marzo de 1975", "1975-03~"),
        ("1975 aprox.", "1975~"),
        ("probablemente 1975", "1975?"),
        ("c. 1975 (?)", "1975%"),
        ("década de 1970", "197X"),
        ("primavera de 1976", "1976-21"),
        ("semana del 5 de febrero de 2026", "2026-01-30/2026-02-11"),
        ("1955.0", "1955"),
        ("2026-02-05 00:00:00", "2026-02-05"),
        ("05/02/2026 14:30", "2026-02-05"),
        ("1994~", "1994~"),
        ("sin fecha", ""),
        ("", ""),
    ],
)
def test_a_phrase_becomes_the_interval_it_speaks_of(phrase: str, edtf: str) -> None:
    """Phrases as lists print them, in Spanish and English, become dates that surely hold what they say."""
    assert to_edtf(phrase) == edtf
    interval(edtf)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("14.08.1970 y 29.11.1970", "date_two"),
        ("14 y 15 de agosto de 1970", "date_two"),
        ("01.11.1976. Según testimonio de una vecina", "date_trailing"),
        ("05/02/26", "date_short_year"),
        ("feb-26", "date_short_year"),
        ("45000.0", "date_serial"),
        ("31/02/2025", "date_not_a_day"),
        ("32.01.1975", "date_not_a_day"),
        ("13/25/2024", "date_not_a_day"),
        ("8 al 5 de marzo de 2024", "date_reversed"),
        ("28.12-02.01.1977", "date_reversed"),
        ("5 de febrero", "date_no_year"),
        ("marzo", "date_no_year"),
        ("viernes 5 de febrero de 2026", "date_weekday"),
        ("05", "date_unreadable"),
        ("20260205", "date_unreadable"),
        ("14, 15 y 16 de agosto de 1970", "date_unreadable"),
        ("la noche de los lápices", "date_unreadable"),
        ("1." * 300, "date_unreadable"),
    ],
)
def test_what_does_not_say_one_date_is_refused(phrase: str, code: str) -> None:
    """A phrase without a year, with two dates, or with a day that does not exist is refused in both languages, never mended."""
    with pytest.raises(BadInput) as refusal:
        to_edtf(phrase)
    assert refusal.value.code == f"statements.{code}"
    assert all(refusal.value.message(language) for language in ("es", "en"))


@pytest.mark.parametrize(
    ("text", "convention", "read"),
    [
        ("02/05/2026", DateConvention(order="mdy"), ReadDate("2026-02-05")),
        ("02/05/2026", DateConvention(order="dmy"), ReadDate("2026-05-02")),
        ("25/12/1977", DateConvention(), ReadDate("1977-12-25")),
        ("12/25/1977", DateConvention(), ReadDate("1977-12-25")),
        ("05/05/2025", DateConvention(), ReadDate("2025-05-05")),
        ("00.07.1974", DateConvention(), ReadDate("1974-07")),
        ("05/02/26", DateConvention(order="dmy", pivot=30), ReadDate("2026-02-05")),
        ("05/02/76", DateConvention(order="dmy", pivot=30), ReadDate("1976-02-05")),
        ("26-02-05", DateConvention(order="ymd", pivot=30), ReadDate("2026-02-05")),
        ("45000.0", DateConvention(serials="1900"), ReadDate("2023-03-15")),
        ("45000", DateConvention(serials="1904"), ReadDate("2027-03-16")),
        ("14.08.1970 y 29.11.1970", DateConvention(order="dmy", two_dates="first"), ReadDate("1970-08-14")),
        ("14.08.1970 y 29.11.1970", DateConvention(order="dmy", two_dates="last"), ReadDate("1970-11-29")),
        ("14.08.1970 y 29.11.1970", DateConvention(order="dmy", two_dates="span"), ReadDate("1970-08-14/1970-11-29")),
        ("01.11.1976. Según una vecina", DateConvention(order="dmy", trailing_text="note"), ReadDate("1976-11-01", "Según una vecina")),
        ("1976 (según una vecina)", DateConvention(trailing_text="note"), ReadDate("1976", "(según una vecina)")),
    ],
)
def test_the_conventions_of_a_list_decide(text: str, convention: DateConvention, read: ReadDate) -> None:
    """What a phrase leaves open is read as the map of its list says."""
    assert read_date(text, convention) == read


@pytest.mark.parametrize("text", ["May 26", "mayo 26", "en enero 05", "Sept. 11"])
def test_a_number_after_a_month_may_be_a_day(text: str) -> None:
    """Where two digits may be the day or the year, no convention for years makes a month of them; the whole year does."""
    with pytest.raises(BadInput) as refusal:
        read_date(text, DateConvention(pivot=30))
    assert refusal.value.code == "statements.date_month_and_number"
    assert all(refusal.value.message(language) for language in ("es", "en"))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("may-26", "2026-05"),
        ("mayo de 26", "2026-05"),
        ("May '26", "2026-05"),
        ("mayo 76", "1976-05"),
        ("mayo 2026", "2026-05"),
        ("5 mayo 26", "2026-05-05"),
    ],
)
def test_a_year_that_can_be_no_day_is_read_by_the_convention(text: str, edtf: str) -> None:
    """A year in two digits that a sign, a word or its size tells from a day is read as the map says."""
    assert read_date(text, DateConvention(order="dmy", pivot=30)).edtf == edtf


@pytest.mark.parametrize("text", ["03/04/2025", "3.4.2025", "03-04-2025"])
def test_a_day_that_could_be_a_month_needs_a_convention(text: str) -> None:
    """Without an order, numbers that could be either are refused and the message names the setting."""
    with pytest.raises(BadInput) as refusal:
        read_date(text, DateConvention())
    assert refusal.value.code == "statements.date_ambiguous"
    assert "dates: order" in refusal.value.message("es")


def test_dates_of_a_spreadsheet_are_their_days() -> None:
    """A typed date needs no reading, and a time of day is dropped."""
    assert to_edtf(date(2026, 2, 5)) == to_edtf(datetime(2026, 2, 5, 23, 59)) == "2026-02-05"  # noqa: DTZ001 - cells have no zone


@given(
    DAYS,
    st.sampled_from(
        ["{d}.{m}.{y}", "{d:02}/{m:02}/{y}", "{d} de {es} de {y}", "{en} {d}, {y}", "{d} {en} {y}", "el {d} de {es} del {y}", "{y}/{m}/{d}"]
    ),
)
def test_a_whole_date_is_read_in_every_spelling(day: date, form: str) -> None:
    """A date written out is that day, however it is spelt."""
    spelt = form.format(d=day.day, m=day.month, y=day.year, es=MONTHS["es"][day.month - 1], en=MONTHS["en"][day.month - 1])
    assert to_edtf(spelt) == day.isoformat()


PIECES = st.sampled_from(
    [
        "fines",
        "entre",
        "el",
        "o",
        "y",
        "al",
        "-",
        "/",
        ".",
        "13",
        "04",
        "00",
        "2",
        "1976",
        "1977",
        "de",
        "junio",
        "March",
        "desde",
        "antes de",
        "c.",
        "?",
        "05.06.1976",
        ",",
        "mid",
        "semana del",
        "lunes",
        "'76",
        "XX",
        "~",
        "(",
        "según",
    ]
)


@given(st.lists(PIECES, max_size=8).map(" ".join))
def test_no_day_is_invented(phrase: str) -> None:
    """Where a phrase is read as one day, the number of that day stands in it; whatever else is refused cleanly."""
    try:
        edtf = read_date(phrase, DateConvention(order="dmy", pivot=30, two_dates="span", trailing_text="note")).edtf
    except BadInput:
        return
    first, last = interval(edtf)
    if first is not None and first == last:
        assert first.day in {int(number) for number in re.findall(r"\d{1,2}", phrase)}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_the_same_way_twice(text: str) -> None:
    """No text ends in another error, and reading it again gives the same."""

    def outcome() -> str:
        try:
            return to_edtf(text)
        except BadInput as refusal:
            return refusal.code

    assert outcome() == outcome()


@pytest.mark.parametrize(
    ("file", "columns", "refused"),
    [
        (
            "uy_list_a_sitiosdememoria.csv",
            ["date_of_birth", "date_of_detention", "date_of_disappearance", "date_of_death", "date_of_identification"],
            set(),
        ),
        ("uy_list_c_presidencia_fichas.csv", ["birth_date", "detention_date"], {"statements.date_two", "statements.date_trailing"}),
    ],
)
def test_the_real_lists_are_read(file: str, columns: list[str], refused: set[str]) -> None:
    """Every date of the real lists is read, but the ones that hold two dates or a text."""
    table = read_delimited((folder("uruguay") / file).read_bytes(), file)
    codes = set()
    for column in columns:
        for row in table.rows:
            try:
                interval(to_edtf(row[table.place(column)]))
            except BadInput as refusal:
                codes.add(refusal.code)
    assert codes == refused
