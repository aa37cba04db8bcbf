"""
Who may do what: one row for every address of the app.

A reader asks questions; a documenter also records; a reviewer also decides;
an editor-in-chief also sees what is sealed. A keeper looks after accounts,
backups and the log and cannot read cases; an auditor reads the log and
nothing else. An address that is not listed here stops the app from starting.
"""

from collections.abc import Iterable

READER, DOCUMENTER, REVIEWER, EDITOR, KEEPER, AUDITOR = "reader", "documenter", "reviewer", "editor", "keeper", "auditor"
ROLES = (READER, DOCUMENTER, REVIEWER, EDITOR, KEEPER, AUDITOR)

_READ = frozenset({READER, DOCUMENTER, REVIEWER, EDITOR})
_RECORD = frozenset({DOCUMENTER, REVIEWER, EDITOR})
_DECIDE = frozenset({REVIEWER, EDITOR})
_EDIT = frozenset({EDITOR})
_KEEP = frozenset({KEEPER})
_LOG = frozenset({AUDITOR, KEEPER})
_ALL = frozenset(ROLES)
ANYBODY: frozenset[str] = frozenset({"anybody"})  # before signing in

MATRIX: dict[str, frozenset[str]] = {
    "door": ANYBODY,
    "first": ANYBODY,
    "first_account": ANYBODY,
    "sign_in": ANYBODY,
    "language": ANYBODY,
    "sign_out": _ALL,
    "home": _ALL,
    "own_account": _ALL,
    "roles": _ALL,
    "glossary": _ALL,
    "guide": _READ,
    "people": _READ,
    "person": _READ,
    "statement": _READ,
    "person_new": _RECORD,
    "statement_new": _RECORD,
    "statement_correct": _RECORD,
    "statement_withdraw": _RECORD,
    "questions": _READ,
    "count": _READ,
    "rule_sentence": _READ,
    "claims": _READ,
    "claim": _READ,
    "facilities": _READ,
    "facility": _READ,
    "law": _READ,
    "law_path": _READ,
    "law_coverage": _READ,
    "law_compare": _READ,
    "person_law": _READ,
    "person_sheet": _READ,
    "watch": _READ,
    "flows": _READ,
    "flows_chart": _READ,
    "pledges": _READ,
    "estimates": _RECORD,
    "estimate": _READ,
    "estimate_picture": _READ,
    "estimate_start": _RECORD,
    "publish": _DECIDE,
    "release": _DECIDE,
    "release_approve": _EDIT,
    "release_make": _EDIT,
    "release_zip": _DECIDE,
    "saved": _READ,
    "saved_answer": _READ,
    "save_answer": _RECORD,
    "paper": _READ,
    "imports": _READ,
    "import": _READ,
    "import_refused": _RECORD,
    "import_new": _RECORD,
    "draft_sheet": _RECORD,
    "draft_columns": _RECORD,
    "draft_check": _RECORD,
    "draft_refused": _RECORD,
    "draft_start": _RECORD,
    "draft_drop": _RECORD,
    "import_undo": _RECORD,
    "job": _RECORD,
    "job_cancel": _RECORD,
    "review": _DECIDE,
    "report_new": _DECIDE,
    "review_proposal": _DECIDE,
    "review_card": _DECIDE,
    "review_history": _DECIDE,
    "review_pair": _DECIDE,
    "review_undo": _DECIDE,
    "link": _DECIDE,
    "accounts": _KEEP,
    "account": _KEEP,
    "backup": _KEEP,
    "backup_check": _KEEP,
    "log": _LOG,
    "log_verify": _LOG,
}

# The least effective exposure that a role may see; of several roles the most trusted counts.
_CLEARANCES = {READER: 2, DOCUMENTER: 2, REVIEWER: 1, EDITOR: 0}


def may(roles: Iterable[str], page: str) -> bool:
    """Say whether somebody with some roles may use an address."""
    allowed = MATRIX[page]
    return allowed is ANYBODY or not allowed.isdisjoint(roles)


def clearance(roles: Iterable[str]) -> int:
    """Return the least exposure that somebody may see; above the scale for those who may read no case."""
    return min((_CLEARANCES[role] for role in roles if role in _CLEARANCES), default=6)


def unlisted(names: Iterable[str | None]) -> list[str]:
    """Return the addresses without a row, and the rows without an address."""
    found = {name or "?" for name in names}
    return sorted(found ^ MATRIX.keys())
