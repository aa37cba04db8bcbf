"""Answers of the law as papers: what a screen says of a text, of everybody, of one person, and of two versions."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from amparo.publish import Column, Paper, Sheet, wording
from amparo.publish.voice import capital
from amparo.questions.law import Instrument
from amparo.questions.law.asking import label_of, word
from amparo.questions.law.comparing import CHANGES
from amparo.questions.law.stagenames import stage_label
from amparo.questions.law.stages import Path
from amparo.words import Language, day_in_words, listed, number_in_words, say
from amparo.workflows.coverage import Coverage, PersonCoverage
from amparo.workflows.papers import foot

if TYPE_CHECKING:
    from amparo.workflows.law_asked import ComparedTexts

type Ledger = dict[str, Any]  # Any: size and root


def text_name(instrument: Instrument, language: Language) -> str:
    """Return the title of a text with its version."""
    return f"{instrument.title.get(language) or next(iter(instrument.title.values()))} ({instrument.label})"


def _banners(language: Language, *texts: Instrument) -> list[str]:
    return [say("law.banner", language, instrument=f"{one.id} {one.label}") for one in texts if one.is_reconstructed]


def _columns(language: Language, *keys: str) -> tuple[Column, ...]:
    numbers, dates = {"at_least", "at_most", "before", "after"}, {"due_first", "due_last"}
    return tuple(
        Column(say(f"answers.col_{key}", language), "number" if key in numbers else "date" if key in dates else "text") for key in keys
    )


def path_paper(found: Path, on: date, ledger: Ledger, language: Language) -> Paper:
    """Return the stages of a text as each source tells them, its deadlines, what was skipped, and its wordings."""
    stages = tuple(
        (
            capital(stage_label(step.stage, language)),
            wording.phrase(told.date, language),
            told.body,
            told.result,
            say("answers.disagree", language) if step.disagree else None,
            told.source or told.statement_id,
        )
        for step in found.steps
        for told in step.told
    )
    deadlines = tuple(
        (one.article, one.words[language], *one.due, say(f"law.met_{one.met}", language), took_words(one.took, language))
        for one in found.deadlines
    )
    checks = tuple((one.article, one.words[language], say(f"law.check_{one.met}", language)) for one in found.checks)
    texts = tuple((name, stage_label(stage, language), wording.phrase(day, language)) for name, stage, day in found.texts)

    def sheet(key: str, columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> Sheet:  # Any: cells
        return Sheet(say(f"answers.{key}", language), _columns(language, *columns), rows)

    return Paper(
        title=say("answers.law_path", language),
        headline=say("answers.law_path_headline", language, instrument=found.instrument, n=len(found.steps)),
        sentences=(
            say("answers.as_of", language, day=day_in_words(on, language)),
            *((say("law.path_later", language, n=found.later),) if found.later else ()),
        ),
        sheets=(
            sheet("stages", ("stage", "when", "body", "outcome", "doubt", "source"), stages),
            sheet("deadlines", ("article", "what", "due_first", "due_last", "kept", "took"), deadlines),
            sheet("checks", ("article", "what", "answer"), checks),
            sheet("wordings", ("wording", "stage", "when"), texts),
        ),
        foot=foot(ledger, language),
        language=language,
    )


def took_words(took: tuple[int, int] | None, language: Language) -> str | None:
    """Return how many days something took, in words."""
    if took is None:
        return None
    least, most = took
    return say("answers.days", language, n=least) if least == most else say("answers.days_between", language, least=least, most=most)


def facts_words(instrument: Instrument, facts: Mapping[str, Any], language: Language) -> str:  # Any: values, or days
    """Return the facts of a smallest set with the values that would do."""
    told = []
    for name, value in facts.items():
        values = value if isinstance(value, list) else [value]
        told.append(
            f"{label_of(instrument, name, language)} = {listed([_value(part, language) for part in values], language, either=True)}"
        )
    return "; ".join(told)


def _value(value: Any, language: Language) -> str:  # Any: a value, or days
    if isinstance(value, bool):
        return say(f"answers.value_{str(value).lower()}", language)
    if isinstance(value, dict):
        ends = [wording.phrase(text, language) for name in ("start", "end") if (text := value.get(name))]
        return " – ".join(dict.fromkeys(ends))
    return word(value, language)


def coverage_paper(found: Coverage, ledger: Ledger, language: Language) -> Paper:
    """Return the bounds by answer, and each person with the answer and what needs somebody now."""
    bounds = tuple((capital(say(f"law.answer_{answer}", language)), one.at_least, one.at_most) for answer, one in found.bounds.items())
    persons = tuple(
        (
            one.name or say("answers.name_withheld", language),
            one.person_id,
            say(f"law.answer_{one.assessment.person}", language),
            listed(sorted({article for charge in one.assessment.charges.values() for article in charge.articles}), language),
            alerts_words(one, language),
        )
        for one in found.persons
    )
    covered = found.bounds["covered"]
    return Paper(
        title=say("answers.coverage", language),
        headline=say("answers.coverage_headline", language, bounds=wording.bounds(covered.at_least, covered.at_most, language)),
        sentences=(
            *_banners(language, found.instrument),
            text_name(found.instrument, language),
            say("answers.as_of", language, day=day_in_words(found.on, language)),
            say("answers.among", language),
        ),
        sheets=(
            Sheet(say("answers.by_answer", language), _columns(language, "answer", "at_least", "at_most"), bounds),
            Sheet(say("answers.persons", language), _columns(language, "name", "id", "answer", "articles", "alerts"), persons),
        ),
        foot=foot(ledger, language),
        language=language,
    )


def alerts_words(one: PersonCoverage, language: Language) -> str:
    """Return what needs somebody now, each with whether it holds in every reading of the sources."""
    return "; ".join(
        say("answers.alert", language, alert=say(f"law.alert_{alert}", language),
            certainty=say(f"workflows.paper_{'certain' if alert in one.consequence.certain_alerts else 'possible'}", language))
        for alert in one.consequence.alerts
    )  # fmt: skip


def person_law_paper(
    found: PersonCoverage, charges: Mapping[str, dict[str, Any]], ledger: Ledger, language: Language
) -> Paper:  # Any: JSON documents
    """Return the answer for each charge with its articles, and what to find out, the best question first."""
    assessment = found.assessment
    answers = tuple(
        (
            name,
            say(f"law.answer_{charge.answer}", language),
            say(f"law.basis_{charge.basis}", language),
            listed(list(charge.articles), language),
            "; ".join(", ".join(names) for names in charge.missing_sets[:5]),
        )
        for name, charge in assessment.charges.items()
    )
    asked = tuple(
        (name, fact["question"][language], fact["who_in_words"][language], fact["evidence"][language], listed(fact["articles"], language))
        for name, told in charges.items()
        for fact in told["missing"]
    )
    answer = say(f"law.answer_{assessment.person}", language)
    no_charges = () if answers else (say("law.no_charges", language),)
    return Paper(
        title=say("answers.person_law", language),
        headline=say("answers.person_law_headline", language, person=found.person_id, answer=answer),
        sentences=(
            *_banners(language, assessment.instrument),
            text_name(assessment.instrument, language),
            say("answers.as_of", language, day=day_in_words(found.consequence.on, language)),
            *no_charges,
        ),
        sheets=(
            Sheet(say("answers.charges", language), _columns(language, "charge", "answer", "basis", "articles", "smallest"), answers),
            Sheet(say("answers.to_ask", language), _columns(language, "charge", "question", "who", "evidence", "articles"), asked),
        ),
        foot=foot(ledger, language),
        language=language,
    )


def compare_paper(value: "ComparedTexts", ledger: Ledger, language: Language) -> Paper:
    """Return who gains, who loses, who becomes uncertain; how many at least and at most; and the totals last, for they hide it."""
    from amparo.workflows.law_asked import totals

    found = value.found.comparison
    rows = tuple(
        (
            say(f"law.change_{change}", language),
            value.found.names.get(one.person_id) or (None if value.invented else say("answers.name_withheld", language)),
            one.person_id,
            say(f"law.answer_{one.before.person}", language),
            say(f"law.answer_{one.after.person}", language),
            listed(one.articles, language),
        )
        for change in CHANGES
        if change != "unchanged"
        for one in found.of(change)
    )
    bounds = tuple((say(f"law.change_{change}", language), one.at_least, one.at_most) for change, one in value.found.bounds.items())
    summed = tuple((say(f"law.answer_{answer}", language), before, after) for answer, before, after in totals(found))
    heads = ("change", "name", "id", "answer_before", "answer_after", "articles")
    counts = [
        f"{say(f'law.change_{change}', language)}: {number_in_words(len(found.of(change)), language)}"
        for change in CHANGES
        if found.of(change)
    ]
    return Paper(
        title=say("answers.compare", language),
        headline=capital(listed(counts, language)) or say("answers.nobody", language),
        sentences=(
            *_banners(language, value.before, value.after),
            say("answers.compare_texts", language, before=text_name(value.before, language), after=text_name(value.after, language)),
            say("answers.compare_invented" if value.invented else "answers.among", language),
        ),
        sheets=(
            Sheet(
                say("answers.changed", language),
                _columns(language, *heads),
                rows,
            ),
            Sheet(say("answers.how_many", language), _columns(language, "change", "at_least", "at_most"), bounds),
            Sheet(say("answers.totals", language), _columns(language, "answer", "before", "after"), summed),
        ),
        foot=foot(ledger, language),
        language=language,
    )
