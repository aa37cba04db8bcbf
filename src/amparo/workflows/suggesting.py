"""Whom a proposed name may be: known persons, claimants and places beside it. Suggestions only; nothing is taken up by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence

import attrs
import orjson
import polars as pl
from rapidfuzz import fuzz, process

from amparo.ingest.reports import Proposal
from amparo.workflows.answers import facility_names, searchable
from amparo.workflows.finding import names
from amparo.workflows.session import Session

_MOST = 5
_LIKE = 75.0  # of 100: below this two names share a word, not a person
_PERSONS = frozenset({"person", "name", "speaker"})


@attrs.frozen
class Suggestion:
    """
    Somebody or something known here that a name may stand for.

    Attributes:
        id: of the person or place; of a claimant the name as recorded.
        likeness: of the two names, 0 to 100; no probability.
        claims: how many recorded figures a claimant has; 0 for others.
    """

    id: str
    name: str
    likeness: int
    claims: int = 0


def suggestions(session: Session, proposal: Proposal) -> dict[str, tuple[Suggestion, ...]]:
    """Return, by field, who of the registry bears a name like the proposed one, the most alike first; fields without any are left out."""
    found = {name: _for_field(session, proposal, name) for name in proposal.fields}
    return {name: told for name, told in found.items() if told}


def _for_field(session: Session, proposal: Proposal, name: str) -> tuple[Suggestion, ...]:
    value = proposal.value(name)
    if not isinstance(value, str):
        return ()
    if name == "claimant":
        return claimants_like(session, value)
    if name == "facility" or (name == "name" and proposal.kind == "facility"):
        return facilities_like(session, value)
    is_person = name in _PERSONS and not (name == "name" and proposal.kind != "person")
    return persons_like(session, value) if is_person else ()


def persons_like(session: Session, name: str) -> tuple[Suggestion, ...]:
    """Return the persons on record with a name like this one, in any order of its words; two of one name are both there."""
    known = [(one.person_id, one.name) for one in names(session)]
    return _alike(name, known, {})


def facilities_like(session: Session, name: str) -> tuple[Suggestion, ...]:
    """Return the places of detention on record with a name like this one."""
    return _alike(name, list(facility_names(session).items()), {})


def claimants_like(session: Session, name: str) -> tuple[Suggestion, ...]:
    """Return the claimants of recorded figures with a name like this one, or one that it abbreviates."""
    counted = _claimants(session)
    known = [(one, one) for one in sorted(counted)]
    return _alike(name, known, counted)


def _claimants(session: Session) -> Mapping[str, int]:
    def read() -> Mapping[str, int]:
        rows = session.standing().filter((pl.col("subject_kind") == "claim") & (pl.col("property") == "claim"))["value"]
        return Counter(str(orjson.loads(row)["claimant"]) for row in rows.to_list())

    return session.memory.kept(("claimants", session.log().height, session.clearance), read)


def _alike(name: str, known: Sequence[tuple[str, str]], claims: Mapping[str, int]) -> tuple[Suggestion, ...]:
    """Return whose name is like a name: by its words in any order, with slips; or whose initials it is."""
    plain = searchable(name)
    spelled = [searchable(shown) for _, shown in known]
    close = process.extract(plain, spelled, scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE, limit=_MOST)
    within = process.extract(plain, spelled, scorer=fuzz.token_set_ratio, score_cutoff=100, limit=_MOST) if " " in plain else []
    likeness = {at: round(score) for _, score, at in close}
    for _, _, at in within:
        likeness.setdefault(at, round(_LIKE))  # one name has all the words of the other
    for at, (_, shown) in enumerate(known):
        if _abbreviates(name, shown):
            likeness[at] = max(likeness.get(at, 0), 100 if shown == name else 90)
    ordered = sorted(likeness, key=lambda at: (-likeness[at], -claims.get(known[at][0], 0), known[at]))
    return tuple(Suggestion(known[at][0], known[at][1], likeness[at], claims.get(known[at][0], 0)) for at in ordered[:_MOST])


def _abbreviates(short: str, long: str) -> bool:
    """Say whether one name is made of the initials of the other: JEP, Justicia, Encuentro y Perdón."""
    letters = short if short.isupper() and 2 <= len(short) <= 8 else ""
    initials = "".join(word[0] for word in long.split() if word[:1].isupper())
    return bool(letters) and letters == initials
