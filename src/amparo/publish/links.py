"""Addresses: anchors that stay, file names that hold no surprise, and which foreign addresses may be followed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from amparo.errors import BadInput

_LONGEST = 96
_PLAIN = re.compile(r"[A-Za-z0-9._-]*").fullmatch
# Nearly every address is of this plain form, and is told from others ten times faster than by taking it apart.
PLAIN_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)(?::[0-9]*)?(?:[/?#][^\x00-\x20\x7f-\x9f\\<>\"'`]*)?")
_SEEN = 1 << 14  # addresses are met again and again: on a person's page, on that of the source, in two languages


def anchor(prefix: str, identifier: str) -> str:
    """
    Return the permanent anchor of an id; two ids never share one.

    >>> anchor("claim", "ve-e63cbc06"), anchor("s", "a b/ñ")
    ('claim-ve-e63cbc06', 's-a~20b~2f~c3~b1')
    """
    return f"{prefix}-{_plain(identifier)}"


def file_names(identifiers: Iterable[str]) -> Mapping[str, str]:
    """
    Return the file name, without ending, of each id's page.

    Names are lower case, since some disks do not tell ``A`` from ``a``; two ids that would meet in one name are refused.
    """
    names: dict[str, str] = {}
    for identifier in sorted(set(identifiers)):
        name = _plain(identifier).lower().replace(".", "~2e")
        if not name or len(name) > _LONGEST:
            raise BadInput("publish.id_not_a_name", id=identifier)
        if name in names:
            raise BadInput("publish.ids_collide", first=names[name], second=identifier)
        names[name] = identifier
    return {identifier: name for name, identifier in names.items()}


def slug(text: str) -> str:
    """
    Return the readable part of a file name: letters without accents, digits, ``-`` and ``.``, forty signs at most.

    >>> slug("El Pitazo (impreso)"), slug("lanacion.com.ar"), slug("..")
    ('el-pitazo-impreso', 'lanacion.com.ar', '')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9.]+", "-", plain)[:40].strip("-.")


def is_web_address(text: str | None) -> bool:
    """
    Say whether an address may be followed from a page: plain http or https, with a host, and nothing odd in it.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)"), is_web_address("local.txt")
    (True, False, False)
    """
    return text is not None and (PLAIN_ADDRESS.fullmatch(text) is not None or is_followed(text))


@lru_cache(_SEEN)
def is_followed(text: str) -> bool:
    """Say the same of an address that is not of the plain form; of one that is, it says yes."""
    if re.search(r"[\x00-\x20\x7f-\x9f\\<>\"'`]", text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc


def site_address(text: str) -> str:
    """Return the address at which a site will stand, with the slash at its end; what is no plain web address is refused."""
    if not is_web_address(text) or "?" in text or "#" in text:
        raise BadInput("publish.not_an_address", address=text)
    return text if text.endswith("/") else f"{text}/"


def host(text: str) -> str:
    """Return the name under which readers know a site: ``www.example.org`` is ``example.org``."""
    plain = PLAIN_ADDRESS.fullmatch(text)
    return plain[1].lower().removeprefix("www.") if plain else host_of(text)


@lru_cache(_SEEN)
def host_of(text: str) -> str:
    """Return the same, the address taken apart."""
    return (urlsplit(text).hostname or text).removeprefix("www.")


def _plain(identifier: str) -> str:
    """Return letters, digits, ``-``, ``_`` and ``.`` as they are and every other byte as ``~xx``: reversible, so never ambiguous."""
    if _PLAIN(identifier):
        return identifier  # nearly every id; the rest is looked at sign by sign
    return "".join(c if _PLAIN(c) else "".join(f"~{byte:02x}" for byte in c.encode()) for c in identifier)
