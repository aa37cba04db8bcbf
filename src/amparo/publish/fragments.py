"""
The rows that pages have by the thousand, written without a template: a site of twenty thousand persons has a million of them.

Every text passes through `clean`, as `finalize` and the escaping of templates do it for theirs; every address through `link`, which follows
only plain web addresses.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import attrs
from markupsafe import Markup, escape

from amparo.publish.drawing import Bar, Tick
from amparo.publish.links import anchor, host, is_web_address
from amparo.publish.release import PersonEvent, PersonPage, Spell
from amparo.publish.telling import Teller
from amparo.publish.voice import Voice, capital, printable

type Row = Mapping[str, Any]  # cells of every type


@lru_cache(1 << 14)
def clean(text: str) -> str:
    """Return a text for a page: escaped, without signs that no page can hold."""
    return str(escape(str(printable(text))))


def _markup(parts: Iterable[str]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 - every text in it went through `clean`


@attrs.frozen(eq=False)
class Fragments:
    """
    The rows of one language as they stand on pages of one depth.

    Attributes:
        home: the way from the page to the root of its language.
        statement_files, person_files, facility_files, facility_names, source_files: where each thing stands, and what it is called.
        teller: says statements in words.
    """

    v: Voice
    home: str
    statement_files: Mapping[str, str]
    person_files: Mapping[str, str]
    facility_files: Mapping[str, str]
    facility_names: Mapping[str, str]
    source_files: Mapping[str, str] = attrs.field(factory=dict)
    teller: Teller | None = None

    def link(self, address: str | None, text: str | None = None) -> Markup:
        """Return a link to an address, or the address as text where it may not be followed."""
        return Markup(self._link(address, text))  # noqa: S704 - as above

    def _link(self, address: str | None, text: str | None = None) -> str:
        if is_web_address(address):
            return f'<a href="{clean(address or "")}" rel="noopener noreferrer nofollow external">{clean(text or host(address or ""))}</a>'
        if address:
            before = f"{clean(text)}: " if text and text != address else ""
            return f'<span class="address">{before}{clean(address)}</span>'
        return clean(text or "")

    def statement(self, identifier: str, text: str | None = None) -> Markup:
        """Return a link to a statement on the page of its source."""
        return Markup(self._statement(identifier, text or self.v.t("statement")))  # noqa: S704 - as above

    def _statement(self, identifier: str, text: str) -> str:
        path = f"{self.home}{self.statement_files[identifier]}#{anchor('s', identifier)}"
        return f'<a class="statement" href="{clean(path)}">{clean(text)}</a>'

    def _numbered(self, ids: Sequence[str]) -> str:
        word = self.v.t("statement")
        if len(ids) == 1:
            return self._statement(ids[0], word)
        return " · ".join(self._statement(one, f"{word} {n}") for n, one in enumerate(ids, 1))

    def note(self, text: str | None) -> Markup:
        """Return a note of the documenters, marked with its language where that is not the page's."""
        if not text:
            return Markup("")
        mark = f'<span class="soft">{clean(self.v.t("note_in_other"))}</span> ' if self.v.notes_lang else ""
        return Markup(f'<p class="note">{mark}<span{self._lang()}>{clean(text)}</span></p>')  # noqa: S704 - as above

    def noted(self, text: str | None) -> Markup:
        """Return words of the documenters within a sentence."""
        return Markup(self._noted(text))  # noqa: S704 - as above

    def _noted(self, text: str | None) -> str:
        return f"<span{self._lang()}>{clean(text)}</span>" if text else ""

    def _lang(self) -> str:
        return f' lang="{self.v.notes_lang}"' if self.v.notes_lang else ""

    def strip(self, bars: Sequence[Bar], ticks: Sequence[Tick], words: str) -> Markup:
        """Return a line of time: each bar solid where certain, hatched and outlined where only possible."""
        return _markup(_strip(bars, _rules(ticks, 14), words))

    def scale(self, ticks: Sequence[Tick]) -> Markup:
        """Return the labels under lines of time."""
        drawn = (
            f'<line class="rule" x1="{tick.x}%" x2="{tick.x}%" y1="0" y2="5"/>'
            f'<text x="{tick.x}%" y="17" text-anchor="{"end" if tick.end else "start"}">{clean(tick.text)}</text>'
            for tick in ticks
        )
        return _markup(['<svg class="scale" width="100%" height="20" aria-hidden="true" focusable="false">\n', *drawn, "\n</svg>"])

    def case(self, told: Mapping[str, Any], as_of: date) -> dict[str, str]:  # Any: as `pages.person` gives it
        """Return the pieces of a person's page; one that has nothing to show is empty."""
        v, person = self.v, told["person"]
        status = v.status(person.status)
        return {
            "name": clean(person.name),
            "description": clean(f"{person.name}. {v.t('case_status', day=v.day(as_of))}: {status}"),
            "sure": "is-certain" if len(person.status) == 1 else "is-possible",
            "status": clean(capital(status)),
            "timeline": clean(v.t("case_timeline_desc", window=v.window(told["first"], as_of))),
            "tracks": self.tracks(told["tracks"], told["marks"], told["ticks"]) if told["tracks"] else "",
            "spells": self.spells(told["spells"]),
            "events": self.events(told["events"]),
            "conflicts": "".join(f"<li>{clean(v.own(conflict))}</li>" for conflict in person.conflicts),
            "links": self.links(person.sources),
        }

    def tracks(self, tracks: Sequence[Any], marks: Sequence[Bar], ticks: Sequence[Tick]) -> Markup:
        """Return the events of a person and each of the states, every one on its line of time."""
        grid = _rules(ticks, 14)
        parts: list[str] = []
        if marks:
            label = self.v.t("case_track_events")
            parts += (f'<p class="track-label">{clean(label)}</p>\n', *_strip(marks, grid, f"{label}: {_words(marks)}"), "\n")
        for track in tracks:
            parts += (f'<p class="track-label">{clean(track.label)}</p>\n', *_strip(track.bars, grid, _words(track.bars)), "\n")
        return _markup([*parts, self.scale(ticks)])

    def spells(self, spells: Sequence[Spell]) -> Markup:
        """Return the rows of the states of a person in time."""
        v = self.v
        return _markup(
            f'<tr><th scope="row">{clean(capital(v.state(one.state)))}</th>'
            f"<td>{clean(v.day(one.since) if one.since else v.t('open_since'))}</td>"
            f"<td>{clean(v.day(one.until) if one.until else v.t('open_until'))}</td>"
            f"<td>{clean(v.t('certain' if one.certain else 'possible'))}</td></tr>"
            for one in spells
        )

    def events(self, events: Sequence[PersonEvent]) -> Markup:
        """Return the events of a person, each with its dates, place, measures, note and sources."""
        return _markup(part for event in events for part in self._event(event))

    def _event(self, event: PersonEvent) -> Iterable[str]:
        v = self.v
        marks = f"{' implicit' if event.implicit else ''}{' disagree' if event.disputed else ''}"
        yield f'<li class="stage{marks}">\n<h3>{clean(capital(v.kind(event.kind)))}</h3>\n<p class="when">'
        if event.dates:
            yield " · ".join(clean(v.phrase(edtf)) for edtf in sorted(event.dates))
        else:
            yield clean(v.t("may_be", window=v.window(event.lo, event.hi)))
        yield f' <span class="flag">{clean(v.t("disputed"))}</span></p>\n' if event.disputed else "</p>\n"
        if event.implicit:
            yield f'<p class="soft">{clean(v.t("implicit"))}.</p>\n'
        if event.facility:
            yield f"<p>{clean(v.t('place'))}: {self._facility(event.facility)}</p>\n"
        if event.measures:
            yield f"<p>{clean(v.t('measures'))}: {'; '.join(self._noted(v.measure(one)) for one in event.measures)}</p>\n"
        yield self.note(event.note)
        if event.sources or event.statement_ids:
            told = [self._link(source) for source in event.sources]
            yield f'<p class="cited">{" · ".join([*told, *([self._numbered(event.statement_ids)] if event.statement_ids else [])])}</p>\n'
        yield "</li>\n"

    def _facility(self, name: str) -> str:
        if name not in self.facility_files:
            return clean(name)
        return f'<a href="{self.home}facilities/{self.facility_files[name]}.html">{clean(self.facility_names[name])}</a>'

    def links(self, addresses: Iterable[str]) -> Markup:
        """Return addresses as the points of a list, each once."""
        return _markup(f"<li>{self._source(address)}</li>" for address in sorted(set(addresses)))

    def _source(self, address: str) -> str:
        """Return a link to an address or, where it is none, to what the source of this name says."""
        if is_web_address(address) or address not in self.source_files:
            return self._link(address)
        return f'<a href="{self.home}{clean(self.source_files[address])}">{clean(address)}</a>'

    def people(self, persons: Sequence[PersonPage], first_event: Any) -> Markup:  # Any: person → event or None
        """Return persons as a list: name, situation, and the first event that a source states."""
        return _markup(['<ul class="cases">', *(self._person(one, first_event(one)) for one in persons), "</ul>"])

    def _person(self, one: PersonPage, first: PersonEvent | None) -> str:
        v = self.v
        begun = f" · {clean(v.kind(first.kind))}, {clean(v.phrase(first.dates[0]))}" if first and first.dates else ""
        sure = "is-certain" if len(one.status) == 1 else "is-possible"
        return (
            f'\n<li><a class="big" href="{self.home}cases/{self.person_files[one.person_id]}.html">{clean(one.name)}</a>\n'
            f'<span class="state {sure}">{clean(v.status(one.status))}</span>\n'
            f'<span class="soft">{clean(v.t("events_n", n=len(one.events)))}{begun}</span></li>'
        )

    def who(self, person_id: str, names: Mapping[str, str]) -> str:
        """Return a link to a person's page."""
        return f'<a href="{self.home}cases/{self.person_files[person_id]}.html">{clean(names[person_id])}</a>'

    def placements(self, rows: Sequence[Row], names: Mapping[str, str]) -> Markup:
        """Return the rows of who was in a facility, and when."""
        v = self.v
        return _markup(
            f'<tr><th scope="row">{self.who(row["person_id"], names)}</th>'
            f"<td>{clean(v.day(row['from']) if row['from'] else v.t('open_since'))}</td>"
            f"<td>{clean(v.day(row['until']) if row['until'] else v.t('open_until'))}</td>"
            f"<td>{clean(v.t('certain' if row['certain'] else 'possible'))}</td></tr>"
            for row in rows
        )

    def departures(self, rows: Sequence[Row], names: Mapping[str, str]) -> Markup:
        """Return the rows of who left a facility, when and to where."""
        v = self.v
        return _markup(
            f'<tr><th scope="row">{self.who(row["person_id"], names)}</th>'
            f"<td>{clean(v.phrase(row['date']) if row['date'] else v.window(row['lo'], row['hi']))}</td>"
            f"<td>{self._facility(row['to_facility']) if row['to_facility'] else clean(v.state(row['to_state'] or 'unknown'))}</td></tr>"
            for row in rows
        )

    def statement_rows(self, rows: Sequence[Row]) -> Markup:
        """Return the rows of a page of statements."""
        v = self.v
        none = clean(v.t("none"))
        names = ("told", "source", "locator", "stated_on", "recorded_at")
        labels = {name: f'<td role="cell" data-label="{clean(v.t(name))}">' for name in names}
        return _markup(
            f'<tr role="row" id="{anchor("s", row["statement_id"])}">'
            f'<th role="rowheader" scope="row"><code>{clean(row["statement_id"])}</code></th>'
            f"{labels['told']}{self._told(row)}</td>"
            f"{labels['source']}{self._link(row['source_url']) or none}</td>"
            f"{labels['locator']}{clean(row['place']) if row['place'] else none}</td>"
            f"{labels['stated_on']}{clean(v.phrase(row['stated_on'])) if row['stated_on'] else none}</td>"
            f"{labels['recorded_at']}{clean(str(row['recorded_at'] or '')[:16].replace('T', ' '))}</td></tr>\n"
            for row in rows
        )

    def _told(self, row: Row) -> str:
        if self.teller is None:
            return ""
        told = self.teller.told(row)
        of = f'<a href="{clean(self.home + told.path)}">{clean(told.of)}</a>' if told.path else clean(told.of)
        return f"{of}: {clean(told.fact)}"


def _words(bars: Sequence[Bar]) -> str:
    return "; ".join(bar.words for bar in bars)


def _rules(ticks: Sequence[Tick], height: int) -> str:
    return "".join(f'<line class="rule" x1="{tick.x}%" x2="{tick.x}%" y1="0" y2="{height}"/>' for tick in ticks)


def _strip(bars: Sequence[Bar], grid: str, words: str) -> Iterable[str]:
    yield f'<svg class="strip" width="100%" height="14" role="img" aria-label="{clean(words)}" focusable="false">\n'
    yield grid
    yield '<line class="ground" x1="0" x2="100%" y1="7" y2="7"/>'
    for bar in bars:
        title = f"<title>{clean(bar.words)}</title>"
        if bar.point:
            yield f'<rect class="certain" x="{bar.x}%" y="1" width="3" height="12">{title}</rect>'
        elif bar.certain:
            yield f'<rect class="certain" x="{bar.x}%" y="1" width="{bar.width}%" height="12">{title}</rect>'
        else:
            place = f'x="{bar.x}%" y="1" width="{bar.width}%" height="12"'
            yield f'<g>{title}<rect class="possible-fill" {place} fill="url(#hatch)"/><rect class="possible" {place}/></g>'
    yield "\n</svg>"
