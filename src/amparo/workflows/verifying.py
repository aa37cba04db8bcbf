"""Verification of a release: everything in it is computed again from the statements that it carries, and compared."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import polars as pl

from amparo import __version__
from amparo.errors import AmparoError, BadInput
from amparo.histories.people import people
from amparo.publish import (
    Difference,
    Release,
    altered_files,
    differences,
    edition_in,
    law_files_in,
    not_computable,
    of_cited_edition,
    of_statements,
    past_in,
    read_release,
    site_files,
    statements_in,
)
from amparo.questions.counts import Answer, count
from amparo.questions.flows.report import FlowsReport
from amparo.questions.law import Instrument
from amparo.questions.rule import Rule
from amparo.statements import PUBLIC_EXPOSURE
from amparo.workflows.flows import flows_of_statements
from amparo.workflows.law import instrument_named
from amparo.workflows.releasing import edition_of, release_from
from amparo.workflows.releasing_law import versions_in


@attrs.frozen
class Verification:
    """
    What came of verifying a release.

    Attributes:
        edition: the id that the release gives itself.
        software: the version that made it; pages of another version are not compared, tables always.
        files, figures, statements: how many of each were there.
        differences: nothing where every figure, table and page is what its statements give.
    """

    edition: str
    root: str
    software: str
    files: int
    figures: int
    statements: int
    differences: tuple[Difference, ...]

    @property
    def same_software(self) -> bool:
        """Whether this version of the program made the release."""
        return self.software == __version__

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the document of ``verify --json``."""
        found = attrs.asdict(self, recurse=False)
        return {
            "verified": not self.differences,
            **found,
            "pages_compared": self.same_software,
            "differences": [d.to_dict() for d in self.differences],
        }


def verify_release(folder: Path, *, edition: str | None = None) -> Verification:
    """
    Return what comes of computing a release again from its own statements.

    ``edition``: the id that somebody cited; another one is a difference. A folder that is no release raises BadInput.
    """
    files = read_release(folder)
    told, document = edition_in(files)
    statements = statements_in(files)
    terms = terms_of(document)
    texts = law_files_in(files)
    root = edition_of(statements, terms["as_of"], texts).root
    found = [*altered_files(files), *of_cited_edition(told.id, edition), *of_statements(told.root, root)]
    figures = 0
    try:
        again = release_from(statements, **terms, past=lambda _: past_in(files), texts=texts)
    except (AmparoError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError):
        if root == told.root:
            raise  # they are the statements of the release: that nothing comes of them is our mistake
        found.append(not_computable())
    else:
        figures = len(again.figures)
        found += differences(files, site_files(again), pages=told.software == __version__)
    return Verification(told.id, told.root, told.software, len(files), figures, statements.height, tuple(found))


def count_in_release(folder: Path, rule: Rule) -> tuple[Answer, dict[str, Any]]:  # Any: a JSON document
    """
    Return a count over the persons of a release, and the position of its own ledger: anybody can ask, without the registry.

    A release knows nothing of what was known before it: an earlier ``known_at`` raises BadInput.
    """
    files = read_release(folder)
    edition, _ = edition_in(files)
    if rule.known_at is not None and edition.known_at is not None and rule.known_at < edition.known_at:
        raise BadInput("workflows.release_knows_no_past", known_at=edition.known_at)
    statements = statements_in(files)
    return count(people(statements), rule), {"edition": edition.id, "size": statements.height, "root": edition.root}


def flows_in_release(folder: Path, *, since: date | None, until: date | None, fresh_within: int | None) -> FlowsReport:
    """Return the movements of the persons of a release from a day (None: from ever) to a day (None: the day that it speaks of)."""
    files = read_release(folder)
    _, document = edition_in(files)
    end = until or terms_of(document)["as_of"]
    return flows_of_statements(_public(files), since=since, until=end, fresh_within=fresh_within)


def _public(files: Mapping[str, bytes]) -> pl.DataFrame:
    return statements_in(files).with_columns(exposure=pl.lit(PUBLIC_EXPOSURE, pl.Int64))


def law_in_release(folder: Path, *names: str) -> tuple[pl.DataFrame, list[Instrument]]:
    """
    Return the statements of a release and the texts of some names: those that it carries, else those of this version.

    With them the coverage of a release can be asked again without the registry.
    """
    files = read_release(folder)
    carried = {f"{one.id}@{one.label}": one for one in versions_in(law_files_in(files))}
    return _public(files), [carried[name] if name in carried else instrument_named(name) for name in names]


def read_back(folder: Path) -> Release:
    """Return the release that a folder's own statements give."""
    files = read_release(folder)
    terms = terms_of(edition_in(files)[1])
    return release_from(statements_in(files), **terms, past=lambda _: past_in(files), texts=law_files_in(files))


def terms_of(document: Any) -> dict[str, Any]:  # Any: a JSON document
    """Return what `release_from` must be told, from what a release says of itself."""
    try:
        return {
            "as_of": date.fromisoformat(document["as_of"]),
            "address": str(document["address"]),
            "highlights": tuple((str(one), str(other)) for one, other in document["highlights"]),
        }
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput("publish.edition_unreadable", file="data/edition.json") from error
