"""The first page: what is asked most, then every figure; figures that are surely nought stand together at the end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from amparo.publish import claims_page, figure_pages, law_text
from amparo.publish.release import Figure, Release
from amparo.publish.voice import Voice

type Context = Mapping[str, Any]  # what a template prints
type Scaled = tuple[Figure, str, int]

_HELD = ("detained_stock", "still_detained")
_MOST_OTHERS = 3


@attrs.frozen
class Parted:
    """Figures that are, or may be, more than nought, and those that are nought in every reading."""

    some: Sequence[Scaled]
    none: Sequence[Scaled]


def parted(figures: Sequence[Scaled]) -> Parted:
    """Return figures in two parts, each in the order given: a reader must not look for the one number among seven noughts."""
    return Parted([one for one in figures if one[0].at_most != 0], [one for one in figures if one[0].at_most == 0])


def page(release: Release, voice: Voice) -> Context:
    """What is asked most, answered with the record's figures, those of others and the law; and every figure."""
    scaled = figure_pages.scaled(release, "index")
    by_word = {_word(release, figure): figure for figure, _, _ in scaled}
    sizes = {"claims": release.claims.height, "law": release.stages.height, "releases": release.pledges.height,
             "facilities": release.facilities.height, "cases": len(release.persons), "sources": release.statements.height}  # fmt: skip
    return {
        "parts": parted(scaled),
        "held": [by_word[word] for word in ("deprived", "disappeared") if word in by_word],
        "freed": [by_word[word] for word in ("release", "rearrest") if word in by_word],
        "others": held_by_others(release, voice),
        "text": release.rows("law_texts")[-1] if release.law_texts.height else None,
        "articles": law_text.text_in_force(release, voice) is not None,
        "missing": release.missing_facts.height > 0 and any(figure.topic == "law" for figure in release.figures),
        "sizes": sizes,
        "persons": len(release.persons),
    }


def _word(release: Release, figure: Figure) -> str:
    """Return what a figure of the first page counts: the word before its days."""
    return figure.id.split(f"_on_{release.as_of:%Y}")[0].split(f"_{release.as_of:%Y}_01_01_to_")[0]


def held_by_others(release: Release, voice: Voice) -> Sequence[claims_page.Claim]:
    """Return the latest figures of others on how many are held, one a claimant, the latest first."""
    standing = claims_page.merged(claims_page.claims_of(release, voice), release.claims_report).values()
    whole = {None, "", release.territory}
    asked = [one for one in standing if one.row["measure"] in _HELD and (not release.territory or one.row["place"] in whole)]
    newest: dict[str, claims_page.Claim] = {}
    for claim in sorted(asked, key=lambda one: (claims_page.moment(one)[1] or date.min, one.anchor), reverse=True):
        newest.setdefault(claim.row["claimant"], claim)
    return list(newest.values())[:_MOST_OTHERS]
