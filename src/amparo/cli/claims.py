"""``claims`` and ``claims check``: what bodies say, against the record and against each other."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from amparo.cli.language import language
from amparo.cli.shared import fresh_option, freshness, group, json_option, member, print_json, say_line, session, table, text
from amparo.words import number_in_words

if TYPE_CHECKING:
    import polars as pl

    from amparo.questions.claims import ClaimsReport


@group("claims", alone=True)
@json_option
@click.pass_context
def claims(ctx: click.Context, as_json: bool) -> None:
    """List the claims, unless they are to be checked."""
    ctx.obj["json"] = as_json
    if ctx.invoked_subcommand is None:
        _list(as_json=as_json)


def _list(*, as_json: bool) -> None:
    from amparo.workflows.answers import claims_frame

    with session() as opened:
        frame = claims_frame(opened.standing())
    if as_json:
        print_json(frame.to_dicts())
        return
    rows = [
        (row["claim_id"], row["claimant"], row["measure"], row["qualifier"], number_in_words(row["value"], language()),
         " → ".join(part for part in (row["from"], row["until"]) if part), row["publisher"] or "")
        for row in frame.sort("until", "claim_id").iter_rows(named=True)
    ]  # fmt: skip
    heads = ("id", "column_claimant", "column_measure", "column_qualifier", "column_value", "column_window", "column_publisher")
    table([head if head == "id" else text(head) for head in heads], rows)


@member(claims, "check")
@click.option("--strict", is_flag=True, help=text("strict_claims"))
@fresh_option
@json_option
def check(strict: bool, fresh_within: int, as_json: bool) -> None:
    """Check every claim."""
    from amparo.workflows.answers import checked_claims

    with session() as opened:
        frame, report = checked_claims(opened, fresh_within=freshness(fresh_within))
    if as_json or click.get_current_context().obj.get("json"):
        print_json(report.to_dict())
    else:
        _print(frame, report)
    if strict and report.contradicted:
        click.get_current_context().exit(1)


def _print(claims: "pl.DataFrame", report: "ClaimsReport") -> None:
    from amparo.questions.claims import explain_sum, explain_verdict

    by_id = {row["claim_id"]: row for row in claims.iter_rows(named=True)}
    counted = Counter(verdict.verdict for verdict in report.verdicts)
    for name in ("contradicted", "shown", "compatible", "not_reached", "not_comparable"):
        say_line(f"{counted.get(name, 0):>5}  {text(f'verdict_{name}')}")
    for verdict in report.verdicts:
        if verdict.verdict in ("contradicted", "shown", "compatible"):
            row = by_id[verdict.claim_id]
            say_line(f"  {verdict.claim_id}  {row['claimant']}: {explain_verdict(verdict, row['value'], language())}")
    say_line(text("clusters", n=len(report.clusters)))
    say_line(text("sums", n=len(report.arithmetic)))
    for bad in report.arithmetic:
        say_line(f"  {bad.claim_id}  {explain_sum(bad, language())}")
    relations = Counter(report.relations["relation"].to_list())
    say_line(text("relations", parts=", ".join(f"{text('relation_' + name)}: {n}" for name, n in sorted(relations.items()))))
    inconsistent = [balance for balance in report.balances if not balance.consistent]
    say_line(text("balances", n=len(report.balances), bad=len(inconsistent)))
