"""Interviews: what stands as an answer is said by whom the report interviews, though no verb of saying stands there."""

from collections import Counter
from collections.abc import Sequence

import attrs

from amparo.ingest.reports.said.claimants import Heard
from amparo.ingest.reports.said.taking_up import Named
from amparo.ingest.reports.who.entities import BODIES, Entity
from amparo.ingest.reports.words.text import Text

_QUESTION = ("Q:", "P:", "Q.", "P.", "—¿", "–¿", "-¿", "- ¿", "— ¿", "– ¿")
_ANSWER = ("A:", "R:", "A.", "R.", "—", "–", "- ")
_LEAST = 2  # questions that make an interview


def with_interview(text: Text, heard: Sequence[Heard], entities: Sequence[Entity]) -> list[Heard]:
    """Return what is known of each sentence; an answer has as its author the person who is interviewed."""
    answers = _answers(text)
    asked = _interviewed(text, answers, entities) if answers else None
    if asked is None:
        return list(heard)
    return [
        attrs.evolve(one, author=asked, sole=None) if sentence.paragraph in answers else one
        for one, sentence in zip(heard, text.sentences, strict=True)
    ]


def _answers(text: Text) -> frozenset[int]:
    """Return the paragraphs that answer a question; none where fewer than two are asked."""
    opened: dict[int, str] = {}
    for sentence in text.sentences:
        start, end = text.span(sentence.first, sentence.last)
        opened.setdefault(sentence.paragraph, text.text[start : min(end, start + 3)])
    questions = [number for number, opening in opened.items() if opening.startswith(_QUESTION)]
    found = {number + 1 for number in questions if opened.get(number + 1, "").startswith(_ANSWER)} - set(questions)
    return frozenset(found) if len(questions) >= _LEAST else frozenset()


def _interviewed(text: Text, answers: frozenset[int], entities: Sequence[Entity]) -> Named | None:
    """Return the person named most outside questions and answers, with the body that stands beside the name."""
    outside = [one for one in text.sentences if one.paragraph not in answers and one.paragraph + 1 not in answers]
    told = [one for one in entities for sentence in outside if sentence.first <= one.first < sentence.last]
    persons = Counter(one.name for one in told if one.kind == "person")
    if not persons:
        return None
    name = persons.most_common(1)[0][0]
    first = next(one for one in told if one.name == name)
    home = next(sentence for sentence in outside if sentence.first <= first.first < sentence.last)
    bodies = tuple(one.name for one in told if one.kind in BODIES - {"press"} and home.first <= one.first < home.last)
    return Named(name, text.span(first.first, first.last), "person", bodies[:1])
