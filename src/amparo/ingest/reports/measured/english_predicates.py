"""The main predicate of an English figure: what is said of those counted, past what only narrows them (relative clauses, insertions)."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of, listed
from amparo.ingest.reports.measured.told import Predicate
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words

_AUX = small_words("finite_auxiliaries")
_SUBJECT_AFTER = small_words("before_a_subject")
_RELATIVES = small_words("relatives")
_PRONOUNS = small_words("subject_pronouns")
_IN_GROUP = small_words("in_verb_group")
_LONGEST_ASIDE = 45
_LONGEST_CLAUSE = 12


def english_predicate(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> Predicate | None:
    """Return the finite predicate of which a figure is the subject; None where it is no subject or nothing finite follows."""
    if figure.counts_happenings or not _is_subject(clauses, figure):
        return None
    at = _finite(clauses, figure, others)
    if at is None and figure.is_bare and clauses.word(figure.last) == "who":
        at = figure.last + 1  # including 12 who were later freed
    if at is None and clauses.sentence.is_heading:
        cue = _of_heading(clauses, figure)
        return None if cue is None else Predicate(cue, is_before=False)
    if at is None:
        return None
    owns = clauses.word(at + 1) in small_words("determiners") | small_words("articles") | {"an", "no", "only"}  # had their terms cut
    return Predicate(_cue_at(clauses, at), clauses.word(at) == "had" and not owns)


def _of_heading(clauses: Clauses, figure: Figure) -> Mark | None:
    """Return what a heading without a finite verb says of those whom a participle narrows: 45 teenagers held in May let out."""
    ends = next(
        (at for at in range(figure.last, clauses.sentence.last) if clauses.word(at) in small_words("ends_heading")), clauses.sentence.last
    )
    told = [mark for mark in clauses.of("events") if figure.last <= mark.first < ends and mark.tag.endswith((":part", ":state"))]
    if told and clauses.word(figure.last) == clauses.word(told[0].first - 1) == "," and figure.last < told[0].first - 1:
        return told[0]  # 87 prisoners, 14 suspects among them, released
    narrows = told and told[0].first == figure.last and told[-1].first > told[0].last
    return told[-1] if narrows and not set(map(clauses.word, range(told[0].last, told[-1].first))) & {"and", "or", "that", "who"} else None


def _is_subject(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a figure may open a clause: no verb and no preposition governs it."""
    start = hedge_start(clauses, figure.number)
    return start == clauses.sentence.first or clauses.word(start - 1) in _SUBJECT_AFTER


def _finite(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> int | None:
    """Return where the finite verb of a figure stands."""
    starts = {one.number.first: one for one in others if one.number.first >= figure.last}
    at, in_relative = figure.last, False
    if clauses.word(at) == "of" and clauses.word(at + 1) in {"whom", "them", "those", "these"}:
        at += 2
    while at < clauses.sentence.last:
        word = clauses.word(at)
        aside = _past_aside(clauses, at)
        if aside is not None:
            at = aside
        elif word in _RELATIVES or (word in _PRONOUNS and at > figure.number.last) or _tells_before(clauses, at):
            at, in_relative = _past_clause(clauses, at), True
        elif in_relative and word in {"and", "or", "but"} and _is_finite(clauses, at + 1):
            at = _past_group(clauses, at + 1)
        elif in_relative and word == "," and clauses.word(at + 1).endswith("ed"):
            at += 1  # who were arrested, tried and jailed
        elif _ends(clauses, figure, at, starts.get(at)):
            return None
        elif _is_finite(clauses, at):
            return at
        else:
            at += 1
    return None


def _ends(clauses: Clauses, figure: Figure, at: int, other: Figure | None) -> bool:
    """Say whether the clause of a figure ends at a token: a pause that no finite verb follows, or another subject."""
    word = clauses.word(at)
    if other is not None:
        governed = clauses.word(hedge_start(clauses, other.number) - 1) in small_words("prepositions")
        return not (governed or is_part_of(clauses, figure, other) or listed(clauses, figure, other))
    if word == ",":
        return not (_is_finite(clauses, at + 1) or _is_listed_after(clauses, at))
    return word in {";", ":", "but", "—", "–", "while", "whereas"}


def _tells_before(clauses: Clauses, at: int) -> bool:
    """Say whether a clause of what had been before opens at a token: after police had questioned them; not "after the coup"."""
    if clauses.word(at) not in {"after", "before", "since"}:
        return False
    verb = next((place for place in range(at + 1, at + 7) if clauses.word(place) in _AUX | {","}), at)
    return clauses.word(verb) == "had"


def _is_listed_after(clauses: Clauses, comma: int) -> bool:
    """Say whether another group follows a comma: 6,038 soldiers, 755 judges and 100 officers; twelve journalists, students and bloggers."""
    group = any(mark.first == comma + 1 for mark in clauses.of("people"))
    return group or clauses.word(comma + 1)[:1].isdigit()


def _is_finite(clauses: Clauses, at: int) -> bool:
    """Say whether a finite verb stands at a token: an auxiliary, or a verb of what happened that can be no participle there."""
    word = clauses.word(at)
    if word in _AUX:
        return clauses.word(at - 1) != "to"
    if word.endswith("ly") or word in {"also", "now", "later", "then", "since"}:
        return clauses.word(at + 1) in _AUX
    if any(mark.first == at and word != "still" for mark in clauses.of("continuing")):
        return True
    marks = [mark for mark in clauses.of("events") if mark.first == at and word not in small_words("nouns_in_s")]
    if not any(mark.tag.endswith(":verb") for mark in marks) or any(mark.tag.endswith(":noun") for mark in marks):
        return False
    intransitive = word in small_words("intransitives")
    participle = word.endswith(("ed", "ing")) or any(mark.tag.endswith((":part", ":state")) for mark in marks)
    return (intransitive or not participle) and clauses.word(at - 1) not in _AUX | {"to", "not"}


def _past_aside(clauses: Clauses, at: int) -> int | None:
    """Return where the clause goes on after an insertion between brackets, dashes or commas; None where none opens."""
    word = clauses.word(at)
    last = min(at + _LONGEST_ASIDE, clauses.sentence.last)
    closing = {"(": ")", "[": "]", "—": "—", "–": "–"}.get(word, "-" if word == "-" and _is_loose(clauses, at) else None)
    if closing is not None:
        return next((end + 1 for end in range(at + 1, last) if clauses.word(end) == closing), None)
    if word != "," or clauses.word(at + 1) in small_words("opens_other_clause"):
        return None
    end = next((place for place in range(at + 2, last) if clauses.word(place) == ","), last)
    if clauses.word(end - 2) == "among" and clauses.word(end - 1) == "them" and clauses.word(end + 1) in _RELATIVES:
        return end + 1  # 156 people, three women among them, who were arrested have been freed
    return next((end + 1 for end in range(at + 2, last) if clauses.word(end) == "," and _is_finite(clauses, end + 1)), None)


def _is_loose(clauses: Clauses, at: int) -> bool:
    """Say whether a hyphen stands alone, as a dash."""
    tokens = clauses.text.tokens
    return at > 0 and tokens[at - 1].end < tokens[at].start


def _past_clause(clauses: Clauses, at: int) -> int:
    """Return where the finite verb of a relative or temporal clause ends: who were held, whom the junta had jailed."""
    if clauses.word(at) in _PRONOUNS | {"who"} or clauses.word(at + 1) in _PRONOUNS:
        at += clauses.word(at) not in _PRONOUNS and clauses.word(at + 1) in _PRONOUNS
        return _past_group(clauses, at + 1)
    if clauses.word(at) in {"that", "which"} and clauses.word(at + 1).endswith("s") and clauses.word(at + 1) not in _AUX:
        return at + 2  # the crisis that goes on in the north
    for place in range(at + 1, min(at + _LONGEST_CLAUSE, clauses.sentence.last)):
        if clauses.word(place) in _AUX:
            return _past_group(clauses, place)
        verb = next((mark for mark in clauses.of("events") if mark.first == place and mark.tag.endswith(":verb")), None)
        if verb is not None or clauses.word(place).endswith("ed"):
            return place + 1 if verb is None else verb.last
        if clauses.word(place) in {",", ";", "—", "–"}:
            return place
    return at + 1


def _past_group(clauses: Clauses, at: int) -> int:
    """Return where a group of verbs ends that begins at a token: have reportedly been released."""
    while clauses.word(at) in _AUX | _IN_GROUP or clauses.word(at).endswith("ly"):
        at += 1
    return at + (clauses.word(at) not in {",", ";", ".", "", "—", "–", "("})


def _cue_at(clauses: Clauses, at: int) -> Mark | None:
    """Return what a finite verb at a token says: were later released, are reported to have been freed, are still in prison."""
    found = [mark for mark in clauses.of("events") if mark.last > at and mark.first >= at - 1 and not mark.tag.endswith(":noun")]
    for mark in sorted(found, key=lambda one: (one.first, -one.last)):
        between = [clauses.word(place) for place in range(at, mark.first)]
        if not all(word in _AUX | _IN_GROUP or word.endswith("ly") for word in between):
            return None
        same = [one for one in found if one.first == mark.first]
        still = next((one for one in same if one.tag.startswith("still")), None)
        if still is None and mark.tag.startswith("detained_stock") and clauses.word(mark.last) == "still":
            return attrs.evolve(mark, tag="still_detained:state", last=mark.last + 1)
        return still or mark
    return None
