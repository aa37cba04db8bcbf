"""
Linking the records of a registry: who is one person, recorded as statements that can be looked up, undone and outvoted.

A join is a statement ``same_person`` of two records by the source ``linkage``; so is
an open question. They are as visible as the more hidden of the two records, so that a
public figure rests on public joins alone. A further run records the difference and nothing else.
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import attrs
import numpy as np
import orjson
import polars as pl

from amparo.errors import BadInput, Problem
from amparo.histories.people import People, people
from amparo.linkage.explaining import evidence_of
from amparo.linkage.linkage import Linkage, linkage_of
from amparo.linkage.linking import Engine, Work, link
from amparo.linkage.model import Model, model_from, shipped_model
from amparo.linkage.near import link_near
from amparo.linkage.pairs import calibrated
from amparo.linkage.splink_settings import model_of_settings, splink_settings
from amparo.statements import Statement
from amparo.workflows.past_linkage import PastRun, changed_since, last_run
from amparo.workflows.progress import Progress, no_progress, stages
from amparo.workflows.registry_lists import BY_LINKAGE, RegistryLists, registry_lists
from amparo.workflows.session import Session

type Pair = tuple[str, str]
type Said = dict[str, Any]  # Any: the value of a statement


@attrs.frozen(kw_only=True)
class LinkReport:
    """
    What a linkage did, or with a dry run would do.

    Attributes:
        records, lists: what was linked.
        persons_before, persons: how many persons the registry has.
        interval: at least and at most how many persons, at 90 %; after a neighbourhood alone was linked, that of the whole run before,
            moved by as many persons as there are more or fewer.
        compared: how many records were looked at: all, or the neighbourhood of what changed.
        joined, separated: ids that were merged into another one, ids that stand again.
        undecided: open questions between two persons.
        name_only: pairs of records that were joined by their names alone.
        conflicts: pairs that something speaks for and something else forbids.
        recall: the estimated share of pairs of one person that were compared at all, in thousandths.
        statements: how many were appended.
    """

    records: int
    lists: int
    persons_before: int
    persons: int
    interval: tuple[int, int]
    joined: Mapping[str, str]
    separated: Mapping[str, str]
    undecided: int
    name_only: tuple[Pair, ...]
    conflicts: tuple[Pair, ...]
    recall: int
    compared: int
    statements: int
    dry_run: bool
    warnings: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:  # Any: a JSON document
        """Return the report as data; records and persons by their ids."""
        plain = attrs.asdict(self, recurse=False)
        plain["warnings"] = [{"code": one.code, "es": one.message("es"), "en": one.message("en")} for one in self.warnings]
        return plain


def link_registry(
    session: Session,
    *,
    engine: Engine = "duckdb",
    dry_run: bool = False,
    settings: bytes | None = None,
    whole: bool = False,
    progress: Progress = no_progress,
) -> LinkReport:
    """
    Link the records of a registry, record what changed of who is who, and return what was done.

    Where a run before left a model and few records changed since, only their neighbourhood is linked, by that model.

    ``settings``: Splink settings to begin with, as ``exported_settings`` gives them. ``whole``: link everything anew. ``progress`` is told
    between the stages; what it raises ends the work, and nothing is recorded.
    """
    pause = stages(progress, 4)
    standing = session.standing()
    taken, before = registry_lists(standing), people(standing)
    past = None if whole or settings is not None else last_run(standing)
    changed = None if past is None else changed_since(session, past, taken)
    pause()
    if past is None or changed is None:
        prior = None if settings is None else _model_of(settings)
        work = link(
            taken.lists, curated=taken.curated, names_identify=taken.names_identify, decisions=taken.decisions, engine=engine, prior=prior
        )
        near = None
    else:
        work, near = link_near(
            taken.lists, changed, before.records.values(), past.model, past.lift,
            curated=taken.curated, names_identify=taken.names_identify, decisions=taken.decisions, engine=engine,
        )  # fmt: skip
    pause()
    linkage = linkage_of(work)
    wanted = _wanted(linkage, taken)
    changes = list(_changes(session, standing, wanted, taken, near))
    pause()
    after = people(_as_if(standing, changes, session)) if changes else before
    moved = list(_moves(session, before, after, taken))
    report = _report(linkage, before, after, dry_run=dry_run, past=None if near is None else past, compared=near)
    pause()
    # The first run is recorded even if it joins nobody: it is what a further one goes on from.
    if not dry_run and (changes or (last_run(standing) is None and report.records)):
        report = attrs.evolve(report, statements=len(changes) + len(moved) + 1)
    if report.statements:
        session.registry.append([_run(session, linkage, report, engine), *changes, *moved], at=session.now())
    return report


def exported_settings(session: Session) -> bytes:
    """Return the model of the last run as Splink settings, or the shipped one where there was none."""
    runs = session.standing().filter((pl.col("subject_kind") == "linkage") & (pl.col("property") == "run"))["value"].to_list()
    model = model_from(orjson.loads(orjson.loads(runs[-1])["model"])) if runs else shipped_model()
    return orjson.dumps(splink_settings(model), option=orjson.OPT_INDENT_2)


def _model_of(settings: bytes) -> Model:
    try:
        document = orjson.loads(settings)
    except orjson.JSONDecodeError:
        document = None
    if not isinstance(document, dict):
        raise BadInput("linkage.settings_unreadable")
    return model_of_settings(document, shipped_model())


def _wanted(linkage: Linkage, taken: RegistryLists) -> dict[Pair, Said]:
    """Return what linking says of pairs of records: the joins that hold each person together, and one question for each two persons."""
    joins, questions = _joins(linkage.work, taken), _questions(linkage)
    names = linkage.work.records.frame["record_id"].to_list()
    both = [*joins.items(), *questions.items()]
    evidence = evidence_of(linkage.work, [a for (a, _), _ in both], [b for (_, b), _ in both])
    chance = _chances(linkage.work, [pair for pair, _ in both])
    found: dict[Pair, Said] = {}
    for place, ((a, b), why) in enumerate(both):
        found[names[a], names[b]] = {
            "other": names[b], "decision": "same" if place < len(joins) else "undecided", "why": why, "per_mille": chance[place],
            "evidence": [line.to_list() for line in evidence[place]],
        }  # fmt: skip
    return found


def _chances(work: Work, pairs: list[tuple[int, int]]) -> list[int]:
    """Return the probability of each pair, in thousandths: never none, never all."""
    keys = np.array([a * work.records.height + b for a, b in pairs], np.int64)
    at = np.searchsorted(work.scored.edges.pairs, keys)
    return [min(max(round(float(one) * 1000), 1), 999) for one in calibrated(work.scored.odds[at])] if keys.size else []


def _joins(work: Work, taken: RegistryLists) -> dict[tuple[int, int], str]:
    """
    Return pairs that hold the records of each person together, as few as it takes, and why each was joined.

    The most public pairs first, then the heaviest: what can be joined in public is joined
    there by public pairs. What a reviewer joined needs no statement of ours.
    """
    edges, height = work.scored.edges, max(work.records.height, 1)
    first, second = np.divmod(edges.pairs, height)
    inside = np.flatnonzero((work.person[first] == work.person[second]) & ~edges.apart)
    level = np.array([taken.exposure.get(record, 0) for record in work.records.frame["record_id"].to_list()], np.int64)
    public = np.minimum(level[first[inside]], level[second[inside]])
    human = edges.weight[inside] >= 1e6
    order = inside[np.lexsort((edges.pairs[inside], -edges.weight[inside], -public, ~human))]
    leader = list(range(work.records.height))

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    found: dict[tuple[int, int], str] = {}
    for edge in order.tolist():
        a, b = int(first[edge]), int(second[edge])
        one, other = lead(a), lead(b)
        if one != other:
            leader[max(one, other)] = min(one, other)
            if edges.weight[edge] < 1e6:
                found[a, b] = "name_only" if work.scored.name_only[edge] else "score"
    return found


def _questions(linkage: Linkage) -> dict[tuple[int, int], str]:
    """Return the likeliest undecided pair of each two persons that no reviewer has spoken of, and why it is undecided."""
    work = linkage.work
    open_pairs = linkage.pairs.filter((pl.col("decision") == "undecided") & (pl.col("who") == "amparo"))
    place = {record: n for n, record in enumerate(work.records.frame["record_id"].to_list())}
    best: dict[tuple[int, int], tuple[float, int, int, str]] = {}
    told = set(work.decided.pairs.tolist())
    for a, b, chance, why in open_pairs.select("record_a", "record_b", "probability", "why").iter_rows():
        one, other = sorted((place[a], place[b]))
        if one * work.records.height + other in told:
            continue
        persons = (int(min(work.person[one], work.person[other])), int(max(work.person[one], work.person[other])))
        rank = (-chance, one, other, why)
        best[persons] = min(best.get(persons, rank), rank)
    return {(one, other): why for _, one, other, why in sorted(best.values(), key=lambda rank: rank[1:3])}


def _changes(
    session: Session, standing: pl.DataFrame, wanted: Mapping[Pair, Said], taken: RegistryLists, near: frozenset[str] | None
) -> Iterator[Statement]:
    """
    Yield what must be recorded so that linking says what it now finds: nothing where the decision on a pair is what it was.

    What stands on a pair outside the neighbourhood that was linked goes on standing, unless one of its records is gone.
    """
    stands: dict[frozenset[str], tuple[str, str, str, int]] = {}
    own = standing.filter((pl.col("property") == "same_person") & (pl.col("source") == BY_LINKAGE))
    for statement_id, subject, text, exposure in own.select("statement_id", "subject", "value", "exposure").iter_rows():
        value = orjson.loads(text)
        stands[frozenset((subject, value["other"]))] = (statement_id, subject, value["decision"], exposure)
    decided = {frozenset(pair) for pair in taken.decisions.select("record_a", "record_b").iter_rows()}
    keys = {frozenset(pair) for pair in wanted}
    for (a, b), value in wanted.items():
        old = stands.get(frozenset((a, b)))
        exposure = min(taken.exposure.get(a, 0), taken.exposure.get(b, 0))
        if old is not None and old[2:] == (value["decision"], exposure):
            continue
        more: Said = {} if old is None else {"action": "supersede", "target": old[0], "reason": "linked again"}
        yield session.statement(
            subject_kind="record", subject=a, property="same_person", value=value, source=BY_LINKAGE, exposure=exposure, **more
        )
    for pair, (statement_id, subject, _, exposure) in stands.items():
        looked_at = near is None or pair <= near or not pair <= taken.exposure.keys()
        if pair not in keys and pair not in decided and looked_at:
            yield session.statement(
                subject_kind="record", subject=subject, property="same_person", value=None, source=BY_LINKAGE, exposure=exposure,
                action="retract", target=statement_id, reason="linked again",
            )  # fmt: skip


def _as_if(standing: pl.DataFrame, changes: list[Statement], session: Session) -> pl.DataFrame:
    """Return the statements that would stand after the changes."""
    gone = [change.target for change in changes if change.target is not None]
    columns = standing.columns
    rows = [
        dict.fromkeys(columns) | {
            "statement_id": f"new {n}", "subject_kind": change.subject_kind, "subject": change.subject, "property": change.property,
            "value": orjson.dumps(change.value).decode(), "source": change.source, "exposure": change.exposure, "negated": False,
            "recorded_by": session.who,
        }
        for n, change in enumerate(changes) if change.action != "retract"
    ]  # fmt: skip
    added = pl.DataFrame(rows, schema=standing.schema, orient="row") if rows else standing.clear()
    return pl.concat([standing.filter(~pl.col("statement_id").is_in(gone)), added])


def _moves(session: Session, before: People, after: People, taken: RegistryLists) -> Iterator[Statement]:
    """Yield what became of ids: which were merged into another one, and which stand again, split from another one."""
    strictest = {person: taken.exposure.get(record, 0) for record, person in taken.person.items()}
    for person in sorted({*before.merged, *after.merged}):
        old, new = before.merged.get(person, person), after.merged.get(person, person)
        if old == new:
            continue
        property, other = ("split_from", old) if new == person else ("merged_into", new)
        exposure = min(strictest.get(person, 0), strictest.get(other, 0))
        yield session.statement(
            subject_kind="person", subject=person, property=property, value={"person": other}, source=BY_LINKAGE, exposure=exposure
        )


def _run(session: Session, linkage: Linkage, report: LinkReport, engine: str) -> Statement:
    """Return the statement of the run itself: with what it was done, and what came out."""
    counted = {
        "version": version("amparo"), "engine": engine, "records": report.records, "persons": report.persons, "undecided": report.undecided,
        "persons_low": report.interval[0], "persons_high": report.interval[1], "recall_per_mille": report.recall,
        "model": orjson.dumps(linkage.work.model.to_dict()).decode(),  # as text: statements have no fractions
        "lift": orjson.dumps(_lift_of(linkage.work)).decode(),
    }  # fmt: skip
    run = session.registry.mint("l", str(session.registry.head().size))
    return session.statement(subject_kind="linkage", subject=run, property="run", value=counted, source=BY_LINKAGE)


def _lift_of(work: Work) -> list[list[Any]]:  # Any: two names and a number
    """Return how many persons each two lists share, by name."""
    names = work.records.lists
    return [[one, other, round(float(work.taught.lift[a, b]), 4)] for a, one in enumerate(names) for b, other in enumerate(names)]


def _report(
    linkage: Linkage, before: People, after: People, *, dry_run: bool, past: PastRun | None, compared: frozenset[str] | None
) -> LinkReport:
    pairs = linkage.pairs
    named = pairs.filter(pl.col("why") == "name_only")
    conflicts = pairs.filter((pl.col("why") == "conflict") & (pl.col("decision") == "undecided"))
    return LinkReport(
        records=linkage.persons.height,
        lists=len(linkage.work.records.lists),
        persons_before=len(before.records),
        persons=len(after.records),
        interval=linkage.persons_interval() if past is None else past.interval_for(len(after.records)),
        joined={one: other for one, other in after.merged.items() if before.merged.get(one) != other},
        separated={one: other for one, other in before.merged.items() if one not in after.merged},
        undecided=len(after.undecided),
        name_only=tuple(named.select("record_a", "record_b").rows()),
        conflicts=tuple(conflicts.select("record_a", "record_b").rows()),
        recall=round(linkage.recall_estimate * 1000) if past is None else past.recall,
        compared=linkage.persons.height if compared is None else len(compared),
        statements=0,
        dry_run=dry_run,
        warnings=linkage.warnings,
    )
