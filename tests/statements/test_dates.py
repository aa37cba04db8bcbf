from datetime import date, timedelta
from itertools import product

import pytest
from edtf import parse_edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.statements.dates import interval, intervals, is_edtf, partial_date, precision

DAYS = st.dates(date(1, 2, 1), date(9998, 11, 30))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-02-05", "2026-02-05", "2026-02-05"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("1994~", "1993-07-01", "1995-06-30"),
        ("2026-02~", "2026-01-17", "2026-03-15"),
        ("2026-02-05~", "2026-02-04", "2026-02-06"),
        ("1994?", "1994-01-01", "1994-12-31"),
        ("2026-02-05%", "2026-02-04", "2026-02-06"),
        ("2026-01-14/2026-01-16", "2026-01-14", "2026-01-16"),
        ("2025-05/2026-01", "2025-05-01", "2026-01-31"),
        ("2026-01-14~/2026-01-16?", "2026-01-13", "2026-01-16"),
        ("../2007-12-31", None, "2007-12-31"),
        ("/2007-12-31", None, "2007-12-31"),
        ("2026-01/..", "2026-01-01", None),
        ("2026-01/", "2026-01-01", None),
        ("../..", None, None),
        ("/", None, None),
        ("", None, None),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1X9X", "1090-01-01", "1999-12-31"),
        ("XXX4", "0004-01-01", "9994-12-31"),
        ("000X", None, "0009-12-31"),
        ("2026-XX", "2026-01-01", "2026-12-31"),
        ("2026-1X", "2026-10-01", "2026-12-31"),
        ("2026-X1", "2026-01-01", "2026-11-30"),
        ("2026-01-XX", "2026-01-01", "2026-01-31"),
        ("2026-02-2X", "2026-02-20", "2026-02-28"),
        ("2023-02-X9", "2023-02-09", "2023-02-19"),
        ("2026-XX-05", "2026-01-05", "2026-12-05"),
        ("2026-XX-30", "2026-01-30", "2026-12-30"),
        ("202X-02-29", "2020-02-29", "2028-02-29"),
        ("199X~", "1989-07-01", "2000-06-30"),
        ("2026-XX~", "2025-07-01", "2027-06-30"),
        ("XXXX", None, None),
        ("XXXX-03-08", None, None),
        ("XXXX-02-29", None, None),
        ("XXXX-XX-XX", None, None),
        ("2024-21", "2024-03-01", "2024-12-31"),
        ("2024-23", "2024-03-01", "2024-12-31"),
        ("2024-22", "2023-12-01", "2025-03-31"),
        ("2024-24", "2023-12-01", "2025-03-31"),
        ("2026-02-05T23:30:00-04:00", "2026-02-05", "2026-02-05"),
        (" 2026-02-05 ", "2026-02-05", "2026-02-05"),
        ("9999~", "9998-07-01", None),
        ("0001~", None, "0002-06-30"),
        ("9999-12-31~", "9999-12-30", None),
        ("0001-01-01~", None, "0001-01-02"),
    ],
)
def test_an_expression_denotes_the_days_it_may_mean(text: str, first: str | None, last: str | None) -> None:
    """An expression is read as the inclusive days that it allows, and no fewer."""
    assert interval(text) == (first and date.fromisoformat(first), last and date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-02-30", "statements.date_not_a_day"),
        ("2023-02-29", "statements.date_not_a_day"),
        ("2024-13", "statements.date_not_a_day"),
        ("2009-11-00", "statements.date_not_a_day"),
        ("2024-02-3X", "statements.date_not_a_day"),
        ("202X-02-30", "statements.date_not_a_day"),
        ("XXXX-02-30", "statements.date_not_a_day"),
        ("2024-25", "statements.date_not_a_day"),
        ("2024-05/2024-03", "statements.date_reversed"),
        ("0000", "statements.date_year_out_of_range"),
        ("-0044", "statements.date_year_out_of_range"),
        ("-2004-01-01", "statements.date_year_out_of_range"),
        ("-00XX~", "statements.date_year_out_of_range"),
        ("Y170000002", "statements.date_year_out_of_range"),
        ("2004-06-10T25:00:00", "statements.date_not_edtf"),
        ("2004-06-10T23:60", "statements.date_not_edtf"),
        ("2004-06-10T12:00:99", "statements.date_not_edtf"),
        ("2004-06-10T12:00+99:00", "statements.date_not_edtf"),
        ("unknown", "statements.date_not_edtf"),
        ("199u", "statements.date_not_edtf"),
        ("05.02.2026", "statements.date_not_edtf"),
        ("2026-2-5", "statements.date_not_edtf"),
        ("2026-02-05~?", "statements.date_not_edtf"),
        ("2026/2027/2028", "statements.date_not_edtf"),
        ("..", "statements.date_not_edtf"),
        ("٢٠٢٦", "statements.date_not_edtf"),
    ],
)
def test_what_is_no_date_is_refused_with_its_value(text: str, code: str) -> None:
    """A day that does not exist, a reversed interval or another notation is refused, and the message quotes it in both languages."""
    with pytest.raises(BadInput) as refusal:
        interval(text)
    assert refusal.value.code == code
    assert all(f'"{text}"' in refusal.value.message(language) for language in ("es", "en"))
    assert not is_edtf(text)


@pytest.mark.parametrize(
    ("text", "unit", "approximate", "uncertain"),
    [
        ("2026-02-05", "day", False, False),
        ("2026-02~", "month", True, False),
        ("2026?", "year", False, True),
        ("2024-22", "season", False, False),
        ("199X%", "unspecified", True, True),
        ("2026-01/2026-02?", "interval", False, True),
        ("2026-01/..", "interval", False, False),
        ("../..", "unknown", False, False),
        ("", "unknown", False, False),
    ],
)
def test_a_partial_date_keeps_its_qualities(text: str, unit: str, approximate: bool, uncertain: bool) -> None:
    """The unit, the approximation and the doubt of an expression stay known beside its days."""
    found = partial_date(text)
    assert (found.precision, found.approximate, found.uncertain) == (unit, approximate, uncertain)
    assert precision(text) == unit


@given(DAYS, st.sampled_from(["day", "month", "year"]))
def test_the_edtf_package_agrees_on_plain_dates(day: date, unit: str) -> None:
    """On whole dates the days are those of an independent reader of EDTF."""
    text = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]
    oracle = parse_edtf(text)
    assert interval(text) == (date(*oracle.lower_strict()[:3]), date(*oracle.upper_strict()[:3]))


@pytest.mark.parametrize("text", ["199X", "19XX", "2026-XX", "2026-02-XX", "2024-02-XX", "1994?", "2025-05/2026-01", "2024-02-01/2024-02"])
def test_the_edtf_package_agrees_on_unspecified_digits(text: str) -> None:
    """On unspecified digits and closed intervals the days are those of an independent reader of EDTF."""
    oracle = parse_edtf(text)
    assert interval(text) == (date(*oracle.lower_strict()[:3]), date(*oracle.upper_strict()[:3]))


@given(DAYS, st.lists(st.booleans(), min_size=10, max_size=10))
@example(date(2024, 2, 29), [False] * 8 + [True] * 2)
def test_hiding_digits_never_excludes_the_day(day: date, hidden: list[bool]) -> None:
    """An interval with digits unspecified holds every day that fits them."""
    text = "".join("X" if hide and sign != "-" else sign for sign, hide in zip(day.isoformat(), hidden, strict=True))
    first, last = interval(text)
    assert first is None or first <= day
    assert last is None or day <= last


@given(st.sampled_from([2023, 2024]), st.lists(st.sampled_from("0123X"), min_size=4, max_size=4))
def test_an_unspecified_date_is_the_hull_of_its_days(year: int, signs: list[str]) -> None:
    """The ends of a hull are days that fit, and no day outside it fits."""
    text = f"{year}-{''.join(signs[:2])}-{''.join(signs[2:])}"
    assume(text[5:7] != "00")
    fitting = []
    for digits in product("0123456789", repeat=signs.count("X")):
        supply = iter(digits)
        candidate = "".join(next(supply) if sign == "X" else sign for sign in text)
        if candidate[5:7] <= "12" and "01" <= candidate[8:] <= "31":
            try:
                fitting.append(date.fromisoformat(candidate))
            except ValueError:
                continue
    if fitting:
        assert interval(text) == (min(fitting), max(fitting))
    else:
        assert not is_edtf(text)


@given(st.sampled_from(["{0}", "{0:.7}", "{0:.4}", "{0:.3}X", "{0:.4}-XX"]), DAYS)
def test_about_widens_and_doubt_does_not(form: str, day: date) -> None:
    """A tilde widens both ends, a question mark moves none."""
    text = form.format(day.isoformat())
    first, last = interval(text)
    wide_first, wide_last = interval(text + "~")
    assert interval(text + "?") == (first, last)
    assert interval(text + "%") == (wide_first, wide_last)
    assert wide_first is None or (first is not None and wide_first < first)
    assert wide_last is None or (last is not None and last < wide_last)


@given(DAYS, DAYS)
def test_an_interval_spans_from_its_start_to_its_end(one: date, other: date) -> None:
    """Two days in order give their span; in the other order they are refused."""
    early, late = min(one, other), max(one, other)
    assert interval(f"{early}/{late}") == (early, late)
    assert is_edtf(f"{late}/{early}") == (early == late)


@given(st.text(alphabet="0123456789X-/.~?%TY:Zu ", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text whatever ends in another error, and what is read is in order."""
    try:
        first, last = interval(text)
    except BadInput:
        return
    assert first is None or last is None or first <= last


def test_columns_are_read_as_single_dates_are() -> None:
    """Reading a column gives what reading each cell gives, and an empty cell is unknown."""
    texts = ["2026-02", None, "", "2026-02", "1994~"]
    assert intervals(texts) == tuple(map(list, zip(*[interval(text or "") for text in texts], strict=True)))


def test_the_margin_of_a_day_is_the_one_of_the_table() -> None:
    """One day either side, as the table of margins says."""
    assert interval("2026-02-05~") == (date(2026, 2, 5) - timedelta(days=1), date(2026, 2, 5) + timedelta(days=1))
