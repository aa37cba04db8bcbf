"""Words of a registry's own, beside those of the data files: read line by line, each tried before it is used."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from amparo.errors import BadInput
from amparo.ingest.reports.words.apart import GAP, parts_of
from amparo.ingest.reports.words.lexicon import FILES, Entry, OwnWords, data, expanded
from amparo.ingest.yamlfile import lined_documents
from amparo.statements import nearest

_FREE = frozenset({"places", "facilities", "given"})  # layers whose tags are names: a country, a place's id, where a name is common


def own_words(files: Mapping[str, bytes]) -> OwnWords:
    """
    Return the words that files add to the data files and take out of them.

    A file is called as the one that it goes with (``es.yml``, ``en.yml``,
    ``names.yml``, ``organisations.yml``, ``places.yml``) and is written like
    it; under ``remove`` stands what is not to be read. Raises BadInput with
    file and line for a layer or tag that is none, a line without words, and a
    removal of what does not stand there.
    """
    added: set[Entry] = set()
    removed: set[Entry] = set()
    for name, content in sorted(files.items()):
        stem = PurePath(name).stem
        if stem not in FILES:
            raise BadInput("reading.words_file", file=name, known=", ".join(f"{one}.yml" for one in FILES))
        for document, lines in lined_documents(content, name):
            table = document if isinstance(document, dict) else {}
            out = table.pop("remove", None) or {}
            added |= set(_entries(table, name, "", lines))
            for entry in _entries(out, name, "remove.", lines):
                if entry not in set(_shipped(stem)):
                    raise BadInput("reading.words_gone", file=name, phrase=entry[3], layer=entry[1], tag=entry[2])
                removed.add(entry)
    return OwnWords(frozenset(added), frozenset(removed))


def _entries(table: Any, name: str, prefix: str, lines: Mapping[str, int]) -> Iterator[Entry]:  # Any: what YAML holds
    """Yield the phrases of one table, each checked."""
    stem = PurePath(name).stem
    for layer, tags in (table if isinstance(table, dict) else {}).items():
        known = data(stem)
        if layer not in known or layer.startswith("_"):
            line = lines.get(f"{prefix}{layer}", 1)
            raise BadInput(
                "reading.words_layer", file=name, line=line, layer=layer, near=nearest(str(layer), list(known)) or next(iter(known))
            )
        for tag, told in (tags if isinstance(tags, dict) else {}).items():
            if layer not in _FREE and tag not in known[layer]:
                line = lines.get(f"{prefix}{layer}.{tag}", 1)
                near = nearest(str(tag), list(known[layer])) or next(iter(known[layer]))
                raise BadInput("reading.words_tag", file=name, line=line, tag=tag, layer=layer, near=near)
            for number, phrase in enumerate(told if isinstance(told, list) else [told]):
                yield from _phrases(phrase, (stem, str(layer), str(tag)), name, lines.get(f"{prefix}{layer}.{tag}[{number}]", 1))


def _phrases(told: object, place: tuple[str, str, str], name: str, line: int) -> Iterator[Entry]:
    """Yield what one line stands for; a choice without a word in it would be found nowhere."""
    for phrase in expanded(str(told)) if isinstance(told, str | int) else []:
        if not all(parts_of(phrase)) or phrase.count(GAP) > 1:
            raise BadInput("reading.words_line", file=name, line=line, told=str(told))
        yield (*place, phrase)
    if not isinstance(told, str | int) or not str(told).strip():
        raise BadInput("reading.words_line", file=name, line=line, told=str(told))


def _shipped(stem: str) -> Iterator[Entry]:
    for layer, tags in data(stem).items():
        if not layer.startswith("_"):
            for tag, lines in tags.items():
                for line in lines:
                    for phrase in expanded(str(line)):
                        yield stem, layer, str(tag), phrase
