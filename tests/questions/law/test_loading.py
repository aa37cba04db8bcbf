from pathlib import Path

import pytest

from amparo.errors import BadInput
from amparo.questions.law import load_instrument
from amparo.questions.law.linting import lint
from amparo.questions.law.loading import read_document, shipped, shipped_instrument
from amparo.questions.law.patches import patched, unpatched
from amparo.questions.law.records import aliases, records
from amparo.questions.law.standards import checklist, standards
from amparo.workflows.law import lint_file
from tests import realdata

TEXT = """format: amparo-instrument/1
id: zz/ley/2031/ejemplo
version: {label: v1, date: 2031-01-01}
kind: amnesty
text_status: {level: official}
sources: {S1: {what: an invented gazette}}
open_questions: {Q1: {article: "1", ask: {es: "¿cuál?", en: "which?"}}}
definitions: {early: {act: until, to: 2030-12-31}}
stages:
- {date: 2031-01-01, type: tabled}
- {date: 2031-02-01, type: gazetted}
provisions:
- {id: "1", role: condition, rule: {all: [{fact: at_law}, {ref: early}]}, curable: [at_law], source: [S1]}
- {id: "2.1", role: grant, rule: {event: zz.march}, source: [S1]}
- {id: "3", role: exclusion, rule: {fact: offences, has_any: [theft]}, source: [S1]}
decision: {covered_if: {all: [{ref: "1"}, {ref: "2.1"}]}, excluded_if: {ref: "3"}}
"""
PATCH = """format: amparo-instrument/1
id: zz/ley/2031/ejemplo
version: {label: v2, of: v1, date: 2031-03-01}
kind: amendment
text_status: {level: secondary}
sources: {S1: {what: an invented sitting}}
options: {A: {set: {"1": {ref: early}}, source: [S1]}, B: {set: {"2.1": {any: [{event: zz.march}, {event: zz.strike}]}}, source: [S1]}}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("{fact: at_law}", "{fakt: at_law}", 13, "fact"),
        ("has_any: [theft]", "hasany: [theft]", 15, "has_any"),
        ('{ref: "2.1"}', '{ref: "2.2"}', 16, "2.1"),
        ("{ref: early}", "{ref: earli}", 13, "early"),
        ('id: "2.1"', 'id: "1"', 14, "1"),
        ('id: "2.1"', "id: 2.1", 14, '"8.10"'),
        (", source: [S1]}\n- {id: \"3\"", "}\n- {id: \"3\"", 14, "source"),
        ("source: [S1]}\ndecision", "source: [S9]}\ndecision", 15, "S1"),
        ("date: 2031-02-01", "date: 2030-02-01", 11, "2031-01-01"),
        ("type: gazetted", "type: gazeted", 11, "gazetted"),
        ("to: 2030-12-31", "to: 2030-12-32", 8, "2026-02-19"),
        ("curable: [at_law]", "curable: [at_low]", 13, "at_law"),
        ("{event: zz.march}", "{question: Q2}", 14, "Q1"),
        ("{act: until, to: 2030-12-31}", "{ref: early}", 8, "early"),
        ("kind: amnesty", "kind: amnesti", 4, "amnesty"),
        ("level: official", "levell: official", 5, "level"),
    ],
    ids=["word", "test", "ref", "definition", "twice", "number", "uncited", "source", "order", "stage", "day", "curable", "question",
         "circle", "kind", "key"],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    """Each mistake of an author is refused with the line that it stands on and what was meant."""
    assert old in TEXT
    with pytest.raises(BadInput) as refusal:
        read_document(TEXT.replace(old, new, 1).encode(), "zz.yaml")
    assert (line, True) in {
        (problem.row, says in problem.message("es") and says in problem.message("en")) for problem in refusal.value.problems
    }


@pytest.mark.parametrize("text", ["", "---\n---\n", "[]", "an amnesty"], ids=["empty", "several", "list", "words"])
def test_a_file_that_is_no_instrument_is_refused(tmp_path: Path, text: str) -> None:
    """An empty file, several documents, a list or plain words are answered, not stumbled over."""
    [path] = written(tmp_path, text)
    [found] = lint_file(path)
    assert [problem.code for problem in found.problems] == ["law.not_an_instrument"]


def test_a_problem_of_an_example_says_which(tmp_path: Path) -> None:
    """What comes out otherwise than an example expects is named with the example's place and both answers."""
    case = "{format: amparo-case/1, person: {id: p, facts: {at_law: true}}, charges: [{id: c1}]}"
    example = f"- {{case: {case}, expect: {{person: cannot_tell}}}}"
    [path] = written(tmp_path, f"{TEXT}examples:\n{example}\n{example.replace('cannot_tell', 'covered')}\n")
    [found] = lint_file(path)
    assert found.examples == 2
    [problem] = found.problems
    assert problem.message("es").startswith("Ejemplo 2: ")
    assert found.to_dict()["problems"][0]["example"] == 2


def written(folder: Path, *texts: str) -> list[Path]:
    """Write instrument files and return their paths."""
    paths = [folder / f"zz-{place}.yaml" for place in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_a_patch_finds_its_base_beside_it_and_comes_off_again(tmp_path: Path) -> None:
    """An option words one article otherwise, the text is as sure as the less sure of the two, and without it the base is as it was."""
    base, patch = written(tmp_path, TEXT, PATCH)
    before, after = load_instrument(base), load_instrument(patch, option="B")
    assert (after.label, after.text_status.level) == ("v2:B", "secondary")
    changed = {one.id for one, other in zip(before.provisions, after.provisions, strict=True) if one.rule != other.rule}
    assert changed == {"2.1"}
    whole = read_document(TEXT.encode(), "zz.yaml")
    assert unpatched(patched(whole, read_document(PATCH.encode(), "p.yaml"), "A")) == whole == read_document(TEXT.encode(), "zz.yaml")


@pytest.mark.parametrize(
    ("texts", "option", "code"),
    [
        ((PATCH,), "A", "law.no_base"),
        ((PATCH, TEXT), None, "law.option_needed"),
        ((PATCH, TEXT), "C", "law.no_option"),
        ((PATCH.replace('{set: {"1":', '{set: {"7":'), TEXT), "A", "law.patch_dangling"),
        ((PATCH.replace("of: v1", "of: v2"), TEXT), "A", "law.no_base"),
    ],
    ids=["alone", "which", "unknown", "dangling", "itself"],
)
def test_a_patch_that_fits_nothing_is_refused(tmp_path: Path, texts: tuple[str, ...], option: str | None, code: str) -> None:
    """Without its base, an option or the article that it words, a patch is refused and what there is is named."""
    with pytest.raises(BadInput) as refusal:
        load_instrument(written(tmp_path, *texts)[0], option=option)
    assert refusal.value.code == code
    assert refusal.value.message("es")


@pytest.mark.parametrize("name", shipped())
def test_the_examples_of_every_shipped_instrument_pass(name: str) -> None:
    """Each text of the package is assessed as its own examples say; a Venezuelan one, also each wording of a patch, has at least twelve."""
    found = lint(shipped_instrument(name))
    assert [problem.message("en") for problem in found.problems] == []
    assert found.examples >= (12 if name.startswith("ve/") else 3)


def test_files_of_others_in_the_format_load() -> None:
    """The instruments as they were gathered load as they are, patches with their base."""
    folder = realdata.folder("instruments")
    for path in sorted(folder.glob("*.yaml")):
        if not path.name.startswith("records"):
            assert load_instrument(path, option="A" if "options" in path.name else None).model.variables


def test_an_alias_means_the_version_in_force() -> None:
    """The name that a list of stages uses stands for the id, and the id for its last text that is no bill."""
    assert shipped_instrument("VE-2026-LEY-AMNISTIA-CONVIVENCIA").label == "v3-gazette"
    with pytest.raises(BadInput, match="VE-2026-LEY-AMNISTIA-CONVIVENCIA"):
        shipped_instrument("VE-2026-LEY-AMNISTIA")
    known = {one.partition("@")[0] for one in shipped()} | {one.id for one in records()}
    assert set(aliases().values()) <= known


def test_standards_are_asked_of_a_text() -> None:
    """Every question of the checklist has an answer of the text, unclear where nobody gave one."""
    for name in shipped():
        assert [one.id for one in standards(shipped_instrument(name))] == list(checklist())
