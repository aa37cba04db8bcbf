"""One printable page per person: what a text says, why, what to find out; and the draft of an application where it may be written."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from amparo.errors import BadInput
from amparo.publish.sheets import html_page, pdf_page
from amparo.questions.law import Assessment, ChargeAssessment
from amparo.questions.law.asking import missing_fact
from amparo.questions.law.consequence import Consequence
from amparo.questions.law.explaining import explanation, text_of
from amparo.words import LANGUAGES, Language, day_in_words, listed, say

type Kind = Literal["sheet", "letter"]
type Found = tuple[Assessment, Consequence | None]

MOST_ASKED = 6  # a sheet is one page: what settles most comes first


def write_sheets(found: Sequence[Found], out: Path, *, kind: Kind, on: date) -> list[Path]:
    """
    Write the pages of some persons in both languages, as PDF and HTML, and return their paths.

    A letter is written for persons who are covered in full, and for nobody while the text is reconstructed.
    """
    if kind == "letter":
        found = letters(found)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for assessment, standing in found:
        for language in LANGUAGES:
            data = page_data(assessment, standing, language, kind=kind, on=on)
            name = f"{assessment.case.person_id}.{kind}.{language}"
            for suffix, content in (("pdf", pdf_page(data, on)), ("html", html_page(data).encode())):
                (out / f"{name}.{suffix}").write_bytes(content)
                written.append(out / f"{name}.{suffix}")
    return written


def letters(found: Sequence[Found]) -> list[Found]:
    """Return those for whom an application may be drafted; refuse them all while the text is reconstructed."""
    for assessment, _ in found:
        if assessment.instrument.is_reconstructed:
            raise BadInput("law.letter_refused", instrument=f"{assessment.instrument.id} {assessment.instrument.label}")
    kept = [one for one in found if one[0].person == "covered"]
    if not kept:
        raise BadInput("law.letter_none")
    return kept


def page_data(
    one: Assessment, standing: Consequence | None, language: Language, *, kind: Kind = "sheet", on: date
) -> dict[str, Any]:  # Any: texts
    """Return everything that a page says, in one language."""
    instrument = one.instrument
    banner = say("law.banner", language, instrument=f"{instrument.id} {instrument.label}") if instrument.is_reconstructed else None
    title = say(f"law.{kind}_title", language, person=one.case.person_id)
    subtitle = instrument.title.get(language) or next(iter(instrument.title.values()))
    gazette = instrument.document.get("gazette") or {}
    printed = " ".join(gazette[part] for part in ("name", "number") if part in gazette) or "–"
    meta = say("law.sheet_meta", language, version=instrument.label, gazette=printed,
               level=say(f"law.level_{instrument.text_status.level}", language), on=day_in_words(on, language))  # fmt: skip
    paragraphs = [say("law.sheet_answer", language, answer=say(f"law.answer_{one.person}", language))]
    if kind == "letter":
        paragraphs = [say("law.letter_text", language, person=one.case.person_id, title=subtitle)]
    if not one.charges:
        paragraphs.append(say("law.no_charges", language))
    parts = [part for name, charge in one.charges.items() for part in _parts(name, charge, language)]
    if standing is not None and standing.alerts:
        rows = [_row(say("law.sheet_alert", language), say(f"law.alert_{alert}", language)) for alert in standing.alerts]
        parts.insert(0, {"heading": say("law.sheet_standing", language), "rows": rows})
    return {"lang": language, "banner": banner, "title": title, "subtitle": subtitle, "meta": meta, "paragraphs": paragraphs,
            "parts": parts, "footer": say("law.sheet_footer", language), "year": on.year, "month": on.month, "day": on.day}  # fmt: skip


def _parts(name: str, charge: ChargeAssessment, language: Language) -> Iterator[dict[str, Any]]:  # Any: texts
    instrument = charge.instrument
    answer, basis = say(f"law.answer_{charge.answer}", language), say(f"law.basis_{charge.basis}", language)
    rows = []
    for article in charge.provisions[:8]:
        provision = instrument.by_id[article]
        confidence = say(f"law.confidence_{instrument.confidence(article)}", language)
        rows.append(_row(say("law.sheet_article", language, article=article), text_of(provision)[language], confidence))
    if charge.curable:
        rows.append(_row(say("law.sheet_note", language), say("law.curable", language)))
    yield {"heading": say("law.sheet_charge", language, charge=name, answer=answer, basis=basis), "rows": rows}
    document = explanation(charge)
    if document["questions"]:
        asked = [_row(one["id"], one["ask"][language], one["default_reading"] or "") for one in document["questions"]]
        yield {"heading": say("law.sheet_questions", language), "rows": asked}
    if document["missing"]:
        facts = [missing_fact(instrument, fact) for fact in charge.ranked[:MOST_ASKED]]
        asked = [
            _row(one.question[language], "", say("law.sheet_whom", language, articles=listed(list(one.articles), language),
                 who=one.who_in_words(language), evidence=one.evidence[language])) for one in facts
        ]  # fmt: skip
        yield {"heading": say("law.sheet_missing", language, n=len(charge.missing)), "rows": asked}
    if document["doubt"]:
        yield {"heading": say("law.sheet_doubt", language), "rows": [_row("", document["doubt"]["text"][language])]}


def _row(head: str, text: str, note: str = "") -> dict[str, str]:
    return {"head": head, "text": text, "note": note}
