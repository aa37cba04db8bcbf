"""What an English part takes over from its whole, and what is counted by a whole of which only most or some are spoken of."""

from collections.abc import Sequence

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of, is_predicate, listed
from amparo.ingest.reports.measured.predicates import predicate_of
from amparo.ingest.reports.measured.told import Measured, Run
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.numbers import is_number_word
from amparo.ingest.reports.words.small_words import small_words

_BEFORE = frozenset({"arrested", "detained_stock", "other"})
_FREED = dict.fromkeys(("released", "released_under_measures", "full_freedom", "pardoned", "amnesty_granted", "died_in_custody"), _BEFORE)
# What was so of a part before what is said of its whole, so that it only tells who they are: including 12 who were held without charge.
ONLY_NARROWS: dict[str, frozenset[str]] = {
    **_FREED,
    "still_detained": _BEFORE,
    "detained_stock": frozenset({"arrested", "other"}),
    "arrested": frozenset({"detained_stock"}),
    "missing": frozenset({"arrested", "detained_stock"}),
    "other": frozenset({"arrested", "detained_stock"}),
}


def of_its_whole(
    clauses: Clauses, figure: Figure, what: Measured | None, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> str | None:
    """Return the measure that a part takes over from its whole; None where it has one of its own."""
    own = what.measure if what is not None and (what.cue is not None or what.measure in ONLY_NARROWS["released"]) else None
    if _is_in_list(clauses, run) and run.head in _FREED and own in ONLY_NARROWS[run.head]:
        return run.head  # people who benefited: deprived of liberty: 226
    if clauses.text.language != "en" or figure.counts_happenings:
        return None
    if (known := _known_by_number(clauses, figure, own, figures, kept, run)) is not None:
        return known
    inner = _of_those(clauses, figure) or _of_sum(figure, figures, run)
    if inner is not None and own in ONLY_NARROWS.get(inner, ()):
        return inner
    if is_apposed(clauses, figure, figures):
        whole = _included_in(clauses, figure) or _whole(clauses, figure, kept, run)
    elif _is_told_as_before(clauses, figure, what, figures, kept, run):
        whole = _whole(clauses, figure, kept, run)
    else:
        return None
    return whole if whole is not None and (own is None or own in ONLY_NARROWS.get(whole, ())) else None


def _known_by_number(
    clauses: Clauses, figure: Figure, own: str | None, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> str | None:
    """Return what was said of those counted where their number was told before, or where only a part of them is spoken of."""
    if clauses.word(figure.number.last) in {"in", "altogether"} and clauses.word(figure.number.last + 1) in {"all", "total", ","} and kept:
        return kept[-1][1].measure if figure.is_bare else None  # dozens of such inmates - more than 70 in all
    these = own is None and clauses.word(figure.number.first - 1) in {"these", "those"}
    if these and run.told_as(figure.number.value) is not None:
        return run.told_as(figure.number.value)  # among these 70 are eight of the guard
    if (counted := _of_quantified(clauses, figure, kept, run)) is not None:
        return counted
    if kept and kept[-1][0].number.value and any(is_part_of(clauses, one, figure) for one in figures if one is not figure):
        return _of_parted(clauses, figure, kept[-1][1], run)
    return None


def _is_in_list(clauses: Clauses, run: Run) -> bool:
    """Say whether a sentence is an item under a heading that says what its items count."""
    return clauses.sentence.is_item and run.head is not None and 0 < clauses.sentence.paragraph - run.head_paragraph <= 12


def is_apposed(clauses: Clauses, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Say whether a part only stands beside its whole: including 12 women, among them 3 who had been held, they include dozens."""
    start = hedge_start(clauses, figure.number)
    before_it = [clauses.word(at) for at in range(start - 4, start)]
    made_up = any(word.startswith(tuple(small_words("made_up"))) for word in before_it[-2:]) or before_it[-3:] == ["made", "up", "of"]
    if made_up or _opens_among(clauses, figure, figures):
        return True
    last = figure.last
    if clauses.word(last) in {"among", "amongst"} and clauses.word(last + 1) in {"them", "whom"}:
        return True
    if clauses.word(start - 2) == "among" and clauses.word(start - 1) in {"them", "whom"}:
        return True
    before = next((one for one in reversed(figures) if one.number.first < figure.number.first), None)
    goes_on = before is not None and listed(clauses, before, figure) and predicate_of(clauses, figure, figures) is None
    return goes_on and before is not None and is_apposed(clauses, before, figures)


def _opens_among(clauses: Clauses, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Say whether a sentence tells who are among those counted at its head: among these 70 are eight of the guard, a dozen who fled."""
    first, opening = clauses.sentence.first, clauses.word(clauses.sentence.first) in {"among", "amongst"}
    if (
        opening
        and clauses.word(first + 1) in {"them", "these", "those"}
        and clauses.word(first + 2) in small_words("copulas") | {"is", "was"}
    ):
        return True
    whole = next((one for one in figures if opening and one.number.first - first <= 4 and one is not figure), None)
    return whole is not None and whole.last < figure.first and clauses.word(whole.last) in small_words("copulas")


def _included_in(clauses: Clauses, figure: Figure) -> str | None:
    """Return what the subject of "include" says of those who are included: the jailed people include 2,318 judges."""
    verb = next(
        (at for at in range(figure.first, clauses.sentence.first, -1) if clauses.word(at) in {"include", "includes", "included"}), None
    )
    if verb is None:
        return None
    if clauses.word(clauses.sentence.first) in {"those", "these"}:  # those behind bars include 114 teenagers
        said = [mark for mark in clauses.of("events") if mark.last <= verb and verb - mark.last <= 3]
        return said[-1].tag.split(":")[0] if said else None
    noun = next((mark for mark in clauses.of("people") if mark.first <= clauses.sentence.first + 2 and 0 <= verb - mark.last <= 2), None)
    return noun.tag.split("/")[1] or None if noun is not None else None


def _is_told_as_before(
    clauses: Clauses, figure: Figure, what: Measured | None, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> bool:
    """Say whether a part of those told of is said to be of some sort, or what had befallen it before: 4 of the nine had been convicted."""
    part = figure.is_subset or any(is_part_of(clauses, figure, other) for other in figures if other is not figure)
    of_more = figure.number.value > 1 and any(value > figure.number.value for value, _, _ in run.told[-6:])
    of_noun = clauses.word(clauses.sentence.first) == "of" and not kept
    if not part and not (kept and kept[-1][0].is_whole) and not of_more and not of_noun:
        return False
    if is_predicate(clauses, figure) and (what is None or what.cue is None or clauses.word(what.cue.first) != "among"):
        return True
    said = predicate_of(clauses, figure, figures)
    return part and said is not None and said.is_before


def _of_those(clauses: Clauses, figure: Figure) -> str | None:
    """Return what a part's own words say befell its whole, a release: 56 of those to be pardoned are held for their views."""
    at = figure.number.last
    if clauses.word(at) != "of" or clauses.word(at + 1) not in {"those", "the", "them"}:
        return None
    told = [mark for mark in clauses.of("events") if at + 2 <= mark.first <= at + 5 and mark.tag.endswith((":part", ":verb"))]
    between = {clauses.word(place) for place in range(at + 2, told[0].first)} if told else set()
    between = {word for word in between if not (word[:1].isdigit() or is_number_word(word))}  # two of the five pardoned
    measure = told[0].tag.split(":")[0] if told and between <= {"to", "be", "who", "were", "now", "being", "people", "prisoners"} else ""
    return measure if measure in _FREED else None


def _of_sum(figure: Figure, figures: Sequence[Figure], run: Run) -> str | None:
    """Return what was said of those whom the figures of a sentence add up to: 12 are still held. Nine await trial, three were sentenced."""
    if len(figures) < 2 or not all(one.is_bare for one in figures) or figure.is_subset:
        return None
    added = sum(one.number.value for one in figures)
    return next((measure for value, measure, _ in run.told[-4:] if value == added), None)


def _whole(clauses: Clauses, figure: Figure, kept: Sequence[tuple[Figure, Measured]], run: Run) -> str | None:
    """Return what is said of the whole of a part: the figure before it in the sentence, else those told of near before."""
    if kept and kept[-1][0].number.value >= figure.number.value:
        return kept[-1][1].measure
    if (told := _told_in_sentence(clauses, figure)) is not None:
        return told
    near = clauses.sentence.paragraph - run.paragraph <= 1
    return run.whole_of([figure.number.value], clauses.sentence.paragraph) if near else None


def _told_in_sentence(clauses: Clauses, figure: Figure) -> str | None:
    """Return what a sentence says of persons before it counts a part of them: no list of the people freed is out, but nine are women."""
    first = clauses.sentence.first
    if clauses.word(first) == "of" and clauses.word(first + 1) in {"the", "these", "those"} and figure.first > first + 3:
        noun = next((mark for mark in clauses.of("people") if first + 2 <= mark.first <= first + 3), None)
        if noun is not None and clauses.word(noun.last) == ",":
            return noun.tag.split("/")[1] or None  # of the prisoners, 46 are women
    for people in clauses.of("people"):
        said = next((mark for mark in clauses.of("events") if mark.first == people.last and mark.tag.endswith(":part")), None)
        if said is not None and said.last < figure.first - 1 and figure.is_subset:
            return said.tag.split(":")[0]
    return None


def _of_parted(clauses: Clauses, figure: Figure, part: Measured, run: Run) -> str | None:
    """Return what a whole counts of which a part was told right before it: 14 of the 90 on the list have been freed."""
    told = run.told_as(figure.number.value)
    if told is not None:
        return told
    narrowed = any(mark.first in {figure.last, figure.last + 1} for mark in clauses.of("events"))
    own = figure.noun is not None and not figure.noun.tag.endswith("/")
    is_freed = part.cue is not None and part.measure in _FREED and part.measure != "died_in_custody"
    return "detained_stock" if is_freed and not narrowed and not own else None


def _of_quantified(clauses: Clauses, figure: Figure, kept: Sequence[tuple[Figure, Measured]], run: Run) -> str | None:
    """Return what a whole counts of which most, some or a part are spoken of: released most of the 261 activists detained last week."""
    at = hedge_start(clauses, figure.number)
    total = clauses.word(at - 1) == "of" and clauses.word(at - 2) == "total"
    at -= 2 if total else 0
    at -= clauses.word(at - 1) in {"the", "those", "these", "its", "their", "a"}
    if clauses.word(at - 1) != "of" or not (clauses.word(at - 2) in small_words("quantifiers") or (total and kept)):
        return None
    told = run.told_as(figure.number.value)
    if told is not None or figure.noun is None:
        return told
    start = figure.last + (clauses.word(figure.last) in {"who", "that"})
    start += clauses.word(start) in small_words("finite_auxiliaries") | {"been"}
    narrowed = next((mark for mark in clauses.of("events") if 0 <= mark.first - start <= 1 and not mark.tag.endswith(":noun")), None)
    if narrowed is not None:
        return narrowed.tag.split(":")[0]
    return figure.noun.tag.split("/")[1] or None
