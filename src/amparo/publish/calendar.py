"""The days of the law as a calendar (iCalendar, RFC 5545): what happened on a known day, and what the law says must happen by one."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from amparo.publish.links import anchor
from amparo.publish.release import Release
from amparo.publish.voice import Voice, capital, printable

_LINE = 74  # octets before a line must be folded


def calendar(release: Release, voice: Voice) -> bytes:
    """Return the calendar: a day that sources give only as a month is not in it."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//amparo//law//" + voice.language.upper(), "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(voice.t('calendar_name'))}",
    ]  # fmt: skip
    for event in (*_stages(release, voice), *_deadlines(release, voice)):
        lines += event
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _stages(release: Release, voice: Voice) -> Iterator[list[str]]:
    seen = set()
    for row in release.rows("stages"):
        if row["lo"] is None or row["lo"] != row["hi"] or (row["instrument_id"], row["stage"], row["lo"]) in seen:
            continue
        seen.add((row["instrument_id"], row["stage"], row["lo"]))
        titles = release.instruments.get(row["instrument_id"])
        name = voice.own(titles) if titles else row["instrument_id"]
        summary = f"{capital(voice.word('stage', row['stage']))}: {name}"
        text = " · ".join(part for part in (row["body"], row["outcome"], row["vote"], row["source_url"]) if part)
        key = f"{row['instrument_id']}/{row['stage']}/{row['lo']}"
        yield event(release, voice, key, row["lo"], summary, text, f"law.html#{anchor('instrument', row['instrument_id'])}")


def _deadlines(release: Release, voice: Voice) -> Iterator[list[str]]:
    """Yield the day on which each deadline falls due; all the days that it may be where sources disagree."""
    for row in release.rows("deadlines"):
        if row["due_from"] is None or row["due_until"] is None:
            continue
        titles = release.instruments.get(row["instrument_id"])
        name = voice.own(titles) if titles else row["instrument_id"]
        what = voice.own({"es": row["text_es"], "en": row["text_en"]})
        outcome = capital(voice.say(f"law.met_{row['outcome']}"))
        text = voice.t("calendar_deadline_text", article=row["article"], n=row["days"], outcome=outcome)
        key = f"{row['instrument_id']}/deadline/{row['deadline']}"
        summary = voice.t("calendar_deadline", what=what, title=name)
        yield event(release, voice, key, row["due_from"], summary, text, "law.html#deadlines", last=row["due_until"])


def event(
    release: Release, voice: Voice, key: str, day: date, summary: str, text: str, path: str, *, last: date | None = None
) -> list[str]:
    """Return the lines of an event of one day, or of all days up to a last one."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_URL, f'amparo:calendar/{key}')}",
        f"DTSTAMP:{release.edition.known_at or release.as_of:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{(last or day) + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"DESCRIPTION:{_escaped(text)}",
        "TRANSP:TRANSPARENT",
    ]
    if release.address:
        lines.append(f"URL:{release.address}{'' if voice.language == 'es' else 'en/'}{path}")
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    clean = str(printable(text))
    for sign in ("\\", ";", ","):
        clean = clean.replace(sign, f"\\{sign}")
    return clean.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line cut where it has 75 octets, never within a sign."""
    parts, size = [""], 0
    for sign in line:
        octets = len(sign.encode(errors="replace"))
        if size + octets > _LINE:
            parts.append("")
            size = 1
        parts[-1] += sign
        size += octets
    return "\r\n ".join(parts)
