"""Estimates as one chart: for each method the interval and the middle, and what is documented apart from them."""

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from amparo.words import Language, number_in_words, say

if TYPE_CHECKING:
    from amparo.questions.estimates import SideBySide

_WIDTH, _ROW = 560, 44
_BESIDE = 48  # the words beside a bar are wider in a browser than they are measured here
_DOCUMENTED, _ESTIMATED, _INK = "#3b3b3b", "#b35806", "#202020"


def estimate_chart(found: "SideBySide", language: Language) -> str:
    """
    Return the chart as an SVG file: the same estimates give the same bytes.

    A solid bar is what is documented, a line the 95 % interval of the total, a point its median; a method that gives no figure
    says so. The table beside it is what ``estimate`` prints.
    """
    import altair as alt
    import vl_convert

    rows = [_row(method, answer, language) for method, answer in found.answers.items()]
    order = [row["method"] for row in rows]
    right = _BESIDE if any(row["total"] is None for row in rows) else 8
    y = alt.Y("method:N", sort=order, axis=alt.Axis(title=None, labelLimit=200, ticks=False, domain=False))
    axis = alt.Axis(title=say("publish.estimate_axis", language), format=",d", tickCount=5)
    whole = alt.Chart(alt.InlineData(values=rows))
    given = whole.transform_filter("datum.total != null")
    drawn = alt.layer(
        whole.mark_bar(color=_DOCUMENTED, size=12).encode(x=alt.X("documented:Q", axis=axis), y=y),
        given.mark_rule(color=_ESTIMATED, strokeWidth=3).encode(x=alt.X("low:Q", axis=axis), x2="high:Q", y=y),
        given.mark_point(color=_ESTIMATED, filled=True, size=90, opacity=1).encode(x=alt.X("total:Q", axis=axis), y=y),
        whole.transform_filter("datum.total == null")
        .mark_text(align="left", dx=6, color=_INK)
        .encode(x=alt.X("documented:Q", axis=axis), y=y, text=alt.Text("words:N")),
    ).properties(width=_WIDTH, height=_ROW * len(rows), background="white", padding={"left": 24, "right": right, "top": 5, "bottom": 5})
    locale: Literal["es-ES", "en-US"] = "es-ES" if language == "es" else "en-US"
    svg = vl_convert.vegalite_to_svg(drawn.configure_view(stroke=None).to_json(), format_locale=locale)
    return _described(svg, say("publish.estimate_title", language), "; ".join(str(row["words"]) for row in rows))


def _row(method: str, answer: Any, language: Language) -> Mapping[str, Any]:  # Any: a figure or a refusal
    label = say(f"estimates.method_{method}", language)
    base = {"method": label, "documented": answer.documented}
    if hasattr(answer, "code"):
        return {**base, "total": None, "low": None, "high": None, "words": say("publish.estimate_no_figure", language, method=label)}
    numbers = {name: round(getattr(answer, name)) for name in ("documented", "undocumented", "total", "low", "high")}
    told = {name: number_in_words(value, language) for name, value in numbers.items()}
    return {**base, **numbers, "words": say("publish.estimate_row", language, method=label, **told)}


def _described(svg: str, title: str, description: str) -> str:
    """Return the file with a title and a description for those who cannot see it."""
    opening, rest = svg.split(">", 1)
    return f'{opening} role="img"><title>{escape(title)}</title><desc>{escape(description)}</desc>{rest}'
