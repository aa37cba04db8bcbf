"""The page of releases and re-arrests: pace, terms, who was taken again, days held, and pledges."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from amparo.publish import figure_pages
from amparo.publish.front_page import parted
from amparo.publish.release import Release
from amparo.publish.voice import Voice
from amparo.publish.weeks_chart import TERMS, weeks_svg

type Context = Mapping[str, Any]  # what a template prints

VERDICTS = ("kept", "late", "broken", "cannot_tell")
_NAME = re.compile(r"_\d{4}_\d\d_\d\d_to_.*")
_PLEDGED = ("announced", "carried_out", "verified", "record")


def page(release: Release, voice: Voice) -> Context:
    """Everything on how fast people are let go and how many are taken again, each figure with its address."""
    weeks = release.rows("weeks")
    named = {_NAME.sub("", figure.id): (figure, anchor, top) for figure, anchor, top in figure_pages.scaled(release, "releases")}
    counted = [named[f"released_{name}"] for name in ("all", *TERMS) if f"released_{name}" in named]
    lag = release.rows("lag")
    pledges = release.rows("pledges")
    verdicts = Counter(row["verdict"] for row in pledges)
    paces = release.rows("paces")
    return {
        "counted": parted(counted),
        "again": named.get("rearrests"),
        "replacement": named.get("replacement"),
        "days": parted([named[name] for name in ("days_held", "days_under_measures") if name in named]),
        "chart": weeks_svg(weeks, voice.language, title=voice.t("weeks_title"), description=voice.t("weeks_description")),
        "weeks": _by_week(weeks),
        "terms": TERMS,
        "pace": next((row for row in paces if row["source"] == "record"), None),
        "paces": [row for row in paces if row["source"] != "record"],
        "lag": lag[0] if lag else None,
        "verdicts": [(verdict, verdicts[verdict]) for verdict in VERDICTS if verdicts[verdict]],
        "pledges": sorted(pledges, key=lambda row: (VERDICTS.index(row["verdict"]), row["stated_on"] or "", row["pledge_id"])),
        "pledged": _PLEDGED,
    }


def _by_week(weeks: Any) -> list[Mapping[str, Any]]:  # Any: rows of the table of weeks
    """Return the weeks in which something was, or may have been, the last first: the row of all, and how many on which terms."""
    found: dict[Any, dict[str, Any]] = {}
    for row in weeks:
        found.setdefault(row["monday"], {})[row["terms"]] = row
    return [found[monday] for monday in sorted(found, reverse=True) if found[monday]["all"]["at_most"]]
