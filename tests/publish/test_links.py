"""Anchors, file names and the addresses that may be followed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.publish import links
from amparo.publish.links import anchor, file_names, host, is_web_address


@given(st.text(), st.text())
def test_two_ids_never_share_an_anchor(first: str, second: str) -> None:
    """Anchors are equal only where ids are, and hold no sign that an address or a page must escape."""
    if any("\ud800" <= c <= "\udfff" for c in first + second):
        return
    assert (anchor("x", first) == anchor("x", second)) == (first == second)
    assert set(anchor("x", first)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


@given(st.text(alphabet="aAñ/.\\: -", min_size=1, max_size=8))
def test_a_file_name_stays_in_its_folder(identifier: str) -> None:
    """A page's name is lower case and never climbs, hides or crosses folders."""
    name = file_names([identifier])[identifier]
    assert name == name.lower()
    assert not set(name) & set("/\\.:")


def test_ids_that_would_meet_in_one_file_are_refused() -> None:
    """Ids that differ only in capitals would overwrite each other on some disks."""
    with pytest.raises(BadInput) as refused:
        file_names(["p-ana", "P-ANA"])
    assert refused.value.code == "publish.ids_collide"


@pytest.mark.parametrize("identifier", ["", "x" * 97])
def test_an_id_that_cannot_name_a_page_is_refused(identifier: str) -> None:
    """An empty or endless id has no page."""
    with pytest.raises(BadInput) as refused:
        file_names([identifier])
    assert refused.value.code == "publish.id_not_a_name"


@pytest.mark.parametrize("address", ["http://example.org", "https://example.org/a?b=c&d=e#f", "HTTPS://EXAMPLE.ORG/ñ"])
def test_plain_web_addresses_may_be_followed(address: str) -> None:
    """Http and https with a host are followed."""
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://example.org",
        "https://example.org/ x",
        "java\nscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "https:example.org",
        "https://",
        "https://bank.example@evil.example",
        "https://a\\b",
        "https://[::1",
        "https://example.org/\"onclick='x'",
        "https://example.org/<b>",
        "000_local.txt",
        "https://example.org/\u0085",
    ],
)
def test_anything_else_is_only_printed(address: str | None) -> None:
    """Other schemes, tricks with space, names before the host and broken addresses are not followed."""
    assert not is_web_address(address)


def test_a_host_is_named_as_readers_know_it() -> None:
    """The www is not part of a name."""
    assert (host("https://www.example.org/a"), host("a name")) == ("example.org", "a name")


@given(st.from_regex(links.PLAIN_ADDRESS, fullmatch=True))
def test_the_plain_form_says_what_taking_apart_says(address: str) -> None:
    """An address of the plain form may be followed, and its host is that of the address taken apart."""
    assert links.is_followed(address)
    assert links.host(address) == links.host_of(address)
