"""The measures of a sentence's figures, with what they leave out taken over from what was told before them."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure, is_part_of, is_predicate, listed
from amparo.ingest.reports.measured.beside_cues import said_by
from amparo.ingest.reports.measured.breakdowns import PARTS
from amparo.ingest.reports.measured.coordination import listed_with
from amparo.ingest.reports.measured.english_parts import of_its_whole
from amparo.ingest.reports.measured.measures import measured
from amparo.ingest.reports.measured.spanish_parts import of_its_group
from amparo.ingest.reports.measured.surroundings import in_its_surroundings
from amparo.ingest.reports.measured.told import MEASURES, STOCKS, Measured, Run
from amparo.ingest.reports.measured.unsaid import what_persons_measure
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.small_words import small_words

_WEAK = 2.0  # below this weight nothing of its own is said of a figure
_LONGEST_LIST = 40  # paragraphs from a heading to an item
_LEAST = 1.2  # below this nothing is said of a group at all
_OF_CUSTODY = frozenset({"arrested", "detained_stock", "still_detained", "released", "released_under_measures", "missing"})


def measures_of(clauses: Clauses, figures: Sequence[Figure], run: Run) -> list[tuple[Figure, Measured]]:
    """Return the figures of a sentence of which something is said, with their measures; the run goes on with them."""
    if not figures:
        _note_heading(clauses, run)
    own = listed_with(clauses, figures, [measured(clauses, figure, figures) for figure in figures])
    kept: list[tuple[Figure, Measured]] = []
    for figure, what in zip(figures, own, strict=True):
        told = _with_before(clauses, figure, what, figures, kept, run)
        if told is None or _are_hurt_forces(clauses, figure, told):
            continue
        told = in_its_surroundings(clauses, figure, told, figures, kept, run)
        kept.append((figure, told))
        if not figure.is_compared:
            _note(clauses, figure, told, run)
    return kept


def _note_heading(clauses: Clauses, run: Run) -> None:
    """Note what a sentence without figures says is counted next: the heading of a list, or a question of how many."""
    if _heads_list(clauses):
        run.head = _of_heading(clauses) or run.head
        run.head = run.measure if (run.head, run.measure) == ("detained_stock", "still_detained") else run.head
        run.head_paragraph = clauses.sentence.paragraph
    run.measure = _asked(clauses) or run.measure or _of_heading(clauses)


def _note(clauses: Clauses, figure: Figure, told: Measured, run: Run) -> None:
    """Note what a figure was told to measure, for those that come after it."""
    run.measure, run.paragraph = told.measure, clauses.sentence.paragraph
    by_noun = figure.noun is not None and figure.noun.tag.endswith("/detained_stock")
    of_prisoners = clauses.text.language == "es" and told.cue is None and by_noun
    if not is_breakdown(figure) and not figure.is_subset and told.weight >= _WEAK + (0.0 if of_prisoners else 0.2):
        run.told.append((figure.number.value, told.measure, clauses.sentence.paragraph))


def is_breakdown(figure: Figure) -> bool:
    """Say whether a figure counts a part of a kind that totals are broken down by: women, military, foreigners …."""
    return part_of(figure) is not None


def part_of(figure: Figure) -> str | None:
    """Return by what a figure is a part: "women"; None where its noun counts a whole."""
    part = figure.noun.tag.split("/")[0] if figure.noun is not None else ""
    return part if part in PARTS else None


def _asked(clauses: Clauses) -> str | None:
    """Return what a sentence without a figure asks the number of: did not say how many remain in jail, no dijo cuántos siguen presos."""
    at = next((n for n in range(clauses.sentence.first, clauses.sentence.last) if clauses.word(n) in {"many", "cuantos", "cuantas"}), None)
    if at is None:
        return None
    if any(0 <= mark.first - at <= 6 for mark in clauses.of("continuing")):
        return "still_detained"
    told = sorted((mark for mark in clauses.of("events") if 0 <= mark.first - at <= 8), key=lambda mark: mark.first)
    measure = told[0].tag.split(":")[0] if told else None
    measure = "detained_stock" if measure == "still_detained" else measure  # how many are left in its jails
    return measure if measure in MEASURES else None


def _heads_list(clauses: Clauses) -> bool:
    """Say whether a sentence may open a list: a heading, or one that ends with a colon."""
    return clauses.sentence.is_heading or clauses.word(clauses.sentence.last - 1) == ":"


def _of_heading(clauses: Clauses) -> str | None:
    """Return what a heading says is counted: Detenidos por provincia, political prisoners by region."""
    told = sorted([*clauses.of("people"), *clauses.of("events")], key=lambda mark: (mark.first, mark.layer == "people"))
    for mark in told:
        measure = said_by(mark)
        if measure:
            return measure if measure in MEASURES else "other"
    return None


def _with_before(
    clauses: Clauses, figure: Figure, what: Measured | None, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> Measured | None:
    """Return the measure of a figure, taken over from the figure before where its own clause says none."""
    weak = what is None or what.weight < _WEAK
    whole = of_its_whole(clauses, figure, what, figures, kept, run) or of_its_group(clauses, figure, what, figures, kept, run)
    if whole is not None:
        return Measured(whole, None, tuple(dict.fromkeys((whole, *(what.candidates if what else ()))))[:3], _WEAK)
    if weak or figure.is_bare or figure.is_subset:
        taken = _from_the_sentence(clauses, figure, what, kept, weak=weak)
        of_them = _is_of_them(clauses, figure) or is_predicate(clauses, figure)
        status = figure.is_subset and not kept and of_them and _is_of_status(clauses, figure, what)
        status = status or (figure.is_bare and clauses.word(figure.number.last) in small_words("of_status"))  # 379 corresponden a presos
        taken = taken or (_from_before(clauses, figure, figures, kept, run) if weak or status else None)
        if taken is not None:
            shown = (taken.measure, *(what.candidates if what else ()))
            return attrs.evolve(taken, candidates=tuple(dict.fromkeys(shown))[:3])
    names_group = figure.noun is not None and not figure.counts_happenings
    if what is None or (weak and figure.is_bare) or (names_group and what.weight < _LEAST):
        return _by_default(clauses, figure, run) or (what if names_group else None) or _unsaid(clauses, figure, run)
    return what


def _unsaid(clauses: Clauses, figure: Figure, run: Run) -> Measured | None:
    """Return the measure of a figure of persons of whom nothing known is said."""
    measure = what_persons_measure(clauses, figure, run.measure)
    measure = run.measure if measure == "other" and _are_some_of_them(clauses, figure, run) else measure
    return None if measure is None else Measured(measure, None, tuple(dict.fromkeys(filter(None, (measure, run.measure, "other")))), _LEAST)


def _are_some_of_them(clauses: Clauses, figure: Figure, run: Run) -> bool:
    """Say whether a figure counts some of those told of in its paragraph: 454 son mexicanos. Hay 13 ecuatorianos y 12 colombianos."""
    there = clauses.word(hedge_start(clauses, figure.number) - 1) in small_words("there_are")
    told = run.told[-1][0] if run.told else 0
    return there and run.measure is not None and run.paragraph == clauses.sentence.paragraph and figure.number.value < told


def _by_default(clauses: Clauses, figure: Figure, run: Run) -> Measured | None:
    """
    Return what a figure measures of which nothing is said: what was told last of such persons, for one that leaves out its noun or goes on.

    A body that lists or counts people without a word on what befell them counts those who are held.
    """
    counted = any(mark.tag == "count" and 0 <= hedge_start(clauses, figure.number) - mark.last <= 1 for mark in clauses.of("speech"))
    if counted and run.measure not in _OF_CUSTODY:
        return Measured("detained_stock", None, ("detained_stock", "arrested"), _LEAST)
    start = hedge_start(clauses, figure.number)
    verbs = tuple(small_words("includes"))  # the others include five Poles
    included = any(clauses.word(at).startswith(verbs) for at in (start - 1, start - 2))
    goes_on = figure.is_bare or counted or included or figure.is_delta
    return Measured(run.measure, None, (run.measure,), _LEAST) if goes_on and run.measure is not None else None


def _from_the_sentence(
    clauses: Clauses, figure: Figure, what: Measured | None, kept: Sequence[tuple[Figure, Measured]], *, weak: bool
) -> Measured | None:
    """Return the measure of the figure before in the sentence, where this one is compared with it, a part of it or listed with it."""
    if not kept:
        return None
    before, told = kept[-1]
    if is_part_of(clauses, before, figure):
        return None  # of the whole something else is said than of its part
    compared = figure.is_compared and (weak or figure.is_bare)
    part = figure.is_subset and _is_of_status(clauses, figure, what)
    names_group = figure.noun is not None and not figure.counts_happenings
    return attrs.evolve(told, weight=_WEAK) if compared or part or (weak and names_group and listed(clauses, before, figure)) else None


def _from_before(
    clauses: Clauses, figure: Figure, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> Measured | None:
    """Return the measure of what was counted before: of the same number, of the whole of a part, of the cases of a list."""
    if (
        figure.is_bare
        and clauses.sentence.is_item
        and run.head is not None
        and clauses.sentence.paragraph - run.head_paragraph <= _LONGEST_LIST
    ):
        return Measured(run.head, None, (), _WEAK)
    same = run.told_as(figure.number.value) if figure.is_whole else None
    if same is not None:
        return Measured(same, None, (), _WEAK)
    if figure.is_bare or figure.is_subset or is_breakdown(figure):
        if clauses.word(figure.number.last) in small_words("copulas") and kept:
            held = run.whole_of([figure.number.value], clauses.sentence.paragraph)
            if held in STOCKS and kept[-1][1].measure == "died_in_custody":
                return Measured(str(held), None, (), _WEAK)  # nineteen have died, and 206 are seriously ill
        parts = [one.number.value for one in figures if is_breakdown(one) or one.is_bare]
        whole = run.whole_of(parts, clauses.sentence.paragraph) if not any(not is_breakdown(one) for one, _ in kept) else None
        if whole is not None and clauses.sentence.paragraph - run.paragraph <= 1:
            return Measured(whole, None, (), _WEAK)
        if kept:
            return attrs.evolve(kept[-1][1], weight=_WEAK)
    return Measured(run.measure, None, (), _LEAST) if run.measure is not None and _is_counted_case(clauses, figure) else None


def _is_counted_case(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a body counts cases or names, which are of what was counted before: registró 133 nuevos casos."""
    if figure.noun is None or clauses.word(figure.noun.last - 1) not in {"casos", "cases", "nombres", "names"}:
        return False
    return any(mark.tag == "count" and 0 <= figure.number.first - mark.last <= 3 for mark in clauses.of("speech"))


def _is_of_them(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a part is told of those of the sentence before: 12 of them were political prisoners, 68 presos entre ellos."""
    near = {clauses.word(at) for at in range(figure.number.last, figure.last + 3)}
    return bool(near & {"them", "those", "ellos", "ellas", "estos", "estas", "esos", "esas"})


def _is_of_status(clauses: Clauses, figure: Figure, what: Measured | None) -> bool:
    """Say whether only its noun speaks, and of what they are: entre ellos 137 acusados, among them 302 political detainees."""
    if figure.noun is None or what is None:
        return False
    if is_predicate(clauses, figure):
        return True  # 98 son policías procesados
    if what.cue is not None or what.measure not in {"other", "detained_stock"}:
        return False
    return not any(mark.first == figure.noun.first for mark in clauses.of("events"))


def _are_hurt_forces(clauses: Clauses, figure: Figure, what: Measured) -> bool:
    """Say whether police or soldiers who were hurt are counted: nobody in custody, nobody released."""
    if what.measure != "other" or figure.noun is None or not clauses.word(figure.noun.last - 1).startswith(tuple(small_words("forces"))):
        return False
    near = [clauses.word(at) for at in range(figure.first, figure.last + 4)]
    return any(word.startswith(tuple(small_words("hurt"))) for word in near)
