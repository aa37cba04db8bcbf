"""Whether detainees are counted as held or as taken: a noun for both says it by when, in what and beside whom it is told."""

from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words

_BEFORE = 14  # words before a noun within which a protest is told of
_AFTER = 9
_TAKEN = ("detenid", "arrestad", "capturad", "aprehendid")


def were_taken(clauses: Clauses, noun: Mark) -> bool:
    """Say whether detainees are told by when they were taken, which counts arrests: detenidos en las protestas, durante, desde."""
    if not any(clauses.word(at).startswith(_TAKEN) for at in range(noun.first, noun.last)):
        return False
    before = [clauses.word(at) for at in range(max(noun.first - _BEFORE, clauses.sentence.first), noun.first)]
    return _in_unrest(clauses, noun, before) or _is_tally(clauses, noun, before) or _is_dated(clauses, noun)


def _in_unrest(clauses: Clauses, noun: Mark, before: list[str]) -> bool:
    """Say whether the unrest or the raid is told in which detainees were taken: en las protestas, bajo el régimen de excepción."""
    after = [clauses.word(at) for at in range(noun.last, noun.last + _AFTER)]
    if after[0] in {"durante", "desde", "tras"} or any(word.startswith(("protest", "manifestac", "redada", "operativo")) for word in after):
        return True
    if after[0] in {"en", "por", "a", "bajo", "in", "under", "over"} and any(word in small_words("unrest") for word in after):
        return True
    opens = {"durante", "tras", "en", "desde"} & set(before) and any(word in small_words("unrest") for word in before)
    if opens and set(before[-4:]) & small_words("there_were"):
        return True  # durante el paro hubo 2.005 detenidos
    if "con" in before[-4:] and any(word in small_words("unrest") for word in before[-8:]):
        return True
    return any(word.startswith(("protest", "manifestac")) for word in before) and bool({"tras", "desde", "durante"} & set(before))


def _is_tally(clauses: Clauses, noun: Mark, before: list[str]) -> bool:
    """Say whether detainees stand beside the dead and hurt, or are what an event left: tres muertos, 354 heridos y 409 detenidos."""
    all_before = [clauses.word(at) for at in range(clauses.sentence.first, noun.first)]
    hurt = any(word.startswith(("muert", "herid", "fallecid")) for word in (all_before if "dejado" in all_before else before))
    return hurt or any(word in small_words("adds_up") for word in before[-5:])


def _is_dated(clauses: Clauses, noun: Mark) -> bool:
    """Say whether a day follows detainees: los detenidos el viernes."""
    start = clauses.text.tokens[min(noun.last, clauses.sentence.last - 1)].start
    return any(0 <= one.start - start <= 8 or 0 <= one.span[0] - start <= 8 for one in clauses.dates)
