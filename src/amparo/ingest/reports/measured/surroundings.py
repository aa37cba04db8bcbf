"""What the surroundings of a figure make of its measure: totals, exceptions, outcomes, demands, those who died or live."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure
from amparo.ingest.reports.measured.as_whole import measure_of_whole
from amparo.ingest.reports.measured.coordination import FREED
from amparo.ingest.reports.measured.modality import is_demanded
from amparo.ingest.reports.measured.told import STOCKS, Measured, Run
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.small_words import small_words

_WEAK = 2.0  # below this weight nothing of its own is said of a figure
_HELD = ("arrested", "detained_stock", "still_detained")


def in_its_surroundings(
    clauses: Clauses, figure: Figure, what: Measured, figures: Sequence[Figure], kept: Sequence[tuple[Figure, Measured]], run: Run
) -> Measured:
    """Return what a figure measures after what stands around it: totals, exceptions, outcomes, demands, and its whole."""
    told = _as_total(clauses, figure, _as_outcome(clauses, figure, what, run), kept)
    told = _as_exception(clauses, figure, _as_pardon(clauses, told, run))
    told = _as_taken(clauses, figure, told, run)
    told = _as_living(clauses, figure, told)
    told = _as_reached(clauses, figure, told, kept)
    told = _as_whole(clauses, figure, told, kept, run)
    whole = measure_of_whole(clauses, figure, told, kept, run.measure)
    told = told if whole is None else _with_first(told, whole)
    return _as_held(clauses, figure, _of_the_held(clauses, figure, told, run, figures), run)


def _as_living(clauses: Clauses, figure: Figure, what: Measured) -> Measured:
    """Return the measure; of whom something is said that is said of the living, they are held: otros 90 están gravemente enfermos."""
    taken_over = what.measure == "died_in_custody" and what.cue is None
    return _with_first(what, "detained_stock") if taken_over and _are_living(clauses, figure) else what


def _as_reached(clauses: Clauses, figure: Figure, what: Measured, kept: Sequence[tuple[Figure, Measured]]) -> Measured:
    """Return the measure; what new prisoners bring a list of prisoners to counts those held."""
    taken_over = what.measure == "arrested" and what.cue is None and bool(kept)
    return _with_first(what, "detained_stock") if taken_over and _reaches_list(clauses, figure, kept[-1][0]) else what


def _with_first(what: Measured, measure: str) -> Measured:
    """Return what a figure measures with another measure in the first place."""
    return attrs.evolve(what, measure=measure, candidates=tuple(dict.fromkeys((measure, *what.candidates)))[:4])


def _as_pardon(clauses: Clauses, what: Measured, run: Run) -> Measured:
    """Return the measure; those whom "it" covers after a pardon was told are pardoned; requests that are dealt with stay requests."""
    dealt = what.cue is not None and clauses.word(what.cue.last - 1).startswith(("procesad", "revisad", "tramitad", "evaluad"))
    if run.measure == "amnesty_requested" and dealt:
        return _with_first(what, "amnesty_requested")
    if what.measure != "amnesty_granted" or run.measure != "pardoned" or clauses.of("amnesty") or what.cue is None:
        return what
    return attrs.evolve(what, measure="pardoned", candidates=("pardoned", *what.candidates)[:4])


def _as_outcome(clauses: Clauses, figure: Figure, what: Measured, run: Run) -> Measured:
    """Return the measure; of requests told before, those approved are amnesties and those refused are other: it has approved 12,017."""
    said = next((mark for mark in clauses.of("asking") if mark.last == hedge_start(clauses, figure.number) and mark.tag != "asking"), None)
    if said is None or not figure.is_bare or run.measure != "amnesty_requested":
        return what
    outcome = "amnesty_granted" if said.tag == "granting" else "other"
    return Measured(outcome, None, (outcome, "amnesty_requested"), _WEAK)


def _as_total(clauses: Clauses, figure: Figure, what: Measured, kept: Sequence[tuple[Figure, Measured]]) -> Measured:
    """Return the measure; the total that new ones add to counts those held: 12 nuevos presos políticos, 1.071 en total."""
    before = kept[-1] if kept else None
    new = before is not None and before[1].measure == "arrested" and before[0].noun is not None
    new = new and before is not None and before[0].noun is not None and clauses.word(before[0].noun.first).startswith("nuev")
    start = hedge_start(clauses, figure.number)
    total = any(mark.last in {start, start - 1} or mark.first in {figure.number.last, figure.last} for mark in clauses.of("totals"))
    sums = any(clauses.word(at) in {"suma", "lista", "nomina"} and clauses.word(at - 1) == "la" for at in range(start - 4, start))
    grown = before is not None and before[1].measure == "arrested" and sums  # con lo que la suma llegó a 238
    adds = (new and what.cue is None) or grown
    return _with_first(what, "detained_stock") if adds and total and what.measure == "arrested" else what


def _as_exception(clauses: Clauses, figure: Figure, what: Measured) -> Measured:
    """Return the measure; those who are excepted from a release are still held: all but three of the 54 were freed."""
    start = hedge_start(clauses, figure.number)
    taken = what.measure in FREED and what.cue is None and figure.is_bare
    if (taken or what.measure == "detained_stock") and clauses.word(figure.number.first - 1) == "remaining":
        return attrs.evolve(what, measure="still_detained", candidates=("still_detained", *what.candidates)[:4])
    pair = (clauses.word(start - 2), clauses.word(start - 1))
    excepted = pair in {("all", "but"), ("except", "for"), ("todos", "menos"), ("todas", "menos")}
    if what.measure not in FREED or not (excepted or clauses.word(start - 1) in {"except", "salvo", "excepto"}):
        return what
    return attrs.evolve(what, measure="still_detained", candidates=("still_detained", *what.candidates)[:4])


def _as_taken(clauses: Clauses, figure: Figure, what: Measured, run: Run) -> Measured:
    """Return the measure; detainees of whom nothing else is said, told right after arrests, are those who were taken."""
    named = [mark for mark in clauses.of("people") if mark.last <= figure.first and mark.tag.endswith("/detained_stock")]
    named = [mark for mark in named if clauses.word(mark.first - 1) not in {"de", "of"}]  # la cifra de detenidos
    noun = figure.noun if figure.noun is not None else named[-1] if named else None  # la región con más detenidos, con 781
    word = clauses.word(noun.first) if noun is not None else ""
    near = run.told and run.told[-1][1] == "arrested" and clauses.sentence.paragraph - run.told[-1][2] <= 2
    if not near or what.cue is not None or what.measure != "detained_stock" or not word.startswith(("detenid", "detainee", "suspect")):
        return what
    return attrs.evolve(what, measure="arrested", candidates=tuple(dict.fromkeys(("arrested", *what.candidates)))[:4])


def _reaches_list(clauses: Clauses, figure: Figure, added: Figure) -> bool:
    """Say whether a figure is what new prisoners bring a list of prisoners to: doce nuevos presos políticos, 1.071 en total."""
    if added.noun is None or figure.number.value <= added.number.value or figure.number.first < added.last:
        return False
    words = [clauses.word(at) for at in range(added.number.last, added.last)]
    return any(word.startswith(("nuev", "new")) for word in words) and any(word.startswith(("pres", "pris", "reclus")) for word in words)


def _are_living(clauses: Clauses, figure: Figure) -> bool:
    """Say whether what is said of those counted is said of the living: otros 90 están gravemente enfermos, others have cancer."""
    near = [clauses.word(at) for at in range(figure.number.last, figure.last + 5)]
    return any(word.startswith(tuple(small_words("of_the_living"))) for word in near)


def _as_whole(clauses: Clauses, figure: Figure, what: Measured, kept: Sequence[tuple[Figure, Measured]], run: Run) -> Measured:
    """Return the measure; a part of those still held who are in prison is still held, and one who were arrested long ago is held."""
    whole = kept[-1][1].measure if kept else run.measure
    if (
        figure.counts_happenings
        or not figure.is_subset
        or (whole, what.measure) not in {("still_detained", "detained_stock"), ("detained_stock", "arrested")}
    ):
        return what
    if what.cue is not None and {clauses.word(what.cue.first - 2), clauses.word(what.cue.first - 1)} & {"have", "has", "han", "ha"}:
        return what  # of the 428, 61 have been arrested this year
    return attrs.evolve(what, measure=str(whole), candidates=tuple(dict.fromkeys((str(whole), *what.candidates)))[:4])


def _as_held(clauses: Clauses, figure: Figure, what: Measured, run: Run) -> Measured:
    """Return the measure; those whose release somebody demands are held, under the measure that they were told by."""
    if what.measure not in FREED or what.cue is None or figure.counts_happenings or not is_demanded(clauses, what.cue):
        return what
    told = run.told_as(figure.number.value)
    held = told if told in _HELD else "still_detained" if clauses.of("continuing") else "detained_stock"
    return Measured(held, None, tuple(dict.fromkeys((held, "detained_stock", "still_detained", what.measure)))[:4], what.weight)


def _of_the_held(clauses: Clauses, figure: Figure, what: Measured, run: Run, figures: Sequence[Figure]) -> Measured:
    """Return the measure; a death of whom nothing says that they were held is no death in custody."""
    if what.measure != "died_in_custody" or what.cue is None:
        return what
    at = what.cue.first
    if figure.noun is not None and clauses.word(figure.noun.first) in {"victimas", "victims"} and run.measure != "died_in_custody":
        return _with_first(what, "other")  # murieron dos de las víctimas
    if {clauses.word(place) for place in range(what.cue.first, what.cue.last)} & small_words("of_custody_in_a_cue"):
        return what  # died under torture, killed while in detention
    next_figure = min((one.first for one in figures if one.first > max(at, figure.first)), default=clauses.sentence.last)
    start, end = min(at, figure.first) - 3, min(max(at, figure.last) + 8, next_figure)
    near = [mark for mark in clauses.marks if start <= mark.first < end and mark.layer in {"custody", "people", "events"}]
    held = any(mark.layer == "custody" or mark.tag.endswith("/detained_stock") or mark.tag.startswith(_HELD) for mark in near)
    held = held or any(one.kind == "facility" and start <= one.first < end for one in clauses.entities)
    helped = clauses.word(what.cue.first).startswith("have") or clauses.word(what.cue.first - 1) in small_words("auxiliaries")
    verb = what.cue.tag.endswith(":verb") or clauses.word(what.cue.first) == "died" or helped
    of_them = (
        figure.noun is None or figure.is_subset or {clauses.word(at) for at in range(figure.number.last, figure.noun.first)} & {"of", "de"}
    )
    held = held or (bool(of_them) and verb and run.measure in STOCKS | {"arrested", "died_in_custody"})
    held = held or (run.measure == "died_in_custody" and what.cue.tag.endswith(":noun"))
    return what if held else attrs.evolve(what, measure="other", candidates=("other", *what.candidates))
