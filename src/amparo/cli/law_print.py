"""Answers of the law, in words on the terminal."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from amparo.cli.count import bounds_line
from amparo.cli.language import language
from amparo.cli.shared import note, say_line, table, text
from amparo.words import day_in_words, number_in_words, say

if TYPE_CHECKING:
    from amparo.questions.law import Assessment, Instrument
    from amparo.questions.law.comparing import Difference
    from amparo.questions.law.consequence import Consequence
    from amparo.questions.law.ranking import Asking
    from amparo.questions.law.stages import Path
    from amparo.workflows.coverage import Coverage, RegistryComparison
    from amparo.workflows.law_due import Due
    from amparo.workflows.law_path import Figure, OnTheLine


def banner(*instruments: "Instrument") -> None:
    """Say in red that a text is reconstructed."""
    for one in instruments:
        if one.is_reconstructed:
            click.secho(say("law.banner", language(), instrument=f"{one.id} {one.label}"), fg="red", bold=True)


def warn(one: "Assessment") -> None:
    """Say on stderr what of a case the instrument does not know."""
    for problem in one.warnings:
        note(f"  · {one.case.person_id}: {problem.message(language())}")


def print_answer(one: "Assessment") -> None:
    """Print the answer for a person, charge by charge, with what would settle it."""
    say_line(text("law_person", person=one.case.person_id, answer=say(f"law.answer_{one.person}", language())))
    if not one.charges:
        say_line("  " + say("law.no_charges", language()))
    for name, charge in one.charges.items():
        answer, basis = say(f"law.answer_{charge.answer}", language()), say(f"law.basis_{charge.basis}", language())
        say_line(text("law_charge_basis", charge=name, answer=answer, basis=basis, articles=", ".join(charge.articles)))
        document = charge.to_dict()["explanation"]
        if charge.curable:
            say_line("    " + say("law.curable", language()))
        for question in document["questions"]:
            code, reading = (
                ("law_question_open", ", ".join(question["choices"]))
                if question["choices"]
                else ("law_question", question["default_reading"][language()])
            )
            say_line("    " + text(code, id=question["id"], ask=question["ask"][language()], reading=reading))
        for fact in document["missing"][:5]:
            say_line(f"    · {fact['question'][language()]}")
        if document["doubt"]:
            say_line("    " + document["doubt"]["text"][language()])
    for question, reading in one.readings.items():
        say_line("  " + text("law_chosen", id=question, reading=reading))


def print_comparison(over: "RegistryComparison") -> None:
    """Print who gains, loses, becomes uncertain or certain; totals come last."""
    from amparo.questions.law.comparing import CHANGES

    found = over.comparison
    for change in CHANGES:
        rows = found.of(change)
        if not rows:
            continue
        say_line(text("law_change", what=say(f"law.change_{change}", language()), n=len(rows)))
        if change != "unchanged":
            columns = [text("law_column_person"), text("law_column_from"), text("law_column_to"), text("law_column_articles")]
            table(columns, [_changed(one, over.names) for one in rows])
    print_changes(over)
    for side, counted in found.totals.items():
        parts = ", ".join(f"{say(f'law.answer_{answer}', language())}: {n}" for answer, n in sorted(counted.items()))
        say_line(text(f"law_total_{side}", parts=parts))


def print_changes(over: "RegistryComparison") -> None:
    """Print for how many persons each change holds, at least and at most."""
    for change, between in over.bounds.items():
        numbers = bounds_line("persons", between.at_least, between.at_most)
        say_line(text("law_bounds", what=say(f"law.change_{change}", language()), bounds=numbers))


def _changed(one: "Difference", names: Mapping[str, str]) -> tuple[str, ...]:
    before, after = (say(f"law.answer_{side.person}", language()) for side in (one.before, one.after))
    return names.get(one.person_id, one.person_id), before, after, ", ".join(one.articles)


def print_consequence(one: "Consequence") -> None:
    """Print where a person stands, apart from what the text says of them."""
    from amparo.statements import label
    from amparo.words import listed

    custody = listed([label("states", state, language()) for state in one.custody], language(), either=True)
    application = listed([say(f"law.application_{stage}", language()) for stage in one.application], language(), either=True)
    say_line("  " + text("law_standing", on=day_in_words(one.on, language()), custody=custody, application=application))
    if one.day is not None:
        least, most = one.day
        say_line("  " + text("law_day", least=least, most="…" if most is None else most, deadline=one.deadline))
    for alert in one.alerts:
        words = say(f"law.alert_{alert}", language())
        click.secho("  " + (words if alert in one.certain_alerts else text("law_perhaps", alert=words)), fg="red")


def print_coverage(found: "Coverage") -> None:
    """Print how many persons have each answer, at least and at most, and who needs somebody now."""
    print_bounds(found)
    rows = [
        (one.name or one.person_id, say(f"law.answer_{one.assessment.person}", language()), say(f"law.alert_{alert}", language()),
         text("law_certain" if alert in one.consequence.certain_alerts else "law_possible"))
        for one in found.persons
        for alert in one.consequence.alerts
    ]  # fmt: skip
    if rows:
        table([text("law_column_person"), text("law_column_answer"), text("law_column_alert"), ""], rows)


def print_bounds(found: "Coverage") -> None:
    """Print how many persons have each answer, at least and at most."""
    for answer, bounds in found.bounds.items():
        numbers = bounds_line("persons", bounds.at_least, bounds.at_most)
        say_line(text("law_bounds", what=say(f"law.answer_{answer}", language()), bounds=numbers))
    say_line(text("law_among"))


def print_first(found: "Sequence[Asking]") -> None:
    """Print, of many case files, the questions that settle most."""
    if not found:
        return
    say_line(text("law_first"))
    columns = [text(f"law_column_{name}") for name in ("question", "alone", "matters")]
    table(columns, [(one.fact.question[language()], str(len(one.alone)), str(len(one.persons))) for one in found[:10]])


def print_due(found: "Sequence[Due]") -> None:
    """Print what is due by when: deadlines of texts, and the days of courts."""
    if not found:
        say_line(text("law_due_none"))
        return
    columns = [text(f"law_column_{name}") for name in ("due", "what", "of", "article", "met")]
    table(columns, [
        (" – ".join(dict.fromkeys(str(day) if day else "…" for day in one.due)), one.words[language()],
         one.name or one.person_id or one.instrument, one.article or "–", say(f"law.met_{one.met}", language()))
        for one in found
    ])  # fmt: skip


def print_line(lines: "Sequence[OnTheLine]") -> None:
    """Print the instruments of each State in the order of their dates."""
    rows = [
        (one.jurisdiction, one.dated, one.id, one.title.get(language(), one.id), _level(one),
         ", ".join(one.versions))
        for one in lines
    ]  # fmt: skip
    table([text(f"law_column_{name}") for name in ("state", "date", "id", "title", "text", "versions")], rows)


def print_path(path: "Path") -> None:
    """Print the stages of a text, what was due by when, and what was skipped."""
    from amparo.questions.law.stagenames import stage_label

    for step in path.steps:
        days = " · ".join(dict.fromkeys(one.date for one in step.told))
        flag = "  " + text("law_disagree") if step.disagree else ""
        say_line(f"{days:<24} {stage_label(step.stage, language())}{flag}")
    for deadline in path.deadlines:
        due = " – ".join(dict.fromkeys(str(one) if one else "…" for one in deadline.due))
        took = "" if deadline.took is None else text("law_took", n="–".join(dict.fromkeys(map(str, deadline.took))))
        met = say(f"law.met_{deadline.met}", language())
        say_line(text("law_deadline", article=deadline.article, what=deadline.words[language()], due=due, met=met, took=took))
    for check in path.checks:
        say_line(text("law_check", what=check.words[language()], met=say(f"law.check_{check.met}", language())))
    for wording in dict.fromkeys(name for name, _, _ in path.texts):
        where = ", ".join(f"{stage_label(stage, language())} {day}" for name, stage, day in path.texts if name == wording)
        say_line(text("law_wording", name=wording, where=where))
    if path.later:
        say_line(say("law.path_later", language(), n=path.later))


def print_said(one: "OnTheLine", until: date) -> None:
    """Print what a text was said by a day to do, each figure with its claimant, and what international standards ask of it."""
    from amparo.questions.law.asking import word
    from amparo.statements import interval

    def numbers(figure: "Figure") -> str:
        hedge = say(f"law.figure_{figure.qualifier or 'exact'}", language(), n="{n}")
        told = [f"{word(name, language())}: {hedge.format(n=number_in_words(n, language()))}" for name, n in figure.numbers.items()]
        return ", ".join(told) or figure.note or "–"

    told = [figure for figure in one.figures if (interval(figure.as_of)[0] or until) <= until]
    for kind in ("expected", "official", "verified", "unverified"):
        rows = [(figure.as_of, figure.claimant, numbers(figure)) for figure in told if figure.kind == kind]
        if rows:
            say_line(text(f"law_figures_{kind}"))
            table([text(f"law_column_{name}") for name in ("date", "claimant", "numbers")], rows)
    if one.standards:
        say_line(text("law_standards"))
        for standard in one.standards:
            article = text("law_by_article", article=standard.article) if standard.article else ""
            say_line(f"  · {standard.question[language()]} {say(f'law.standard_{standard.answer}', language())}{article}")


def _level(one: "OnTheLine") -> str:
    return say(f"law.level_{one.text_status or 'recorded'}", language())
