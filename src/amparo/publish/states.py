"""
The facilities by state: how many persons sources place in each, as a grid of equal tiles and as a table.

A tile for each of the 25 entities says where without claiming to be a map: an outline drawn from memory would be
false precision, and would hide Caracas, where most are held, under the plains (decision 0029).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import attrs
import yaml

from amparo.publish.release import Release
from amparo.publish.sorting import sort_key

TILE, GAP = 40, 3


@attrs.frozen
class State:
    """
    One state.

    Attributes:
        facilities: how many facilities of the release lie in it.
        at_least: persons who surely were in one of them at some time.
        at_most: persons whom some source may place in one of them at some time.
        code, x, y: of its tile; empty and 0 where the grid does not know the name.
    """

    name: str
    facilities: int
    at_least: int
    at_most: int
    code: str = ""
    x: int = 0
    y: int = 0


@cache
def _tiles() -> Sequence[Mapping[str, Any]]:  # Any: a row of the file
    text = (files("amparo.publish") / "site" / "venezuela.yml").read_text(encoding="utf-8")
    rows: Sequence[Mapping[str, Any]] = yaml.safe_load(text)
    return rows


def states(release: Release) -> Sequence[State]:
    """Return every state with facilities, and every tile of the grid where the release's states are on it."""
    of_facility = {row["facility_id"]: row["state"] for row in release.rows("facilities") if row["state"]}
    tiles = {_plain(name): tile for tile in _tiles() for name in (tile["name"], *tile.get("also", ()))}
    known = {_plain(state) for state in of_facility.values()} & set(tiles)
    surely: dict[str, set[str]] = {}
    maybe: dict[str, set[str]] = {}
    for row in release.rows("placements"):
        if state := of_facility.get(row["facility_id"]):
            maybe.setdefault(_key(state, tiles), set()).add(row["person_id"])
            if row["certain"]:
                surely.setdefault(_key(state, tiles), set()).add(row["person_id"])
    names = {_key(state, tiles): state for state in of_facility.values()}
    if known:
        names |= {tile["name"]: tile["name"] for tile in _tiles()}
    held = [_key(state, tiles) for state in of_facility.values()]
    found = []
    for key in sorted(names, key=sort_key):
        tile = tiles.get(_plain(key), {"code": "", "column": 0, "row": 0})
        place = (tile["code"], tile["column"] * (TILE + GAP), tile["row"] * (TILE + GAP))
        found.append(State(names[key], held.count(key), len(surely.get(key, ())), len(maybe.get(key, ())), *place))
    return found


def shade(state: State, most: int) -> int:
    """Return the step of colour of a state, 0 (nobody) to 4."""
    return 0 if not state.at_most else 1 + min(3, (state.at_most - 1) * 4 // max(most, 4))


def _key(state: str, tiles: Mapping[str, Mapping[str, Any]]) -> str:  # Any: as above
    tile = tiles.get(_plain(state))
    return str(tile["name"]) if tile else state


def _plain(name: str) -> str:
    return sort_key(name).removeprefix("estado ").strip()
