"""Verdicts, relations, failing sums and balances as sentences, in Spanish and English."""

from collections.abc import Iterable

from amparo.questions.claims.arithmetic import BadSum
from amparo.questions.claims.balances import Balance
from amparo.questions.claims.verdicts import Verdict
from amparo.words import Language, say


def explain_verdict(verdict: Verdict, value: int, language: Language) -> str:
    """Return what the record says of a figure, and why it says nothing where it does."""
    own = "" if verdict.own is None else own_count(verdict.own, language)
    first = say(f"claims.verdict_{verdict.verdict}", language, value=value, own=own)
    return " ".join([first, *(say(f"claims.against_{code}", language) for code in verdict.reasons)])


def explain_relation(a: int, b: int, relation: str, reasons: Iterable[str], language: Language) -> str:
    """
    Return what two figures say of each other, one sentence and one more for each reason.

    >>> explain_relation(350, 895, "not_comparable", ["population"], "es")
    '350 y 895 no son comparables. Cuentan poblaciones distintas o en lugares distintos.'
    """
    first = say(f"claims.relation_{relation}", language, a=a, b=b)
    return " ".join([first, *(say(f"claims.reason_{code}", language) for code in reasons)])


def explain_sum(bad: BadSum, language: Language) -> str:
    """Return which printed parts do not fit the printed whole."""
    parts = [say(f"claims.part_{part}", language) for part in bad.breakdown]
    if len(parts) == 1:
        return say("claims.bad_part", language, printed=bad.printed, breakdown=parts[0], sum=bad.sum)
    both = say("claims.and", language, first=parts[0], second=parts[1])
    return say("claims.bad_sum", language, printed=bad.printed, breakdown=both, sum=bad.sum)


def explain_balance(balance: Balance, language: Language) -> str:
    """Return the entries that two stocks imply, in words."""
    least, most = balance.implied_entries
    code = "balance_inconsistent" if not balance.consistent else "balance_at_least" if most is None else "balance_between"
    return say(f"claims.{code}", language, since=balance.since, until=balance.until, claimant=balance.claimant, least=least, most=most)


def own_count(own: tuple[int, int], language: Language) -> str:
    """Return our own count as bounds in words."""
    if own[0] == own[1]:
        return say("words.exactly", language, n=own[0])
    return say("words.at_least_at_most", language, at_least=own[0], at_most=own[1])
