import pytest

from amparo.ingest.reports.words.lexicon import lexicon
from amparo.ingest.reports.words.numbers import Number, numbers_of
from amparo.ingest.reports.words.text import Language, read_text


def numbers(text: str, language: Language) -> list[Number]:
    """Return the numbers of a text."""
    read = read_text(text, language)
    marks = lexicon(language).marks(read.tokens)
    return [one for sentence in read.sentences for one in numbers_of(read, marks, sentence.first, sentence.last)]


@pytest.mark.parametrize(
    ("text", "language", "value", "high", "qualifier"),
    [
        ("al menos 340 presos", "es", 340, None, "at_least"),
        ("más de 4.512 personas", "es", 4512, None, "more_than"),
        ("casi 1 682 personas", "es", 1682, None, "fewer_than"),
        ("unos 3 mil 210 detenidos", "es", 3210, None, "about"),
        ("veintiún mil personas", "es", 21000, None, "exact"),
        ("trescientos cuarenta y dos presos", "es", 342, None, "exact"),
        ("cientos de presos", "es", 200, 999, "order_of_magnitude"),
        ("decenas de personas", "es", 20, 99, "order_of_magnitude"),
        ("más de un centenar de presos", "es", 100, None, "more_than"),
        ("entre 154 y 170 liberaciones", "es", 154, 170, "range"),
        ("ninguno de los presos", "es", 0, None, "exact"),
        ("treinta o más", "es", 30, None, "at_least"),
        ("no menos de mil presos", "es", 1000, None, "at_least"),
        ("como máximo 12 personas", "es", 12, None, "at_most"),
        ("at least 1,793 prisoners", "en", 1793, None, "at_least"),
        ("no fewer than 21,000 people", "en", 21000, None, "at_least"),
        ("nearly two hundred and five inmates", "en", 205, None, "fewer_than"),
        ("hundreds of others", "en", 200, 999, "order_of_magnitude"),
        ("dozens of people", "en", 20, 99, "order_of_magnitude"),
        ("more than a dozen", "en", 12, None, "more_than"),
        ("between 8 and 11 releases", "en", 8, 11, "range"),
        ("up to 30 people", "en", 30, None, "at_most"),
        ("some 1.2 million people", "en", 1_200_000, None, "about"),
        ("just under 400 people", "en", 400, None, "fewer_than"),
        ("over 60 people", "en", 60, None, "more_than"),
    ],
)
def test_a_number_is_read_with_its_bound(text: str, language: Language, value: int, high: int | None, qualifier: str) -> None:
    """A number and its hedge give value, upper value and bound, and no vague word becomes an exact number."""
    [found] = numbers(text, language)
    assert (found.value, found.high, found.qualifier) == (value, high, qualifier)


def test_two_numbers_that_are_no_range_stay_two() -> None:
    """What is counted apart is not joined: a range needs its own words."""
    assert [one.value for one in numbers("20 hombres y 30 mujeres", "es")] == [20, 30]
