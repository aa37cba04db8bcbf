"""Names by a spaCy pipeline that the user has: those that the text bears out are proposed, beside those of the rules."""

from datetime import date
from pathlib import Path

import pytest

from amparo.errors import BadInput
from amparo.ingest.reports.others import spacy_names
from amparo.ingest.reports.others.extractors import Policy, extractors, run

DAY = date(2026, 2, 6)
TEXT = "Htet Ficticio Ko fue detenido el lunes. La ONG Voz Libre dijo que Ana Ríos Ficticia sigue presa."


@pytest.fixture
def pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a pipeline without a model: a blank one that marks what it is told."""
    spacy = pytest.importorskip("spacy")
    made = spacy.blank("es")
    ruler = made.add_pipe("entity_ruler")
    marked = {"Htet Ficticio Ko": "PER", "Ana Ríos Ficticia": "PER", "Voz Libre": "ORG"}
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in marked.items()])
    made.to_disk(tmp_path / "es")
    monkeypatch.setattr(spacy_names, "_MODELS", {"es": (str(tmp_path / "es"),), "en": ("no_such_model",)})
    spacy_names._model.cache_clear()


@pytest.mark.usefixtures("pipeline")
def test_names_of_a_pipeline_join_those_of_the_rules() -> None:
    """A person whom both read is proposed once; one whom only the pipeline reads comes besides; a body is no person."""
    kept, dropped = run(TEXT, DAY, "es", extractors(Policy(("rules", "spacy"))))
    names = [str(one.value("name")) for one in kept if one.kind == "person"]
    assert sorted(names) == ["Ana Ríos Ficticia", "Htet Ficticio Ko"]
    assert not dropped
    for one in kept:
        if one.kind == "person":
            assert TEXT[slice(*one.span)] == one.value("name")


@pytest.mark.usefixtures("pipeline")
def test_a_missing_model_is_said() -> None:
    """Without a model for a language the refusal names those that would do; nothing is fetched."""
    with pytest.raises(BadInput) as refused:
        run("A text.", DAY, "en", extractors(Policy(("spacy",))))
    assert refused.value.code == "reading.model_missing"


def test_without_spacy_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, asking for it is refused and says so."""
    monkeypatch.setitem(__import__("sys").modules, "spacy", None)
    with pytest.raises(BadInput) as refused:
        extractors(Policy(("spacy",)))
    assert refused.value.code == "reading.extractor_missing"
