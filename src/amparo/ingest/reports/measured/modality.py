"""Whether what is counted was done, is planned or is denied, and whether it is said not to have happened."""

from amparo.ingest.reports.counted.figures import Figure
from amparo.ingest.reports.sentences import Clauses, breaks
from amparo.ingest.reports.words.lexicon import Mark

# An infinitive after these has begun: "began to release", "logró liberar".
_BEGUN = frozenset(
    [
        "began",
        "begun",
        "begins",
        "begin",
        "started",
        "starts",
        "continues",
        "continued",
        "managed",
        "able",
        "used",
        "logro",
        "lograron",
        "consiguio",
        "empezo",
        "comenzo",
    ]
)
_TO_COME = frozenset(
    [
        "para",
        "ordeno",
        "ordenaron",
        "decidio",
        "acordo",
        "acordaron",
        "dispuso",
        "comprometio",
        "comprometieron",
        "preve",
        "planea",
        "busca",
        "buscan",
    ]
)


def modality(clauses: Clauses, figure: Figure, cue: Mark | None) -> tuple[str, Mark | None]:
    """Return whether what is counted was done, is planned or is denied, and the word that says so."""
    at = cue.first if cue is not None else figure.first
    denial = next((mark for mark in clauses.of("denial") if mark.first < at and not breaks(clauses, mark.last, at, strong=True)), None)
    if denial is not None:
        return "denied", denial
    low = min(at, figure.first)
    for mark in clauses.of("planned"):
        overlaps = cue is not None and mark.first < cue.last and mark.last > cue.first
        near = 0 <= at - mark.last <= 4 or (low - 4 <= mark.first and mark.last <= at and at - mark.last <= 8)
        if overlaps or (near and not breaks(clauses, mark.last, at, strong=True)):
            return "planned", mark
    if (infinitive := _to_come(clauses, cue)) is not None:
        return "planned", infinitive
    if cue is not None and cue.tag.endswith(":noun"):
        for mark in clauses.of("announced"):
            if 0 <= cue.first - mark.last <= 4:
                return "planned", mark
    return "done", None


def is_demanded(clauses: Clauses, cue: Mark) -> bool:
    """Say whether a release is what somebody asks for: exigió la libertad de los cinco, wants all 170 freed."""
    return any(
        0 <= cue.first - mark.last <= 10
        and not breaks(clauses, mark.last + (clauses.word(mark.last) == "ademas"), cue.first, strong=True)  # exigió además que
        and mark.first not in range(cue.first, cue.last)
        for mark in clauses.of("demands")
    )


def negation(clauses: Clauses, figure: Figure, cue: Mark | None) -> Mark | None:
    """Return the word by which what is counted is said not to have happened."""
    if cue is None or figure.counts_happenings:
        return None
    for mark in clauses.of("negation"):
        if 0 <= cue.first - mark.last <= 3 and not breaks(clauses, mark.last, cue.first, strong=False):
            words = [clauses.word(at) for at in range(mark.last, cue.first)]
            if (
                not any(word in {"mas", "menos", "more", "less", "fewer", "solo", "only"} for word in words)
                and mark.last != figure.number.first
            ):
                return mark
    return None


def _to_come(clauses: Clauses, cue: Mark | None) -> Mark | None:
    """Return the word that makes an infinitive one of what is to come: Junta to release 38,000 · ordenó liberar a 45."""
    if cue is None or not cue.tag.endswith((":verb", ":part")):
        return None
    at = cue.first - 1
    if clauses.text.language == "en":
        passive = clauses.word(at) == "be" and clauses.word(at - 1) == "to"
        at -= passive
        is_infinitive = clauses.word(at) == "to" and (passive or not clauses.word(cue.first).endswith(("ed", "ing")))
        return Mark("planned", "planned", at, at + 1) if is_infinitive and clauses.word(at - 1) not in _BEGUN else None
    if not clauses.word(cue.first).endswith(("ar", "er", "ir")):
        return None
    near = [place for place in (at, at - 1) if clauses.word(place) in _TO_COME]
    return Mark("planned", "planned", near[0], near[0] + 1) if near else None
