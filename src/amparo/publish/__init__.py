"""What may leave the house, and the site that carries it."""

from amparo.publish.build import site_files
from amparo.publish.comparison import Difference, altered_files, differences, not_computable, of_cited_edition, of_statements
from amparo.publish.forms import export_forms
from amparo.publish.links import site_address
from amparo.publish.paper import Column, Paper, Sheet, csv_bytes, pdf_bytes, xlsx_bytes
from amparo.publish.past import past_after, past_in
from amparo.publish.policy import LIMITING, RELEASED_COLUMNS, effective_exposure, public_statements, released_statements
from amparo.publish.reading import edition_in, law_files_in, read_release, statements_in
from amparo.publish.release import (
    COLUMNS,
    Change,
    Edition,
    Figure,
    Past,
    PastEdition,
    PastFigure,
    PersonEvent,
    PersonPage,
    Release,
    Spell,
    Words,
    empty,
    schema,
)
from amparo.publish.tables import restored
from amparo.publish.writing import write_site

__all__ = [
    "COLUMNS",
    "LIMITING",
    "RELEASED_COLUMNS",
    "Change",
    "Column",
    "Difference",
    "Edition",
    "Figure",
    "Paper",
    "Past",
    "PastEdition",
    "PastFigure",
    "PersonEvent",
    "PersonPage",
    "Release",
    "Sheet",
    "Spell",
    "Words",
    "altered_files",
    "csv_bytes",
    "differences",
    "edition_in",
    "effective_exposure",
    "empty",
    "export_forms",
    "law_files_in",
    "not_computable",
    "of_cited_edition",
    "of_statements",
    "past_after",
    "past_in",
    "pdf_bytes",
    "public_statements",
    "read_release",
    "released_statements",
    "restored",
    "schema",
    "site_address",
    "site_files",
    "statements_in",
    "write_site",
    "xlsx_bytes",
]
