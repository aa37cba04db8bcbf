"""The main predicate of a figure: what is said of those counted, past what only narrows them."""

from collections.abc import Sequence

from amparo.ingest.reports.counted.figures import Figure
from amparo.ingest.reports.measured.english_predicates import english_predicate
from amparo.ingest.reports.measured.spanish_predicates import spanish_predicate
from amparo.ingest.reports.measured.told import Predicate
from amparo.ingest.reports.sentences import Clauses


def predicate_of(clauses: Clauses, figure: Figure, others: Sequence[Figure]) -> Predicate | None:
    """Return the finite predicate of which a figure is the subject; None where it is no subject or nothing finite follows."""
    read = spanish_predicate if clauses.text.language == "es" else english_predicate
    return read(clauses, figure, others)
