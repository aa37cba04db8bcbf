"""
What all rules over the same persons share, in columns: when whose states are possible, what moved whom, what it rests on.

Every table is made person by person, so that after a change only the rows of the persons whose
dossiers changed are made anew; the rest is carried over from the persons of before.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from threading import RLock

import attrs
import polars as pl

from amparo.histories.dossier import read_reports
from amparo.histories.event import Event
from amparo.histories.people import Dossier, People
from amparo.questions.identity import Webs, webs_of
from amparo.questions.relaxed import relaxed
from amparo.questions.standings import Histories, Table, Values, grounds, moves, stretches

type Key = tuple[str, int | None, int, bool]  # what, fresh within, minimum of sources, with disputes
type Make = Callable[[Histories], Table]


@attrs.frozen(eq=False)
class Shared:
    """
    The persons of a registry, ready to be counted under many rules.

    Attributes:
        webs: persons who may be one.
        lives: everybody's dossier, and that of every set of persons who may be one.
    """

    people: People
    webs: Webs
    lives: Mapping[str, Dossier]
    _tables: dict[Key, Table] = attrs.field(factory=dict)
    _stated: dict[tuple[str, ...], Mapping[str, Values]] = attrs.field(factory=dict)
    _working: RLock = attrs.field(factory=RLock)
    _made: dict[Key, int] = attrs.field(factory=dict)
    _outdated: dict[Key, tuple[Table, frozenset[str]]] = attrs.field(factory=dict)

    @staticmethod
    def of(people: People, before: "Shared | None" = None) -> "Shared":
        """Return what the rules over some persons share; what was worked out ``before`` is carried over as far as it holds."""
        same_pairs = before is not None and (before.people.undecided, before.people.different) == (people.undecided, people.different)
        webs = before.webs if before is not None and same_pairs else webs_of(people)
        lives = {**people.dossiers, **_joined(people, webs, before)}
        if before is None:
            return Shared(people, webs, lives)
        changed = frozenset(name for name, life in lives.items() if before.lives.get(name) is not life) | (
            before.lives.keys() - lives.keys()
        )
        outdated = {key: (table, aside | changed) for key, (table, aside) in before._outdated.items()}
        outdated |= {key: (table, changed) for key, table in before._tables.items()}
        return Shared(people, webs, lives, made=dict(before._made), outdated=outdated)

    @property
    def tables(self) -> Mapping[Key, Table]:
        """What was worked out, by what it is."""
        return self._tables

    @property
    def made(self) -> int:
        """How many rows of persons were worked out since anybody kept the tables."""
        return sum(self._made.values())

    def were_kept(self) -> None:
        """Begin to count anew how much was worked out."""
        self._made.clear()

    def marks(self) -> dict[str, str]:
        """Return what tells whether somebody's dossier is another: a digest of which statements it rests on."""
        return {name: blake2b(life.key, digest_size=12).hexdigest() for name, life in self.lives.items()}

    @staticmethod
    def taken_up(people: People, tables: Mapping[Key, Table], marks: Mapping[str, str]) -> "Shared":
        """Return what the rules share, with the tables of another program made of persons with these marks."""
        found = Shared.of(people)
        own = found.marks()
        changed = frozenset(name for name, mark in own.items() if marks.get(name) != mark) | (marks.keys() - own.keys())
        return attrs.evolve(found, outdated={key: (table, changed) for key, table in tables.items()})

    def stretches(self, fresh_within: int | None, min_sources: int = 1, *, disputes: bool = True) -> Table:
        """Return when whose states are possible, told apart by place and support; without ``disputes`` as if no sources quarrelled."""
        return self._table(("stretches", fresh_within, min_sources, disputes), lambda lives: stretches(lives, min_sources))

    def moves(self, fresh_within: int | None, *, disputes: bool = True) -> Table:
        """Return what happened to everybody, on the days that the known order leaves."""
        return self._table(("moves", fresh_within, 0, disputes), moves)

    @cached_property
    def grounds(self) -> pl.DataFrame:
        """The statements behind each event."""
        return self._table(("grounds", None, 0, True), grounds).rows

    @cached_property
    def is_disputed(self) -> bool:
        """Whether any sources contradict each other on a day or on terms."""
        return bool(self.grounds["disputed"].any())

    def stated(self, dimensions: tuple[str, ...], values: Callable[[str], Values]) -> Mapping[str, Values]:
        """Return everybody's values of some dimensions that hang on no event."""
        if dimensions not in self._stated:
            self.people.read(*dimensions)
            self._stated[dimensions] = {name: values(name) for name in self.lives}
        return self._stated[dimensions]

    def life(self, person: str, fresh_within: int | None, *, disputes: bool = True) -> list[Event]:
        """Return the events of a person, or of a set of persons who may be one."""
        own = self.lives[person]
        return own.history(fresh_within) if disputes else _settled(own, fresh_within)

    def _table(self, key: Key, make: Make) -> Table:
        with self._working:  # whoever asks what another is just working out, waits for it
            return self._tables[key] if key in self._tables else self._worked_out(key, make)

    def _worked_out(self, key: Key, make: Make) -> Table:
        what, fresh_within, min_sources, disputes = key

        def made(names: Iterable[str]) -> Table:
            return make({name: self.life(name, fresh_within, disputes=disputes) for name in names})

        if key in self._outdated:
            table, changed = self._outdated.pop(key)
            self._tables[key] = table.replaced(changed, made(changed & self.lives.keys()))
            self._made[key] = self._made.get(key, 0) + len(changed)
        elif disputes:
            read_reports(self.people.dossiers)
            self._tables[key] = made(self.lives)
            self._made[key] = len(self.lives)
        else:  # most persons are the same without quarrels
            quarrels = [name for name, life in self.lives.items() if _quarrels(life, fresh_within)]
            self._tables[key] = self._table((what, fresh_within, min_sources, True), make).replaced(quarrels, made(quarrels))
            self._made[key] = len(self.lives)
        return self._tables[key]


def _quarrels(life: Dossier, fresh_within: int | None) -> bool:
    """Say whether a history is another without the quarrels of sources."""
    told, settled = life.history(fresh_within), _settled(life, fresh_within)
    return any(one is not other for one, other in zip(told, settled, strict=True))


def _settled(life: Dossier, fresh_within: int | None) -> list[Event]:
    return life.kept(("settled", fresh_within), lambda: relaxed(life.history(fresh_within)))


def _joined(people: People, webs: Webs, before: Shared | None) -> dict[str, Dossier]:
    """Return the dossier of every set of persons who may be one, as if they were; one of the same members is the one of before."""
    found = {}
    for block, members in webs.blocks.items():
        dossiers = [people.dossiers[member] for member in members if member in people.dossiers]
        known = None if before is None else before.lives.get(block)
        if known is not None and before is not None and dossiers == [before.people.dossiers.get(member) for member in members]:
            found[block] = known
        else:
            reports = webs.as_one(block, (report for dossier in dossiers for report in dossier.reports))
            found[block] = Dossier(block, b"".join(dossier.key for dossier in dossiers), reports=reports)
    return found
