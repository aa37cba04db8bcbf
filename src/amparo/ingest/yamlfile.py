"""YAML that people write by hand, read without YAML's surprises: ``No`` stays a word, a date stays text, no key stands twice."""

import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import yaml

from amparo.errors import BadInput

MOST_BYTES = 5 * 2**20


# The parser in C reads the same ten times faster; PyYAML's own stands in where it was not built.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # Any: either of two classes
MOST_NESTED = 200


class _PlainLoader(_Loader):  # type: ignore[misc]  # a class, whichever it is
    """YAML 1.2's few plain types: null, true and false, decimal numbers; all else is text. No aliases."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own attribute

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Refuse a key that stands twice: YAML would keep the last and say nothing."""
        keys = [key.value for key, _ in node.value]
        for place, (key, _) in enumerate(node.value):
            if key.value in keys[:place]:
                raise yaml.MarkedYAMLError(problem=f'"{key.value}"', problem_mark=key.start_mark)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return found


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", [*"~nN", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]+", list("-+0123456789")),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def documents(content: bytes, name: str) -> list[Any]:  # Any: what YAML can hold
    """Return the documents of a YAML file, or refuse it with the line that is wrong."""
    return [document for document, _ in lined_documents(content, name)]


def lined_documents(content: bytes, name: str) -> list[tuple[Any, Mapping[str, int]]]:  # Any: what YAML can hold
    """Return the documents of a YAML file, each with the line of every path in it (``events[0].date``); or refuse the file."""
    if len(content) > MOST_BYTES:
        raise BadInput("ingest.file_too_large", file=name, megabytes=len(content) // 2**20, most=MOST_BYTES // 2**20)
    try:
        return list(_read(content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise BadInput("ingest.encoding_wrong", file=name, encoding="utf-8", line=content[: error.start].count(b"\n") + 1) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadInput("ingest.yaml_wrong", file=name, line=mark.line + 1 if mark else 1, problem=error.problem or "") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadInput("ingest.yaml_wrong", file=name, line=1, problem="") from None


def _read(text: str) -> Iterator[tuple[Any, Mapping[str, int]]]:  # Any: what YAML can hold
    _refuse_hostile(text)
    loader = _PlainLoader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            assert node is not None
            yield loader.construct_document(node), dict(_lines(node, ""))
    finally:
        loader.dispose()


def _refuse_hostile(text: str) -> None:
    """Refuse aliases, a few lines of which can stand for gigabytes, and nesting that nobody writes."""
    depth = 0
    for event in yaml.parse(text, Loader=_PlainLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > MOST_NESTED:
            mark: Any = event.start_mark  # Any: either parser has a class of its own
            raise yaml.MarkedYAMLError(problem="alias" if depth <= MOST_NESTED else "nested too deeply", problem_mark=mark)


def _lines(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    """Yield each path of a node and below it with the line that it begins on; a key stands on its own line."""
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = f"{path}.{key.value}" if path else str(key.value)
            yield from _lines(value, place)
            yield place, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for which, part in enumerate(node.value):
            yield from _lines(part, f"{path}[{which}]")
