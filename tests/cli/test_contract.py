"""What scripts may rely on: the options, the documents, the default registry."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from amparo.cli import VERBS
from amparo.cli import amparo as root
from tests.cli.demonstration import Demo
from tests.cli.invented import MAP
from tests.cli.running import AMPARO, amparo, head, process, surroundings

OPTIONS: dict[str, set[str]] = {
    "demo": {"--out"},
    "init": set(),
    "doctor": {"--json"},
    "backup": set(),
    "restore": set(),
    "import list": {"--map", "--edition", "--dry-run", "--json"},
    **{
        f"import {kind}": {"--dry-run", "--json"}
        for kind in ("claims", "cases", "casefiles", "facilities", "stages", "instruments", "pledges")
    },
    "record": {"--json"},
    "supersede": {"--reason", "--json"},
    "retract": {"--reason", "--json"},
    "undo": {"--reason", "--json"},
    "link": {"--engine", "--dry-run", "--json"},
    "review": {"--list", "--decide", "--undo", "--explain", "--second", "--json"},
    "people": {"--json"},
    "person": {"--on", "--known-at", "--fresh-within", "--json"},
    "count": {"--state", "--on", "--kind", "--from", "--until", "--known-at", "--fresh-within", "--by", "--min-sources", "--json"},
    "claims": {"--json"},
    "estimate": {"--method", "--json"},
    "claims check": {"--strict", "--json"},
    **{f"law {what}": {"--json"} for what in ("lint", "stages", "assess", "compare", "missing", "due")},
    "serve": {"--port", "--no-browser"},
    "flows": {"--from", "--until", "--json"},
    "pledges": {"--json"},
    "watch": {"--since", "--json"},
    "publish": {"--out"},
    "export": {"--out"},
    "read": {"--published", "--json", "--review"},
    "verify": {"--json"},
    "log head": {"--json"},
    "log verify": {"--against", "--json"},
}
COUNT_KEYS = ["rule", "unit", "persons", "events", "groups", "unknown", "gap", "statements", "ledger"]
GAPS = {"dates", "disputes", "breakdown", "identity", "freshness"}
HEAVY = ("polars", "duckdb", "django", "numba", "numpy", "altair", "pyarrow", "rich", "yaml")


def command(path: str) -> click.Command:
    """Return a command by the words that call it."""
    found: click.Command | None = root
    for word in path.split():
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word)
    assert found is not None, path
    return found


@pytest.mark.parametrize("path", OPTIONS)
def test_every_command_takes_what_the_contract_names(path: str) -> None:
    """Each command has the options of the contract, and --registry and --lang behind it as well as before it."""
    names = {name for param in command(path).params for name in param.opts}
    assert OPTIONS[path] | {"--registry", "--lang"} <= names


def test_every_verb_is_held_to_the_contract() -> None:
    """No verb is called that the table above forgets."""
    assert set(VERBS) - {path.split()[0] for path in OPTIONS} <= {"imports", "facility", "translations"}


def test_help_imports_nothing_heavy() -> None:
    """``amparo --help`` loads no frames, no database, no web framework, no charts: it must be instant."""
    program = (
        "import sys; sys.argv = ['amparo', '--help']\nfrom amparo.cli import main\nmain()\nprint(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True, env=surroundings({}))
    assert "demo" in done.stdout
    assert {name for name in ast.literal_eval(done.stderr) if name.partition(".")[0] in HEAVY} == set()


@pytest.mark.parametrize(
    "question",
    [
        ("--state", "deprived", "--on", "2026-01-07"),
        ("--state", "deprived", "--state", "house_arrest", "--on", "2026-02-04", "--by", "facility", "--fresh-within", "forever"),
        ("--kind", "release", "--from", "2026-01-08", "--until", "2026-03-17"),
        ("--kind", "release", "--from", "2026-01-08", "--until", "2026-03-17", "--unit", "events", "--min-sources", "2"),
    ],
    ids=["stock", "groups", "flow", "events"],
)
def test_a_count_is_one_document(demo: Demo, question: tuple[str, ...]) -> None:
    """``count --json`` prints the documented keys and nothing else; the parts of the gap add up; the log's head is named."""
    ran = amparo("--registry", demo.registry, "count", *question, "--json")
    found = ran.document
    assert ran.err == ""
    assert list(found) == COUNT_KEYS
    assert set(found["rule"]["text"]) == {"es", "en"}
    assert set(found["gap"]) == GAPS
    assert set(found["persons"]) == {"at_least", "at_most"}
    unit = found[found["unit"]]
    assert sum(found["gap"].values()) == unit["at_most"] - unit["at_least"]
    assert (found["events"] is None) == ("--state" in question)
    assert (found["ledger"]["size"], found["ledger"]["root"]) == head(demo.registry)
    assert all(set(group) == {"by", "at_least", "at_most"} for group in found["groups"])
    assert bool(found["groups"]) == ("--by" in question)
    assert set(found["unknown"]) == ({"facility"} if "--by" in question else set())
    assert found["statements"]
    assert all(isinstance(one, str) for one in found["statements"])


def test_checked_claims_are_one_document(demo: Demo) -> None:
    """``claims check --json`` prints the documented keys and words, wherever --json stands."""
    ran = amparo("--registry", demo.registry, "claims", "check", "--json")
    found = ran.document
    assert ran.err == ""
    assert list(found) == ["claims", "relations", "clusters", "arithmetic", "balances"]
    keys: dict[str, set[str]] = {
        "claims": {"claim_id", "verdict", "own", "reasons"},
        "relations": {"a", "b", "relation", "reasons"},
        "arithmetic": {"claim_id", "breakdown", "printed", "sum"},
        "balances": {"claimant", "from", "until", "implied_entries", "consistent"},
    }
    for part, expected in keys.items():
        assert found[part]
        assert all(set(row) == expected for row in found[part])
    codes = {"window", "unit", "population", "definition", "verification", "announced", "source"}
    assert {code for part in ("claims", "relations") for row in found[part] for code in row["reasons"]} <= codes
    assert {row["verdict"] for row in found["claims"]} <= {"shown", "compatible", "not_reached", "contradicted", "not_comparable"}
    relations = {"agree", "disagree", "same_statement", "nested", "not_monotone", "not_comparable"}
    assert {row["relation"] for row in found["relations"]} <= relations
    assert amparo("--registry", demo.registry, "claims", "--json", "check").out == ran.out
    listed = amparo("--registry", demo.registry, "claims", "--json").document
    assert {row["claim_id"] for row in listed} == {row["claim_id"] for row in found["claims"]}


def test_every_answer_in_json_is_one_document(registry: Path, tmp_path: Path) -> None:
    """Each command with --json prints one document on stdout; whatever else is to be said goes to stderr."""
    person = amparo("people", "--json", "--registry", registry).document[0]["person_id"]
    checkpoint = tmp_path / "head.txt"
    checkpoint.write_text(amparo("log", "head", "--registry", registry).out, encoding="utf-8")
    recorded = amparo("record", person, "--kind", "release_full", "--date", "2026-03-01", "--json", "--registry", registry).document
    corrected = amparo(
        "supersede", recorded["statement_id"], "--date", "2026-03-02", "--reason", "errata", "--json", "--registry", registry
    ).document
    assert corrected["supersedes"] == recorded["statement_id"]
    gone = amparo("retract", corrected["statement_id"], "--reason", "errata", "--json", "--registry", registry).document
    assert gone["retracts"] == corrected["statement_id"]
    imported = amparo("imports", "--json", "--registry", registry).document
    assert {one["kind"] for one in imported} == {"list", "claims"}
    undone = amparo("undo", imported[0]["import_id"], "--reason", "errata", "--json", "--registry", registry).document
    assert undone["undoes"] == imported[0]["import_id"]
    assert amparo("doctor", "--json", "--registry", registry).document["log"] == "ok"
    assert amparo("log", "verify", "--against", checkpoint, "--json", "--registry", registry).document["verified"] is True


def test_a_person_is_one_document(demo: Demo) -> None:
    """``person --json`` prints history, states, conflicts and statements of the person alone."""
    found = amparo("--registry", demo.registry, "people", "guanipa", "juan", "--json").document
    assert len(found) == 1
    ran = amparo("--registry", demo.registry, "person", found[0]["person_id"], "--on", "2026-02-04", "--json")
    document: dict[str, Any] = ran.document
    assert ran.err == ""
    assert {"person_id", "name", "on", "states", "history", "spells", "conflicts", "statements"} <= set(document)
    own = {one["statement_id"] for one in document["statements"]}
    assert {statement for event in document["history"] for statement in event["statements"]} <= own
    assert {one["subject"] for one in document["statements"]} <= {document["person_id"], *document["records"]}


def test_messages_stay_off_stdout(registry: Path, tmp_path: Path) -> None:
    """Rows that were refused are said on stderr: stdout is the report alone."""
    bad = tmp_path / "lista.csv"
    bad.write_text("n,nombre,sexo,detenida,centro,liberada\n7,Fulana,F,31/02/2026,,\n8,Zutana,F,03/02/2026,,\n", encoding="utf-8")
    (tmp_path / "mapa.yml").write_text(MAP, encoding="utf-8")
    ran = amparo("import", "list", bad, "--map", tmp_path / "mapa.yml", "--json", "--registry", registry)
    assert [problem["row"] for problem in ran.document["refused"]] == [2]
    assert "31/02/2026" in ran.err


def test_the_registry_is_found_in_all_three_ways(registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--registry before or after the verb, else AMPARO_REGISTRY, else ./registry; what stands nearest to the verb wins."""
    monkeypatch.chdir(tmp_path)  # the registry of the test is ./registry here
    ours = amparo("people").out
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert amparo("people").code == 3
    assert amparo("people", AMPARO_REGISTRY=str(registry)).out == ours
    assert amparo("--registry", registry, "people").out == ours
    assert amparo("people", "--registry", registry).out == ours
    assert amparo("--registry", "nowhere", "people", "--registry", registry, AMPARO_REGISTRY="nowhere").out == ours
    assert amparo("--registry", registry, "people", AMPARO_REGISTRY="nowhere").out == ours
    assert amparo("log", "--registry", registry, "head").code == 0
    assert amparo("init").code == 0
    assert (tmp_path / "elsewhere" / "registry").is_dir()


def test_a_passphrase_is_accepted(registry: Path) -> None:
    """As long as registries are not encrypted, AMPARO_PASSPHRASE changes nothing."""
    assert amparo("people", "--registry", registry, AMPARO_PASSPHRASE="secreta") == amparo("people", "--registry", registry)


def test_a_reader_who_has_seen_enough_is_no_failure(demo: Demo) -> None:
    """A pipe that closes early ends the command in silence and with 0, for long answers and for short ones."""
    for words in ("claims --json", "people"):
        done = subprocess.run(
            ["sh", "-c", f'{{ "$0" --registry "$1" {words}; echo $? >&2; }} | true', AMPARO, demo.registry],
            capture_output=True, check=False, text=True, env=surroundings({}),
        )  # fmt: skip
        assert done.stderr.split() == ["0"], done.stderr


def test_the_installed_command_is_the_same(demo: Demo) -> None:
    """The program in .venv/bin answers as in this process."""
    words = ("--registry", demo.registry, "count", "--state", "deprived", "--on", "2026-01-07", "--json")
    assert json.loads(process(*words).out) == amparo(*words).document
