"""Tests of `amparo.workflows.law_sheets`: one page for a lawyer, on paper and on a screen."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from amparo.errors import BadInput
from amparo.publish.sheets import html_page, pdf_page
from amparo.questions.law import Assessment, assess
from amparo.questions.law.asking import word
from amparo.questions.law.cases import read_casefile
from amparo.questions.law.consequence import Consequence
from amparo.questions.law.loading import shipped, shipped_instrument
from amparo.words import LANGUAGES, Language
from amparo.workflows.law_sheets import page_data, write_sheets

LAW, DECREE = "ve/ley/2026/amnistia-convivencia-democratica", "ve/decreto-ley/2007/5790"
ON = date(2026, 3, 17)
SAME_IN_BOTH = {"other"}
CASES = Path(str(files("amparo.demo_data") / "invented" / "cases.yml"))


def invented(**readings: object) -> list[Assessment]:
    """Return the invented cases of the package under the 2026 law."""
    return [assess(shipped_instrument(LAW), one, readings) for one in read_casefile(CASES)]


def signed(person: str = "ejemplo") -> Assessment:
    """Return an invented person whom the 2007 decree covers."""
    [example] = [one for one in shipped_instrument(DECREE).document["examples"] if one["title"]["en"].startswith("Signed the decree")]
    return assess(shipped_instrument(DECREE), {**example["case"], "person": {**example["case"]["person"], "id": person}})


def printed(content: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range().replace("\r\n", " ") for page in document]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_one_page_that_says_what_the_answer_says(language: Language) -> None:
    """Paper and screen have the same words: each article with its facts, whom to ask what; and in red that the text is reconstructed."""
    for one in invented():
        data = page_data(one, None, language, on=ON)
        [page] = printed(pdf_page(data, ON))
        screen = html_page(data)
        assert 'class="banner" role="alert"' in screen
        assert ("RECONSTRUIDO" if language == "es" else "RECONSTRUCTED") in page
        [charge] = one.charges.values()
        for article in charge.provisions[:6]:
            assert f"Art. {article}" in page
            assert f"Art. {article}" in screen
        for fact in charge.to_dict()["explanation"]["missing"][:6]:
            assert fact["question"][language].split(":")[0] in screen


@pytest.mark.parametrize("name", shipped())
def test_every_word_of_a_sheet_is_written_for_a_reader(name: str) -> None:
    """Under no instrument does a page show a token, a name of a program, or the other language's yes."""
    law = shipped_instrument(name)
    for example in law.document["examples"]:
        one = assess(law, example["case"], example.get("readings"))
        for language in LANGUAGES:
            page = re.sub(r"<style>.*?</style>", "", html_page(page_data(one, None, language, on=ON)), flags=re.S)
            assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\{|\}|_", page), page
            assert language == "en" or not re.search(r"\byes\b|\bor\b", page), page


def test_every_word_of_the_package_s_files_has_words_in_both_languages() -> None:
    """What the instruments, their examples and the invented cases name as offences, status or consequences is in the table of words."""
    named = {name.partition(".")[2] for each in shipped() for name in shipped_instrument(each).model.place if "." in name}
    documents = [example["case"] for each in shipped() for example in shipped_instrument(each).document["examples"]]
    charges = [charge for case in documents for charge in case.get("charges") or []]
    charges += [dict(charge.document) for case in read_casefile(CASES) for charge in case.charges]
    named |= {word_ for charge in charges for key in ("offences", "status", "caused") for word_ in charge.get(key) or []}
    assert {name for name in named if word(name, "es") == name.replace("_", " ") and word(name, "es") not in SAME_IN_BOTH} == set()


def test_no_letter_is_written_on_a_reconstructed_text(tmp_path: Path) -> None:
    """It is refused for everybody, also who is covered, and nothing is written; on a transcribed text it is written for who is covered."""
    with pytest.raises(BadInput) as refusal:
        write_sheets([(one, None) for one in invented()], tmp_path / "no", kind="letter", on=ON)
    assert refusal.value.code == "law.letter_refused"
    assert not (tmp_path / "no").exists()
    written = write_sheets([(signed(), None)], tmp_path / "yes", kind="letter", on=ON)
    assert [path.name for path in written] == [f"ejemplo.letter.{language}.{kind}" for language in LANGUAGES for kind in ("pdf", "html")]
    assert "Borrador" in printed((tmp_path / "yes" / "ejemplo.letter.es.pdf").read_bytes())[0]
    fugitive = assess(shipped_instrument(DECREE), shipped_instrument(DECREE).document["examples"][1]["case"])
    with pytest.raises(BadInput) as nobody:
        write_sheets([(fugitive, None)], tmp_path / "no", kind="letter", on=ON)
    assert nobody.value.code == "law.letter_none"


def test_a_reading_that_was_chosen_is_printed() -> None:
    """The page says which reading the answer stands on, and that another may give another."""
    [rebel] = [one for one in invented(Q3=False) if one.case.person_id == "inventada-6"]
    assert rebel.person == "covered"
    assert "Q3: no" in html_page(page_data(rebel, None, "es", on=ON))


def test_where_a_person_stands_is_said_apart() -> None:
    """Day 9 of 15, an alert that is certain and one that is only possible stand in a part of their own."""
    standing = Consequence(on=ON, coverage="covered", custody=("deprived",), application=("pending",), day=(9, 9),
                           alerts=("covered_but_held", "decision_overdue"), certain_alerts=("covered_but_held",))  # fmt: skip
    page = html_page(page_data(signed(), standing, "es", on=ON))
    assert "día 9 de 15" in page
    assert page.count("Alerta:") == page.count("Alerta posible:") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_repeatable_and_inert(language: Language) -> None:
    """The same data on the same day give the same bytes; what a file says is printed and never run."""
    data: dict[str, Any] = page_data(signed("<b>#evil $x$</b>"), None, language, on=ON)
    assert pdf_page(data, ON) == pdf_page(data, ON)
    assert "#evil $x$" in printed(pdf_page(data, ON))[0]
    assert "<b>" not in html_page(data)
    assert "&lt;b&gt;#evil" in html_page(data)
