"""An instrument file as proposals: the text of one version, kept whole, and its stages as its sources tell them."""

from collections.abc import Iterator, Mapping
from typing import Any

from amparo.ingest import Fact, Proposals, Record
from amparo.questions.law.loading import read_document
from amparo.questions.law.schema import is_patch

PUBLIC = 5


def propose_instrument(content: bytes, name: str) -> Proposals:
    """
    Return the facts of an instrument file; a file with a mistake is refused whole, line by line.

    The text stays as it was written, as one statement a version: the same
    label read again with other words replaces it.
    """
    document = read_document(content, name)
    label = document["version"]["label"]
    value = {"key": label, "name": name, "kind": document["kind"], "amends": document["version"].get("of"), "patch": is_patch(document),
             "yaml": content.decode("utf-8-sig")}  # fmt: skip
    facts = [Fact("text", value, document["version"]["date"], exposure=PUBLIC), *_stages(document)]
    return Proposals((Record("instrument", document["id"], None, tuple(facts)),))


def _stages(document: Mapping[str, Any]) -> Iterator[Fact]:  # Any: a checked document
    for stage in document.get("stages") or []:
        parts = {"stage": stage["type"], "outcome": stage.get("result"), **{name: stage.get(name) for name in ("body", "vote", "note")}}
        value = {name: _plain(part) for name, part in parts.items() if part is not None}
        for cited in stage.get("source") or [None]:
            source = (document.get("sources") or {}).get(cited or "") or {}
            yield Fact("stage", value, stage["date"], exposure=PUBLIC, source_url=source.get("url") or cited)


def _plain(value: Any) -> str:  # Any: a text, or texts by language
    return str(value.get("es") or next(iter(value.values()))) if isinstance(value, Mapping) else str(value)
