"""Amendments and court rulings: a patch words some articles of a version otherwise, and can be taken off again."""

from collections.abc import Mapping
from typing import Any

from amparo.errors import BadInput
from amparo.questions.law.expressions import Choice, Expression, Ref, walk
from amparo.questions.law.instrument import LEVELS
from amparo.statements import nearest


def patched(base: dict[str, Any], patch: Mapping[str, Any], option: str, file: str = "") -> dict[str, Any]:  # Any: checked documents
    """
    Return a version with the articles of one option worded as the patch says.

    The text is as sure as the less sure of the two. Raises BadInput where the
    patch words an article, or names a thing, that the version does not have.
    """
    rules: Mapping[str, Expression] = patch["options"][option]["set"]
    _check(base, patch, rules, file)
    label = patch["version"]["label"]
    several = len(patch["options"]) > 1
    changed = dict(base)
    changed["version"] = {**patch["version"], "label": f"{label}:{option}" if several else label}
    changed["provisions"] = [{**one, "rule": rules[one["id"]]} if one["id"] in rules else one for one in base["provisions"]]
    changed["definitions"] = {name: rules.get(name, tree) for name, tree in (base.get("definitions") or {}).items()}
    changed["text_status"] = _weaker(base["text_status"], patch.get("text_status"))
    changed["open_questions"] = {**(base.get("open_questions") or {}), **(patch.get("open_questions") or {})}
    changed["sources"] = {**base["sources"], **{f"{label}/{name}": one for name, one in (patch.get("sources") or {}).items()}}
    changed["stages"] = [*(base.get("stages") or []), *(_cited(one, label, patch) for one in patch.get("stages") or [])]
    changed["patched_from"] = base  # what unpatched() gives back, untouched
    changed["examples"] = [one for one in patch.get("examples") or [] if one.get("option") in (None, option)]
    return changed


def unpatched(document: Mapping[str, Any]) -> dict[str, Any]:  # Any: a checked document
    """Return the version that a patch was put on, as it was."""
    base: dict[str, Any] = document["patched_from"]
    return base


def _check(base: Mapping[str, Any], patch: Mapping[str, Any], rules: Mapping[str, Expression], file: str) -> None:  # Any: documents
    known = [one["id"] for one in base["provisions"] if one.get("rule") is not None] + list(base.get("definitions") or {})
    questions = [*(base.get("open_questions") or {}), *(patch.get("open_questions") or {})]
    for article, tree in rules.items():
        named = [(node.name, known) for node in walk(tree) if isinstance(node, Ref)]
        named += [(node.question, questions) for node in walk(tree) if isinstance(node, Choice)]
        for name, names in [(article, known), *named]:
            if name not in names:
                raise BadInput(
                    "law.patch_dangling", file=file, name=name, of=base["version"]["label"], known=nearest(name, names) or ", ".join(names)
                )


def _weaker(base: Mapping[str, Any], patch: Mapping[str, Any] | None) -> Mapping[str, Any]:  # Any: a text's status
    level = max((base["level"], (patch or base)["level"]), key=LEVELS.index)
    return {**base, "level": level}


def _cited(stage: Mapping[str, Any], label: str, patch: Mapping[str, Any]) -> Mapping[str, Any]:  # Any: a stage
    """Return a stage of a patch whose citations name the patch's own sources, apart from those of the base."""
    own = patch.get("sources") or {}
    return {**stage, "source": [f"{label}/{one}" if one in own else one for one in stage.get("source") or []]}
