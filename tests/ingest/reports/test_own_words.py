"""A registry's own words: read beside those of the program, tried line by line."""

from datetime import date

import pytest

from amparo.errors import BadInput
from amparo.ingest.reports import own_words, read

DAY = date(2026, 2, 6)


def test_a_word_of_ones_own_is_read() -> None:
    """A verb and a body that a registry adds are read from then on, in its language only."""
    own = own_words({
        "es.yml": "events:\n  arrested:verb:\n  - '{levantó,levantaron}'\n".encode(),
        "organisations.yml": b"bodies:\n  ngo: [Ojo Avizor]\n",
    })  # fmt: skip
    text = "Ojo Avizor dijo que la policía levantó a 12 personas."
    assert not [one for one in read(text, published_on=DAY) if one.value("measure") == "arrested"]
    [claim] = [one for one in read(text, published_on=DAY, own=own) if one.kind == "claim"]
    assert (claim.value("value"), claim.value("measure"), claim.value("claimant")) == (12, "arrested", "Ojo Avizor")


def test_an_expression_of_ones_own_may_stand_apart() -> None:
    """A line with … is read with words between its parts, the number among them or after."""
    own = own_words({"es.yml": "events:\n  arrested:verb:\n  - '{hizo,hicieron} … desfilar'\n".encode()})
    for text in ("La policía hizo este martes desfilar a 12 personas.", "La policía hizo a 12 personas desfilar."):
        [claim] = [one for one in read(text, published_on=DAY, own=own) if one.kind == "claim"]
        assert (claim.value("value"), claim.value("measure")) == (12, "arrested")


def test_a_word_is_taken_out() -> None:
    """What a registry takes out of the data files is read no longer; the rest stays."""
    own = own_words({"es.yml": b'remove:\n  qualifiers:\n    about: ["hacia"]\n'})
    text = "Según Voz Libre, unos 30 presos siguen detenidos."
    assert [one.value("qualifier") for one in read(text, published_on=DAY, own=own) if one.kind == "claim"] == ["about"]
    assert ("qualifiers", "about", "hacia") in {entry[1:] for entry in own.removed}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("de.yml", b"events: {}", "reading.words_file"),
        ("es.yml", b"evnts:\n  x: [a]", "reading.words_layer"),
        ("es.yml", b"events:\n  arested:verb: [a]", "reading.words_tag"),
        ("es.yml", b'events:\n  arrested:verb: ["a", "{x,}"]', "reading.words_line"),
        ("es.yml", b"events:\n  arrested:verb: [{a: b}]", "reading.words_line"),
        ("es.yml", "events:\n  arrested:verb: ['se llevó …']".encode(), "reading.words_line"),
        ("es.yml", "events:\n  arrested:verb: ['a … b … c']".encode(), "reading.words_line"),
        ("es.yml", b'remove:\n  qualifiers:\n    about: ["nunca jam\xc3\xa1s"]', "reading.words_gone"),
        ("es.yml", b"a: &a [1]\nb: *a", "ingest.yaml_wrong"),
    ],
)
def test_a_wrong_line_is_refused(name: str, content: bytes, code: str) -> None:
    """A file, layer, tag or line that is none, and a removal of what is not there, are refused with the place."""
    with pytest.raises(BadInput) as refused:
        own_words({name: content})
    assert refused.value.code == code
