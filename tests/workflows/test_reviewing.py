"""From a kept report to statements, through somebody's decision."""

import json
from datetime import date
from pathlib import Path

import attrs
import orjson
import polars as pl
import pytest

from amparo.errors import BadInput
from amparo.workflows import reviewing
from amparo.workflows.acceptance import Subject
from amparo.workflows.answers import answer_claims, claims_frame
from amparo.workflows.originals import Retrieval, keep, keep_archived, keep_warc, reports, text_of
from amparo.workflows.session import Session
from tests.workflows.sitting import Desk

DAY = date(2026, 2, 6)
TEXT = (
    "La ONG Voz Libre informó el jueves que al menos 340 presos políticos fueron excarcelados en Inventavia desde el 8 de enero. "
    "La activista Ana Ficticia Ríos fue detenida el lunes. El Ministerio de Justicia negó que haya 900 presos políticos.\n"
)


@pytest.fixture
def read(desk: Desk) -> Desk:
    """Give a desk with one report kept."""
    keep(desk.session, TEXT.encode(), "nota.txt", published_on=DAY, retrieval=Retrieval(url="https://example.org/nota"))
    return desk


def claim_cards(desk: Desk) -> list[reviewing.Card]:
    """Return the undecided claims."""
    return [one for one in reviewing.cards(desk.session) if one.proposal.kind == "claim"]


def facts(session: Session) -> pl.DataFrame:
    """Return what stands besides reports and decisions."""
    return session.standing().filter(~pl.col("subject_kind").is_in(["report", "proposal", "import"]))


def somebody_else(desk: Desk) -> Session:
    """Return the sitting of another reviewer."""
    return attrs.evolve(desk.session, who="otra")


def test_reading_records_nothing_of_what_is_read(read: Desk) -> None:
    """A report that is kept and queued adds no fact to the record."""
    assert reviewing.cards(read.session)
    assert facts(read.session).is_empty()


def test_the_same_bytes_are_one_original_with_two_retrievals(read: Desk) -> None:
    """Keeping the same bytes again adds a retrieval, and neither an original nor a text."""
    again = keep(read.session, TEXT.encode(), "copia.txt", published_on=DAY, retrieval=Retrieval(url="https://example.net/copia"))
    assert [one["url"] for one in again.retrievals] == ["https://example.org/nota", "https://example.net/copia"]
    assert len(reports(read.session)) == 1
    assert text_of(read.session, again.text_sha256) == TEXT


def test_an_accepted_claim_cites_original_text_and_characters(read: Desk) -> None:
    """Acceptance writes the claim with the hashes of original and text and the span of the passage, and it can be checked."""
    card = claim_cards(read)[0]
    decided = reviewing.decide(read.session, card.id, "accepted")
    row = read.session.standing().filter(pl.col("statement_id") == decided.statements[0]).row(0, named=True)
    locator, value = orjson.loads(row["locator"]), orjson.loads(row["value"])
    assert (locator["file"], locator["text"]) == (card.report.original, card.report.text_sha256)
    assert TEXT[locator["start"] : locator["end"]] == card.passage
    names = ("claimant", "claimant_kind", "measure", "population", "qualifier", "value", "from", "until")
    assert {name: value[name] for name in names} == {
        "claimant": "Voz Libre", "claimant_kind": "ngo", "measure": "released", "population": "political_prisoners",
        "qualifier": "at_least", "value": 340, "from": "2026-01-08", "until": "2026-02-06",
    }  # fmt: skip
    assert answer_claims(read.session.standing())[0]["claim_id"].to_list() == [value["claim_id"]]


def test_a_denied_figure_is_kept_and_not_checked(read: Desk) -> None:
    """What a body denies is recorded as denied and is none of its claims."""
    denied = next(one for one in claim_cards(read) if one.proposal.value("modality") == "denied")
    reviewing.decide(read.session, denied.id, "accepted")
    assert claims_frame(read.session.standing()).is_empty()
    assert facts(read.session)["negated"].to_list() == [True]


def test_a_correction_is_recorded_beside_what_was_proposed(read: Desk) -> None:
    """An edited claim enters with the reviewer's value; the decision keeps the proposal as it was."""
    card = claim_cards(read)[0]
    decided = reviewing.decide(read.session, card.id, "edited", changes={"value": 341, "claimant": "Voz Libre de Inventavia"})
    assert decided.verdict == "edited"
    assert claims_frame(read.session.standing()).select("claimant", "value").row(0) == ("Voz Libre de Inventavia", 341)
    [kept] = read.session.standing().filter(pl.col("property") == "decision")["value"].to_list()
    assert (orjson.loads(kept)["fields"]["value"], orjson.loads(kept)["changes"]["value"]) == (340, 341)


def test_a_rejection_needs_a_reason_and_stays(read: Desk) -> None:
    """A rejection without a reason is refused; with one it is kept and the card does not come back."""
    card = claim_cards(read)[0]
    with pytest.raises(BadInput, match=r"reading\.reason_needed"):
        reviewing.decide(read.session, card.id, "rejected")
    reviewing.decide(read.session, card.id, "rejected", reason="wrong_number")
    assert [(one.verdict, one.reason) for one in reviewing.decisions(read.session)] == [("rejected", "wrong_number")]
    assert card.id not in [one.id for one in reviewing.cards(read.session)]
    assert facts(read.session).is_empty()


def test_what_is_skipped_comes_back_when_asked_for(read: Desk) -> None:
    """A skipped card leaves the queue, and is among the skipped."""
    card = claim_cards(read)[0]
    reviewing.decide(read.session, card.id, "skipped")
    assert card.id not in [one.id for one in reviewing.cards(read.session)]
    assert card.id in [one.id for one in reviewing.cards(read.session, skipped=True)]


def test_nothing_that_names_a_person_is_accepted_in_bulk(read: Desk) -> None:
    """A bulk acceptance with one card about a person accepts none."""
    with pytest.raises(BadInput, match=r"reading\.person_in_bulk"):
        reviewing.accept_together(read.session, [one.id for one in reviewing.cards(read.session) if one.proposal.value("kind") != "other"])
    assert facts(read.session).is_empty()
    assert len(reviewing.accept_together(read.session, [one.id for one in claim_cards(read)])) == 2


def test_a_person_of_a_report_becomes_a_record_of_their_own(read: Desk) -> None:
    """An event of a named person makes a new record, which is nobody known unless the reviewer says who."""
    card = next(one for one in reviewing.cards(read.session) if one.proposal.value("person") is not None)
    assert card.names_person
    reviewing.decide(read.session, card.id, "accepted")
    told = facts(read.session)
    assert sorted(told["property"].to_list()) == ["event", "name", "person"]
    assert set(told["subject_kind"].to_list()) == {"record"}
    assert told.filter(pl.col("property") == "event")["happened_on"].to_list() == ["2026-02-02"]


def test_an_event_goes_to_the_person_whom_the_reviewer_names(read: Desk) -> None:
    """Where the reviewer says who it is, the event is of that person and no record is made."""
    card = next(one for one in reviewing.cards(read.session) if one.proposal.value("person") is not None)
    reviewing.decide(read.session, card.id, "accepted", subject=Subject(id="pabc"))
    assert facts(read.session).select("subject_kind", "subject").row(0) == ("person", "pabc")


def test_a_second_decision_on_one_card_is_refused(read: Desk) -> None:
    """What was decided is decided; running the extractors again changes no accepted record."""
    card = claim_cards(read)[0]
    reviewing.decide(read.session, card.id, "accepted")
    before = facts(read.session)
    with pytest.raises(BadInput, match=r"reading\.already_decided"):
        reviewing.decide(read.session, card.id, "rejected", reason="other")
    keep(read.session, TEXT.encode(), "nota.txt", published_on=DAY)
    reviewing.cards(read.session)
    assert facts(read.session).equals(before)


def test_a_blind_second_review_measures_agreement(read: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another reviewer sees the sample without the first decision; their agreement is counted and the record stays."""
    monkeypatch.setattr(reviewing, "_SAMPLE", 100)
    first, second = claim_cards(read)
    reviewing.decide(read.session, first.id, "accepted")
    reviewing.decide(read.session, second.id, "rejected", reason="other")
    assert reviewing.second_cards(read.session) == []
    other = somebody_else(read)
    before = facts(read.session)
    for card in reviewing.second_cards(other):
        assert "rejected" not in json.dumps(card.to_dict())
        reviewing.decide_again(other, card.id, "accepted")
    assert reviewing.agreement(other) == reviewing.Agreement(twice=2, same_verdict=1, same_values=1)
    assert facts(read.session).equals(before)
    with pytest.raises(BadInput, match=r"reading\.own_decision"):
        reviewing.decide_again(read.session, first.id, "accepted")


def test_what_two_outlets_copy_is_one_cluster(read: Desk) -> None:
    """The same claim in a second report is shown as the same: repetition is not confirmation."""
    copy = "Otra vez: al menos 340 presos políticos fueron excarcelados en Inventavia, según Voz Libre.\n"
    keep(read.session, copy.encode(), "copia.txt", published_on=DAY)
    cards = {(one.report.name, one.proposal.value("value")): one for one in claim_cards(read)}
    assert cards["copia.txt", 340].same == (cards["nota.txt", 340].id,)


def test_an_archivers_folder_is_kept_with_addresses(desk: Desk, tmp_path: Path) -> None:
    """Each item of an auto-archiver's output is kept with its address; what leads out of the folder is not."""
    folder = tmp_path / "archived"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    items = [
        {"url": "https://example.org/a", "timestamp": "2026-02-06T10:00:00Z", "media": [{"filename": "a.txt"}]},
        {"url": "https://example.org/b", "timestamp": "2026-02-06", "media": [{"filename": "gone.txt"}]},
    ]
    (folder / "out.json").write_text(json.dumps(items), encoding="utf-8")
    kept, refused = keep_archived(desk.session, folder)
    assert [(one.url, one.published_on) for one in kept] == [("https://example.org/a", DAY)]
    assert refused == ["gone.txt"]


def test_the_pages_of_a_web_archive_are_kept_with_addresses(desk: Desk, tmp_path: Path) -> None:
    """Each page of a web archive is kept with its address and when it was fetched, which is not taken for its day."""
    pytest.importorskip("warcio")
    path = tmp_path / "pages.warc"
    page = b"<html><head><title>Nota</title></head><body><article><p>" + TEXT.encode() + b"</p></article></body></html>"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    told = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://diario.example/nota\r\nWARC-Date: 2026-02-09T10:00:00Z\r\n"
    told += f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: {len(head + page)}\r\n\r\n"
    path.write_bytes(told.encode() + head + page + b"\r\n\r\n")
    assert keep_warc(desk.session, path) == ([], ["https://diario.example/nota"])
    [kept], refused = keep_warc(desk.session, path, published_on=DAY)
    assert (kept.url, kept.publisher, kept.published_on, refused) == ("https://diario.example/nota", "diario.example", DAY, [])
    assert (kept.retrievals[0]["how"], kept.retrievals[0]["at"]) == ("warc", "2026-02-09T10:00:00Z")


def test_wrong_values_of_a_reviewer_are_refused(read: Desk) -> None:
    """A word that is none, an impossible date and an unknown field are refused, and nothing is recorded."""
    card = claim_cards(read)[0]
    for changes in ({"measure": "freed"}, {"from": "2026-02-30"}, {"colour": "red"}, {"value": -1}):
        with pytest.raises(BadInput, match="reading"):
            reviewing.decide(read.session, card.id, "edited", changes=changes)
    assert reviewing.decisions(read.session) == []


def test_what_contradicts_comes_before_what_is_said_once(read: Desk) -> None:
    """Of two reports, a figure that stands against another body's is the first card, though its report came last."""
    other = (
        "La ONG Otra Voz informó que al menos 90 periodistas fueron excarcelados en Inventavia desde el 2 de enero. "
        "El Comité de Madres informó el jueves que al menos 120 presos políticos fueron excarcelados en Inventavia desde el 8 de enero.\n"
    )
    keep(read.session, other.encode(), "otra.txt", published_on=DAY, retrieval=Retrieval(url="https://example.org/otra"))
    found = claim_cards(read)
    opposed = [bool(one.against) for one in found if not one.same]
    assert True in opposed
    assert opposed == sorted(opposed, reverse=True)
