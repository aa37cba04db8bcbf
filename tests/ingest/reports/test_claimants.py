"""Who says a figure: bodies, offices and the institutions behind them, outlets, and nobody."""

from datetime import date

import pytest

from amparo.ingest.reports import Proposal, read


def claims(text: str) -> list[Proposal]:
    """Return the claims of a text of 4 March 2026."""
    return [one for one in read(text, published_on=date(2026, 3, 4)) if one.kind == "claim"]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("El Foro Ribera ha comunicado este martes que 48 presos salieron en libertad.", "Foro Ribera"),
        ("La Policía de Almira ha dado parte de 18 detenidos.", "Policía de Almira"),
        ("El Poder Judicial hizo público que quedaban 29 personas en prisión preventiva.", "Poder Judicial"),
        ("Doce presos murieron bajo custodia, de acuerdo con fuentes hospitalarias.", "fuentes hospitalarias"),
        ("The ministry made public a plan to free 340 prisoners.", "ministry"),
        ("A judicial source said on Wednesday that nine prisoners were released.", "judicial source"),
    ],
)
def test_whatever_the_verb_of_saying_its_subject_is_the_claimant(text: str, claimant: str) -> None:
    """The verbs and turns by which somebody makes a figure known are many; each gives the claimant."""
    assert [one.value("claimant") for one in claims(text)] == [claimant]


@pytest.mark.parametrize(
    ("text", "claimants"),
    [
        (
            "El Ministerio Público investiga. La fiscal general, Ana Ruiz, señaló que hay 48 detenidos.",
            ("Ministerio Público", "Ana Ruiz", "fiscal general"),
        ),
        ("El ministro de Justicia, Luis Peña, anunció la excarcelación de 18 presos.", ("Luis Peña", "ministro de Justicia", None)),
        (
            "The prosecutor's office opened a case. Attorney General Mary Polk said 48 people were detained.",
            ("prosecutor's office", "Mary Polk", "Attorney General"),
        ),
        (
            "Luis Peña, presidente de la Comisión de Seguimiento, informó que 209 personas fueron excarceladas.",
            ("Comisión de Seguimiento", "Luis Peña", "presidente de la Comisión de Seguimiento"),
        ),
    ],
)
def test_an_office_speaks_for_its_institution(text: str, claimants: tuple[str | None, ...]) -> None:
    """Of a person with an office the candidates are the institution where the report names it, the person, and the office."""
    assert [one.fields["claimant"].candidates for one in claims(text)] == [claimants]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("More than 60 people were arrested, the state agency Zoria reported.", "Zoria"),
        ("El diario Ribera Libre informó que 27 presos fueron liberados.", "Ribera Libre"),
        ("Luis Peña publicó en Twitter que hubo 3 detenidos.", "Luis Peña"),
        ("La fiscal, Ana Ruiz, ha precisado este viernes en la televisora estatal (TVR) que hay 31 detenidos.", "Ana Ruiz"),
    ],
)
def test_an_outlet_is_a_claimant_where_it_tells_the_figure_itself(text: str, claimant: str) -> None:
    """The outlet that reports a figure of nobody else is its claimant; the one to which it was said, or a network, is not."""
    assert [one.value("claimant") for one in claims(text)] == [claimant]


def test_a_figure_of_nobody_is_not_given_to_whoever_repeats_it() -> None:
    """What a report says itself keeps nobody as its claimant; who tells the same figure later is the second candidate."""
    text = (
        "Unos 340 presos salieron en libertad el lunes.\n\nLa lista fue larga.\n\nEl Foro Ribera confirmó que 340 presos fueron liberados."
    )
    first, second = (one.fields["claimant"] for one in claims(text))
    assert (first.value, first.candidates[:2], second.value) == (None, (None, "Foro Ribera"), "Foro Ribera")


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("De acuerdo con la ONG bielorrusa de derechos humanos Zoria, quedan 900 presos.", "Zoria"),
        ("At least 37 activists were detained, the Zoria human rights center said.", "Zoria"),
        ("Unas 497 personas fueron detenidas, según el portal 'ZNV-Ribera'.", "ZNV-Ribera"),
        ("The Heralds of Dawn said 26 members were released.", "Heralds of Dawn"),
        ("Quedan 342 presos políticos, según indicaron oenegés de derechos humanos, como el Foro Ribera.", "Foro Ribera"),
        ("Kemaria holds at least 119 prisoners of conscience: Rights Watch Kemaria", "Rights Watch Kemaria"),
        (
            "Nine were released, Zaw Tun, secretary of the Welfare League, told a radio. The group has verified 12 arrests.",
            "Welfare League",
        ),
    ],
)
def test_a_body_is_known_by_what_stands_beside_its_name(text: str, claimant: str) -> None:
    """A name that no list knows is a body's by the noun before or after it, by its own words, or as an example of several."""
    assert {one.value("claimant") for one in claims(text)} == {claimant}


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "El Comité Ribera y la Comisión de Juristas siguen los casos. La Comisión de Juristas protestó.\n\n"
            "El comité informó que 226 presos siguen detenidos.",
            "Comité Ribera",
        ),
        (
            '"Up to yesterday we had 387 applications. Today 12 were released," said the leader of the National Assembly, John Polk.',
            "National Assembly",
        ),
        (
            "On the basis of information from the Justice Ministry, the Zoria Agency reported that 147 people were jailed.\n\n"
            "According to the Zoria Agency report, courts sought the arrest of 68 people.",
            "Justice Ministry",
        ),
    ],
)
def test_a_source_is_taken_up_by_its_noun_its_quotation_and_its_outlet(text: str, claimant: str) -> None:
    """A noun takes up the body called so; a quotation is whose it is said to be at its end; an outlet tells for whom it told before."""
    assert {one.value("claimant") for one in claims(text)} == {claimant}


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("ONG denuncia que 561 presos siguen en la cárcel\n\nEl Foro Ribera dijo el lunes que la lista crece.", "Foro Ribera"),
        ("La Fiscalía dio cifras el lunes.\n\nAgregó el organismo que hay 28 detenidos.", "Fiscalía"),
        ("Ana Ruiz, secretaria general del Foro Ribera, dijo ante la Asamblea Nacional que hay 428 presos.", "Foro Ribera"),
        ("BANGKOK, 12 feb La junta militar, que gobierna desde el golpe, anunció que 900 presos salen libres.", "junta militar"),
        ("Four were detained, according to earlier reports.", "earlier reports"),
    ],
)
def test_a_body_told_by_a_noun_is_the_one_that_is_named(text: str, claimant: str) -> None:
    """A noun that stands for one body is the body named after or before it; a person speaks for the body of the office."""
    assert {one.value("claimant") for one in claims(text)} == {claimant}


def test_words_between_inverted_commas_are_nobody_s_speech() -> None:
    """A word set off by inverted commas has the claimant of its sentence, not of a verb beside it."""
    text = "El líder habría ordenado soltar a «miles» de detenidos, informó la prensa estatal."
    assert [one.value("claimant") for one in claims(text)] == ["prensa estatal"]


def test_who_may_be_meant_is_a_candidate() -> None:
    """The bodies of the sentence, and who speaks after it, are candidates where nobody says the figure."""
    text = "La junta militar libera a 900 presos\n\nEl Foro Ribera dijo el lunes que la lista crece."
    assert set(claims(text)[0].fields["claimant"].candidates) == {None, "junta militar", "Foro Ribera"}


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Amnistía alcanzará a 3.240 internos\n\nEl ministro Luis Peña anunció que 3.240 presos saldrán libres.", "Luis Peña"),
        ("Libres 3.240 presos\n\nUnos 3.240 presos salieron en libertad el lunes. Luis Peña celebró la noticia.", None),
    ],
)
def test_a_headline_has_who_tells_its_figure_first_below(text: str, claimant: str | None) -> None:
    """A headline's figure is whose it is where the text tells it first: nobody's, if it is nobody's there."""
    assert claims(text)[0].value("claimant") == claimant


def test_who_denies_a_figure_does_not_tell_it() -> None:
    """A figure that is denied is its teller's where the report names one, else its denier's; nobody else has told it."""
    text = "The Forum counts 900 prisoners. The regime denies holding 900 people."
    assert [one.value("claimant") for one in claims(text)] == ["Forum", "Forum"]
    text = "The Forum counts 340 prisoners. The regime denies holding 900 people."
    assert [one.value("claimant") for one in claims(text)] == ["Forum", "regime"]


def test_the_body_before_a_person_is_no_person_of_a_list() -> None:
    """A name that an office governs, or before a counted number, is a body's: the director of Rejas Abiertas, Ana Ruiz."""
    text = "The deputy director of Rejas Abiertas, Ana Ruiz, wrote that 12 prisoners were released."
    assert [one.value("claimant") for one in claims(text)] == ["Rejas Abiertas"]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "Three activists were freed under a broader amnesty that the president announced, the Zoria Forum reported Thursday.",
            "Zoria Forum",
        ),
        ("The pardon covered 87 people, Prisons department spokesman Mary Polk said.", "Prisons department"),
        ("Nueve periodistas fueron liberados por la justicia, a quienes se acusaba de espionaje, indicaron sus abogados.", "sus abogados"),
        ("El ejército desató una represión que suma 1.000 muertos, según la oenegé local Comité Ribera.", "Comité Ribera"),
        ("Kemaria Lets Go Religious Prisoners Held Without Trial\n\nThe Zoria Forum said 26 prisoners were released.", "Zoria Forum"),
    ],
)
def test_what_is_said_of_an_act_is_no_source_of_the_figure(text: str, claimant: str) -> None:
    """Who announces an amnesty, is accused, or stands in a headline in capitals does not tell the figure that somebody else tells."""
    assert [one.value("claimant") for one in claims(text)][:1] == [claimant]


def test_the_body_that_says_nearly_all_goes_on() -> None:
    """What nobody is said to say, sentences later, is of the body that says nearly all of a report."""
    text = (
        "El Foro Ribera dijo el lunes que 40 presos fueron liberados. El Foro Ribera cuenta 800 presos.\n\nHace frío.\n\nLlueve mucho.\n\n"
        "Otra vez es lunes.\n\nUnos 12 presos murieron en la cárcel."
    )
    assert [one.value("claimant") for one in claims(text)] == ["Foro Ribera"] * 3
