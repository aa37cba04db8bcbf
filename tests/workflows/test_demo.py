"""The demonstration's registry: made of the bundled tables alone, the same each time."""

from pathlib import Path

import pytest

from amparo.errors import BadInput
from amparo.workflows.answers import claims_frame, ledger
from amparo.workflows.demo import HIGHLIGHTS, RECORDED, clear, make_demo_registry
from amparo.workflows.session import at_work


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the folders of two registries made one after the other."""
    made = [tmp_path_factory.mktemp("demo") / "registry" for _ in range(2)]
    for folder in made:
        make_demo_registry(folder).registry.close()
    return made


def test_two_registries_have_one_log(folders: list[Path]) -> None:
    """Ids, salts and moments are the same, so the roots are: two readers can compare what they see."""
    heads, logs = [], []
    for folder in folders:
        with at_work(folder, who="yo") as session:
            heads.append(ledger(session))
            logs.append(session.registry.log())
    assert heads[0] == heads[1]
    assert heads[0]["size"] > 500
    assert logs[0].equals(logs[1])


def test_it_learnt_of_the_facts_on_one_day_and_from_the_bundled_files(folders: list[Path]) -> None:
    """Every statement was recorded on the day of the data, is public, and came with an import; nothing was recorded by hand."""
    with at_work(folders[0], who="yo") as session:
        log = session.registry.log()
        imports = session.imports()["subject"].to_list()
        shown = set(claims_frame(session.standing())["claim_id"].to_list())
    assert set(log["recorded_at"].str.slice(0, 10)) == {str(RECORDED.date())}
    assert set(log["import_id"]) == set(imports)
    assert len(imports) == 5
    assert set(log.filter(log["subject_kind"] != "import")["exposure"]) == {5}
    assert all(shown >= set(pair) for pair in HIGHLIGHTS)


def test_room_is_made_only_where_it_may_be(tmp_path: Path) -> None:
    """A new or empty folder and an earlier demonstration are cleared; anything else is refused and kept."""
    for folder in (tmp_path / "new" / "deep", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        clear(folder)
        (folder / "old").write_text("x", encoding="utf-8")
        clear(folder)
        assert not (folder / "old").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "notas.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match=r"cli\.demo_exists"):
        clear(other)
    assert (other / "notas.txt").read_text(encoding="utf-8") == "x"
