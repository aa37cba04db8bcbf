"""The published tables as frames, and as CSV: columns at a time, for a site of twenty thousand persons has a million cells."""

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

# What a spreadsheet may take for the start of a formula (OWASP), full-width forms included; and the sign that makes it none.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
_STARTS = "^[" + "".join(re.escape(sign) for sign in FORMULA) + "]"
# What Python takes for white space and Rust does not are the four separators.
_WHITE = r"[\s\x1c-\x1f]"
_QUOTED = rf'[",\r\n]|^{_WHITE}|{_WHITE}$'


def csv_lines(frame: pl.DataFrame) -> bytes:
    """Return the rows of a frame as CSV lines, as `tables.csv_bytes` writes them cell by cell."""
    if frame.is_empty():
        return b""
    cells = [_cell(name, frame.schema[name]) for name in frame.columns]
    lines = frame.select(pl.concat_str(cells, separator=",").alias("line"))["line"].to_list()
    return ("\n".join(lines) + "\n").encode()


def _cell(name: str, dtype: Any) -> pl.Expr:  # Any: Polars' types have no common one
    column = pl.col(name)
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false")).otherwise(pl.lit(""))
    if dtype == pl.Date:
        return column.dt.to_string("%Y-%m-%d").fill_null("")
    if dtype.is_numeric():
        return column.cast(pl.String).fill_null("")
    text = (column.list.join("|") if isinstance(dtype, pl.List) else column).fill_null("")
    safe = pl.when(text.str.contains(_STARTS)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
    quoted = pl.concat_str(pl.lit('"'), safe.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return pl.when(safe.str.contains(_QUOTED)).then(quoted).otherwise(safe)


def columnar(columns: Sequence[str], types: Sequence[Any], rows: Sequence[Sequence[Any]]) -> pl.DataFrame:  # Any: cells
    """Return rows as a frame, each column made at once."""
    parts = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pl.DataFrame([pl.Series(name, _listed(part, dtype), dtype=dtype, strict=True)
                         for name, dtype, part in zip(columns, types, parts, strict=True)])  # fmt: skip


def _listed(part: Sequence[Any], dtype: Any) -> Sequence[Any]:  # Any: as above
    if isinstance(dtype, pl.List):
        return [None if cell is None else [str(one) for one in cell] for cell in part]
    return part
