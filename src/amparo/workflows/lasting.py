"""What counts over a large registry have worked out, kept for the next program: the log's own file of derived values holds it."""

import io
import json
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from amparo.histories.people import People
from amparo.questions.shared import Key, Shared
from amparo.questions.standings import Table
from amparo.statements import canonical_json
from amparo.store import Registry

_PREFIX, _MARKS = "counts/", "counts/marks"
_WORTH_KEEPING = 1_000  # persons worked out: about a second
_MEANING = ("statements", "histories", "questions")  # the packages that say what a count means


def taken_up(registry: Registry, everybody: People) -> Shared | None:
    """Return what another program worked out of these persons; only those who changed since are worked out anew."""
    names = registry.derived_names(_PREFIX)
    version = _version(everybody) if names else ""
    found = {name: content for name in names if (content := registry.derived(name, version)) is not None}
    if _MARKS not in found:
        return None
    marks = dict(pl.read_ipc(io.BytesIO(found.pop(_MARKS))).iter_rows())
    return Shared.taken_up(everybody, {_key(name): _table(content) for name, content in found.items()}, marks)


def keep(registry: Registry, shared: Shared, height: int) -> None:
    """Keep what was worked out of the first statements of the log, if it took long."""
    if shared.made < _WORTH_KEEPING or not shared.tables:
        return
    marks = shared.marks()
    frames = {_MARKS: pl.DataFrame({"name": list(marks), "mark": list(marks.values())})}
    for key, table in shared.tables.items():
        doubted = pl.col("person_id").is_in(sorted(table.doubted))
        frames[_PREFIX + json.dumps(key)] = table.rows.with_columns(doubted=doubted)
    registry.keep_derived({name: _bytes(frame) for name, frame in frames.items()}, _version(shared.people), height)
    shared.were_kept()


def _key(name: str) -> Key:
    what, fresh_within, min_sources, disputes = json.loads(name.removeprefix(_PREFIX))
    return what, fresh_within, min_sources, disputes


def _table(content: bytes) -> Table:
    rows = pl.read_ipc(io.BytesIO(content))
    return Table(rows.drop("doubted"), frozenset(rows.filter("doubted")["person_id"].to_list()))


def _bytes(frame: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.write_ipc(content, compression="zstd")
    return content.getvalue()


def _version(everybody: People) -> str:
    """Return what the tables hang on besides each person's statements: the rules as this program has them, and the names of places."""
    return f"{_rules()}.{blake2b(canonical_json(dict(everybody.places)).encode(), digest_size=8).hexdigest()}"


@cache
def _rules() -> str:
    """Return a digest of every line that says what a count means: whoever changes one works everything out anew."""
    digest = blake2b(digest_size=8)
    for package in _MEANING:
        for file in sorted((one for one in files(f"amparo.{package}").iterdir() if _is_text(one)), key=lambda one: one.name):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _is_text(file: Traversable) -> bool:
    return file.name.endswith((".py", ".yml"))
