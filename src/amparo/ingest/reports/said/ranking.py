"""The possible claimants of a figure, the best first: each source that is heard weighed by where it stands to the figure."""

from collections.abc import Sequence

import attrs

from amparo.ingest.reports.proposals import Span
from amparo.ingest.reports.said.claimants import Heard
from amparo.ingest.reports.said.sources import Source
from amparo.ingest.reports.said.taking_up import Named
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Text

_HALF, _MOST = 0.5, 0.75  # of all that is said
_GOES_ON = {
    "government": 0.15,
    "parliament": 0.15,
    "ngo": 0.1,
    "igo": 0.1,
    "person": -0.05,
    "opposition": -0.15,
    "others": -0.1,
    "press": -0.1,
}


@attrs.define
class _Ranking:
    """Possible claimants with the best weight of each."""

    scores: dict[str | None, tuple[float, Span | None, str]] = attrs.field(factory=dict)

    def add(self, name: str | None, weight: float, span: Span | None, rule: str) -> None:
        """Note a claimant, unless it is known with more weight."""
        if name not in self.scores or self.scores[name][0] < weight:
            self.scores[name] = (weight, span, rule)

    def add_named(self, named: Named, weight: float, rule: str) -> None:
        """Note a source; of a person who speaks for a body, the body first: figures are a body's."""
        bodies = [body for body in named.bodies if body != named.name]
        if named.kind == "person" and bodies:
            self.add(bodies[0], weight + 0.02, named.span, rule)
        if named.office is not None:
            self.add(named.office, weight - 0.01, named.span, rule)
        self.add(named.name, weight, named.span, rule)

    def best(self) -> list[tuple[str | None, float, Span | None, str]]:
        """Return the claimants, the best first."""
        ordered = sorted(self.scores.items(), key=lambda one: (-one[1][0], str(one[0])))
        return [(name, weight, span, rule) for name, (weight, span, rule) in ordered]


def ranked(text: Text, at: int, heard: Heard, main: str | None, breaks: Sequence[int]) -> list[tuple[str | None, float, Span | None, str]]:
    """
    Return the possible claimants of a figure at a token, the best first: name, weight, where it stands, by which rule.

    A name of None is the report itself.
    """
    ranking = _Ranking()
    place = text.tokens[at].start
    in_quote = next((named for span, named in heard.quoted if span[0] <= place < span[1]), None)
    if in_quote is not None:
        ranking.add_named(in_quote, 0.97, "quoted")
    told = any(source.way == "according" and not source.is_aside for source, _ in heard.sources)
    tells = any(source.way != "deny" for source, _ in heard.sources)  # who denies a figure does not tell it, if somebody else may
    reach = False  # of a source of the sentence to the figure
    for source, named in heard.sources:
        begins_after = _begins_after(text, source, at, breaks)
        denies = tells and source.way == "deny"
        reach = reach or not (begins_after or source.is_aside or denies)
        weight = _weight_of_source(source, named, at, breaks) - (0.5 if begins_after else 0.4 if denies else 0.0)
        weight -= 0.08 if source.way == "count" and source.entity is None and told else 0.0  # a crackdown that counts 20, according to X
        ranking.add_named(named, weight, f"sentence.{source.way}")
    if heard.list_head is not None:
        ranking.add_named(heard.list_head, 0.85, "list")
    if heard.last is not None:
        ranking.add_named(heard.last, _weight_of_last(heard, main, has_source=reach), "last_speaker")
    if heard.author is not None and not heard.sources:
        ranking.add_named(heard.author, 0.8, "author")
    for press in heard.press_at:
        ranking.add(None, 0.65 - _apart(press, at, breaks), None, "press")
    if heard.sole is not None and heard.last is None and not heard.sources:
        ranking.add_named(heard.sole, 0.45, "sole")
    if main is not None:
        ranking.add(main, 0.25, None, "main_speaker")
    ranking.add(None, 0.1 if reach else 0.5, None, "unattributed")
    _add_others(ranking, heard)
    return ranking.best()[:4]


def _add_others(ranking: _Ranking, heard: Heard) -> None:
    """Add who may be meant though nothing says so: bodies that stand in the sentence, who speaks first after it."""
    for body in heard.bodies:
        ranking.add(body.name, 0.22, body.span, "beside")
    if heard.next is not None:
        ranking.add_named(heard.next, 0.2 - 0.01 * min(heard.next_distance, 4), "next")


def _apart(cue: int, at: int, breaks: Sequence[int]) -> float:
    """Return how far a cue stands from a figure, in breaks and tokens."""
    between = sum(min(cue, at) < one < max(cue, at) for one in breaks)
    return 0.12 * between + 0.002 * abs(cue - at)


def _weight_of_source(source: Source, named: Named, at: int, breaks: Sequence[int]) -> float:
    """Return how likely a source of the sentence says the figure."""
    weight = 0.95 - _apart(source.at, at, breaks)
    weight -= 0.4 if source.is_aside else 0.0
    weight -= 0.1 if source.way == "count" and source.at > at else 0.0  # 340 were freed, and the group counts on
    weight -= 0.05 if source.way == "holding" else 0.15 if source.way == "say" and source.kind == "pronoun" else 0.0
    return weight - (0.2 if named.kind == "press" else 0.0)


def _begins_after(text: Text, source: Source, at: int, breaks: Sequence[int]) -> bool:
    """Say whether a source opens the clause after a figure's, as its subject: … llegan a 266; el Gobierno sostiene que son 626."""
    if source.span is None or source.way == "according":
        return False
    name = source.span[0]
    place, verb = text.tokens[at].start, text.tokens[source.at].start
    if not place < name < verb or _ends_after(text, source.at):
        return False
    return any(at < one and text.tokens[one].start < name and text.tokens[one].norm in small_words("contrasts") for one in breaks)


def _ends_after(text: Text, verb: int) -> bool:
    """Say whether the sentence ends with a verb of saying, which then stands for all of it: …, the group says."""
    return verb + 1 < len(text.tokens) and text.tokens[verb + 1].text in {".", "”", '"', "»"}


def _weight_of_last(heard: Heard, main: str | None, *, has_source: bool) -> float:
    """Return how likely who spoke last goes on speaking."""
    if has_source:
        return 0.3
    if heard.sole is not None:
        return 0.55  # nobody else can have said it but the report itself
    last = heard.last
    if last is None:
        return 0.0
    near = {1: 0.34, 2: 0.37, 3: 0.33}.get(heard.last_distance, 0.2) + (0.35 if heard.same_paragraph else 0.0)
    share = heard.share.get(last.bodies[0] if last.bodies else last.name, 0.0)  # who says half of all goes on rather than who says a line
    if share >= _MOST and _GOES_ON.get(last.kind, 0.0) > 0:
        return 0.6  # the body that says nearly all of a report says this too
    near += 0.05 if share >= _MOST else 0.0 if share >= _HALF else -0.15
    near += _GOES_ON.get(last.kind, 0.0)
    is_main = main is not None and main in {last.name, *last.bodies}
    return near + (0.25 if heard.resumes else 0.0) + (0.06 if is_main else 0.0)
