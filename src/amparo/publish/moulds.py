"""
Pages that differ in a few places only: a template is rendered once with marks in those places, and each page fills them.

Of twenty thousand persons, each in two languages, the words around what is told of them are the same.
"""

from collections.abc import Iterable, Mapping

import attrs
from markupsafe import Markup

from amparo.publish.voice import PLACE


@attrs.frozen
class Mould:
    """
    A page with places to fill.

    Attributes:
        texts: what stands before, between and after the places.
        places: their names, in order; one may occur several times.
    """

    texts: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def of(cls, page: str) -> "Mould":
        """
        Return the mould of a page that was rendered with ``marks``.

        >>> Mould.of(f"<b>{marks(['name'])['name']}</b>").filled({"name": "Ana"})
        '<b>Ana</b>'
        """
        parts = page.split(PLACE)
        return cls(tuple(parts[::2]), tuple(parts[1::2]))

    def filled(self, pieces: Mapping[str, str]) -> str:
        """Return the page with its places filled; the pieces are taken as they are."""
        parts = [text for pair in zip(self.texts, map(pieces.__getitem__, self.places), strict=False) for text in pair]
        return "".join((*parts, self.texts[-1]))


def marks(names: Iterable[str]) -> dict[str, Markup]:
    """Return a mark for each place; `printable` takes its sign out of every text, so no text can stand for one."""
    return {name: Markup(f"{PLACE}{name}{PLACE}") for name in names}  # noqa: S704 - two signs of ours around a name of ours
