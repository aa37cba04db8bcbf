"""What a registry holds, at a glance."""

from collections import Counter
from datetime import date

import attrs
import orjson
import polars as pl

from amparo.statements import interval
from amparo.workflows.registry_lists import about_lists
from amparo.workflows.session import Session

_ONLY_LISTED = '{"kind":"listed"}'  # as canonical JSON writes it


@attrs.frozen
class Overview:
    """
    How much there is.

    Attributes:
        first_news, last_news: the first and the last day on which something happened by a source that may be seen, no later than today;
            that somebody stands on a list which says no more is no news. Where nothing has a day, the last on which a source spoke.
    """

    statements: int
    persons: int
    claims: int
    facilities: int
    imports: int
    answers: int
    first_news: date | None
    last_news: date | None
    hidden: int


def overview(session: Session) -> Overview:
    """Return what the registry holds, as far as this person may see it."""
    stands = session.standing()

    def worked_out() -> Overview:
        subjects = dict(stands.group_by("subject_kind").agg(pl.col("subject").n_unique()).rows())
        first, last = _news(stands, session.today())
        return Overview(
            statements=stands.height,
            persons=len(session.people().sayings),
            claims=subjects.get("claim", 0),
            facilities=subjects.get("facility", 0),
            imports=subjects.get("import", 0),
            answers=subjects.get("answer", 0),
            first_news=first,
            last_news=last,
            hidden=attrs.evolve(session, clearance=0).standing().height - stands.height,
        )

    return session.memory.kept(("overview", session.log().height, session.clearance), worked_out)


def _news(stands: pl.DataFrame, today: date) -> tuple[date | None, date | None]:
    told = stands.filter(pl.col("subject_kind").is_in(["record", "person", "claim"]))
    happened = told.filter(pl.col("value") != _ONLY_LISTED)["happened_on"]
    for texts in (happened, told["stated_on"]):
        days = [interval(text) for text in texts.drop_nulls().unique().to_list() if text]
        ends = [end for _, end in days if end is not None and end <= today]
        if ends:
            return min((begin for begin, _ in days if begin is not None and begin <= today), default=None), max(ends)
    return None, None


@attrs.frozen
class Linked:
    """What the last search for records of one person found: records gone through, persons they are of, and questions left open."""

    records: int
    persons: int
    undecided: int
    recorded_at: str


def last_linked(session: Session) -> Linked | None:
    """Return what the last search found; None where nobody has searched."""
    rows = session.standing().filter((pl.col("subject_kind") == "linkage") & (pl.col("property") == "run")).tail(1)
    for text, recorded_at in rows.select("value", "recorded_at").iter_rows():
        run = orjson.loads(text)
        return Linked(run["records"], run["persons"], run["undecided"], recorded_at)
    return None


@attrs.frozen
class ListName:
    """How a list is called where somebody reads, and who makes it."""

    title: str
    publisher: str | None = None

    def __str__(self) -> str:
        """Return the title, and whose it is."""
        return f"{self.title} ({self.publisher})" if self.publisher else self.title


def list_names(session: Session) -> dict[str, ListName]:
    """Return what each list on record is called, by its id; lists of one title are told apart by their ids."""
    stands = session.standing()

    def read() -> dict[str, ListName]:
        about = about_lists(stands)
        titles = {one: said.get("title") or one for one, said in about.items()}
        again = {title for title, times in Counter(titles.values()).items() if times > 1}
        return {
            one: ListName(f"{title} [{one}]" if title in again else title, about[one].get("publisher")) for one, title in titles.items()
        }

    return session.memory.kept(("lists", session.log().height, session.clearance), read)


def source_name(stands: pl.DataFrame, source: str) -> str:
    """Return the title under which a list is known; the source's own id where it has none."""
    rows = stands.filter((pl.col("subject_kind") == "source") & (pl.col("subject") == source) & (pl.col("property") == "list"))
    return str(orjson.loads(rows["value"][-1]).get("title") or source) if rows.height else source
