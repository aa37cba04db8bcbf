"""The exit code says what happened; whatever is not 0 has changed nothing."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from amparo.store import settings
from amparo.store.database import FILE_NAME
from tests.cli.demonstration import files
from tests.cli.running import amparo, head

# What is asked, and the exit code. PERSON, STATEMENT and IMPORT stand for ids, NEW and BAD for paths in the test's folder.
CASES: dict[str, tuple[str, int]] = {
    "no verb": ("--lang es", 2),
    "no such verb": ("rescue", 2),
    "no such option": ("count --colour red", 2),
    "no such language": ("--lang fr people", 2),
    "nothing asked": ("count", 2),
    "both asked": ("count --state deprived --on 2026-02-01 --kind release --from 2026-01-01 --until 2026-02-01", 2),
    "no day": ("count --state deprived", 2),
    "no such day": ("count --state deprived --on 2026-02-30", 2),
    "no such state": ("count --state imprisoned --on 2026-02-01", 2),
    "no such kind": ("count --kind liberation --from 2026-01-01 --until 2026-02-01", 2),
    "no such dimension": ("count --state deprived --on 2026-02-01 --by colour", 2),
    "no pair": ("count --state deprived --on 2026-02-01 --where sex", 2),
    "window reversed": ("count --kind release --from 2026-02-01 --until 2026-01-01", 2),
    "negative freshness": ("count --state deprived --on 2026-02-01 --fresh-within -3", 2),
    "no sources": ("count --state deprived --on 2026-02-01 --min-sources 0", 2),
    "nothing recorded": ("record PERSON", 2),
    "a new person, and more": ("record --new-person Fulana --kind arrest --date 2026-02-01", 2),
    "nothing corrected": ("supersede STATEMENT --reason errata", 2),
    "no reason": ("retract STATEMENT", 2),
    "no folder": ("publish", 2),
    "no map": ("import list BAD/lista.csv", 2),
    "no such file": ("import claims NEW/claims.csv", 2),
    "no registry": ("people --registry NEW", 3),
    "a registry already": ("init", 3),
    "no such person": ("person p0", 3),
    "no such subject": ("record p0 --kind arrest", 3),
    "no such event": ("record PERSON --kind liberation --date 2026-02-01", 3),
    "impossible date": ("record PERSON --kind arrest --date 2026-02-30", 3),
    "no such exposure": ("record PERSON --kind arrest --exposure 6", 3),
    "a new person beyond the scale": ("record --new-person Fulana --exposure 9", 3),
    "a new person without a name": ("record --new-person=", 3),
    "a claim that is none": ("record zz-1 claim --value muchos", 3),
    "no such reliability": ("record PERSON --kind arrest --reliability gossip", 3),
    "nobody says so": ("record PERSON --kind arrest --source=", 3),
    "empty reason": ("retract STATEMENT --reason=", 3),
    "no such statement": ("retract s0 --reason errata", 3),
    "no such import": ("undo i0 --reason errata", 3),
    "nothing in the file": ("import claims BAD/nothing.csv", 3),
    "not a table": ("import claims BAD/noise.csv", 3),
    "not a map": ("import list BAD/lista.csv --map BAD/noise.csv", 3),
    "no row that can be taken": ("import list BAD/none.csv --map BAD/mapa.yml", 3),
    "one row that cannot": ("import list BAD/lista.csv --map BAD/mapa.yml --strict", 3),
    "not a checkpoint": ("log verify --against BAD/noise.csv", 3),
    "not a backup": ("restore BAD/noise.csv --registry NEW", 3),
    "restore over a registry": ("restore BAD/kept.backup", 3),
    "backup nowhere": ("backup NEW/deep/er/kept", 3),
    "a site over other files": ("publish --out BAD", 3),
    "a site in no folder": ("publish --out BAD/noise.csv/site", 3),
    "a demo over other files": ("demo --out BAD", 3),
}


@pytest.fixture
def words_of(registry: Path, kept: Path, tmp_path: Path) -> Callable[[str], list[str]]:
    """Return what puts ids and paths of this registry into a line of the table."""
    bad = tmp_path / "bad"
    bad.mkdir()
    shutil.copy(kept.parent / "mapa.yml", bad / "mapa.yml")
    shutil.copy(kept, bad / "kept.backup")
    (bad / "nothing.csv").write_text((kept.parent / "cifras.csv").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (bad / "noise.csv").write_bytes(bytes(range(256)) * 8)
    heading = (kept.parent / "lista.csv").read_text(encoding="utf-8").splitlines()[0]
    (bad / "none.csv").write_text(f"{heading}\n7,Fulana,F,31/02/2026,,\n", encoding="utf-8")
    (bad / "lista.csv").write_text(f"{heading}\n7,Fulana,F,31/02/2026,,\n8,Zutana,F,02/02/2026,,\n", encoding="utf-8")
    person = amparo("people", "--json", "--registry", registry).document[0]["person_id"]
    statement = amparo("person", person, "--json", "--registry", registry).document["statements"][-1]["statement_id"]
    stand = {"PERSON": person, "STATEMENT": statement, "NEW": str(tmp_path / "new"), "BAD": str(bad)}

    def words(line: str) -> list[str]:
        for name, value in stand.items():
            line = line.replace(name, value)
        return line.split()

    return words


@pytest.mark.parametrize(("line", "code"), CASES.values(), ids=list(CASES))
def test_what_is_refused_changes_nothing(
    line: str, code: int, registry: Path, words_of: Callable[[str], list[str]], tmp_path: Path
) -> None:
    """2 is wrong use, 3 bad input: said on stderr in whole sentences, stdout empty, the log and every other file as they were."""
    before, lying = head(registry), files(tmp_path / "bad")
    ran = amparo("--registry", registry, *words_of(line))
    assert ran.code == code, ran
    assert ran.out == ""
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert head(registry) == before
    assert files(tmp_path / "bad") == lying
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("line", [line for line, code in CASES.values() if code == 3])
def test_bad_input_has_a_stable_code(line: str, registry: Path, words_of: Callable[[str], list[str]]) -> None:
    """A message of bad input ends its first line with a code that is the same in both languages."""
    spanish, english = (
        amparo("--registry", registry, "--lang", language, *words_of(line)).err.splitlines()[0] for language in ("es", "en")
    )
    assert spanish.endswith("]")
    assert spanish.rpartition("[")[2] == english.rpartition("[")[2]
    assert spanish != english


def test_a_contradicted_claim_fails_only_under_strict(registry: Path) -> None:
    """Contradicted is an answer, 0; with --strict it is 1, in words and in JSON, and the answer is printed all the same."""
    verdicts = {row["claim_id"]: row["verdict"] for row in amparo("claims", "check", "--json", "--registry", registry).document["claims"]}
    assert verdicts == {"zz-1": "contradicted", "zz-2": "shown", "zz-3": "not_reached"}
    assert amparo("claims", "check", "--registry", registry).code == 0
    for more in ([], ["--json"]):
        strict = amparo("claims", "check", "--strict", *more, "--registry", registry)
        assert strict.code == 1
        assert strict.out == amparo("claims", "check", *more, "--registry", registry).out


def test_strict_is_content_without_contradictions(uncontradicted: Path) -> None:
    """With nothing contradicted, --strict is 0."""
    ran = amparo("claims", "check", "--strict", "--json", "--registry", uncontradicted)
    assert "contradicted" not in {row["verdict"] for row in ran.document["claims"]}


@pytest.fixture
def uncontradicted(registry: Path) -> Path:
    """Return the small registry without the claims that its record contradicts."""
    imports = amparo("imports", "--json", "--registry", registry).document
    claims = next(one["import_id"] for one in imports if one["kind"] == "claims")
    assert amparo("undo", claims, "--reason", "errata", "--registry", registry).code == 0
    return registry


def test_a_changed_log_fails_the_verification(registry: Path) -> None:
    """A statement changed behind amparo's back is 1, for ``log verify`` and for ``doctor``."""
    with closing(sqlite3.connect(registry / FILE_NAME)) as meddled:
        for (trigger,) in meddled.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            meddled.execute(f"DROP TRIGGER {trigger}")
        changed = (
            "UPDATE statement SET body = CAST(replace(CAST(body AS TEXT), 'Ana', 'Eva') AS BLOB) WHERE CAST(body AS TEXT) LIKE '%Ana In%'"
        )
        assert meddled.execute(changed).rowcount == 1
        meddled.commit()
    for words in (("log", "verify"), ("log", "verify", "--json"), ("doctor",), ("doctor", "--json")):
        ran = amparo(*words, "--registry", registry)
        assert ran.code == 1, ran
        assert "Ana" not in ran.err
    told = json.loads(amparo("log", "verify", "--json", "--registry", registry).out)
    assert (told["verified"], told["code"]) == (False, "store.altered")


def test_another_history_fails_the_verification(registry: Path, tmp_path: Path) -> None:
    """A checkpoint that the log does not contain is 1; one that it contains is 0, however much was added since."""
    origin, size, root = amparo("log", "head", "--registry", registry).out.splitlines()
    (tmp_path / "kept.txt").write_text(f"{origin}\n{size}\n{root}\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text(f"{origin}\n{size}\n{'A' * 42}E=\n", encoding="utf-8")
    (tmp_path / "longer.txt").write_text(f"{origin}\n{int(size) + 9}\n{root}\n", encoding="utf-8")
    assert amparo("record", "--new-person", "Fulana", "--registry", registry).code == 0
    assert amparo("log", "verify", "--against", tmp_path / "kept.txt", "--registry", registry).code == 0
    assert amparo("log", "verify", "--against", tmp_path / "other.txt", "--registry", registry).code == 1
    assert amparo("log", "verify", "--against", tmp_path / "longer.txt", "--registry", registry).code == 1


def test_a_busy_registry_is_locked(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, recording is 4 and reading goes on."""
    plain = settings.sqlite
    monkeypatch.setattr(settings, "sqlite", lambda path: {**plain(path), "OPTIONS": {**plain(path)["OPTIONS"], "timeout": 0.01}})
    moved = registry.rename(registry.with_name("busy"))  # a folder whose connection has not been opened yet waits as short as that
    with closing(sqlite3.connect(moved / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = amparo("record", "--new-person", "Fulana", "--registry", moved)
        assert ran.code == 4, ran
        assert "Fulana" not in ran.err
        assert amparo("people", "--registry", moved).code == 0
    assert "Fulana" not in amparo("people", "--registry", moved).out


def test_what_may_not_be_written_is_no_permission(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that the system closes to us is 4; a full disk is 3."""
    for error, code in ((PermissionError(13, "", "/x"), 4), (OSError(28, "", "/x"), 3)):
        monkeypatch.setattr("amparo.workflows.publishing.write_site", _failing(error))
        ran = amparo("publish", "--out", registry.with_name("site"), "--registry", registry)
        assert ran.code == code
        assert '"/x"' in ran.err


def _failing(error: OSError) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail
