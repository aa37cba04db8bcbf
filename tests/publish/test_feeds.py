"""Feeds, calendar, reviews of claims, the picture for sharing, and the grid of states."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from amparo.publish import site_files
from amparo.publish.feeds import TOPICS
from amparo.publish.states import states
from tests.publish import calendars, releases

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The site of an ordinary release that knows where it will stand."""
    return dict(site_files(releases.release(address="https://example.org/")))


@pytest.fixture(scope="module")
def hostile() -> dict[str, bytes]:
    """The site of a release in which every text tries to break out."""
    return dict(site_files(releases.hostile()))


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("folder", ["", "en/"])
def test_a_feed_is_atom_and_leads_to_pages(files: dict[str, bytes], topic: str, folder: str) -> None:
    """Each feed has what Atom asks for, ids of its own, and entries that lead to pages of its language that are there."""
    feed = ET.fromstring(files[f"{folder}feeds/{topic}.xml"])
    for part in ("id", "title", "updated", "author"):
        assert len(feed.findall(f"{ATOM}{part}")) == 1
    [itself] = [link.attrib["href"] for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert itself == f"https://example.org/{folder}feeds/{topic}.xml"
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    assert bool(ids) == (topic != "changes")
    for entry in feed.iter(f"{ATOM}entry"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.findtext(f"{ATOM}updated") or "")
        assert (entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.attrib["href"].removeprefix("https://example.org/").partition("#")[0] in files


def test_hostile_text_stays_text(hostile: dict[str, bytes]) -> None:
    """Feeds and reviews of a hostile release are well formed and hold its texts as texts; a calendar line holds no line of its own."""
    for topic in TOPICS:
        ET.fromstring(hostile[f"feeds/{topic}.xml"])
    json.loads(hostile["claimreview.jsonld"])
    for line in hostile["law.ics"].decode().split("\r\n"):
        assert re.match(r"[A-Z-]+[:;]| |$", line), line
        assert len(line.encode()) <= 75


def test_the_calendar_has_the_days_that_are_known(files: dict[str, bytes]) -> None:
    """A stage on a known day is a day of the calendar, the same in both languages; one known by its month only is not."""
    told = files["law.ics"].decode()
    assert told.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert "DTSTART;VALUE=DATE:20310219\r\n" in told
    assert "DTSTART;VALUE=DATE:20310130\r\n" in told
    assert "VALUE=DATE:20310101" not in told
    assert told.count("BEGIN:VEVENT") == told.count("END:VEVENT") == files["en/law.ics"].decode().count("BEGIN:VEVENT") == 5
    assert re.findall("UID:.*", told) == re.findall("UID:.*", files["en/law.ics"].decode())


def test_calendars_are_icalendar(files: dict[str, bytes], hostile: dict[str, bytes]) -> None:
    """A reader that refuses what RFC 5545 forbids (line ends, 75 octets, escapes, what an event must have) takes every calendar."""
    for made in (files, hostile):
        for path in ("law.ics", "en/law.ics"):
            assert calendars.read(made[path]).parts
    broken = files["law.ics"].replace(b"\r\n", b"\n")
    with pytest.raises(ValueError):  # noqa: PT011 - whichever rule it breaks
        calendars.read(broken)


@pytest.mark.parametrize(("path", "words"), [("law.ics", "Plazo: la Presidencia"), ("en/law.ics", "Deadline: within 10 days (Reunion")])
def test_deadlines_are_in_the_calendar(files: dict[str, bytes], path: str, words: str) -> None:
    """A deadline stands on the day on which it falls due, on all that it may be where sources disagree; an open one is left out."""
    events = [event.properties for event in calendars.read(files[path]).parts]
    due = {(one["DTSTART"][1], one["DTEND"][1]): one for one in events if "#deadlines" in one["URL"][1]}
    assert sorted(due) == [("20310301", "20310303"), ("20310305", "20310306")]
    assert due["20310301", "20310303"]["SUMMARY"][1].startswith(words)


def test_reviews_have_what_fact_checkers_read(files: dict[str, bytes]) -> None:
    """Each review has the fields that schema.org and the readers of ClaimReview ask for, of their types; the page embeds the same."""
    document = json.loads(files["claimreview.jsonld"])
    assert document["@context"] == "https://schema.org"
    for one in document["@graph"]:
        assert {"url", "claimReviewed", "datePublished", "author", "itemReviewed", "reviewRating", "inLanguage"} <= one.keys()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one["datePublished"])
        assert one["author"]["@type"] == "Organization"
        assert one["author"]["name"]
        assert one["itemReviewed"]["@type"] == "Claim"
        assert one["reviewRating"]["@type"] == "Rating"
        assert one["reviewRating"]["alternateName"]
        assert one["url"].startswith("https://example.org/claims.html#")
    [embedded] = [e for e in ET.fromstring(files["claims.html"]).iter("script") if e.get("type") == "application/ld+json"]
    assert json.loads(embedded.text or "") == document


def test_reviews_say_the_verdict_and_only_where_there_is_one(files: dict[str, bytes]) -> None:
    """Every comparable claim has one review with its claimant, its address, the verdict and our own bounds; others have none."""
    graph = json.loads(files["en/claimreview.jsonld"])["@graph"]
    assert [one["@type"] for one in graph] == ["ClaimReview"] * 4
    first = next(one for one in graph if one["url"].endswith("#claim-c-1"))
    assert first["url"] == "https://example.org/en/claims.html#claim-c-1"
    assert first["itemReviewed"]["author"] == {"@type": "Organization", "name": "Casa Abierta"}
    assert len(first["itemReviewed"]["appearance"]) == 2
    assert "at least 1 · at most 3" in first["reviewRating"]["ratingExplanation"]
    assert not any("c-4" in one["url"] for one in graph)


def test_the_picture_is_a_png_of_its_size(files: dict[str, bytes]) -> None:
    """The picture for sharing is 1200 by 630, one in each language, and named by its whole address where that is known."""
    for path in ("preview.png", "en/preview.png"):
        assert files[path][:8] == b"\x89PNG\r\n\x1a\n"
        assert len(files[path]) > 20_000  # without its words it would be a tenth of that
        assert (int.from_bytes(files[path][16:20]), int.from_bytes(files[path][20:24])) == (1200, 630)
    assert b'content="https://example.org/en/preview.png"' in files["en/index.html"]


def test_persons_are_placed_by_state() -> None:
    """A person counts in every state where some source places them: surely where no world has them elsewhere."""
    release = releases.release(
        facilities=releases.frame(
            "facilities",
            {"facility_id": "F-ONE", "name": "Uno", "state": "Vargas"},
            {"facility_id": "F-TWO", "name": "Dos", "state": "Estado Falcón"},
            {"facility_id": "F-3", "name": "Tres", "state": "falcon"},
        ),
        placements=releases.frame(
            "placements",
            {"facility_id": "F-ONE", "person_id": "p-ana", "certain": True},
            {"facility_id": "F-TWO", "person_id": "p-ana", "certain": False},
            {"facility_id": "F-TWO", "person_id": "p-luz", "certain": True},
            {"facility_id": "F-3", "person_id": "p-luz", "certain": True},
        ),
    )
    found = {state.code: (state.facilities, state.at_least, state.at_most) for state in states(release)}
    assert len(found) == 25
    assert found["LAG"] == (1, 1, 1)
    assert found["FAL"] == (2, 1, 2)
    assert found["ZUL"] == (0, 0, 0)
    assert b'class="tiles"' in site_files(release)["facilities.html"]


def test_a_country_without_a_grid_has_a_table() -> None:
    """States that the grid does not know are listed, and no tile is drawn."""
    page = site_files(releases.release())["facilities.html"]
    assert b"Norte" in page
    assert b'class="tiles"' not in page
