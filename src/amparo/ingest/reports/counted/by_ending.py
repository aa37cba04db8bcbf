"""Nouns of no list that count persons by their ending: who does something (preachers, informadores), believes it, comes from somewhere."""

from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import Number
from amparo.ingest.reports.words.small_words import small_words

_ENDINGS = {
    "es": tuple("istas dores doras tores toras sores soras eros enses eños eñas ologos ologas antes arios arias".split()),  # noqa: SIM905
    "en": tuple("ists ians ers ors ees men mates wives".split()),  # noqa: SIM905
}
_ADJECTIVES = 2  # words between an English number and its noun


def noun_by_ending(clauses: Clauses, number: Number) -> Mark | None:
    """Return the noun after a number that counts persons by its ending; None where its word is known for a thing."""
    language = clauses.text.language
    reach = _ADJECTIVES + 1 if language == "en" else 1
    for at in range(number.last, min(number.last + reach, clauses.sentence.last)):
        token = clauses.text.tokens[at]
        marked = any(
            mark.first <= at < mark.last and mark.layer not in {"people", "events", "titles", "descriptors"} for mark in clauses.marks
        )
        if not token.is_word or token.norm in small_words("not_in_gap") | small_words("auxiliaries"):
            return None
        if token.norm.endswith(_ENDINGS[language]) and len(token.norm) > 5 and not marked:
            return None if token.norm in small_words("not_persons") else Mark("people", "/", at, at + 1)
        if marked or token.norm.endswith("s"):
            return None
    return None
