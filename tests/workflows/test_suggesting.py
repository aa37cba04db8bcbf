"""Whom a proposed name may be: suggestions beside it, never more."""

from datetime import date

from amparo.ingest.reports import Field, Proposal
from amparo.workflows import reviewing
from amparo.workflows.originals import keep
from amparo.workflows.suggesting import claimants_like, persons_like, suggestions
from tests.workflows.sitting import Desk

DAY = date(2026, 2, 6)
FIRST = (
    "La activista Ana Ficticia Ríos fue detenida el lunes. "
    "Según el Observatorio de Verdad y Derecho, 30 presos políticos fueron liberados.\n"
)
SECOND = "Ana Ficticia Rios fue liberada el jueves. OVD dijo que 45 presos políticos fueron liberados.\n"


def accept(desk: Desk, text: str, kinds: set[str]) -> None:
    """Keep a report and accept what it proposes of some kinds."""
    report = keep(desk.session, text.encode(), "nota.txt", published_on=DAY)
    for card in reviewing.cards(desk.session, report=report.id):
        if card.proposal.kind in kinds:
            reviewing.decide(desk.session, card.id, "accepted")


def test_a_known_person_and_a_known_claimant_stand_beside_the_names(desk: Desk) -> None:
    """A name like a known one is shown with who it may be; accents, order and initials do not hide it."""
    accept(desk, FIRST, {"person", "claim"})
    [person] = persons_like(desk.session, "RIOS, Ana Ficticia")
    assert (person.name, person.id[0]) == ("Ana Ficticia Ríos", "p")
    assert persons_like(desk.session, "Berta Otra Persona") == ()
    assert [one.name for one in claimants_like(desk.session, "OVD")] == ["Observatorio de Verdad y Derecho"]
    claimant = claimants_like(desk.session, "Observatorio Verdad y Derecho")[0]
    assert (claimant.name, claimant.claims) == ("Observatorio de Verdad y Derecho", 1)


def test_a_suggestion_is_never_taken_up_by_itself(desk: Desk) -> None:
    """Accepting a card beside a known person of the same name makes a record of its own."""
    accept(desk, FIRST, {"person"})
    before = len(desk.session.people().sayings)
    accept(desk, SECOND, {"person"})
    assert len(desk.session.people().sayings) == before + 1


def test_only_names_have_suggestions(desk: Desk) -> None:
    """Numbers, measures and dates have none, and a field without any is left out."""
    accept(desk, FIRST, {"claim"})
    fields = {"claimant": Field("Observatorio de Verdad y Derecho"), "value": Field(30), "measure": Field("released"), "place": Field(None)}
    assert set(suggestions(desk.session, Proposal("claim", (0, 1), fields))) == {"claimant"}
