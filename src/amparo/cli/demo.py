"""``demo``: the bundled public data, the main answers, and the site."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amparo.cli.count import bounds_line
from amparo.cli.language import language
from amparo.cli.shared import command, say_line, text
from amparo.words import day_in_words

if TYPE_CHECKING:
    from amparo.workflows.session import Session


@command("demo")
@click.option("--out", default="demo", type=click.Path(path_type=Path), metavar=text("folder"), help=text("demo_out"))
def demo(out: Path) -> None:
    """Make the registry, answer, publish."""
    from amparo.workflows.demo import HIGHLIGHTS, clear, make_demo_registry
    from amparo.workflows.publishing import publish

    clear(out)
    session = make_demo_registry(out / "registry")
    _counts(session)
    _claims(session)
    _law(session)
    files = publish(session, out / "site", highlights=HIGHLIGHTS)
    session.registry.close()
    say_line()
    say_line(text("published", path=out / "site" / "index.html", n=files))
    say_line(text("demo_done", path=out / "site" / "index.html", registry=out / "registry"))


def _counts(session: "Session") -> None:
    """Print three counts with their rules."""
    from amparo.questions.rule import Rule
    from amparo.workflows.answers import answer_count, find_people

    say_line(text("demo_title"))
    say_line("=" * len(text("demo_title")))
    say_line()
    say_line(text("demo_public_cases", n=len(find_people(session))))
    rules = (
        ("demo_held", Rule(states=("deprived",), on=date(2026, 1, 7))),
        ("demo_released", Rule(kinds=("release",), since=date(2026, 1, 8), until=date(2026, 3, 17))),
        ("demo_rearrested", Rule(kinds=("rearrest",), since=date(2026, 1, 1), until=date(2026, 3, 17))),
    )
    for heading, rule in rules:
        answer = answer_count(session, rule)
        say_line()
        say_line(f"{text(heading)}: {bounds_line('persons', answer.persons.at_least, answer.persons.at_most)}")
        say_line(f"  {rule.text(language())}")
        if any(answer.gap.values()):
            from amparo.words import say

            parts = ", ".join(f"{say(f'questions.gap_{name}', language())}: {n}" for name, n in answer.gap.items() if n)
            say_line("  " + text("gap", parts=parts))


def _claims(session: "Session") -> None:
    """Print what the figures of others are worth."""
    from collections import Counter

    from amparo.questions.claims import explain_relation, explain_sum
    from amparo.workflows.answers import checked_claims
    from amparo.workflows.demo import HIGHLIGHTS

    claims, report = checked_claims(session)
    values = {row["claim_id"]: row["value"] for row in claims.iter_rows(named=True)}
    say_line()
    say_line(text("demo_claims"))
    counted = Counter(verdict.verdict for verdict in report.verdicts)
    for name, n in counted.most_common():
        say_line(f"  {n:>4}  {text(f'verdict_{name}')}")
    say_line(f"  {len(report.clusters):>4}  {text('clusters', n='').strip()}")
    for bad in report.arithmetic:
        say_line(f"  {explain_sum(bad, language())}")
    say_line()
    say_line(text("demo_why_not"))
    for row in report.relations.iter_rows(named=True):
        if {row["a"], row["b"]} in [set(pair) for pair in HIGHLIGHTS]:
            say_line("  " + explain_relation(values[row["a"]], values[row["b"]], row["relation"], row["reasons"], language()))
    for balance in report.balances:
        if (balance.since, balance.until) == (date(2025, 12, 29), date(2026, 2, 2)) and balance.claimant == "Foro Penal":
            since, until = day_in_words(balance.since, language()), day_in_words(balance.until, language())
            say_line("  " + text("demo_entries", first=863, second=687, since=since, until=until, n=balance.implied_entries[0]))


def _law(session: "Session") -> None:
    """Print whom the 2026 law covers: among the public cases, and among invented ones; and what the gazette changed in the bill."""
    from amparo.cli.law_print import banner, print_bounds, print_comparison
    from amparo.words import say
    from amparo.workflows.coverage import RegistryComparison, coverage
    from amparo.workflows.demo import AS_OF, BILL, LAW, invented_cases
    from amparo.workflows.law import assess_cases, compare_cases, instrument_named

    law, bill = instrument_named(LAW), instrument_named(BILL)
    say_line()
    say_line(text("demo_law"))
    banner(law)
    say_line(text("demo_law_public"))
    print_bounds(coverage(session, law, on=AS_OF))
    say_line(text("demo_law_invented"))
    cases = invented_cases()
    for one in assess_cases(law, cases):
        for charge in one.charges.values():
            answer, basis = say(f"law.answer_{charge.answer}", language()), say(f"law.basis_{charge.basis}", language())
            say_line(text("demo_law_case", person=one.case.person_id, answer=answer, basis=basis, articles=", ".join(charge.articles[-2:])))
    say_line(text("demo_law_compare"))
    print_comparison(RegistryComparison(compare_cases(bill, law, cases), {}, {}))
