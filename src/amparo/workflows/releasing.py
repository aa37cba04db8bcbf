"""From released statements to a release: the same for who publishes and for who verifies, since both start from the same statements."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import attrs
import orjson
import polars as pl

from amparo import __version__
from amparo.histories import conflicts, daily_counts, possible_states
from amparo.histories.event import Event
from amparo.histories.frames import event_frame, states_on
from amparo.histories.people import NAMES, People, day, people
from amparo.publish import Edition, Figure, Past, PersonEvent, PersonPage, Release, Spell
from amparo.questions.claims import claim_bounds
from amparo.questions.counts import Answer, Shared, count_each
from amparo.questions.facilities import facility_histories
from amparo.questions.rule import DEFAULT_FRESHNESS, Rule
from amparo.statements import PUBLIC_EXPOSURE, Frontier, canonical_json, interval, leaf_hash
from amparo.words import LANGUAGES, both, day_in_words, say
from amparo.workflows.answers import answer_claims, territory_of
from amparo.workflows.changes import changes_since
from amparo.workflows.progress import Pause, no_pause
from amparo.workflows.releasing_flows import flows_of
from amparo.workflows.releasing_law import Law, law_of, texts_applied

_STOCKS = ("deprived", "house_arrest", "released_under_measures", "full_liberty")
STAGES = 5  # pauses in the making of a release
_IF_ANY = ("disappeared",)  # asked of every edition, shown where somebody may be
_FLOWS = ("release", "detention", "rearrest", "death_in_custody")


def release_from(
    statements: pl.DataFrame,
    *,
    as_of: date | None = None,
    highlights: Sequence[tuple[str, str]] = (),
    address: str = "",
    past: Callable[[str], Past] = lambda _: Past(),
    texts: Mapping[str, bytes] | None = None,
    pause: Pause = no_pause,
) -> Release:
    """
    Return everything that one edition of the site says.

    ``statements``: what `publish.released_statements` returned, or what a release carries. ``as_of``: the day to speak
    of; without it the last day with news. ``past``: what is carried of earlier editions, given the id of this one.
    ``texts``: the files of law that a release carries; without them those of this version that the statements speak of.
    ``pause`` is called between the stages, of which there are ``STAGES``; what it raises ends the work.
    """
    day = as_of or last_day(statements)
    texts = texts_applied(statements, day) if texts is None else texts
    edition = edition_of(statements, day, texts)
    public = statements.with_columns(exposure=pl.lit(PUBLIC_EXPOSURE, pl.Int64))
    shared = Shared.of(people(public))
    pause()
    claims, report = answer_claims(public, shared=shared)
    pause()
    events = shared.people.histories(DEFAULT_FRESHNESS)
    frame = event_frame(events)
    shown = set(claims["claim_id"].to_list())
    pause()
    law = law_of(public, shared.people, on=day, texts=texts)
    pause()
    quarrels = conflicts(frame)
    doubted = frozenset(quarrels["person_id"].to_list())
    flows = flows_of(public, shared, claims, on=day, known_at=edition.known_at, doubted=doubted)
    pause()
    checked = report.to_dict()
    verdicts = {row["claim_id"]: row["verdict"] for row in checked["claims"]}
    earlier = past(edition.id)
    earlier = attrs.evolve(earlier, verdicts={claim: said for claim, said in earlier.verdicts.items() if claim in verdicts})
    asked = (*law.figures, *flows.figures)
    return Release(
        edition=edition,
        as_of=day,
        freshness=DEFAULT_FRESHNESS,
        claims=_claims(claims),
        claims_report=checked,
        highlights=tuple(pair for pair in highlights if shown >= set(pair)),
        territory=territory_of(claims),
        stages=_stages(public, law),
        instruments=_instruments(public),
        persons=tuple(_pages(shared.people, events, frame, quarrels, public, day)),
        figures=(*_figures(shared, day, edition.known_at), *asked),
        series=_series(frame, day),
        statements=statements,
        past=earlier,
        changes=changes_since(earlier, shared, verdicts, asked),
        address=address,
        **_words_of(edition),
        **_of_facilities(public, events, day),
        **law.tables(),
        **flows.tables(),
    )


def _words_of(edition: Edition) -> dict[str, Any]:  # Any: fields of a release
    """Return what a release is called, what it knows, and how to use and name it."""
    known = edition.known_at
    return {
        "title": both("workflows.site_title"),
        "known_at": {
            language: say("workflows.site_known_at", language, day=day_in_words(known, language) if known else "") for language in LANGUAGES
        },
        "licence": both("workflows.site_licence"),
        "cite": both("workflows.site_cite", edition=edition.id),
    }


def _of_facilities(public: pl.DataFrame, events: Mapping[str, Sequence[Event]], day: date) -> dict[str, Any]:  # Any: as above
    """Return the tables of facilities, and the history of each among the persons of the release."""
    facilities = _facilities(public)
    placed = facility_histories(events, on=day)
    known = pl.col("facility_id").is_in(facilities["facility_id"].to_list())
    return {
        "facilities": facilities,
        "facility_events": _facility_events(public),
        "placements": placed.placements.filter(known),
        "departures": placed.departures.filter(known),
        "unaccounted": placed.unaccounted.filter(known),
    }


def edition_of(statements: pl.DataFrame, as_of: date, texts: Mapping[str, bytes]) -> Edition:
    """Return which edition these statements make, speaking of a day; the texts of law are leaves after them."""
    rows = statements.drop("number").rows(named=True)
    digests = [{"law": name, "sha256": sha256(content).hexdigest()} for name, content in sorted(texts.items())]
    root = Frontier().extended(leaf_hash(b"", canonical_json(row).encode()) for row in (*rows, *digests)).root().hex()
    recorded = str(statements["recorded_at"].max() or "")[:10]
    return Edition(
        id=f"{as_of}-{root[:8]}",
        known_at=date.fromisoformat(recorded) if recorded else None,
        statements=statements.height,
        root=root,
        software=__version__,
    )


def last_day(public: pl.DataFrame) -> date:
    """Return the last day with news: the site speaks of no later one."""
    ends = [interval(text)[1] for text in {*public["happened_on"].to_list(), *public["stated_on"].to_list()} if text]
    return max((end for end in ends if end is not None), default=date(2000, 1, 1))


def _claims(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims with the interval that their words mean."""
    meant = [claim_bounds(*row) for row in claims.select("qualifier", "value", "value_high").iter_rows()]
    return claims.with_columns(
        pl.Series("meant_low", [low for low, _ in meant], dtype=pl.Int64),
        pl.Series("meant_high", [high for _, high in meant], dtype=pl.Int64),
    )


def _stages(public: pl.DataFrame, law: Law) -> pl.DataFrame:
    """Return the stages that statements tell, and those that only the text in force tells of itself."""
    rows = []
    for row in public.filter((pl.col("subject_kind") == "instrument") & (pl.col("property") == "stage")).iter_rows(named=True):
        value, (lo, hi) = orjson.loads(row["value"]), interval(row["happened_on"] or "")
        texts = [value.get(name) for name in ("body", "outcome", "vote", "note")]
        rows.append((row["subject"], value["stage"], row["happened_on"], lo, hi, *texts, _url(row), row["statement_id"]))
    rows += [(name, one.stage, one.date, *one.days, one.body, one.result, one.vote, one.note, one.source, None) for name, one in law.stages]
    names = ("instrument_id", "stage", "date", "lo", "hi", "body", "outcome", "vote", "note", "source_url", "statement_id")
    return _table(names, rows)


def _instruments(public: pl.DataFrame) -> dict[str, dict[Any, str]]:
    """Return the titles of the instruments that the table of titles knows; others are shown by their ids."""
    found = {}
    for instrument in sorted(set(public.filter(pl.col("subject_kind") == "instrument")["subject"].to_list())):
        key = "instrument_" + instrument.lower().replace("-", "_")
        try:
            found[instrument] = both(f"workflows.{key}")
        except KeyError:
            continue
    return found


def _facilities(public: pl.DataFrame) -> pl.DataFrame:
    rows = public.filter((pl.col("subject_kind") == "facility") & (pl.col("property") != "event"))
    made = []
    for facility in sorted(set(rows["subject"].to_list())):
        own = rows.filter(pl.col("subject") == facility)
        values = {name: orjson.loads(value) for name, value in own.select("property", "value").iter_rows()}
        texts = [values.get(name) for name in ("kind", "operator", "state", "municipality", "note")]
        made.append((facility, values.get("name", facility), values.get("aliases", []), *texts, own["statement_id"].to_list()))
    return _table(("facility_id", "name", "aliases", "kind", "operator", "state", "municipality", "note", "statement_ids"), made)


def _facility_events(public: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for row in public.filter((pl.col("subject_kind") == "facility") & (pl.col("property") == "event")).iter_rows(named=True):
        value, (lo, hi) = orjson.loads(row["value"]), interval(row["happened_on"] or "")
        rows.append((row["subject"], value["type"], row["happened_on"], lo, hi, value.get("note"), _url(row), row["statement_id"]))
    return _table(("facility_id", "type", "date", "lo", "hi", "note", "source_url", "statement_id"), rows)


_DATES = frozenset({"lo", "hi"})
_LISTS = frozenset({"aliases", "statement_ids"})


def _table(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:  # Any: cells
    schema = {name: pl.Date if name in _DATES else pl.List(pl.String) if name in _LISTS else pl.String for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _url(row: Mapping[str, Any]) -> str | None:  # Any: cells of the log
    url: str | None = orjson.loads(row["locator"]).get("url")
    return url


def _pages(
    everybody: People,
    events: Mapping[str, Sequence[Event]],
    frame: pl.DataFrame,
    conflicting: pl.DataFrame,
    public: pl.DataFrame,
    as_of: date,
) -> list[PersonPage]:
    """Return a page for every person with a public name."""
    spells = possible_states(frame)
    now = states_on(spells, as_of)
    spans: dict[str, list[Spell]] = {}
    for person, *spell in spells.select("person_id", "state", "from", "until", "certain").iter_rows():
        spans.setdefault(person, []).append(Spell(*spell))
    quarrels: dict[str, list[str]] = {}
    for person, kind in conflicting.select("person_id", "kind").iter_rows():
        quarrels.setdefault(person, []).append(kind)
    urls = {row["statement_id"]: _url(row) for row in public.iter_rows(named=True)}
    notes = {row["statement_id"]: orjson.loads(row["value"]) for row in public.filter(pl.col("property") == "event").iter_rows(named=True)}
    pages = []
    everybody.read(*NAMES)

    def named_by(person: str) -> Iterator[str]:
        for name in NAMES:
            for saying in everybody.dossiers[person].said(name):
                yield urls.get(saying.statement_id) or saying.source

    for person in sorted(everybody.sayings):
        if everybody.name(person) == person:
            continue
        own = [_event(event, urls, notes) for event in events.get(person, ()) if not (event.optional and event.implicit)]
        pages.append(
            PersonPage(
                person_id=person,
                name=everybody.name(person),
                events=tuple(own),
                spells=tuple(spans.get(person, ())),
                status=tuple(sorted(now.get(person, ()))),
                conflicts=tuple(both(f"workflows.{kind}") for kind in quarrels.get(person, ())),
                sources=tuple(sorted({*named_by(person), *(source for event in own for source in event.sources)})),
            )
        )
    return pages


def _event(event: Event, urls: Mapping[str, str | None], values: Mapping[str, Mapping[str, Any]]) -> PersonEvent:  # Any: Json
    ids = tuple(report.statement_id for report in event.reports)
    told = [values[one] for one in ids if one in values]
    printed = [text for value in told if (text := value.get("measures_text"))]
    return PersonEvent(
        kind=event.kind,
        dates=tuple(sorted({report.edtf for report in event.reports if report.edtf})),
        lo=day(event.lo),
        hi=day(event.hi),
        disputed=event.disputed,
        implicit=event.implicit,
        facility=event.facilities[0] if event.facilities else None,
        measures=event.measures or tuple(printed),
        sources=tuple(sorted({urls.get(one) or report.source for one, report in zip(ids, event.reports, strict=True)})),
        statement_ids=ids,
        note="; ".join(dict.fromkeys(note for value in told if (note := value.get("note")))) or None,
    )


def _figures(shared: Shared, as_of: date, known_at: date | None) -> list[Figure]:
    """Return the figures of the front page: the stocks on the day, and the flows of the year up to it."""
    since = date(as_of.year, 1, 1)
    asked = [
        (Rule(states=(state,), on=as_of, known_at=known_at), f"{state}_on_{as_of:%Y_%m_%d}", f"--state {state} --on {as_of}")
        for state in (*_STOCKS[:1], *_IF_ANY, *_STOCKS[1:])
    ]
    asked += [
        (
            Rule(kinds=(kind,), since=since, until=as_of, known_at=known_at),
            f"{kind}_{since:%Y_%m_%d}_to_{as_of:%Y_%m_%d}",
            f"--kind {kind} --from {since} --until {as_of}",
        )
        for kind in _FLOWS
    ]
    answers = count_each(shared.people, [rule for rule, _, _ in asked], shared)
    return [
        _figure(answer, ident, options)
        for answer, (rule, ident, options) in zip(answers, asked, strict=True)
        if answer.persons.at_most or not set(rule.states) & set(_IF_ANY)
    ]


def _figure(answer: Answer, ident: str, options: str) -> Figure:
    rule = answer.rule
    word = rule.states[0] if rule.is_stock else rule.kinds[0]
    return Figure(
        id=ident,
        label=both(f"workflows.figure_{word}"),
        rule={"es": rule.text("es"), "en": rule.text("en")},
        at_least=answer.persons.at_least,
        at_most=answer.persons.at_most,
        unit="persons",
        gap=answer.gap,
        statements=answer.statements,
        question=canonical_json({name: part for name, part in rule.to_dict().items() if name not in {"known_at", "text"}}),
        query=f"amparo count {options}" + (f" --known-at {rule.known_at}" if rule.known_at else ""),
    )


def _series(frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the record's own bounds day by day, for the two years before the day of the site."""
    if frame.is_empty():
        return pl.DataFrame(schema={"day": pl.Date, "state": pl.String, "at_least": pl.Int64, "at_most": pl.Int64})
    counts = daily_counts(frame, first=as_of - timedelta(days=730), last=as_of)
    return counts.filter(pl.col("state").is_in(_STOCKS)).select("day", "state", "at_least", "at_most")
