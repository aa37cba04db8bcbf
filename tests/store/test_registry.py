from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from amparo.errors import BadInput
from amparo.statements import COLUMNS, SALT_BYTES, Frontier, Statement, canonical_bytes, leaf_hash, row_of
from amparo.store import Registry, create_registry, open_registry
from amparo.store import columns as store_columns
from tests.statements.test_canonical import STATEMENTS
from tests.store.invented import MOMENT, ask, copied, meddling, received, said


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    """Give a new registry."""
    with create_registry(tmp_path / "registry") as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Give a registry that grows with each example."""
    with create_registry(tmp_path_factory.mktemp("shared") / "registry") as made:
        yield made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(said=STATEMENTS)
def test_what_is_appended_reads_back(shared: Registry, said: Statement) -> None:
    """Any statement is read back cell by cell as it was appended, at the end of the log and under its id."""
    size = shared.head().size
    [statement_id] = shared.append([said], at=MOMENT)
    last = shared.log().row(-1, named=True)
    assert (last["position"], last["statement_id"]) == (size, statement_id)
    assert tuple(last[name] for name in COLUMNS) == row_of(said)


def test_an_id_is_the_beginning_of_the_leaf(tmp_path: Path) -> None:
    """A statement's id and the head follow from its salt and its canonical bytes: anybody can recompute them."""
    with create_registry(tmp_path / "registry", entropy=lambda size: b"\x07" * size) as registry:
        [statement_id] = registry.append([said(1)], at=MOMENT)
        leaf = leaf_hash(b"\x07" * SALT_BYTES, canonical_bytes(row_of(said(1))))
        assert statement_id == "s" + leaf.hex()[:20]
        assert registry.head().root == Frontier().extended([leaf]).root()


def test_equal_statements_have_different_ids(registry: Registry) -> None:
    """Two statements that say the same are two leaves: the salt keeps anybody from telling that they are equal."""
    ids = registry.append([said(1)] * 1000, at=MOMENT)
    assert len(set(ids)) == 1000


def test_an_append_is_all_or_nothing(registry: Registry) -> None:
    """If the last of many statements cannot be taken, none is there, nor its file, nor a head; the next append goes on."""
    registry.append([said(1)], at=MOMENT)
    before, file = registry.head(), received(b"n\n1\n")
    with pytest.raises(BadInput) as refusal:
        registry.append([*(said(number) for number in range(12_000)), said(9, value="\x00")], at=MOMENT, files=[file])
    assert refusal.value.code == "statements.nul"
    assert (registry.head(), registry.log().height, registry.original(file.sha256)) == (before, 1, None)
    registry.append([said(2)], at=MOMENT)
    assert registry.verify().size == 2


def test_an_append_of_nothing_changes_nothing(registry: Registry) -> None:
    """Appending no statement gives no id and no head."""
    before = registry.head()
    assert registry.append([], at=MOMENT) == []
    assert registry.head() == before
    assert before.size == 0
    assert registry.log().is_empty()
    assert registry.verify() == Frontier()


def test_bulk_and_single_appends_make_one_log(registry: Registry) -> None:
    """Rows and statements, in one append or many, are read in the order in which they came; chunks leave no seam."""
    registry.append([said(0)], at=MOMENT)
    registry.append_rows((row_of(said(number)) for number in range(1, 20_050)), at=MOMENT)
    registry.append([said(20_050)], at=MOMENT)
    log = registry.log()
    assert log["position"].to_list() == list(range(20_051))
    assert log["subject"].to_list() == [f"r{number}" for number in range(20_051)]
    assert registry.verify().root() == registry.head().root


def test_a_snapshot_reads_the_tail_only(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first reading only what was appended since is fetched; without anything new, nothing is."""
    fetched: list[int] = []
    read = store_columns.read

    def counting(*arguments: object) -> Iterator[tuple[tuple[object, ...], ...]]:
        for chunk in read(*arguments):  # type: ignore[arg-type]  # as it was called
            fetched.append(len(chunk[0]))
            yield chunk

    monkeypatch.setattr(store_columns, "read", counting)
    registry.append([said(number) for number in range(500)], at=MOMENT)
    registry.log()
    registry.append([said(number) for number in range(3)], at=MOMENT)
    assert registry.log().height == 503
    registry.log()
    assert fetched == [500, 3]


def test_an_older_frame_is_not_changed_by_appends(registry: Registry) -> None:
    """A frame that somebody holds is a value: later appends do not reach into it."""
    registry.append([said(1)], at=MOMENT)
    held = registry.log()
    registry.append([said(2)], at=MOMENT)
    assert (held.height, registry.log().height) == (1, 2)


def test_an_original_stays_as_it_first_came(registry: Registry) -> None:
    """A file is kept once, byte for byte, under its hash; one that never came is not there."""
    file = received(b"\xff\x00 not text \r\n")
    registry.append([said(1)], at=MOMENT, files=[file])
    registry.append([said(2)], at=MOMENT, files=[file])
    assert registry.original(file.sha256) == file.content
    assert registry.original("0" * 64) is None
    assert ask(registry, "SELECT count(*) FROM original") == 1


def test_ids_are_the_same_here_and_a_riddle_elsewhere(registry: Registry, tmp_path: Path) -> None:
    """A key gives one id in one registry, other keys and other registries give others; parts of a key do not run together."""
    with create_registry(tmp_path / "other") as other:
        assert registry.mint("p", "zz", "1") == registry.mint("p", "zz", "1")
        assert registry.mint("p", "zz", "1") != other.mint("p", "zz", "1")
        assert len({registry.mint("p", "zz", "11"), registry.mint("p", "zz1", "1"), registry.mint("r", "zz", "11")}) == 3
        assert registry.origin != other.origin
    assert registry.mint("p", "Ana Ruiz").isascii()


def test_a_registry_reopens_as_it_was(tmp_path: Path) -> None:
    """Closed and opened again, a registry has the same head, origin, ids and statements."""
    with create_registry(tmp_path / "registry") as registry:
        registry.append([said(1), said(2)], at=MOMENT)
        before = (registry.head(), registry.mint("p", "1"), registry.log().rows())
    with open_registry(tmp_path / "registry") as registry:
        assert (registry.head(), registry.mint("p", "1"), registry.log().rows()) == before


def test_a_registry_without_its_secret_is_none(closed_registry: Path, tmp_path: Path) -> None:
    """A database whose own values were removed is not taken for a registry."""
    folder = copied(closed_registry, tmp_path / "registry")
    with meddling(folder) as database:
        database.execute("DELETE FROM registry_value")
    with open_registry(folder) as registry, pytest.raises(BadInput) as refusal:
        registry.head()
    assert refusal.value.code == "store.not_a_registry"


@pytest.mark.parametrize("column", ["body", "leaf"])
@pytest.mark.parametrize("cell", ["'text'", "x'7b7d0a7b7d'", "x'00'"], ids=["text", "two lines", "no JSON"])
def test_a_log_that_amparo_did_not_write_is_a_message(closed_registry: Path, tmp_path: Path, column: str, cell: str) -> None:
    """Reading a log that somebody spoiled gives the message that sends to the verification, never an error of the database."""
    folder = copied(closed_registry, tmp_path / "registry")
    with meddling(folder) as database:
        database.execute(f"UPDATE statement SET {column} = {cell} WHERE position = 7")
    with open_registry(folder) as registry:
        if column == "body" or cell == "'text'":
            with pytest.raises(Exception, match=r"store\.unreadable"):
                registry.log()
        with pytest.raises(Exception, match=r"store\.altered"):
            registry.verify()
