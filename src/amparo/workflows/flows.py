"""How people moved, as the command line and the app ask it: from what stands in the registry, with the charts and their tables."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import orjson
import polars as pl

from amparo.errors import WrongUse
from amparo.histories.people import people
from amparo.questions.flows.report import FlowsReport, Stage, flows_report
from amparo.questions.flows.spells import Window
from amparo.questions.rule import DEFAULT_FRESHNESS
from amparo.statements import interval
from amparo.workflows.answers import claims_frame
from amparo.workflows.session import Session

_WIDEST = 31  # days; a stage dated more loosely falls everywhere
_DAYS_AT_WORK = 10


def answer_flows(
    session: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    known_at: date | None = None,
    fresh_within: int | None = DEFAULT_FRESHNESS,
) -> FlowsReport:
    """Return the movements from a day (None: from ever) to a day (None: today), both included."""
    end = until or known_at or session.today()
    if since is not None and since > end:
        raise WrongUse("questions.window_reversed", since=since, until=end)
    standing = session.standing(known_at)
    return flows_report(
        session.people(known_at),
        claims_frame(standing),
        list(stages_of(standing)),
        documented_on(standing),
        Window(since, end),
        fresh_within=fresh_within,
        known_at=known_at,
    )


def flows_of_statements(statements: pl.DataFrame, *, since: date | None, until: date, fresh_within: int | None) -> FlowsReport:
    """Return the movements that some statements tell of, as those that a release carries."""
    if since is not None and since > until:
        raise WrongUse("questions.window_reversed", since=since, until=until)
    stages, documented = list(stages_of(statements)), documented_on(statements)
    return flows_report(people(statements), claims_frame(statements), stages, documented, Window(since, until), fresh_within=fresh_within)


def stages_of(standing: pl.DataFrame) -> Iterator[Stage]:
    """Yield the stages of instruments that are dated to a month or less."""
    rows = standing.filter((pl.col("subject_kind") == "instrument") & (pl.col("property") == "stage"))
    for subject, value, happened in rows.select("subject", "value", "happened_on").iter_rows():
        lo, hi = interval(happened or "")
        if lo is not None and hi is not None and (hi - lo).days <= _WIDEST:
            yield subject, orjson.loads(value)["stage"], lo, hi


def documented_on(standing: pl.DataFrame) -> dict[str, date]:
    """
    Return when each statement on an event was documented: the day on which its source says it spoke, else that of its recording.

    An archive that came in on a few days was not documented on them: without ten days of recording, only what sources say counts.
    """
    rows = standing.filter(pl.col("property") == "event").select("statement_id", "stated_on", "recorded_at")
    is_kept_up = rows["recorded_at"].str.head(10).n_unique() >= _DAYS_AT_WORK
    found = {}
    for statement, stated, recorded in rows.iter_rows():
        first = interval(stated)[0] if stated else None
        if first is not None:
            found[statement] = first
        elif is_kept_up:
            found[statement] = date.fromisoformat(recorded[:10])
    return found


def write_charts(report: FlowsReport, folder: Path, language: str) -> list[Path]:
    """Write each chart as SVG and its table as CSV, side by side, and return the files."""
    from amparo.publish.flow_charts import charts

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in charts(report, "en" if language == "en" else "es").items():
        path = folder / name
        path.write_text(content, encoding="utf-8", newline="\n")
        written.append(path)
    return written
