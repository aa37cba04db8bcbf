"""What a restored registry answers, as numbers that a later version must give again."""

from datetime import date
from typing import Any

from amparo.questions.rule import Rule
from amparo.workflows.answers import answer_count
from amparo.workflows.session import Session

DAYS = ("2025-01-31", "2025-12-31", "2026-02-15", "2026-03-09")
KNOWN = (None, "2026-02-01", "2026-03-01", "2026-03-05")


def answers(session: Session) -> dict[str, Any]:  # Any: a JSON document
    """Return head, statements and counts, as known at several days."""
    head = session.registry.head()
    counts = {}
    for known in KNOWN:
        known_at = None if known is None else date.fromisoformat(known)
        for on in DAYS:
            held = Rule(states=("deprived",), on=date.fromisoformat(on), known_at=known_at)
            counts[f"deprived on {on} known at {known}"] = answer_count(session, held).persons.to_dict()
        first, until = date(2025, 1, 1), date(2026, 12, 31)
        freed = Rule(kinds=("release",), since=first, until=until, known_at=known_at, unit="events")
        answer = answer_count(session, freed)
        assert answer.events is not None
        counts[f"releases known at {known}"] = answer.events.to_dict()
    return {
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "standing": session.standing().height,
        "imports": session.imports()["subject"].to_list(),
        "counts": counts,
    }
