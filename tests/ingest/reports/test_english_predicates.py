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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A court sentenced five men to life imprisonment and four others to 15 years in jail.", [(5, "other"), (4, "other")]),
        (
            "Eighteen were convicted: (3) to two years in prison and (15) to one month.",
            [(18, "other"), (3, "other"), (15, "other")],
        ),
        ("The opposition held talks with 12 officials. The army, which seized power in May, freed 30 people.", [(30, "released")]),
        ("The Archive released a list of 40 prisoners.", [(40, "detained_stock")]),
        ("Among the prisoners released were 18 farmers and 64 students.", [(18, "released"), (64, "released")]),
        ("An estimated 133 prisoners are left in the state's jails.", [(133, "still_detained")]),
        ("Police let out 26 supporters of the party on police bail.", [(26, "released_under_measures")]),
        ("Courts issued arrest warrants for 680 people who have not been detained yet.", [(680, "other")]),
        ("Turkey ordered the detention of 347 soldiers.", [(347, "other")]),
        ("The state is still holding about 134 detainees, of whom 37 are children.", [(134, "still_detained"), (37, "still_detained")]),
        ("The Archive put at no fewer than 148 the number of confirmed arrests.", [(148, "arrested")]),
        ("The men left jail after a royal pardon, issued late on Tuesday, for 471 inmates.", [(471, "pardoned")]),
        ("Nearly 390 prisoners are to be released by the junta on Friday.", [(390, "released")]),
        ("Seven are now detained for the third time.", [(7, "rearrested")]),
        ("Nine political prisoners were included in the royal pardon.", [(9, "pardoned")]),
        ("Of the 285 victims, 91 were killed while in detention.", [(285, "other"), (91, "died_in_custody")]),
    ],
)
def test_words_of_custody_are_read_in_their_phrase(text: str, wanted: list[tuple[int, str]]) -> None:
    """A term in prison says what a sentence is, not that somebody is held; talks are held and lists released; a warrant is no arrest."""
    found = claims(text)
    assert [one for one in found if one[0] != 12] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The army freed 87 prisoners on Thursday, including 14 suspects who were held without charge.",
            [(87, "released"), (14, "released")],
        ),
        ("More than 200 were pardoned, and they include dozens of opponents who are in prison.", [(200, "pardoned"), (20, "pardoned")]),
        (
            "The jailed people include 23 judges, 98 officers and 37 students.",
            [(23, "detained_stock"), (98, "detained_stock"), (37, "detained_stock")],
        ),
        ("Nine people walked out of jail. Five of these were political prisoners.", [(9, "released"), (5, "released")]),
        (
            "Thirty-eight prisoners were set free. Twenty of them are women whom police had rounded up.",
            [(38, "released"), (20, "released")],
        ),
        (
            "The ministry pardoned nine men. Four of the nine had been convicted of a plot.",
            [(9, "pardoned"), (4, "pardoned"), (9, "pardoned")],
        ),
        ("The state released most of the 261 activists detained last week.", [(261, "arrested")]),
        ("Police arrested 50 people, including 12 who were later released.", [(50, "arrested"), (12, "released")]),
        ("Of the nearly 650 prisoners let go last week only 38 were political prisoners.", [(650, "released"), (38, "released")]),
        ("The state has freed dozens of such inmates - more than 70 in all.", [(20, "released"), (70, "released")]),
        ("Police arrested 50 people, 12 of whom were later freed.", [(50, "arrested"), (12, "released")]),
        (
            "The state will pardon 100 people. Some 56 of those to be pardoned are held for their views.",
            [(100, "pardoned"), (56, "pardoned")],
        ),
        ("Of the 428 prisoners, 61 have been arrested this year.", [(428, "detained_stock"), (61, "arrested")]),
        ("The state pardoned 100 people. Roughly two dozen are lawmakers.", [(100, "pardoned"), (24, "pardoned")]),
        ("Four walked free, and 57 prisoners had their terms halved.", [(4, "released"), (57, "other")]),
    ],
)
def test_a_part_is_counted_as_its_whole_unless_more_befell_it(text: str, wanted: list[tuple[int, str]]) -> None:
    """What had befallen a part before tells who they are; what befell it later is a measure of its own."""
    assert claims(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Some 80 dissidents were among more than 520 inmates released in May.", [(80, "released"), (520, "released")]),
        ("Ninety monks figured among the thousands whom the army pardoned.", [(90, "pardoned"), (2000, "pardoned")]),
        ("Those freed left in buses. The first batch is made up of 36 people, including 22 women.", [(36, "released"), (22, "released")]),
        ("Among those confirmed to be out are a priest and at least six foreigners.", [(6, "released")]),
        ("Among those arrested, 138 were children and 52 were women.", [(138, "arrested"), (52, "arrested")]),
        (
            "At least 12 are still in jail. Nine await trial and three were sentenced.",
            [(12, "still_detained"), (9, "still_detained"), (3, "still_detained")],
        ),
        ("All but three of the 54 activists arrested on Monday were released.", [(3, "still_detained"), (54, "arrested")]),
        ("The number of prisoners pardoned since May, when the board was formed, comes to 264.", [(264, "pardoned")]),
        ("The president signed a pardon for 120 people. It covers 23 deputies.", [(120, "pardoned"), (23, "pardoned")]),
        ("The army released 87 prisoners whom the president had pardoned.", [(87, "released")]),
        ("In all, 300 people who had been under house arrest were granted full freedom.", [(300, "full_freedom")]),
        ("At least 31 people died as a result of torture.", [(31, "died_in_custody")]),
        ("Courts granted the two leaders interim bail.", [(2, "released_under_measures")]),
        ("The state stepped up its arrests, with some 1,960 documented in May.", [(1960, "arrested")]),
    ],
)
def test_those_told_of_elsewhere_in_the_sentence_are_counted_as_what_is_said_there(text: str, wanted: list[tuple[int, str]]) -> None:
    """Whom a sentence counts among others, as their parts or their exceptions, has the measure of the others, or its contrary."""
    assert [one for one in claims(text) if one[0] != 1] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two mediators of the church secured freedom for 33 prisoners.", (33, "released")),
        ("A judge ordered house arrest for three of the women.", (3, "released_under_measures")),
        ("A royal pardon was issued for 1,203 inmates.", (1203, "pardoned")),
        ("Judges have applied the amnesty to 1,557 people.", (1557, "amnesty_granted")),
        ("In March police held nearly 1,900 people over the marches.", (1900, "arrested")),
        ("The refugees were told on Monday that 750 would be sent back to Laos by force.", (750, "other")),
        ("The union is asking for the release of 16 jailed journalists.", (16, "detained_stock")),
        ("The party received 300 requests for amnesty. It has approved 120.", (120, "amnesty_granted")),
        ("Of the prisoners, 46 are women.", (46, "detained_stock")),
        ("Those behind bars include 114 teenagers and the mayor of the town.", (114, "detained_stock")),
        ("The remaining 54 detainees are kept in a camp.", (54, "still_detained")),
        ("Prosecutors charged 47 democrats with subversion.", (47, "other")),
        ("The verdict leaves 68 in jail.", (68, "still_detained")),
        ("The state freed 50 men. Among them are three people who were convicted of spying.", (3, "released")),
        ("The union confirmed that there are 206 political prisoners among the 561 released by the state.", (206, "released")),
    ],
)
def test_a_turn_has_its_measure(text: str, wanted: tuple[int, str]) -> None:
    """Nouns that end in "for", verbs of those who may arrest, outcomes of requests, and those who remain."""
    assert wanted in claims(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Just 14 of the 90 names on the list have been released.", [(14, "released"), (90, "detained_stock")]),
        ("He is one of the 26 journalists jailed in the country for their work.", [(26, "detained_stock")]),
        ("The 47 activists jailed on Monday were taken to the capital.", [(47, "arrested")]),
        ("The amnesty has so far reached 2,400 people.", [(2400, "amnesty_granted")]),
        ("Police took four of the freed men back into custody.", [(4, "rearrested")]),
    ],
)
def test_those_of_whom_a_part_was_freed_were_held(text: str, wanted: list[tuple[int, str]]) -> None:
    """A whole of which a part is freed was held; jailed after a noun tells where they are, unless a day is told."""
    assert claims(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "People who benefited so far:\n\n- Deprived of liberty: 226\n\n- Under house arrest: 385",
            [(226, "amnesty_granted"), (385, "amnesty_granted")],
        ),
        (
            "Groups demanded the release from the state's jails of some 850 people they regard as political prisoners.",
            [(850, "detained_stock")],
        ),
        ("The president signed a decree to drop the case of 341 inmates arrested over the crisis.", [(341, "full_freedom")]),
        (
            "Some 156 men, three women among them, who were held over the crisis that goes on in the west have been freed.",
            [(156, "released")],
        ),
        ("The two are among dozens of bloggers and dissidents jailed for their views.", [(20, "detained_stock")]),
        ("The union put the number of arrests of people under 18 at more than 150.", [(150, "arrested")]),
    ],
)
def test_lists_and_long_nouns_keep_their_measure(text: str, wanted: list[tuple[int, str]]) -> None:
    """What a heading says holds for its items; nouns joined by "and", and jails that are no verb, are read through."""
    assert [one for one in claims(text) if one[0] not in {2, 3}] == wanted
