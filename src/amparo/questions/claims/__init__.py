"""What bodies say in public, set against the record, against each other and against their own arithmetic."""

from amparo.questions.claims.arithmetic import BadSum, failing_sums
from amparo.questions.claims.balances import Balance
from amparo.questions.claims.bounds import Bounds, claim_bounds
from amparo.questions.claims.readings import Measure, measures
from amparo.questions.claims.report import ClaimsReport, check_claims
from amparo.questions.claims.sentences import explain_balance, explain_relation, explain_sum, explain_verdict
from amparo.questions.claims.verdicts import REASONS, Own, OwnQuestion, Verdict, compare

__all__ = [
    "REASONS",
    "BadSum",
    "Balance",
    "Bounds",
    "ClaimsReport",
    "Measure",
    "Own",
    "OwnQuestion",
    "Verdict",
    "check_claims",
    "claim_bounds",
    "compare",
    "explain_balance",
    "explain_relation",
    "explain_sum",
    "explain_verdict",
    "failing_sums",
    "measures",
]
