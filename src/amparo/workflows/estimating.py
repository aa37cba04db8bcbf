"""Estimates of those whom nobody documented: over a table of overlaps in a file, or over the lists of the registry."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import orjson
import polars as pl

from amparo.errors import BadInput
from amparo.histories.people import People
from amparo.ingest import Table, file_content, read_table
from amparo.questions.estimates import OverLists, Population, SideBySide, estimate_over_lists, side_by_side
from amparo.questions.estimates.captures import captures_of
from amparo.questions.estimates.overlaps import Overlaps, read_overlaps
from amparo.questions.estimates.partitions import UNKNOWN_CHANCE, Links
from amparo.questions.estimates.provenance import Issued, Listed, copies_of, origins
from amparo.words import Language
from amparo.workflows.progress import Progress, no_progress
from amparo.workflows.registry_lists import about_lists
from amparo.workflows.session import Session

METHODS = ("lcmcr", "dga", "loglinear", "chao")
DRAWS = 20  # of what is undecided


def methods(named: str) -> tuple[str, ...]:
    """Return the methods that a word stands for."""
    return METHODS if named == "all" else (named,)


def estimate_table(path: Path, *, method: str, seed: int = 0, derived: Mapping[str, str] | None = None) -> SideBySide:
    """Return what one method, or all, make of a table in a file; messages name the rows as the file numbers them."""
    return estimate_content(file_content(path), path.name, method=method, seed=seed, derived=derived)


def estimate_content(content: bytes, name: str, *, method: str, seed: int = 0, derived: Mapping[str, str] | None = None) -> SideBySide:
    """Return the same of a table that was received."""
    table = _table_in(content, name)
    with _rows_as_numbered(table):
        return side_by_side(_frame_of(table), methods=methods(method), seed=seed, derived=derived)


def check_table(content: bytes, name: str, derived: Mapping[str, str] | None = None) -> Overlaps:
    """Return the overlaps of a table, or say what of it cannot be meant."""
    table = _table_in(content, name)
    with _rows_as_numbered(table):
        return read_overlaps(_frame_of(table), derived)


def _table_in(content: bytes, name: str) -> Table:
    table = read_table(content, name)
    if table.problems:
        raise BadInput("estimates.not_a_table", path=name, problems=table.problems)
    return table


def _frame_of(table: Table) -> pl.DataFrame:
    return pl.DataFrame({name: [row[table.place(name)] for row in table.rows] for name in table.header})


@contextmanager
def _rows_as_numbered(table: Table) -> Iterator[None]:
    """Let messages name the rows as the file numbers them."""
    try:
        yield
    except BadInput as error:
        places: dict[str, int] = {name: table.row_numbers[error.values[name] - 1] for name in ("row", "first") if name in error.values}
        raise BadInput(error.code, **(dict(error.values) | places)) from error


def estimate_registry(
    session: Session,
    population: Population,
    *,
    method: str = "all",
    derived: Mapping[str, str] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress = no_progress,
) -> OverLists:
    """
    Return how many belong to a population, by the overlaps of the registry's lists.

    Lists that derive from each other, by ``derived`` (a list → the one it copies) or by what publishers and cited pages
    show, count as one. Undecided pairs of records are decided at random ``draws`` times, as often *same* as linking gives
    them, and the answers are mixed; ``seed`` repeats all of it.

    Raises:
        BadInput: where a list is not known, or no list surely names anybody in the window.
    """
    standing, people = session.standing(population.known_at), session.people(population.known_at)
    list_of = lists_of(standing)
    lists = sorted({*list_of.values()})
    unknown = sorted({*population.lists, *(derived or {}), *(derived or {}).values()} - set(lists))
    if unknown:
        raise BadInput("estimates.unknown_list", name=unknown[0], lists=", ".join(lists))
    wanted = {record: name for record, name in list_of.items() if not population.lists or name in population.lists}
    copies = copies_of(_listed(standing, people, wanted), _issued(standing, set(wanted.values())), derived or {})
    origin = origins(lists, {copy.copy: copy.original for copy in copies})
    captures = captures_of(people, {record: origin[name] for record, name in wanted.items()}, population)
    links = _links(standing, people, list_of)
    return estimate_over_lists(
        captures, links, population, copies=copies, methods=methods(method), draws=draws, seed=seed, progress=progress
    )


def lists_of(standing: pl.DataFrame) -> dict[str, str]:
    """Return the list that each record stands on."""
    rows = standing.filter((pl.col("subject_kind") == "record") & (pl.col("property") == "person"))
    return dict(rows.unique("subject", keep="first", maintain_order=True).select("subject", "source").iter_rows())


def _listed(standing: pl.DataFrame, people: People, list_of: Mapping[str, str]) -> Iterator[Listed]:
    """Yield the records of lists with the pages that their statements cite."""
    rows = standing.filter(pl.col("subject_kind") == "record").with_columns(url=pl.col("locator").str.json_path_match("$.url"))
    pages = dict(rows.drop_nulls("url").group_by("subject").agg("url").iter_rows())
    for record, name in list_of.items():
        yield Listed(list=name, person=people.owners.get(record, record), addresses=frozenset(pages.get(record, ())))


def _issued(standing: pl.DataFrame, lists: set[str]) -> dict[str, Issued]:
    """Return who publishes each list, as its map says."""
    return {
        name: Issued(publisher=one.get("publisher"), host=urlsplit(one.get("url") or "").netloc.removeprefix("www.") or None)
        for name, one in about_lists(standing).items()
        if name in lists
    }


def _links(standing: pl.DataFrame, people: People, list_of: Mapping[str, str]) -> Links:
    """Return the undecided pairs of persons with the probability that linking gave them last, and who stands on which curated lists."""

    def person(subject: str) -> str:
        return people.owners.get(subject) or people.merged.get(subject, subject)

    chances = {}
    rows = standing.filter(pl.col("property") == "same_person").select("subject", "value")
    for subject, text in rows.iter_rows():
        value = orjson.loads(text)
        if value and value.get("per_mille") is not None:
            chances[frozenset((person(subject), person(value["other"])))] = value["per_mille"] / 1000
    undecided = {pair: chances.get(frozenset(pair), UNKNOWN_CHANCE) for pair in people.undecided}
    curated = {name for name, about in about_lists(standing).items() if about.get("curated")}
    doubted = {person for pair in undecided for person in pair}
    alone = {one: frozenset(list_of[record] for record in people.records.get(one, ()) if record in list_of) & curated for one in doubted}
    return Links(undecided, frozenset(people.different), alone)


def write_chart(path: Path, found: SideBySide, language: Language) -> None:
    """Write the estimates as an SVG file."""
    from amparo.publish.estimate_chart import estimate_chart

    path.write_text(estimate_chart(found, language), encoding="utf-8")


def compiles_first(chosen: Sequence[str]) -> bool:
    """Say whether a call of some methods will compile: no code is kept yet for these kernels."""
    if not {"lcmcr", "loglinear"} & set(chosen):
        return False
    from amparo.questions.estimates.latent_kernel import advance
    from amparo.questions.estimates.poisson_kernel import fit_all

    wanted = [kernel for kernel, method in ((advance, "lcmcr"), (fit_all, "loglinear")) if method in chosen]
    return any(not _is_kept(kernel.stats.cache_path, kernel.__name__) for kernel in wanted)


def _is_kept(folder: str | None, name: str) -> bool:
    return folder is not None and any(Path(folder).glob(f"*.{name}-*.nbi"))
