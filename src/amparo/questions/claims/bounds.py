"""The interval of whole numbers that a printed figure allows, hedge included."""

import attrs

from amparo.errors import BadInput
from amparo.statements import margin


@attrs.frozen
class Bounds:
    """
    A closed interval of whole numbers; ``at_most`` None has no upper end.

    >>> Bounds(340, None).meets(Bounds(300, 345)), Bounds(340, None).meets(Bounds(300, 339))
    (True, False)
    """

    at_least: int
    at_most: int | None = None

    def __contains__(self, n: object) -> bool:
        return isinstance(n, int) and self.at_least <= n and (self.at_most is None or n <= self.at_most)

    def lies_in(self, other: "Bounds") -> bool:
        """Say whether each number of this interval is in the other."""
        if other.at_most is None:
            return self.at_least >= other.at_least
        return self.at_most is not None and other.at_least <= self.at_least and self.at_most <= other.at_most

    def below(self, other: "Bounds") -> bool:
        """Say whether each number of this interval is smaller than each of the other."""
        return self.at_most is not None and self.at_most < other.at_least

    def meets(self, other: "Bounds") -> bool:
        """Say whether one number is in both."""
        return not self.below(other) and not other.below(self)

    def meet(self, other: "Bounds") -> "Bounds | None":
        """Return what is in both, None where nothing is."""
        if not self.meets(other):
            return None
        return Bounds(max(self.at_least, other.at_least), _least(self.at_most, other.at_most))

    def hull(self, other: "Bounds") -> "Bounds":
        """Return the smallest interval that holds both."""
        unbounded = self.at_most is None or other.at_most is None
        return Bounds(min(self.at_least, other.at_least), None if unbounded else max(self.at_most or 0, other.at_most or 0))


def claim_bounds(qualifier: str, value: int, value_high: int | None = None) -> tuple[int, int | None]:
    """
    Return the smallest and the largest number that a printed figure allows; None where it names no upper end.

    A second value is a printed range and is its own margin: "about 154 to 170" is 154 to 170, not 138 to 187, for the body
    has drawn the limits itself. "About" a single number is the margin ``about_percent`` either way, rounded outwards: a
    hedge must not become narrower by rounding. Nearly (casi) is fewer than.

    >>> claim_bounds("at_least", 340), claim_bounds("nearly", 2000), claim_bounds("about", 687)
    ((340, None), (0, 1999), (618, 756))
    >>> claim_bounds("about", 154, 170), claim_bounds("order_of_magnitude", 200, 999)
    ((154, 170), (200, 999))
    """
    top = value if value_high is None else value_high
    if value < 0 or top < value:
        raise BadInput("claims.value_impossible", value=value, value_high=value_high)
    match qualifier:
        case "at_least":
            return value, None
        case "more_than":
            return value + 1, None
        case "at_most":
            return 0, top
        case "fewer_than" | "nearly":
            if top == 0:
                raise BadInput("claims.value_impossible", value=value, value_high=value_high)
            return 0, top - 1
        case "about" if value_high is None:
            slack = -(-value * margin("about_percent") // 100)
            return value - slack, value + slack
        case "exact" | "about" | "range" | "order_of_magnitude":
            return value, top
    raise BadInput("claims.unknown_qualifier", qualifier=qualifier)


def _least(a: int | None, b: int | None) -> int | None:
    """Return the smaller end, where None is no end at all."""
    return b if a is None else a if b is None else min(a, b)
