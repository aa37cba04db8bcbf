"""Estimates as papers: the figures beside each other, never one; what must hold; what was refused, and what would allow it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from amparo.publish import Column, Paper, Sheet
from amparo.questions.estimates import Estimate, OverLists, Refused, SideBySide
from amparo.words import Language, number_in_words, say
from amparo.workflows.papers import foot

if TYPE_CHECKING:
    from amparo.workflows.estimates_asked import Estimated

type Ledger = dict[str, Any]  # Any: size and root
type Answers = Iterable[Estimate | Refused]

_FIGURES = ("documented", "undocumented", "total", "low", "high")
_NUMBERS = frozenset({"documented", "undocumented", "total", "low", "high", "named", "doubtful"})


def _columns(language: Language, *keys: str) -> tuple[Column, ...]:
    return tuple(Column(say(f"answers.col_{key}", language), "number" if key in _NUMBERS else "text") for key in keys)


def method_name(answer: Estimate | Refused, language: Language) -> str:
    """Return the name of a method."""
    return say(f"estimates.method_{answer.method}", language)


def refusals(answers: Answers, language: Language) -> list[tuple[str, str, str]]:
    """Return why methods gave no figure and what would allow one; a reason that several share, once."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        if isinstance(answer, Refused):
            reasons.setdefault((answer.why(language), answer.what_would_allow_it(language)), []).append(method_name(answer, language))
    return [(", ".join(named), why, what) for (why, what), named in reasons.items()]


def cautions(found: SideBySide, language: Language) -> list[tuple[str, str]]:
    """Return what lowers the trust in the figures, each with the methods that say so."""
    given = [answer for answer in found.answers.values() if isinstance(answer, Estimate)]
    codes = dict.fromkeys(code for answer in given for code in answer.warnings)
    return [
        (say(f"estimates.warning_{code}", language), ", ".join(method_name(one, language) for one in given if code in one.warnings))
        for code in codes
    ]


def assumptions(found: SideBySide, language: Language) -> list[str]:
    """Return what must hold for the figures to mean anything, each sentence once."""
    given = [answer for answer in found.answers.values() if isinstance(answer, Estimate)]
    return list(dict.fromkeys(sentence for answer in given for sentence in answer.assumptions[language]))


def predicted(found: SideBySide, language: Language) -> str:
    """Return how many lists the others predict; nothing where it cannot be tried."""
    told = [one for one in found.predictions if one.holds is not None]
    return say("answers.predictions", language, n=len(told), held=sum(bool(one.holds) for one in told)) if told else ""


def about_table(title: str, digest: str, language: Language) -> str:
    """Return which table an answer is taken from."""
    return say("answers.about_table", language, title=title or say("answers.pasted", language), digest=digest[:16])


def estimate_paper(value: "Estimated", about: str, ledger: Ledger, language: Language) -> Paper:
    """Return everything that is said of those whom nobody documented."""
    found, over = value.found, value.over
    sentences = [say("answers.estimate_apart", language), over.population.text(language) if over else about]
    sentences += [predicted(found, language)] if predicted(found, language) else []
    sentences += [f"{what} ({who})" for what, who in cautions(found, language)]
    beside = tuple(_row(answer, language) for answer in found.answers.values())
    refused, assumed = tuple(refusals(found.answers.values(), language)), tuple((one,) for one in assumptions(found, language))
    sheets = [
        Sheet(say("answers.estimates_beside", language), _columns(language, "method", *_FIGURES), beside),
        Sheet(say("answers.refused", language), _columns(language, "method", "why", "would_allow"), refused),
        Sheet(say("answers.assumed", language), _columns(language, "assumption"), assumed),
    ]
    if over is not None:
        sheets += _of_registry(over, language)
    lists = len(found.lists)
    return Paper(
        title=say("answers.estimates", language),
        headline=say("answers.estimate_headline", language, documented=number_in_words(found.documented, language), n=lists),
        sentences=tuple(one for one in sentences if one),
        sheets=tuple(sheets),
        foot=foot(ledger, language),
        language=language,
    )


def _of_registry(over: OverLists, language: Language) -> list[Sheet]:
    from amparo.questions.estimates.over_lists import stratum_name

    lists = tuple(
        (one.name, one.persons, one.doubtful,
         "; ".join(say(f"estimates.copy_{copy.why}", language, copy=copy.copy, original=copy.original) for copy in one.copies))
        for one in over.lists
    )  # fmt: skip
    strata = tuple(
        (stratum_name(over.population, cell, language), *_row(answer, language))
        for cell, answers in over.strata.items()
        for answer in answers.values()
    )
    return [
        Sheet(say("answers.lists", language), _columns(language, "list", "named", "doubtful", "copies"), lists),
        Sheet(say("answers.strata", language), _columns(language, "stratum", "method", *_FIGURES), strata),
    ]


def _row(answer: Estimate | Refused, language: Language) -> tuple[Any, ...]:  # Any: cells
    name = method_name(answer, language)
    if isinstance(answer, Refused):
        return (name, answer.documented, None, None, None, None)
    return (name, answer.documented, *(round(number) for number in (answer.undocumented, answer.total, answer.low, answer.high)))
