"""What is new, by topic, as Atom feeds (RFC 4287): for readers and newsrooms that follow without visiting."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5

import attrs
from markupsafe import escape

from amparo.publish import claims_page, figure_pages
from amparo.publish.links import anchor, file_names
from amparo.publish.release import Release
from amparo.publish.voice import Voice, capital, printable

TOPICS = ("figures", "claims", "law", "cases", "changes")
_NEWEST = 60


@attrs.frozen
class Entry:
    """One piece of news: an id that stays, when it came, where it stands, and what it says."""

    id: str
    updated: str
    path: str
    title: str
    text: str


def feed_files(release: Release, voice: Voice) -> Mapping[str, bytes]:
    """Return the feeds of one language by their paths within it."""
    return {f"feeds/{topic}.xml": _feed(release, voice, topic) for topic in TOPICS}


def entries(release: Release, voice: Voice, topic: str) -> Sequence[Entry]:
    """Return the news of a topic, the latest first."""
    make = {"figures": _figures, "claims": _claims, "law": _law, "cases": _cases, "changes": _changes}[topic]
    found = sorted(make(release, voice), key=lambda entry: (entry.updated, entry.id), reverse=True)
    return found[:_NEWEST]


def _feed(release: Release, voice: Voice, topic: str) -> bytes:
    base = f"{release.address}{'' if voice.language == 'es' else 'en/'}" if release.address else "../"
    news = entries(release, voice, topic)
    latest = max((entry.updated for entry in news), default=_moment(release.edition.known_at))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{voice.language}">',
        f"<id>{_id(f'feed/{voice.language}/{topic}')}</id>",
        f"<title>{_clean(voice.t(f'feed_{topic}'))} · {_clean(voice.own(release.title))}</title>",
        f"<updated>{latest}</updated>",
        f"<author><name>{_clean(voice.own(release.title))}</name></author>",
        f'<link rel="alternate" type="text/html" href="{escape(base)}index.html"/>',
        f"<rights>{_clean(voice.own(release.licence))}</rights>",
    ]
    if release.address:
        lines.append(f'<link rel="self" type="application/atom+xml" href="{escape(base)}feeds/{topic}.xml"/>')
    for entry in news:
        lines += [
            "<entry>",
            f"<id>{_id(entry.id)}</id>",
            f"<title>{_clean(entry.title)}</title>",
            f"<updated>{entry.updated}</updated>",
            f'<link rel="alternate" type="text/html" href="{escape(base)}{escape(entry.path)}"/>',
            f"<summary>{_clean(entry.text)}</summary>",
            "</entry>",
        ]
    return "\n".join((*lines, "</feed>", "")).encode()


def _clean(text: str) -> str:
    return str(escape(str(printable(text))))


def _id(name: str) -> str:
    """Return an id that stays the same wherever the site stands."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'amparo:{name}')}"


def _moment(day: date | None) -> str:
    return f"{day or date(2000, 1, 1)}T00:00:00Z"


def _recorded(release: Release) -> Mapping[str, str]:
    """Return when each statement was recorded, as Atom writes moments."""
    rows = release.statements.select("statement_id", "recorded_at").iter_rows()
    return {one: f"{at[:19]}Z" if at and at[10:11] == "T" else _moment(release.edition.known_at) for one, at in rows}


def _figures(release: Release, voice: Voice) -> Iterator[Entry]:
    names = figure_pages.figure_files(release)
    for figure in release.figures:
        said = f"{voice.own(figure.label)}: {voice.bounds(figure.at_least, figure.at_most)}"
        key = f"figure/{figure.id}/{release.edition.id}"
        yield Entry(key, _moment(release.edition.known_at), f"figures/{names[figure.id]}.html", said, voice.own(figure.rule))


def _claims(release: Release, voice: Voice) -> Iterator[Entry]:
    recorded = _recorded(release)
    for claim in claims_page.merged(claims_page.claims_of(release, voice), release.claims_report).values():
        row = claim.row
        title = f"{row['claimant']}: {claim.says}, {voice.word('measure', row['measure'])} ({claim.window})"
        verdict = voice.word("verdict", claim.verdict or "none")
        text = f"{verdict}. {row['publisher']}, {voice.phrase(row['published_on'])}."
        yield Entry(
            f"claim/{row['claim_id']}", recorded.get(row["statement_id"], _moment(None)), f"claims.html#{claim.anchor}", title, text
        )


def _law(release: Release, voice: Voice) -> Iterator[Entry]:
    recorded = _recorded(release)
    for row in release.rows("stages"):
        titles = release.instruments.get(row["instrument_id"])
        name = voice.own(titles) if titles else row["instrument_id"]
        title = f"{name}: {voice.word('stage', row['stage'])}, {voice.phrase(row['date'])}"
        text = " · ".join(part for part in (row["body"], row["outcome"], row["vote"]) if part)
        path = f"law.html#{anchor('instrument', row['instrument_id'])}"
        yield Entry(
            f"stage/{row['statement_id']}/{row['stage']}/{row['date']}", recorded.get(row["statement_id"], _moment(None)), path, title, text
        )


def _cases(release: Release, voice: Voice) -> Iterator[Entry]:
    """The last events that sources state, by when they happened: a list imported today is no news of today."""
    names = file_names(person.person_id for person in release.persons)
    recorded = _recorded(release)
    found = [
        (event.hi, person, event)
        for person in release.persons
        for event in person.events
        if event.dates and event.hi is not None and event.hi <= release.as_of
    ]
    for _, person, event in sorted(found, key=lambda row: (row[0], row[1].person_id, row[2].kind), reverse=True)[:_NEWEST]:
        title = f"{person.name}: {voice.kind(event.kind)}, {voice.phrase(event.dates[0])}"
        moment = max((recorded[one] for one in event.statement_ids if one in recorded), default=_moment(None))
        text = f"{capital(voice.status(person.status))}."
        yield Entry(f"event/{'/'.join(sorted(event.statement_ids))}", moment, f"cases/{names[person.person_id]}.html", title, text)


def _changes(release: Release, voice: Voice) -> Iterator[Entry]:
    moment = _moment(release.edition.known_at)
    context = figure_pages.changes(release, voice)
    for figure, before, now in context["figures"]:
        title = f"{voice.own(figure.label)}: {now}"
        yield Entry(f"change/{release.edition.id}/{figure.id}", moment, "changes.html", title, f"{voice.t('changes_before')}: {before}")
    for claim, before, now in context["verdicts"]:
        title = f"{claim.row['claimant']}: {claim.says}: {voice.word('verdict', now)}"
        text = f"{voice.t('changes_before')}: {voice.word('verdict', before)}"
        yield Entry(f"change/{release.edition.id}/{claim.row['claim_id']}", moment, f"claims.html#{claim.anchor}", title, text)
