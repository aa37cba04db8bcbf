"""Figures of persons of whom nothing known is said: what they are taken to measure, and those that count bystanders."""

from amparo.ingest.reports.counted.bare_figures import hedge_start
from amparo.ingest.reports.counted.figures import Figure
from amparo.ingest.reports.measured.breakdowns import PARTS
from amparo.ingest.reports.measured.coordination import FREED
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.words.small_words import small_words

_NEAR = 6  # words on either side of a figure within which a crowd is told of
_VERBS = ("aron", "ieron", "aban", "ian", "an", "en", "aba", "ado", "ido", "ed", "ing", "ando", "endo")


def what_persons_measure(clauses: Clauses, figure: Figure, told: str | None) -> str | None:
    """
    Return what a figure of persons measures of whom nothing known is said; ``told`` is what the figures before it measure.

    A part, and those whom a verb of being tells again, are counted as their whole is; of others something of its own is said,
    which has no name among the measures. None where they stand by, or have the thing done.
    """
    noun = figure.noun
    if noun is None or figure.counts_happenings or _stands_by(clauses, figure):
        return None
    part = noun.tag.split("/")[0] in PARTS or figure.is_subset
    return told or "other" if part or _is_told_again(clauses, figure, told) else "other"


def _is_told_again(clauses: Clauses, figure: Figure, told: str | None) -> bool:
    """Say whether a verb of being or a total stands before a figure, an article takes it up, or who they are follows: los 29 que."""
    start = hedge_start(clauses, figure.number)
    before = {clauses.word(start - 1), clauses.word(figure.number.first - 1)}
    near = [clauses.word(at) for at in range(start - 3, start)]
    included = any(word.startswith(tuple(small_words("includes"))) for word in near)
    total = any(mark.last in {start, start - 1, figure.number.first} for mark in clauses.of("totals"))
    taken_up = before & small_words("taking_up") and not any(mark.last == start for mark in clauses.of("speech"))
    narrowed = clauses.word(figure.last) in small_words("of_whom") or clauses.word(figure.last + 1) in small_words("of_whom")
    are = clauses.word(figure.number.last) in small_words("copulas") or clauses.word(figure.number.last).startswith("figura")
    benefit = told in FREED and bool(clauses.of("amnesty"))  # the pardon gives 440 individuals a chance
    return bool(included or total or taken_up or narrowed or are or benefit or before & small_words("copulas"))


def _stands_by(clauses: Clauses, figure: Figure) -> bool:
    """Say whether those counted only stand by: a crowd, a body's own members, kin who wait, police who are hurt, names of a list."""
    if _is_crowd(clauses, figure):
        return True
    last = clauses.word(figure.last - 1)
    own = clauses.word(figure.number.first - 1) in small_words("own_people")
    return own or last in small_words("bystanders") or last.startswith(tuple(small_words("forces")))


def _is_crowd(clauses: Clauses, figure: Figure) -> bool:
    """Say whether a verb near a figure tells of a crowd: 5.000 personas se manifestaron, thousands gathered; not jailed for protesting."""
    near = range(max(figure.first - _NEAR, clauses.sentence.first), min(figure.last + _NEAR, clauses.sentence.last))
    for at in near:
        word = clauses.word(at)
        does = word.startswith(tuple(small_words("crowds"))) and word.endswith(_VERBS) and not figure.first <= at < figure.last
        if does and clauses.word(at - 1) not in {"for", "por", "over", "from", "of", "de"}:
            return True
    return False
