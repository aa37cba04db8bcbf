"""The text of the law on the site: everything that a file says reaches the reader, and nothing that it does not say."""

import attrs

from amparo.publish import site_files
from amparo.publish.law_text import text_in_force
from amparo.publish.voice import Voice
from tests.publish import releases
from tests.publish.reading import pages, text


def test_the_text_in_force_is_told_article_by_article() -> None:
    """What the file demands, reaches, leaves out, how it is applied for and what it leaves open stand on the page in both languages."""
    shown = {path: text(page) for path, page in pages(site_files(releases.release())).items()}
    for told in ("Ámbito temporal Fecha de los hechos: entre el 1 de enero de 2030 y el 19 de febrero de 2031.", "Art. 3 (salvedad)",
                 "Fecha de los hechos: el 1 de abril de 2030 o después.", "Protestas <de> abril", "redacción sin cotejar", "¿También mayo?",
                 "Las reglas de este sitio lo leen así: no (example.org, S2).", "Se pide al tribunal, que decide en 15 días"):  # fmt: skip
        assert told in shown["law.html"]
    for told in ("Date of the acts: between 1 January 2030 and 19 February 2031.", "Applied for at the court", "May as well?"):
        assert told in shown["en/law.html"]


def test_words_of_the_text_stand_in_quotation_marks() -> None:
    """A quotation is marked as one, a summary of ours never is."""
    page = pages(site_files(releases.release()))["law.html"]
    section = next(part for part in page.iter("section") if part.get("aria-labelledby") == "text")
    assert [text(quoted) for quoted in section.iter("q")] == ["quien se ponga a derecho"]


def test_a_release_without_the_file_tells_no_text() -> None:
    """Where the release does not carry the file of the text in force, no section speaks of it."""
    release = attrs.evolve(releases.release(), law_files={})
    assert text_in_force(release, Voice("es", "en")) is None
    assert not [one for one in pages(site_files(release))["law.html"].iter("section") if one.get("aria-labelledby") == "text"]
