"""What befell those counted is what the main clause says, whatever narrows them before it."""

from datetime import date

import pytest

from amparo.ingest.reports import Proposal, read

PUBLISHED = date(2026, 3, 4)  # a Wednesday


def claims(text: str) -> list[tuple[object, object]]:
    """Return value and measure of the claims of a passage."""
    found: list[Proposal] = [one for one in read(text, published_on=PUBLISHED) if one.kind == "claim"]
    return [(one.value("value"), one.value("measure")) for one in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thirty members of the union who had been in prison without trial for two years were released on Monday.", [(30, "released")]),
        ("Dozens of students who were arrested last month, when the camps were cleared, were let go on Sunday.", [(20, "released")]),
        ("Hundreds of prisoners, the leader of a party among them, walked free on Saturday.", [(200, "released")]),
        ("4,210 people arrested for political reasons since the coup are still detained, the Archive said.", [(4210, "still_detained")]),
        ("The Archive reported that at least 117 people it regards as political prisoners had been freed.", [(117, "released")]),
        ("More than 600 persons held for political reasons have filed requests for amnesty.", [(600, "amnesty_requested")]),
        ("Of the 160 people whom police took in, fewer than 90 are in jail still.", [(160, "arrested"), (90, "still_detained")]),
        ("Twelve activists (all of them women) arrested at the march have since been charged.", [(12, "other")]),
    ],
)
def test_the_main_clause_says_what_befell_those_counted(text: str, wanted: list[tuple[int, str]]) -> None:
    """Relative clauses, participles and insertions narrow those counted; the finite verb of the clause says what befell them."""
    assert claims(text) == wanted
