"""Parts that measure what their whole does, though a word of their own clause says something else of them."""

from collections.abc import Sequence

from amparo.ingest.reports.counted.figures import Figure, is_predicate
from amparo.ingest.reports.measured.coordination import FREED
from amparo.ingest.reports.measured.told import STOCKS, Measured
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.small_words import small_words


def measure_of_whole(
    clauses: Clauses, figure: Figure, what: Measured, kept: Sequence[tuple[Figure, Measured]], told: str | None
) -> str | None:
    """
    Return the measure that a part has from its whole; None where it measures what is said of it.

    ``told`` is what the figures of the sentences before measure.
    """
    whole = kept[-1][1].measure if kept else told
    if whole is None or whole == what.measure:
        return None
    if kept and _is_of_list_in_brackets(clauses, figure):
        return whole
    if _was_so_before(clauses, figure, what) and whole in FREED and (figure.is_subset or _opens_with_whole(clauses, figure, kept)):
        return whole
    if kept and kept[-1][0].is_whole and is_predicate(clauses, figure) and whole not in STOCKS:
        return whole  # of the 6,000 released 404 were political prisoners
    if told in FREED and what.measure == "released" and _is_of_beneficiaries(clauses, figure):
        return told
    return whole if whole in STOCKS and _is_of_stage(clauses, figure, what) else None


def _is_of_list_in_brackets(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a figure alone in brackets goes on a list of places: 49 internos de los penales de Lurigancho (18), Ancón (5)."""
    before, after = clauses.word(figure.number.first - 1), clauses.word(figure.number.last)
    return figure.is_bare and (before, after) == ("(", ")") and clauses.text.tokens[figure.number.first - 2].is_capital


def _was_so_before(clauses: Clauses, figure: Figure, what: Measured) -> bool:
    """Say whether what is said of a part was so before: unos 21 mil habían sido detenidos, 18 cumplían condena."""
    if what.cue is None or what.measure not in {"arrested", "detained_stock", "other"} or what.cue.first < figure.last:
        return False
    if clauses.text.language == "en":
        return False  # English parts have their predicates: english_parts.py
    words = {clauses.word(at) for at in range(max(figure.last, what.cue.first - 3), what.cue.first + 1)}
    return bool(words & small_words("was_so"))


def _opens_with_whole(clauses: Clauses, figure: Figure, kept: Sequence[tuple[Figure, Measured]]) -> bool:
    """Say whether the sentence opens with those of whom a part is told: de las personas liberadas, 12 habían sido detenidas."""
    first = clauses.sentence.first
    first += clauses.word(first) in {"“", '"', "«"}
    of = clauses.word(first) in {"de", "of", "entre", "among"}
    comma = any(clauses.word(at) == "," for at in range(first, figure.first))
    return (of and comma) or bool(kept and kept[-1][0].is_whole)


def _is_of_beneficiaries(clauses: Clauses, figure: Figure) -> bool:
    """Say whether those counted, or of whom they are a part, are told by a word for whoever benefits by what was told before."""
    near = [clauses.word(at) for at in range(max(figure.first - 6, clauses.sentence.first), figure.last)]
    return any(word.startswith(("beneficia", "favorecid")) for word in near)


def _is_of_stage(clauses: Clauses, figure: Figure, what: Measured) -> bool:
    """Say whether only the stage of their case is told of those held: hay 151 condenados y 1.812 sin condena."""
    if what.measure != "other" or what.cue is not None or figure.noun is None or figure.counts_happenings:
        return False
    there = {clauses.word(at) for at in range(figure.first - 3, figure.first)} & small_words("there_are")
    return bool(there) and clauses.word(figure.last - 1).startswith(
        ("condenad", "sentenciad", "procesad", "imputad", "acusad", "enjuiciad")
    )
