import pytest

from amparo.ingest.measures import _table, named_measures
from amparo.statements import vocabulary


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        (
            "electronic ankle tag; no press, no social media, no leaving the country",
            ("ankle_monitor", "gag", "social_media_ban", "travel_ban"),
        ),
        ("presentación periódica cada 8 días y prohibición de salida del país", ("periodic_reporting", "travel_ban")),
        ("casa por cárcel con custodia policial", ("house_detention", "supervision")),
        ("ankle tag removed; bail", ("bail",)),
        ("levantada la prohibición de salida", ()),
        ("substitute measures", ()),
        ("13 years and 9 months", ()),
        ("", ()),
    ],
)
def test_only_clear_words_name_a_measure(text: str, measures: tuple[str, ...]) -> None:
    """A text names the measures whose words it has, and none that it says ended or that it leaves open."""
    assert named_measures(text).measures == measures


def test_the_interval_of_reporting_is_kept() -> None:
    """The days between two appearances are a term of the measure."""
    assert named_measures("régimen de presentación cada 15 días").terms == {"periodic_reporting": {"every_days": 15}}


def test_the_table_speaks_the_vocabulary() -> None:
    """Every measure of the table of texts is one of the vocabulary."""
    assert set(_table()[2]) <= set(vocabulary()["measures"])
