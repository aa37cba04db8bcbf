"""``estimate``: how many nobody documented, by the overlaps of lists; several methods beside each other, or a refusal."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.language import language
from amparo.cli.shared import command, json_option, note, print_json, say_line, table, text
from amparo.errors import BadInput
from amparo.words import number_in_words, say

if TYPE_CHECKING:
    from amparo.questions.estimates import Estimate, Refused, SideBySide


METHODS = ("lcmcr", "dga", "loglinear", "chao")


@command("estimate")
@click.argument("table", type=click.Path(path_type=Path), metavar="TABLE.csv")
@click.option(
    "--method", type=click.Choice(["lcmcr", "dga", "loglinear", "chao", "all"]), default="all", show_default=True, help=text("method")
)
@click.option("--derived", multiple=True, metavar="COPY=ORIGINAL", help=text("derived"))
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help=text("seed"))
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.svg", help=text("estimate_chart"))
@json_option
def estimate(table: Path, method: str, derived: tuple[str, ...], seed: int, chart: Path | None, as_json: bool) -> None:
    """Estimate the persons whom nobody documented."""
    from amparo.workflows.estimating import compiles_first, estimate_table, methods, write_chart

    if compiles_first(methods(method)):
        note(text("compiles"))
    found = estimate_table(table, method=method, seed=seed, derived=copies(derived))
    if chart is not None:
        write_chart(chart, found, language())
    if as_json:
        print_json(document(found, method))
        return
    show(found)


def copies(given: tuple[str, ...]) -> dict[str, str]:
    """Return which list copies which, from COPY=ORIGINAL."""
    found = {}
    for one in given:
        copy, equals, original = one.partition("=")
        if not equals or not copy.strip() or not original.strip():
            raise BadInput("estimates.pair_of_lists", value=one)
        found[copy.strip()] = original.strip()
    return found


def document(found: "SideBySide", method: str) -> dict[str, object]:
    """Return the document of --json: all methods, or the one that was asked for on the first level."""
    whole = found.to_dict()
    return whole if method == "all" else {**whole["estimates"][0], "lists": whole["lists"]}


def show(found: "SideBySide") -> None:
    """Print the figures beside each other, what must hold, and what lowers the trust."""
    from amparo.questions.estimates import Refused

    say_line(text("estimate_documented", n=found.documented, lists=len(found.lists)))
    heads = [text(f"estimate_{head}") for head in ("method", "documented_column", "undocumented_column", "total_column", "interval_column")]
    table(heads, [_row(answer) for answer in found.answers.values()])
    refused = [answer for answer in found.answers.values() if isinstance(answer, Refused)]
    for answer in refused:
        say_line(text("estimate_refused", method=_name(answer), why=answer.why(language())))
        say_line("  " + text("estimate_remedy", what=answer.what_would_allow_it(language())))
    _say_beside(found)


def _say_beside(found: "SideBySide") -> None:
    """Print warnings and assumptions, each once, and how well the lists predict each other."""
    from amparo.questions.estimates import Estimate

    given = [answer for answer in found.answers.values() if isinstance(answer, Estimate)]
    for code in dict.fromkeys(code for answer in given for code in answer.warnings):
        named = ", ".join(_name(answer) for answer in given if code in answer.warnings)
        say_line(text("estimate_warning", what=say(f"estimates.warning_{code}", language()), methods=named))
    told = [one for one in found.predictions if one.holds is not None]
    if told:
        say_line(text("estimate_predictions", n=len(told), held=sum(bool(one.holds) for one in told)))
    if given:
        say_line(text("estimate_assumptions"))
    for sentence in dict.fromkeys(sentence for answer in given for sentence in answer.assumptions[language()]):
        say_line(f"  · {sentence}")


def _name(answer: "Estimate | Refused") -> str:
    return say(f"estimates.method_{answer.method}", language())


def _row(answer: "Estimate | Refused") -> tuple[str, ...]:
    from amparo.questions.estimates import Refused

    if isinstance(answer, Refused):
        return (_name(answer), _whole(answer.documented), "–", "–", text("estimate_no_figure"))
    total = text("estimate_at_least", total=_whole(answer.total)) if answer.method == "chao" else _whole(answer.total)
    interval = f"{_whole(answer.low)} – {_whole(answer.high)}"
    return (_name(answer), _whole(answer.documented), _whole(answer.undocumented), total, interval)


def _whole(value: float) -> str:
    return number_in_words(round(value), language())
