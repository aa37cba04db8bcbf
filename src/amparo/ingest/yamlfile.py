"""YAML that people write by hand, read without YAML's surprises: ``No`` stays a word, a date stays text, no key stands twice."""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from amparo.errors import BadInput

MOST_BYTES = 5 * 2**20


class _PlainLoader(yaml.SafeLoader):
    """YAML 1.2's few plain types: null, true and false, decimal numbers; all else is text. No aliases."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own attribute

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # Any: PyYAML's own signature
        """Refuse aliases: a few lines of them can stand for gigabytes."""
        if self.check_event(yaml.AliasEvent):
            mark: yaml.Mark = self.get_mark()
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Refuse a key that stands twice: YAML would keep the last and say nothing."""
        keys = [key.value for key, _ in node.value]
        for place, (key, _) in enumerate(node.value):
            if key.value in keys[:place]:
                raise yaml.MarkedYAMLError(problem=f'"{key.value}"', problem_mark=key.start_mark)
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", [*"~nN", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]+", list("-+0123456789")),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def documents(content: bytes, name: str) -> list[Any]:  # Any: what YAML can hold
    """Return the documents of a YAML file, or refuse it with the line that is wrong."""
    if len(content) > MOST_BYTES:
        raise BadInput("ingest.file_too_large", file=name, megabytes=len(content) // 2**20, most=MOST_BYTES // 2**20)
    try:
        return list(yaml.load_all(content.decode("utf-8-sig"), Loader=_PlainLoader))
    except UnicodeDecodeError as error:
        raise BadInput("ingest.encoding_wrong", file=name, encoding="utf-8", line=content[: error.start].count(b"\n") + 1) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadInput("ingest.yaml_wrong", file=name, line=mark.line + 1 if mark else 1, problem=error.problem or "") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadInput("ingest.yaml_wrong", file=name, line=1, problem="") from None
