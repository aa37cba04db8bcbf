"""``estimate``: how many nobody documented, by the overlaps of lists; several methods beside each other, or a refusal."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.language import language
from amparo.cli.shared import (
    DAY,
    command,
    fresh_option,
    freshness,
    json_option,
    known_at_option,
    note,
    pair,
    print_json,
    say_line,
    session,
    table,
    text,
    words,
)
from amparo.errors import BadInput, WrongUse
from amparo.words import number_in_words, say

if TYPE_CHECKING:
    from collections.abc import Collection

    from amparo.questions.estimates import Estimate, OverLists, Refused, SideBySide
    from amparo.questions.estimates.over_lists import ListShare


METHODS = ("lcmcr", "dga", "loglinear", "chao")


@command("estimate")
@click.argument("table", type=click.Path(path_type=Path), metavar="[TABLE.csv]", required=False)
@click.option(
    "--method", type=click.Choice(["lcmcr", "dga", "loglinear", "chao", "all"]), default="all", show_default=True, help=text("method")
)
@click.option("--state", "states", multiple=True, metavar="STATE", help=text("estimate_state"))
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help=text("estimate_kind"))
@click.option("--from", "since", type=DAY, metavar="DAY", help=text("from"))
@click.option("--until", type=DAY, metavar="DAY", help=text("until"))
@click.option("--by", metavar="DIM,…", help=text("estimate_by"))
@click.option("--where", multiple=True, metavar="DIM=VALUE", help=text("where"))
@click.option("--list", "lists", multiple=True, metavar="LIST", help=text("estimate_list"))
@known_at_option
@fresh_option
@click.option("--draws", type=click.IntRange(1, 1_000), default=20, show_default=True, help=text("estimate_draws"))
@click.option("--derived", multiple=True, metavar="COPY=ORIGINAL", help=text("derived"))
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help=text("seed"))
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.svg", help=text("estimate_chart"))
@json_option
def estimate(
    table: Path | None, method: str, states: tuple[str, ...], kinds: tuple[str, ...], since: date | None, until: date | None,
    by: str | None, where: tuple[str, ...], lists: tuple[str, ...], known_at: date | None, fresh_within: int, draws: int,
    derived: tuple[str, ...], seed: int, chart: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Estimate the persons whom nobody documented."""
    from amparo.workflows.estimating import compiles_first, methods, write_chart

    of_registry = bool(states or kinds or since or until or by or where or lists or known_at)
    if of_registry == (table is not None) or (of_registry and (since is None or until is None)):
        raise WrongUse("estimates.table_or_window")
    if compiles_first(methods(method)):
        note(text("compiles"))
    if table is not None:
        from amparo.workflows.estimating import estimate_table

        found, over = estimate_table(table, method=method, seed=seed, derived=copies(derived)), None
    else:
        from amparo.questions.estimates import Population
        from amparo.workflows.estimating import estimate_registry

        assert since is not None  # asked above
        assert until is not None
        population = Population(
            states=words(states), kinds=words(kinds), since=since, until=until, known_at=known_at, fresh_within=freshness(fresh_within),
            by=words((by,) if by else ()), where=tuple(map(pair, where)), lists=words(lists),
        )  # fmt: skip
        with session() as opened:
            over = estimate_registry(opened, population, method=method, derived=copies(derived), draws=draws, seed=seed)
        found = over.whole
    if chart is not None:
        write_chart(chart, found, language())
    if as_json:
        print_json(document(over or found, method))
        return
    if over is not None:
        show_over(over)
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


def document(found: "SideBySide | OverLists", method: str) -> dict[str, object]:
    """Return the document of --json: all methods, or the one that was asked for on the first level."""
    whole = found.to_dict()
    return whole if method == "all" else {**{name: part for name, part in whole.items() if name != "estimates"}, **whole["estimates"][0]}


def show_over(over: "OverLists") -> None:
    """Print who is meant, which lists name how many of them, what is undecided, and the strata by themselves."""
    from amparo.questions.estimates.over_lists import stratum_name

    say_line(over.population.text(language()))
    heads = [text(f"estimate_{head}") for head in ("list_column", "names_column", "doubtful_column", "copies_column")]
    table(heads, [(one.name, _whole(one.persons), _whole(one.doubtful), _copies(one)) for one in over.lists])
    if over.undecided:
        say_line(text("estimate_undecided", n=over.undecided))
    if over.readings > 1:
        say_line(text("estimate_readings", n=over.readings))
    for cell, answers in over.strata.items():
        say_line()
        say_line(text("estimate_stratum", stratum=stratum_name(over.population, cell, language())))
        _say_answers(answers.values())
    if over.strata:
        say_line()
        say_line(text("estimate_all_strata"))


def _copies(one: "ListShare") -> str:
    told = (say(f"estimates.copy_{copy.why}", language(), copy=copy.copy, original=copy.original) for copy in one.copies)
    return "; ".join(told)


def show(found: "SideBySide") -> None:
    """Print the figures beside each other, what must hold, and what lowers the trust."""
    say_line(text("estimate_documented", n=found.documented, lists=len(found.lists)))
    _say_answers(found.answers.values())
    _say_beside(found)


def _say_answers(answers: "Collection[Estimate | Refused]") -> None:
    """Print figures in a table, and why there is none where one is refused; a reason that all share once."""
    from amparo.questions.estimates import Refused

    heads = [text(f"estimate_{head}") for head in ("method", "documented_column", "undocumented_column", "total_column", "interval_column")]
    table(heads, [_row(answer) for answer in answers])
    reasons: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        if isinstance(answer, Refused):
            reasons.setdefault((answer.why(language()), answer.what_would_allow_it(language())), []).append(_name(answer))
    for (why, what), named in reasons.items():
        say_line(text("estimate_refused", method=", ".join(named), why=why))
        say_line("  " + text("estimate_remedy", what=what))


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
