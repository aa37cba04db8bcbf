"""An instrument of amnesty as data: one version of one text, provision by provision."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Literal

import attrs

from amparo.questions.law.expressions import AnyOf, Article, Choice, Expression, Not, Ref, Window, rebuilt
from amparo.questions.law.model import Model

type Role = Literal["condition", "grant", "exclusion", "definition", "procedure"]
type Words = Mapping[str, str]  # a language → the words; a quotation may stand in the language of the text alone

# From the strongest to the weakest: a text made of two is as weak as the weaker.
LEVELS = ("official", "transcribed", "secondary", "reconstructed")


@attrs.frozen(kw_only=True)
class Provision:
    """
    One article, or a part of one, with its rule.

    Attributes:
        id: its address in the text, ``8.10``.
        text: a quotation of at most 25 words; ``gloss``: a neutral summary of ours.
        question: an open question about it.
        curable: facts that can still be made true, so that a condition that fails is not the last word.
        outcome: ``review_only`` where what is excluded may still be reviewed.
        subject: what it is about, to set versions side by side whatever their numbers.
    """

    id: str
    role: Role
    rule: Expression | None = None
    text: Words | None = None
    gloss: Words | None = None
    question: str | None = None
    curable: tuple[str, ...] = ()
    outcome: str | None = None
    wording: str | None = None
    note: str | None = None
    deadline_days: int | None = None
    subject: str | None = None
    source: tuple[str, ...] = ()

    @property
    def ancestors(self) -> tuple[str, ...]:
        """The address and all above it: ``8.10`` → ``8``, ``8.10``; ``1.1+1.3`` → ``1``, ``1.1``, ``1.3``, ``1.1+1.3``."""
        return ancestors(self.id)

    def words(self, language: str) -> str:
        """Return the quotation or the summary in a language, in any where that one is lacking, or the address."""
        for words in (self.text, self.gloss):
            if words:
                return words.get(language) or next(iter(words.values()))
        return self.id


@cache
def ancestors(address: str) -> tuple[str, ...]:
    """Return an address after all the addresses above it."""
    found: dict[str, None] = {}
    for part in address.split("+"):
        cuts = [match.start() for match in re.finditer(r"[.§]", part)]
        found |= dict.fromkeys([*(part[:cut] for cut in cuts), part])
    return tuple(found | {address: None})


@attrs.frozen(kw_only=True)
class Reading:
    """One way to read an open question; ``rules`` are the articles that it words otherwise."""

    id: str
    words: Words
    rules: Mapping[str, Expression] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class OpenQuestion:
    """
    What the text leaves open: a lawyer settles it by choosing a reading, never the program.

    Attributes:
        default_reading: what the rule as written assumes, in words; None where it assumes nothing.
        readings: those that are written as rules; empty where the question is only noted.
    """

    id: str
    article: str
    ask: Words
    default_reading: Words | None = None
    readings: tuple[Reading, ...] = ()
    note: str | None = None


@attrs.frozen(kw_only=True)
class Conventions:
    """How the text is read where it says nothing: straddling acts, what is not named, doubt."""

    straddle: Literal["ask", "rule"] = "ask"
    open_world: bool = True
    doubt: str | None = None
    doubt_source: str | None = None

    @property
    def doubt_article(self) -> str | None:
        """The article of the rule of doubt: ``5`` of ``5 (S9)``."""
        return self.doubt_source.split(" ")[0] if self.doubt and self.doubt_source else None


@attrs.frozen(kw_only=True)
class TextStatus:
    """How sure the text itself is."""

    level: str
    verified: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    note: str | None = None


@attrs.frozen(kw_only=True, eq=False)
class Instrument:
    """
    One version of one instrument.

    Attributes:
        id: the work: country, type, year, number; ``label``: the version of its text.
        of: the version that this one follows or amends.
        document: the file as read, patches applied: all that no rule needs is only here.
    """

    id: str
    label: str
    of: str | None
    dated: str
    kind: str
    unit: Literal["act", "person"]
    title: Words
    text_status: TextStatus
    conventions: Conventions
    definitions: Mapping[str, Expression]
    provisions: tuple[Provision, ...]
    covered_if: Expression
    excluded_if: Expression | None
    open_questions: Mapping[str, OpenQuestion]
    document: Mapping[str, Any]  # Any: YAML

    @property
    def is_reconstructed(self) -> bool:
        """Whether nobody of the project has seen the text: every answer says so, and no letter is written on it."""
        return self.text_status.level == "reconstructed"

    @cached_property
    def by_id(self) -> Mapping[str, Provision]:
        """The provisions by their address."""
        return {provision.id: provision for provision in self.provisions}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each provision stands in the text."""
        return {provision.id: place for place, provision in enumerate(self.provisions)}

    @cached_property
    def model(self) -> Model:
        """The decision, looked up to the last leaf."""
        articles = {one.id: self._looked_up(Ref(one.id)) for one in self.provisions if one.rule is not None}
        excluded = self._looked_up(self.excluded_if) if self.excluded_if is not None else AnyOf(())
        return Model(self._looked_up(self.covered_if), excluded, articles)

    def _looked_up(self, tree: Expression) -> Expression:
        """Return a rule with every reference replaced by what it names, and every open question by its readings."""

        def change(node: Expression) -> Expression:
            if isinstance(node, Ref):
                if node.name in self.definitions:
                    return rebuilt(self.definitions[node.name], change)
                provision = self.by_id[node.name]
                assert provision.rule is not None
                return Article(node.name, self._with_readings(node.name, provision.question, rebuilt(provision.rule, change), change))
            if isinstance(node, Window) and self.conventions.straddle == "rule":
                return attrs.evolve(node, crossing="outside")
            return node

        return rebuilt(tree, change)

    def _with_readings(self, article: str, asked: str | None, rule: Expression, change: Any) -> Expression:  # Any: the caller's function
        """Return the rule of an article under each reading of the questions that word it otherwise."""
        for question in self.open_questions.values():
            if any(article in reading.rules for reading in question.readings):
                readings = tuple(
                    (reading.id, rebuilt(reading.rules[article], change) if article in reading.rules else rule)
                    for reading in question.readings
                )
                rule = Choice(question.id, readings)
            elif question.id == asked and question.default_reading is None and not question.readings:
                # The text was written down as one reading of a question that nobody has settled.
                rule = Choice(question.id, (("yes", rule), ("no", Not(rule))))
        return rule

    def noted(self, articles: Sequence[str]) -> tuple[str, ...]:
        """Return the questions noted on some articles whose default reading the rule assumes, and which no reading words otherwise."""
        asked = {self.by_id[article].question for article in articles if article in self.by_id}
        return tuple(
            name
            for name, question in self.open_questions.items()
            if name in asked and question.default_reading is not None and not question.readings
        )

    def confidence(self, article: str) -> str:
        """Return how sure the wording of an article is: ``verified``, ``unverified``, or the level of the whole text."""
        provision = self.by_id.get(article)
        if provision is not None and provision.wording is not None:
            return provision.wording
        for word, entries in (("unverified", self.text_status.unverified), ("verified", self.text_status.verified)):
            if any(_speaks_of(entry, article) for entry in entries):
                return word
        return self.text_status.level


_ENTRY = re.compile(r"(?P<first>[\w.§+]+)(?:-(?P<last>[\w.§+]+))?")


@cache
def _speaks_of(entry: str, article: str) -> bool:
    """
    Say whether an entry of a text's status names an article: by itself, in a range, or by the article above it.

    >>> _speaks_of("1.a-1.k", "1.c"), _speaks_of("9 last clause (quoted)", "9.5"), _speaks_of("1.l wording", "1")
    (True, True, False)
    """
    match = _ENTRY.match(entry)
    if match is None:
        return False
    first, last = match["first"], match["last"]
    if last is None:
        return first in ancestors(article)
    if first.count(".") != last.count("."):
        return False
    return any(_sorted(first) <= _sorted(one) <= _sorted(last) for one in ancestors(article) if one.count(".") == first.count("."))


def _sorted(address: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"[.§]", address)]
