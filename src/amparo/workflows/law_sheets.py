"""One printable page per person: what a text says, why, what to find out; and the draft of an application where it may be written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from amparo.errors import BadInput
from amparo.publish.sheets import html_page, pdf_page
from amparo.publish.wording import phrase
from amparo.questions.law import Assessment, ChargeAssessment, Instrument
from amparo.questions.law.asking import word
from amparo.questions.law.consequence import Consequence
from amparo.questions.law.explaining import explanation, text_of
from amparo.questions.law.model import STRADDLE
from amparo.statements import label
from amparo.words import LANGUAGES, Language, day_in_words, listed, say

type Kind = Literal["sheet", "letter"]
type Found = tuple[Assessment, Consequence | None]
type Row = dict[str, str]
type Part = dict[str, Any]  # Any: a heading, and rows

MOST_ASKED = 6  # a sheet is one page: what settles most comes first
MOST_ARTICLES = 6
MOST_FACTS = 5


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
    subtitle = instrument.title.get(language) or next(iter(instrument.title.values()))
    banner = say("law.banner", language, instrument=say("law.sheet_text", language, title=subtitle, version=instrument.label))
    paragraphs = [say("law.sheet_answer", language, answer=say(f"law.answer_{one.person}", language))]
    if kind == "letter":
        paragraphs = [say("law.letter_text", language, person=one.case.person_id, title=subtitle)]
    if not one.charges:
        paragraphs.append(say("law.no_charges", language))
    paragraphs += [
        say("law.sheet_reading", language, id=_question_name(name, language), reading=_reading(instrument, name, reading, language))
        for name, reading in one.readings.items()
    ]
    parts = [_standing(standing, language)] if standing is not None else []
    parts += [part for name, charge in one.charges.items() for part in charge_parts(name, charge, language)]
    parts += _next_steps(one, language)
    return {"lang": language, "banner": banner if instrument.is_reconstructed else None, "strong": kind == "sheet",
            "title": say(f"law.{kind}_title", language, person=one.case.person_id),
            "subtitle": subtitle, "meta": _meta(instrument, on, language), "paragraphs": paragraphs, "parts": parts,
            "footer": say("law.sheet_footer", language), "year": on.year, "month": on.month, "day": on.day}  # fmt: skip


def _meta(instrument: Instrument, on: date, language: Language) -> str:
    gazette = instrument.document.get("gazette") or {}
    reviewers = instrument.document["text_status"].get("reviewed_by") or []
    return say(
        "law.sheet_meta", language, version=instrument.label, on=day_in_words(on, language),
        gazette=" ".join(gazette[part] for part in ("name", "number") if part in gazette) or "–",
        level=say(f"law.level_{instrument.text_status.level}", language),
        reviewers=listed([str(each) for each in reviewers], language) or say("law.sheet_no_reviewer", language),
    )  # fmt: skip


def _question_name(name: str, language: Language) -> str:
    return say("law.sheet_straddle", language) if name == STRADDLE else name


def _reading(instrument: Instrument, name: str, reading: object, language: Language) -> str:
    """Return a chosen reading in the words of the file, else as it was given."""
    if name == STRADDLE:
        return say(f"law.straddle_{reading}", language)
    question = instrument.open_questions.get(name)
    words = {each.id: each.words for each in question.readings} if question else {}
    return words.get(str(reading), {}).get(language) or _value(reading, language)


def _standing(one: Consequence, language: Language) -> Part:
    """Return where a person stands, apart from what the law says."""
    custody = listed([label("states", state, language) for state in one.custody], language, either=True)
    application = listed([say(f"law.application_{stage}", language) for stage in one.application], language, either=True)
    rows = [_row(say("law.sheet_custody", language), custody), _row(say("law.sheet_application", language), application)]
    if one.day is not None:
        least, most = one.day
        days = str(least) if least == most else f"{least}–{'…' if most is None else most}"
        rows.append(_row(say("law.sheet_days", language), say("law.sheet_day_of", language, day=days, deadline=one.deadline)))
    rows += [
        _row(
            say("law.sheet_alert" if alert in one.certain_alerts else "law.sheet_alert_perhaps", language),
            say(f"law.alert_{alert}", language),
        )
        for alert in one.alerts
    ]
    return {"heading": say("law.sheet_standing", language, on=day_in_words(one.on, language)), "rows": rows}


def charge_parts(name: str, charge: ChargeAssessment, language: Language) -> Iterator[Part]:
    """Yield what is said of one charge: the articles with what is known, open questions, what to find out."""
    document = explanation(charge)
    yield {"heading": _heading(name, charge, language), "rows": [*_known(charge, language), *_articles(charge, document, language)]}
    if document["exclusions"]:
        looked_at = [
            f"{say('law.sheet_article', language, article=each['article'])}: {each['text'][language]}" for each in document["exclusions"]
        ]
        yield {"heading": say("law.sheet_exclusions", language), "rows": [_row("", "; ".join(looked_at) + ".")]}
    if document["questions"]:
        open_ones = [
            _row(_question_name(each["id"], language), each["ask"][language], _assumed(each, language)) for each in document["questions"]
        ]
        yield {"heading": say("law.sheet_questions", language), "rows": open_ones}
    if document["missing"]:
        rows = [_asked(each, language) for each in document["missing"][:MOST_ASKED]]
        yield {"heading": say("law.sheet_missing", language, n=len(document["missing"])), "rows": rows}
    if document["doubt"]:
        yield {"heading": say("law.sheet_doubt", language), "rows": [_row("", document["doubt"]["text"][language])]}


def _asked(fact: Mapping[str, Any], language: Language) -> Row:  # Any: a JSON document
    """Return a question with the articles that need it, who may know, and what proves it."""
    articles = listed([say("law.sheet_article", language, article=article) for article in fact["articles"]], language)
    whom = say("law.sheet_whom", language, articles=articles, who=fact["who_in_words"][language], evidence=fact["evidence"][language])
    return _row(fact["question"][language], "", whom)


def _heading(name: str, charge: ChargeAssessment, language: Language) -> str:
    answer, basis = say(f"law.answer_{charge.answer}", language), say(f"law.basis_{charge.basis}", language)
    return say("law.sheet_charge", language, charge=name, answer=answer, basis=basis)


def _known(charge: ChargeAssessment, language: Language) -> Iterator[Row]:
    """Yield what the file says of the charge: when, as what, how far the proceedings are."""
    if charge.charge is None:
        return
    document = charge.charge.document
    when = document.get("act") or {}
    days = dict.fromkeys(phrase(when[side], language) for side in ("start", "end") if when.get(side))
    told = {
        "act": " – ".join(days),
        "status": listed([word(each, language) for each in document.get("status") or []], language, either=True),
        "offences": listed([word(each, language) for each in document.get("offences") or []], language),
    }
    found = "; ".join(say(f"law.sheet_known_{key}", language, value=value) for key, value in told.items() if value)
    yield _row(say("law.sheet_known", language), found or say("law.sheet_nothing_known", language))


def _articles(charge: ChargeAssessment, document: Mapping[str, Any], language: Language) -> Iterator[Row]:  # Any: a JSON document
    """Yield the deciding articles with their words, how sure these are, and the facts that they turn on with their sources."""
    instrument = charge.instrument
    lines = {line["article"]: line for top in document["lines"] for line in _below(top) if line["kind"] == "article"}
    for article in charge.provisions[:MOST_ARTICLES]:
        facts = [_fact(line, language) for line in _below(lines[article]) if line["kind"] in ("fact", "act")] if article in lines else []
        sure = say(f"law.confidence_{instrument.confidence(article)}", language)
        note = " · ".join([*dict.fromkeys(facts[:MOST_FACTS]), sure])
        yield _row(say("law.sheet_article", language, article=article), text_of(instrument.by_id[article])[language], note)
    left = charge.provisions[MOST_ARTICLES:]
    if left:
        yield _row(say("law.sheet_more_articles", language), listed(left, language))
    if charge.curable:
        yield _row(say("law.sheet_note", language), say("law.curable", language))


def _below(line: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:  # Any: a JSON document
    yield line
    for part in line.get("parts", ()):
        yield from _below(part)


def _fact(line: Mapping[str, Any], language: Language) -> str:  # Any: a JSON document
    """Return one fact with what is known of it and the statements that say so."""
    value = line["value"]
    if line["kind"] == "act":
        days = [phrase(days, language) for days in dict.fromkeys(value.values()) if days != "../.."]
        known = " – ".join(dict.fromkeys(days)) or say("law.value_unknown", language)
        return _sourced(f"{line['text'][language]}: {known}", line)
    values = value if isinstance(value, list) else [value]
    known = listed([_value(each, language) for each in values], language, either=True)
    return _sourced(f"{line['text'][language]}: {known}", line)


def _value(value: object, language: Language) -> str:
    """Return a value, or a reading, in words."""
    known = {"True": "true", "yes": "true", "False": "false", "no": "false", "None": "unknown"}.get(str(value))
    return say(f"law.value_{known}", language) if known else word(value, language)


def _sourced(text: str, line: Mapping[str, Any]) -> str:  # Any: a JSON document
    return f"{text} [{', '.join(line['source'])}]" if line["source"] else text


def _assumed(question: Mapping[str, Any], language: Language) -> str:  # Any: a JSON document
    """Return what a question's answer assumes, or the readings to choose from and the one that the file leans to."""
    assumed = question["default_reading"]
    if not question["choices"]:
        return say("law.sheet_assumed", language, reading=assumed[language]) if assumed else ""
    words = {name: given.get(language) for name, given in question["readings"].items()}
    named = [words.get(each) or _value(each, language) for each in question["choices"]]
    told = say("law.sheet_choose", language, readings=listed(named, language, either=True))
    return f"{told} {say('law.sheet_leans', language, reading=assumed[language])}" if assumed else told


def _next_steps(one: Assessment, language: Language) -> Iterator[Part]:
    """Yield what the text says of what follows, where anything may: for whom it may cover, or who may still meet its condition."""
    open_to = [charge for charge in one.charges.values() if charge.answer != "excluded" or charge.curable]
    rows = [
        _row(say("law.sheet_article", language, article=effect["art"]), str(effect.get(language) or effect.get("es") or ""),
             say(f"law.confidence_{one.instrument.confidence(str(effect['art']))}", language))
        for effect in one.instrument.document.get("effects") or []
    ]  # fmt: skip
    if open_to and rows:
        yield {"heading": say("law.sheet_effects", language), "rows": rows}


def _row(head: str, text: str, note: str = "") -> Row:
    return {"head": head, "text": text, "note": note}
