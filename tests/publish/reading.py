"""How the tests read a page: as XML, which our pages also are, so that nothing malformed passes."""

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree as ET

XHTML_FREE = "{http://www.w3.org/2000/svg}"


def pages(files: Mapping[str, bytes]) -> dict[str, ET.Element]:
    """Return every page of a site, parsed."""
    return {path: ET.fromstring(content) for path, content in files.items() if path.endswith(".html")}


def tag(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.removeprefix(XHTML_FREE)


def text(element: ET.Element) -> str:
    """Return all the text in an element."""
    return " ".join(" ".join(element.itertext()).split())


def addresses(page: ET.Element) -> Iterator[tuple[str, str, str]]:
    """Return every address that a page holds: element, attribute, value."""
    for element in page.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in {"href", "src", "srcset", "data", "action", "poster", "background", "cite"}:
                yield tag(element), name, value


def resolved(path: str, address: str) -> tuple[str, str]:
    """Return the file and the anchor that an address within the site means."""
    target, fragment = urldefrag(address)
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path, unquote(fragment)
