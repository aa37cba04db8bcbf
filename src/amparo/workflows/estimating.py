"""Estimates of those whom nobody documented: over a table of overlaps in a file, or over the lists of the registry."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from amparo.errors import BadInput
from amparo.ingest import file_content, read_table
from amparo.questions.estimates import SideBySide, side_by_side
from amparo.words import Language

METHODS = ("lcmcr", "dga", "loglinear", "chao")


def methods(named: str) -> tuple[str, ...]:
    """Return the methods that a word stands for."""
    return METHODS if named == "all" else (named,)


def estimate_table(path: Path, *, method: str, seed: int = 0, derived: Mapping[str, str] | None = None) -> SideBySide:
    """Return what one method, or all, make of a table in a file; messages name the rows as the file numbers them."""
    table = read_table(file_content(path), path.name)
    if table.problems:
        raise BadInput("estimates.not_a_table", path=path.name, problems=table.problems)
    try:
        frame = pl.DataFrame({name: [row[table.place(name)] for row in table.rows] for name in table.header})
        return side_by_side(frame, methods=methods(method), seed=seed, derived=derived)
    except BadInput as error:
        places: dict[str, int] = {name: table.row_numbers[error.values[name] - 1] for name in ("row", "first") if name in error.values}
        raise BadInput(error.code, **(dict(error.values) | places)) from error


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
