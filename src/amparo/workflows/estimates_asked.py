"""
What is asked of those whom nobody documented: over a table of overlaps that somebody brought, or over the lists of the registry.

A table is kept as an original, by its hash, so that an answer over it can be asked again. Working one out takes seconds and more: whoever
shows it looks first whether it is there.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import attrs

from amparo.errors import BadInput
from amparo.histories.people import dimensions
from amparo.publish import Paper
from amparo.questions.estimates import Estimate, OverLists, Population, Refused, SideBySide
from amparo.store import ReceivedFile
from amparo.words import Language
from amparo.workflows import estimate_papers as papers
from amparo.workflows.answers import ledger
from amparo.workflows.asked import Asked, Asker, Params, day, freshness, one, whole
from amparo.workflows.estimating import estimate_content, estimate_registry, methods
from amparo.workflows.progress import Progress, no_progress
from amparo.workflows.session import Session

_SHORT = 20  # signs of a hash that name a table


@attrs.frozen(eq=False)
class Estimated:
    """The figures beside each other, and, over the registry, what they are taken from."""

    found: SideBySide
    over: OverLists | None


def keep_table(session: Session, content: bytes, name: str) -> str:
    """Keep a table of overlaps as it was received, and return the name by which an answer asks for it."""
    digest = sha256(content).hexdigest()
    if session.registry.original(digest) is None:
        value = {"file": digest, "name": name, "size": len(content)}
        statement = session.statement(
            subject_kind="table", subject="o" + digest[:_SHORT], property="overlaps", value=value, source=session.who
        )
        session.registry.append([statement], at=session.now(), files=[ReceivedFile(digest, name, session.now(), content)])
    return digest


def is_worked_out(session: Session, params: Params) -> bool:
    """Say whether an answer is at hand without working."""
    return session.memory.holds(_key(session, params))


def _key(session: Session, params: Params) -> tuple[Any, ...]:  # Any: what makes the answer
    asked = tuple(sorted((name, tuple(values)) for name, values in params.items() if any(values) and name != "title"))
    of_table = bool(one(params, "table"))
    return ("estimate", *((None, None) if of_table else (session.log().height, session.clearance)), asked)


def work_out(session: Session, params: Params, progress: Progress = no_progress) -> Estimated:
    """Return an answer, from the memory where it is at hand; others need not wait while it is worked out."""
    key = _key(session, params)
    if session.memory.holds(key):
        return session.memory.kept(key, lambda: _worked_out(session, params, progress))
    found = _worked_out(session, params, progress)
    return session.memory.kept(key, lambda: found)


def _estimate(session: Session, params: Params) -> Asked:
    value, position, digest = work_out(session, params), ledger(session), one(params, "table")

    def paper(language: Language) -> Paper:
        about = papers.about_table(one(params, "title"), digest, language) if digest else ""
        return papers.estimate_paper(value, about, position, language)

    return Asked("estimate", params, (value.over or value.found).to_dict(), paper, value)


def _worked_out(session: Session, params: Params, progress: Progress) -> Estimated:
    chosen, seed = one(params, "method") or "all", whole(params, "seed", 0)
    if chosen not in ("all", *methods("all")):
        raise BadInput("answers.method_unknown", value=chosen)
    derived = _copies(params)
    digest = one(params, "table")
    if digest:
        content = session.registry.original(digest)
        if content is None:
            raise BadInput("answers.no_table")
        return Estimated(_of_table(content, methods(chosen), seed, derived, progress), None)
    progress(0, 0)
    over = estimate_registry(session, population_of(params), method=chosen, derived=derived, seed=seed, progress=progress)
    return Estimated(over.whole, over)


def _of_table(content: bytes, chosen: Sequence[str], seed: int, derived: Mapping[str, str], progress: Progress) -> SideBySide:
    """Return the methods beside each other, worked out one after another, so that it can be told how far this is."""
    found: SideBySide | None = None
    answers: dict[str, Estimate | Refused] = {}
    for done, method in enumerate(chosen):
        progress(done, len(chosen))
        found = estimate_content(content, "tabla", method=method, seed=seed, derived=derived)
        answers |= found.answers
    progress(len(chosen), len(chosen))
    assert found is not None  # there is always a method
    return attrs.evolve(found, answers=answers)


def population_of(params: Params) -> Population:
    """Return who is meant; what is missing is refused in the words of a form."""
    since, until = day(params, "since"), day(params, "until")
    if since is None or until is None:
        raise BadInput("workflows.rule_needs_window")
    states, kinds = tuple(params.get("state", ())), tuple(params.get("kind", ()))
    if not states and not kinds:
        raise BadInput("answers.population_needed")
    return Population(
        states=() if kinds else states,
        kinds=kinds,
        since=since,
        until=until,
        known_at=day(params, "known_at"),
        fresh_within=freshness(params),
        by=tuple(params.get("by", ())),
        where=tuple((name, one(params, f"where_{name}")) for name in dimensions() if one(params, f"where_{name}")),
        lists=tuple(params.get("list", ())),
    )


def _copies(params: Params) -> dict[str, str]:
    """Return which list copies which: ``derived=COPY=ORIGINAL``."""
    found = {}
    for given in params.get("derived", ()):
        for line in given.splitlines():
            copy, equals, original = line.partition("=")
            if line.strip() and not (equals and copy.strip() and original.strip()):
                raise BadInput("estimates.pair_of_lists", value=line)
            if line.strip():
                found[copy.strip()] = original.strip()
    return found


ESTIMATE_ASKERS: dict[str, Asker] = {"estimate": _estimate}
