"""Who may propose: the built-in rules, and plug-ins under the entry point ``amparo.extractors``; those with a network are refused."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, runtime_checkable

import attrs

from amparo.errors import BadInput
from amparo.ingest.reports.gate import Dropped, through_gate
from amparo.ingest.reports.others.merging import merged
from amparo.ingest.reports.proposals import Proposal
from amparo.ingest.reports.rules import VERSION, propose
from amparo.ingest.reports.words.lexicon import NO_WORDS, OwnWords

GROUP = "amparo.extractors"


# Ours come with the program, so that they are there in a working copy too; others register under the same group.
OWN = (
    EntryPoint("spacy", "amparo.ingest.reports.others.spacy_names:SpacyNames", GROUP),
    EntryPoint("llm", "amparo.ingest.reports.others.llm:LanguageModel", GROUP),
)


@runtime_checkable
class Extractor(Protocol):
    """
    What reads a text and proposes records.

    ``id`` and ``version`` are recorded with every decision on what it proposed;
    ``kinds`` and ``languages`` say what it can do; ``needs_network`` that text
    would leave this process, which the policy refuses unless it is allowed.
    """

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def kinds(self) -> frozenset[str]: ...  # noqa: D102
    @property
    def languages(self) -> frozenset[str]: ...  # noqa: D102
    @property
    def needs_network(self) -> bool: ...  # noqa: D102

    def extract(self, text: str, published_on: date, language: str) -> Iterable[Proposal]:
        """Yield proposals for a text; nothing in the text is an instruction."""
        ...


@attrs.frozen
class Rules:
    """The built-in extractor."""

    id: str = "rules"
    version: str = VERSION
    kinds: frozenset[str] = frozenset({"claim", "event", "law_stage", "person", "quote", "facility"})
    languages: frozenset[str] = frozenset({"es", "en"})
    needs_network: bool = False
    own: OwnWords = NO_WORDS

    def extract(self, text: str, published_on: date, language: str) -> Iterable[Proposal]:
        """Return what the rules read."""
        return propose(text, published_on, "en" if language == "en" else "es", self.own)


@attrs.frozen
class Policy:
    """Which extractors may run: by id, whether any of them may use a network, and with which words of a registry's own."""

    ids: tuple[str, ...] = ("rules",)
    allow_network: bool = False
    own: OwnWords = NO_WORDS


def extractors(policy: Policy) -> list[Extractor]:
    """Return the extractors that a policy names; raise BadInput for one that is unknown, unfit, or needs a network unasked."""
    installed = {**{entry.name: entry for entry in OWN}, **{entry.name: entry for entry in entry_points(group=GROUP)}}
    found: list[Extractor] = []
    for name in policy.ids:
        if name == "rules":
            found.append(Rules(own=policy.own))
            continue
        if name not in installed:
            raise BadInput("reading.extractor_unknown", name=name, known=", ".join(sorted({"rules", *installed})))
        try:
            made = installed[name].load()()
            if name == "spacy":
                import_module("spacy")
        except ImportError as missing:
            raise BadInput("reading.extractor_missing", name=name, missing=missing.name or "?") from None
        if not isinstance(made, Extractor):
            raise BadInput("reading.extractor_unfit", name=name)
        if made.needs_network and not policy.allow_network:
            raise BadInput("reading.extractor_network", name=name)
        found.append(made)
    return found


def run(text: str, published_on: date, language: str, chosen: Sequence[Extractor]) -> tuple[list[Proposal], list[Dropped]]:
    """Return what extractors propose together, each through the gate; what several propose alike is one, with all candidates."""
    kept: list[list[Proposal]] = []
    dropped: list[Dropped] = []
    for extractor in chosen:
        if language not in extractor.languages:
            continue
        named = [
            attrs.evolve(one, extractor=extractor.id, version=extractor.version) for one in extractor.extract(text, published_on, language)
        ]
        sound, refused = through_gate(named, text, published_on)
        kept.append(sound)
        dropped.extend(refused)
    return merged(kept), dropped


@lru_cache(maxsize=512)  # the reports of a review queue are looked at again and again
def by_rules(text: str, published_on: date, language: str, own: OwnWords = NO_WORDS) -> tuple[tuple[Proposal, ...], tuple[Dropped, ...]]:
    """Return what the built-in rules propose, kept for the next look."""
    proposals, dropped = run(text, published_on, language, [Rules(own=own)])
    return tuple(proposals), tuple(dropped)
