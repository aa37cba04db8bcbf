"""A sheet's data as a page: Typst for paper, HTML for a screen; what the data hold is printed as it is, never run."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

type SheetData = Mapping[str, Any]  # Any: texts, and lists of mappings of texts


def pdf_page(data: SheetData, on: date) -> bytes:
    """Return the sheet as a tagged PDF; the same data on the same day give the same bytes."""
    import typst

    source = (files("amparo.publish.sheets") / "sheet.typ").read_bytes()
    moment = int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp())
    found = typst.compile(
        source,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=moment,
    )
    assert isinstance(found, bytes)
    return found


def html_page(data: SheetData) -> str:
    """Return the sheet as one HTML page without script or anything from elsewhere."""
    return _environment().get_template("sheet.html").render(data)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("amparo.publish", "sheets"), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
