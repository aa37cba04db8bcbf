"""An answer explained: the deciding lines with article, words, fact and source; what is missing, and how to ask for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from amparo.questions.law.asking import label_of, missing_fact, word
from amparo.questions.law.expressions import All, AnyOf, Article, Choice, Fact, Not, Window
from amparo.questions.law.instrument import Instrument, Provision
from amparo.questions.law.model import ACT, STRADDLE
from amparo.questions.law.moments import day_of, written
from amparo.questions.law.smallest import SmallestSet
from amparo.questions.law.tracing import Trace, deciding
from amparo.questions.law.worlds import ACT_PLACE
from amparo.words import LANGUAGES, Language, day_in_words, listed, say

if TYPE_CHECKING:
    from amparo.questions.law.assessing import ChargeAssessment

FORMAT = "amparo-explanation/1"

type Words = Mapping[Language, str]


def explanation(one: "ChargeAssessment") -> dict[str, Any]:  # Any: a JSON document
    """
    Return why the answer is what it is.

    ``lines``: the deciding part of the rules, from the top; each line has the
    article, its text or summary, what it is worth, the fact and its source, and
    how sure the text is. ``missing``: what to ask, the next best question first.
    """
    instrument = one.instrument
    return {
        "format": FORMAT,
        "lines": [line(one, part) for part in one.traces],
        "exclusions": _exclusions(one),
        "missing": [missing_fact(instrument, name).to_dict() for name in one.ranked],
        "sets": [
            {"answer": target, "facts": known_facts(one, found)} for target, sets in one.sets.items() for found in sets
        ],
        "questions": [_question(one, name) for name in one.questions],
        "readings": dict(one.readings),
        "doubt": _doubt(one),
        "curable": sorted({fact for name in one.provisions for fact in instrument.by_id[name].curable}) if one.curable else [],
        "review_only": any(instrument.by_id[name].outcome == "review_only" for name in one.provisions),
        "text_status": {"level": instrument.text_status.level, "note": instrument.text_status.note},
    }  # fmt: skip


def _exclusions(one: "ChargeAssessment") -> list[dict[str, Any]]:  # Any: JSON documents
    """Return, of a charge that is covered, the exclusions that were looked at and do not hold."""
    if one.answer != "covered":
        return []
    found = deciding(one.rules[1], one.instrument.model, one.state, wanted=False)
    return [
        {"article": part.node.id, "text": text_of(one.instrument.by_id[part.node.id])}
        for part in found.articles
        if isinstance(part.node, Article)
    ]


def line(one: "ChargeAssessment", part: Trace) -> dict[str, Any]:  # Any: a JSON document
    """Return one line of an explanation and those below it."""
    instrument = one.instrument
    found: dict[str, Any] = {"worth": part.worth}
    match part.node:
        case Article(name):
            provision = instrument.by_id[name]
            found |= {"kind": "article", "article": name, "role": provision.role, "text": text_of(provision),
                      "confidence": instrument.confidence(name), "source": list(provision.source)}  # fmt: skip
        case Fact(name):
            found |= {
                "kind": "fact",
                "fact": name,
                "text": _of_fact(one, part.node),
                "value": _known(one, name),
                "source": list(source_of(one, name)),
            }
        case Window():
            act = one.state.act
            days = {"start": written(act.starts), "end": written(act.ends)}
            found |= {"kind": "act", "fact": ACT, "text": of_window(part.node), "value": days,
                      "source": list(source_of(one, ACT))}  # fmt: skip
        case Choice(question):
            found |= {"kind": "question", "question": question, "text": _asked(instrument, question)}
        case All():
            found |= {"kind": "all", "text": {language: say("law.all", language) for language in LANGUAGES}}
        case AnyOf():
            found |= {"kind": "any", "text": {language: say("law.any", language) for language in LANGUAGES}}
        case Not():
            found |= {"kind": "not", "text": {language: say("law.not", language) for language in LANGUAGES}}
        case _:
            found |= {"kind": "fixed"}
    if part.parts:
        found["parts"] = [line(one, below) for below in part.parts]
    return found


def text_of(provision: Provision) -> Words:
    """Return the words of a provision in both languages: its quotation, else its summary."""
    return {language: provision.words(language) for language in LANGUAGES}


def of_window(window: Window) -> Words:
    """Return a test of time in words."""
    kind = window.kind

    def words(language: Language) -> str:
        days = {
            name: day_in_words(found, language)
            for name, number in (("first", window.first), ("last", window.last))
            if (found := day_of(number))
        }
        return say(f"law.window_{kind}", language, **days)

    return {language: words(language) for language in LANGUAGES}


def _of_fact(one: "ChargeAssessment", test: Fact) -> Words:
    """Return a test of a fact in words, with what is known of it."""

    def words(language: Language) -> str:
        label = label_of(one.instrument, test.name, language)
        if test.test == "is":
            return label
        if test.test == "in":
            return say(
                "law.fact_in", language, label=label, values=listed([word(value, language) for value in test.values], language, either=True)
            )
        return say(f"law.fact_{test.test}", language, label=label, limit=test.values[0])

    return {language: words(language) for language in LANGUAGES}


def _known(one: "ChargeAssessment", name: str) -> Any:  # Any: a value, a list of possible ones, or None
    """Return what the case says of a fact: its value, the possible ones, or null; in the case's own words where it has some."""
    document = one.charge.document if one.charge is not None else {}
    given = document.get("status") if name == "status" else (document.get("facts") or {}).get(name)
    if given is not None:
        return given[0] if isinstance(given, list) and len(given) == 1 else given
    place = one.instrument.model.place[name]
    variable, mask = one.instrument.model.variables[place], one.state.masks[place]
    if mask == variable.all:
        return None
    values = list(variable.values(mask))
    return values[0] if len(values) == 1 else values


def source_of(one: "ChargeAssessment", name: str) -> tuple[str, ...]:
    """Return the statements that a fact rests on: of the charge, else of the person."""
    if one.charge is None:
        return ()
    return one.charge.sources.get(name) or one.charge.sources.get("", ())


def known_facts(one: "ChargeAssessment", found: SmallestSet) -> dict[str, Any]:  # Any: values, or days
    """Return a smallest set as facts and the values that would do."""
    variables = one.instrument.model.variables
    facts: dict[str, Any] = {}
    for place, classes in found.classes.items():
        if place == ACT_PLACE:
            assert isinstance(classes, tuple)
            facts[ACT] = [{"start": written(days.starts), "end": written(days.ends)} for days in classes]
        else:
            assert isinstance(classes, int)
            values = list(variables[place].values(classes & one.state.masks[place]))
            facts[variables[place].name] = values[0] if len(values) == 1 else values
    return facts


def _question(one: "ChargeAssessment", name: str) -> dict[str, Any]:  # Any: a JSON document
    instrument = one.instrument
    question = instrument.open_questions.get(name)
    found: dict[str, Any] = {
        "id": name,
        "ask": _asked(instrument, name),
        "default_reading": None,
        "article": None,
        "readings": {},
        "choices": _choices(one, name),
    }
    if name == STRADDLE:
        found["readings"] = {
            one: {language: say(f"law.straddle_{one}", language) for language in LANGUAGES} for one in ("inside", "outside")
        }
    elif question is not None:
        found |= {"article": question.article, "default_reading": _in_both(question.default_reading),
                  "readings": {one.id: dict(one.words) for one in question.readings}}  # fmt: skip
    return found


def _in_both(words: Words | Mapping[str, str] | None) -> Words | None:
    """Return words in both languages, in the other one where one is lacking."""
    return None if words is None else {language: dict(words).get(language) or next(iter(words.values())) for language in LANGUAGES}


def _choices(one: "ChargeAssessment", name: str) -> list[str]:
    """Return the readings that are still to choose from; none where the answer only assumes one."""
    place = one.instrument.model.place.get(name)
    return [] if place is None else [str(value) for value in one.instrument.model.variables[place].values(one.state.masks[place])]


def _asked(instrument: Instrument, name: str) -> Words:
    question = instrument.open_questions.get(name)
    if name == STRADDLE or question is None:
        return {language: say("law.straddle_asked", language) for language in LANGUAGES}
    return {language: question.ask.get(language) or next(iter(question.ask.values())) for language in LANGUAGES}


def _doubt(one: "ChargeAssessment") -> dict[str, Any] | None:  # Any: a JSON document
    """Return what the law itself says of doubt: shown beside an open answer, it never turns it."""
    article = one.instrument.conventions.doubt_article
    if one.answer != "cannot_tell" or article is None:
        return None
    return {"article": article, "text": {language: say("law.doubt", language, article=article) for language in LANGUAGES}}
