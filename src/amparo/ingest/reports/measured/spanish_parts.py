"""What a Spanish part takes over from its whole: from the group that a phrase names, the total before it, the list that it stands in."""

from collections.abc import Sequence
from itertools import pairwise

from amparo.ingest.reports.counted.bare_figures import closes, hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of, listed
from amparo.ingest.reports.measured.breakdowns import PARTS
from amparo.ingest.reports.measured.english_parts import ONLY_NARROWS
from amparo.ingest.reports.measured.told import Measured, Run
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Text

_HELD = frozenset({"arrested", "detained_stock", "still_detained"})
_FREED = frozenset(ONLY_NARROWS) - _HELD - {"other", "missing"}
_IN_CUSTODY = frozenset({"detained_stock", "still_detained"})
_WAS_SO = frozenset({"released_under_measures", "still_detained"})  # of those who are free now: 3.797 tenían medidas cautelares
_RELATIVES = frozenset({"que", "quienes", "quien", "cuyos", "cuyas", "cuyo", "cuya"})
_LEAST_SUM = 9  # smaller sums come about by chance
_NEAR = 2  # paragraphs from a whole to its parts
_REACH = 7  # words from the preposition of a group to its noun


def of_its_group(
    clauses: Clauses, figure: Figure, what: Measured | None, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> str | None:
    """Return the measure that a Spanish part takes over from its whole; None where it has one of its own."""
    if clauses.text.language != "es" or figure.counts_happenings or figure.number.value == 0:
        return None
    whole = _whole_of(clauses, figure, what, figures, kept, run)
    if whole is None or whole == "other" or (what is not None and what.measure == whole):
        return None
    return whole if _gives_way(clauses, figure, what, whole) else None


def _whole_of(
    clauses: Clauses, figure: Figure, what: Measured | None, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> str | None:
    """Return what is said of the whole of a part; None where a figure is no part."""
    if any(is_part_of(clauses, figure, other) for other in figures if other is not figure):
        return None  # its whole follows it, and what befell the part stands between or after
    at = figure.number.last
    if clauses.word(at) == "de" and clauses.word(at + 1) in small_words("taking_up") and not _is_number(clauses, at + 2):
        return _of_phrase(clauses, at, figure, kept, run)
    opening = _opening(clauses, figure)
    if opening is not None and not any(one.is_whole for one, _ in kept):
        stop = next((n for n in range(opening, figure.first) if clauses.word(n) in small_words("ends_group")), None)
        if stop is not None and not any(one.first < stop for one in figures):
            named = _of_phrase(clauses, opening, figure, kept, run)
            return named if named in _FREED else _by_sum(figures, run) or named
    opened = next((told.measure for one, told in reversed(kept) if one.is_whole and one.number.value >= figure.number.value), None)
    if opened is not None or _goes_with_last(clauses, figure, kept):
        return opened or kept[-1][1].measure
    of_them = clauses.word(at) == "de" and clauses.word(at + 1) in {"ellos", "ellas"}
    if of_them or _is_apposed(clauses, figure, figures):
        return _before(figure, kept, run, clauses.sentence.paragraph)
    if run.measure != "other" and _is_status(clauses, figure, what):
        return _by_sum(figures, run) or _last(run, _IN_CUSTODY, clauses, figure)
    return None


def _goes_with_last(clauses: Clauses, figure: Figure, kept: Sequence[tuple[Figure, Measured]]) -> bool:
    """Say whether the figure before says what one counts: 148 han recibido sentencia y 864 no; 28 niños, de un total de 33 menores."""
    last = kept[-1][1].measure if kept else ""
    negated = clauses.word(figure.last) == "no" and closes(clauses, figure.last + 1)
    return (negated and last in _IN_CUSTODY) or (last in _HELD and _is_total_after(clauses, figure))


def _opening(clauses: Clauses, figure: Figure) -> int | None:
    """Return where a phrase that names a group opens the clause of a figure: del total; precisó que, de los liberados."""
    places = [clauses.sentence.first + (clauses.word(clauses.sentence.first) in {"y", "asimismo", "ademas", "“", "«", '"'})]
    after = {",", "que", "“", "«", '"', ":"}
    places += [at for at in range(clauses.sentence.first + 1, figure.first) if clauses.word(at - 1) in after]
    return next((at for at in reversed(places) if at < figure.first and _names_group(clauses, at)), None)


def _names_group(clauses: Clauses, at: int) -> bool:
    """Say whether a phrase opens at a token that names a group: de los liberados, del total, entre esas personas; not de acuerdo con."""
    after = clauses.word(at + 1)
    if clauses.word(at) == "del":
        return after.startswith(tuple(small_words("totals_again")))
    return clauses.word(at) in {"de", "entre"} and (
        after in small_words("taking_up") or after in {"ese", "este", "esa", "esta", "un", "dicho", "dicha", "ellos", "ellas"}
    )


def _is_total_after(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a figure is the whole of those told of before it: siguen presos 28 niños y 5 niñas, de un total de 33 menores."""
    before = [clauses.word(at) for at in range(figure.number.first - 4, figure.number.first)]
    return before == ["de", "un", "total", "de"] or before[-2:] == ["en", "total"]


def _by_sum(figures: Sequence[Figure], run: Run) -> str | None:
    """Return what is said of a figure that the parts of a sentence add up to."""
    values = [one.number.value for one in figures]
    sums = {a + b for a, b in pairwise(values)} | ({sum(values)} if len(values) > 1 else set())
    return next((measure for value, measure, _ in reversed(run.told) if value in sums and value > _LEAST_SUM), None)


def _of_phrase(clauses: Clauses, at: int, figure: Figure, kept: Sequence[tuple[Figure, Measured]], run: Run) -> str | None:
    """Return what the group is counted by that a phrase names: de los liberados, del total, entre las personas detenidas."""
    last = min(at + _REACH, clauses.sentence.last)
    words = [clauses.word(n) for n in range(at + 1, last)]
    nouns = [mark for mark in clauses.of("people") if at < mark.first < last and "," not in words[: mark.first - at - 1]]
    narrowed = [mark for mark in clauses.of("events") if at < mark.first < last and not mark.tag.endswith(":noun")]
    said = [
        mark for mark in narrowed if clauses.word(mark.first - 1) in _RELATIVES | small_words("taking_up") or mark.tag.endswith(":part")
    ]
    for mark in (*nouns, *said):
        measure = mark.tag.split("/")[1] if mark.layer == "people" else mark.tag.split(":")[0]
        if measure in _HELD:
            return _last(run, _HELD, clauses, figure) or measure
        if clauses.word(mark.first).startswith(("benefici", "favorec")):
            told_last = next((told for _, told, _ in reversed(run.told) if told in _FREED), None)
            return told_last or by_instrument(clauses.text, mark.first) or measure  # of an amnesty, a pardon
        if measure:
            return measure if measure in ONLY_NARROWS else None
    if set(words[:3]) & small_words("totals_again") or words[:1] in (["ellos"], ["ellas"]) or nouns:
        return _before(figure, kept, run, clauses.sentence.paragraph)
    return None


def _is_apposed(clauses: Clauses, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Say whether a part only stands beside its whole, or is listed with one that does: entre ellos 12, incluidas 3 mujeres."""
    start = hedge_start(clauses, figure.number)
    near = [clauses.word(at) for at in range(start - 4, start)]
    was = small_words("tells_before")
    if "entre" in near[-3:] and set(near) & small_words("those_told"):
        return True
    if any(word.startswith(tuple(small_words("includes_es"))) for word in [*near[-2:], *_opening_word(clauses, start)]):
        return True
    alike = near[-4:-1] in (["lo", "mismo", "que"], ["al", "igual", "que"]) or near[-3:] in (["lo", "mismo", "que"], ["al", "igual", "que"])
    if alike and clauses.word(figure.last) == "que" and clauses.word(figure.last + 1 + (clauses.word(figure.last + 1) == "se")) in was:
        return True
    before = next((one for one in reversed(figures) if one.number.first < figure.number.first), None)
    return before is not None and listed(clauses, before, figure) and _is_apposed(clauses, before, figures)


def _opening_word(clauses: Clauses, start: int) -> list[str]:
    """Return the word before the groups that a figure is listed after without their numbers: incluidos menores de edad y once mayores."""
    at = start
    while clauses.word(at - 1) in {"y", "e", ",", "de"} or any(mark.first < at <= mark.last for mark in clauses.of("people")):
        at -= 1
    return [clauses.word(at - 1)] if at < start and clauses.word(start - 1) in {"y", "e", ","} else []


def _is_status(clauses: Clauses, figure: Figure, what: Measured | None) -> bool:
    """Say whether only the stage of their case is told of those counted: 151 condenados, 1.812 sin condena, 718 no han sido procesados."""
    if what is not None and what.cue is not None:
        cue = what.cue
        does = clauses.word(cue.last) == "a" or clauses.word(cue.first - 1) in {"le", "les", "se"}  # condena a 12, se les abrió juicio
        label = clauses.sentence.is_item and clauses.word(figure.first - 1) == ":"
        active = (cue.last <= figure.first and not label) or (does and cue.tag.endswith(":verb"))
        bare_part = cue.first == figure.last and cue.tag.endswith(":part") and figure.noun is not None and figure.noun.tag == "/"
        there = any(clauses.word(at) in small_words("there_are") | {":"} for at in range(figure.first - 3, figure.first))
        narrowed = bare_part and not there and not clauses.sentence.is_item  # informó de 62 personas juzgadas
        return what.measure != "detained_stock" and not active and not narrowed and _tells_status(clauses, cue)
    named = figure.noun is not None and clauses.word(figure.noun.first).startswith(tuple(small_words("of_case")))
    if named or (figure.noun is not None and figure.noun.tag.split("/")[0] in {"sentenced", "unsentenced"}):
        return True
    return clauses.word(figure.last) in {"sin", "con"} and clauses.word(figure.last + 1).startswith(tuple(small_words("of_case")))


def _tells_status(clauses: Clauses, cue: Mark) -> bool:
    return any(clauses.word(at).startswith(tuple(small_words("of_case"))) for at in range(cue.first, cue.last))


def _gives_way(clauses: Clauses, figure: Figure, what: Measured | None, whole: str) -> bool:
    """Say whether what is said of a part only tells who they are, so that they are counted as their whole is."""
    if what is None or what.measure == whole:
        return True
    cue = what.cue
    if cue is None:
        return what.measure in ONLY_NARROWS.get(whole, ()) or figure.noun is None or figure.noun.tag.split("/")[0] in PARTS
    if _tells_status(clauses, cue):
        return whole != "arrested" or not _is_main(clauses, figure, cue)
    if what.measure == "other":
        return False
    narrows = what.measure in ONLY_NARROWS.get(whole, ()) or (whole in _FREED and what.measure in _WAS_SO)
    past = (
        any(clauses.word(at).endswith(("aban", "ian")) for at in range(cue.first, min(cue.first + 2, cue.last)))
        or clauses.word(cue.first - 1) in {"habian", "habia", "estaban"}
        or clauses.word(cue.first - 2) in {"habian", "habia"}
    )
    return narrows and (not _is_main(clauses, figure, cue) or (past and whole not in _HELD))


def _is_main(clauses: Clauses, figure: Figure, cue: Mark) -> bool:
    """Say whether a word is the finite verb of which a figure is subject or object, no participle or relative clause at it."""
    if cue.last <= figure.first:
        passive = clauses.word(cue.first - 1) in small_words("passive_auxiliaries")  # fueron condenados 12 de los detenidos
        return passive or cue.tag.endswith((":verb", ":state"))
    between = [clauses.word(at) for at in range(figure.last, cue.first)]
    if set(between) & _RELATIVES or clauses.word(cue.first) in _RELATIVES:
        return False
    return (
        cue.tag.endswith((":verb", ":state"))
        or bool(set(between[-3:]) & small_words("auxiliaries"))
        or clauses.word(cue.first) in small_words("auxiliaries")
    )


def _before(figure: Figure, kept: Sequence[tuple[Figure, Measured]], run: Run, paragraph: int) -> str | None:
    """Return what is said of the figure before in the sentence, if it is no smaller, else of those told of near before."""
    for one, told in reversed(kept):
        if one.number.value >= figure.number.value and not one.is_subset:
            return told.measure
    near = paragraph - run.paragraph <= 1
    return run.whole_of([figure.number.value], paragraph) if near else None


def _last(run: Run, measures: frozenset[str], clauses: Clauses, figure: Figure) -> str | None:
    """Return the last of some measures that was told near before of no fewer."""
    reach = 12 if clauses.sentence.is_item else _NEAR
    near = [(value, told) for value, told, at in reversed(run.told) if clauses.sentence.paragraph - at <= reach]
    return next((told for value, told in near if told in measures and value >= figure.number.value), None)


def by_instrument(text: Text, at: int) -> str | None:
    """Return what those who benefit are, by the instrument that a text named last before a token, or first."""
    names = {"amnist": "amnesty_granted", "indult": "pardoned", "gracia": "pardoned"}
    tokens = [*reversed(text.tokens[:at]), *text.tokens[at:]]
    return next((names[token.norm[:6]] for token in tokens if token.norm[:6] in names and token.norm != "gracias"), None)


def _is_number(clauses: Clauses, at: int) -> bool:
    return clauses.word(at)[:1].isdigit()
