"""An attribution: by which words who says something."""

from typing import Literal

import attrs

from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.who.entities import Entity

type Way = Literal["according", "say", "count", "deny", "heading", "holding", "we"]


@attrs.frozen
class Source:
    """
    One attribution.

    Attributes:
        entity: the name that speaks; None where a common noun or nothing stands for it.
        kind: of the common noun ("ngo", "report", "person", …) or "pronoun" where nothing is said.
        words: the common noun as printed.
        at: the token of the cue; ``first`` and ``last`` bound what names the source.
        way: by which words.
        beside: the bodies that the sentence ties a person to; ``of_group``: to one that was named before ("directora de la ONG").
        office: the sort of office that the common noun tells: fiscal, presidente.
        is_new: an article says that the common noun was not told of before: a Norway-based rights group.
        is_aside: in a clause of when or where, which says nothing of the sentence's figures: cuando el Gobierno anunció.
    """

    way: Way
    at: int
    entity: Entity | None = None
    kind: str = ""
    words: str = ""
    span: Span | None = None
    beside: tuple[Entity, ...] = ()
    of_group: bool = False
    is_new: bool = False
    office: str = ""
    is_aside: bool = False
