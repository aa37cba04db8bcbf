import csv
import doctest
import io
from itertools import permutations
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest

from amparo.errors import BadInput, WrongUse
from amparo.ingest import refused_table
from amparo.store import create_registry
from amparo.workflows import imports
from amparo.workflows.imports import import_file
from amparo.workflows.recording import retract, supersede, undo
from amparo.workflows.session import Session
from tests.workflows.sitting import ANA, BERTA, CIRO, HEADER, MAP, NAMES, Clock, Desk

BAD = "4,Dora Gil Mora,F,,31.02.2026,La Torre,"
GOOD = BAD.replace("31.02", "03.02")


def kinds_of(desk: Desk, name: str) -> list[str]:
    """Return the kinds of the standing events of the record with a name, in log order."""
    standing = desk.session.standing()
    [subject] = standing.filter((pl.col("property") == "name") & pl.col("value").str.contains(name))["subject"].unique().to_list()
    events = standing.filter((pl.col("subject") == subject) & (pl.col("property") == "event"))
    return [orjson.loads(value)["kind"] for value in events["value"].to_list()]


def test_a_list_becomes_records_of_persons(desk: Desk) -> None:
    """Each row is a record with its facts and the person behind it; the import and the list itself are described beside them."""
    report = desk.bring(ANA, BERTA, CIRO)
    assert (report.records, report.added, report.changed, report.same, report.gone) == (3, 13, 0, 0, ())
    log = desk.session.registry.log()
    assert report.statements == log.height == desk.height()
    people = log.filter(pl.col("property") == "person")
    assert people["value"].n_unique() == people["subject"].n_unique() == 3
    assert log["import_id"].unique().to_list() == [report.import_id]
    [about] = log.filter(pl.col("property") == "import")["value"].to_list()
    assert {name: orjson.loads(about)[name] for name in ("records", "added", "refused", "edition", "source")} == {
        "records": 3, "added": 13, "refused": [], "edition": "2026-02-01", "source": "zz-lista",
    }  # fmt: skip
    [title] = log.filter(pl.col("property") == "list")["value"].to_list()
    assert orjson.loads(title)["licence"] == "CC-BY-4.0"
    assert set(log.filter(pl.col("subject_kind") == "record")["reliability"]) == {"likely"}


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    """The same file under the same map is recognised by its content, whatever its name; the report names the import that it was."""
    first = desk.bring(ANA, BERTA)
    before = desk.session.registry.head()
    again = import_file(desk.session, "list", desk.file([ANA, BERTA], "other name.csv"), map_path=desk.map(), edition="2026-02-01")
    assert (again.already, again.import_id, again.statements, again.added) == (True, first.import_id, 0, 0)
    assert desk.session.registry.head() == before


def test_a_new_edition_is_its_difference(desk: Desk) -> None:
    """Of a new edition only what is new, what changed and who is gone is recorded; what it repeats stands as it was."""
    desk.bring(ANA, BERTA, CIRO)
    desk.clock.set("2026-03-01")
    report = desk.bring(ANA.replace("05.01", "06.01"), GOOD, CIRO.replace("poeta|", ""), edition="2026-03-01")
    # Ana's arrest moved; Dora is new with three facts; of Ciro's two trades one cell is left, printed otherwise; Berta is gone.
    assert (report.added, report.changed, report.records, len(report.gone)) == (4, 1, 3, 1)
    assert kinds_of(desk, "Berta") == ["arrest", "listed", "delisted"]
    assert kinds_of(desk, "Ciro") == ["arrest", "release_unspecified", "listed", "listed"]
    trades = desk.session.standing().filter(pl.col("property") == "occupation")["value"].to_list()
    assert sorted(trades) == ['"albañil"', '"maestra"']
    assert desk.held("2026-03-01", "2026-03-01")[1] == 3


def test_an_unchanged_edition_changes_no_fact(desk: Desk) -> None:
    """A further edition that says the same records that everybody was listed again, and nothing else."""
    desk.bring(ANA, BERTA)
    before = [fact for fact in desk.facts() if '"listed"' not in fact[2]]
    report = desk.bring(ANA, BERTA, edition="2026-03-01")
    assert (report.added, report.changed, report.same, report.gone) == (0, 0, 7, ())
    assert [fact for fact in desk.facts() if '"listed"' not in fact[2]] == before
    assert kinds_of(desk, "Ana") == ["arrest", "listed", "listed"]


def test_somebody_who_comes_back_is_listed_again(desk: Desk) -> None:
    """Whoever is missing from an edition is delisted once; on coming back the facts stand as before, under the same person."""
    desk.bring(ANA, BERTA)
    people = desk.session.standing().filter(pl.col("property") == "person")["value"].to_list()
    for number in (3, 4):
        report = desk.bring(ANA, edition=f"2026-0{number}-01")
        assert len(report.gone) == (number == 3)
    report = desk.bring(ANA, BERTA, edition="2026-05-01")
    assert (report.added, report.gone) == (0, ())
    assert kinds_of(desk, "Berta") == ["arrest", "listed", "delisted", "listed"]
    assert desk.session.standing().filter(pl.col("property") == "person")["value"].to_list() == people
    assert len(desk.bring(ANA, edition="2026-06-01").gone) == 1


def test_a_refused_row_is_not_gone(desk: Desk) -> None:
    """A row that could not be read is not missing from the list: nobody is delisted because of a slip."""
    desk.bring(ANA, GOOD)
    report = desk.bring(ANA, BAD, edition="2026-03-01")
    assert report.gone == ()
    assert [problem.row for problem in report.refused] == [3]
    assert kinds_of(desk, "Dora") == ["arrest", "listed"]


def test_a_correction_by_hand_outlives_the_next_edition(desk: Desk) -> None:
    """What a reviewer corrected or withdrew does not come back because the list repeats its error; what the list changes, it changes."""
    desk.bring(ANA, BERTA, CIRO)
    standing = desk.session.standing()
    ids = {word: standing.filter(pl.col("value").str.contains(word))["statement_id"][0] for word in ("Berta", "maestra", "La Torre")}
    supersede(desk.session, ids["Berta"], {"value": "Berta Núñez Sotto"}, "The list has a slip.")
    retract(desk.session, ids["maestra"], "Not true.")
    supersede(desk.session, ids["La Torre"], {"happened_on": "2025-03"}, "A ruling gives the month.")
    corrected = [fact for fact in desk.facts() if '"listed"' not in fact[2]]
    report = desk.bring(ANA, BERTA, CIRO, edition="2026-03-01")
    assert (report.added, report.changed) == (0, 0)
    assert [fact for fact in desk.facts() if '"listed"' not in fact[2]] == corrected
    desk.bring(ANA.replace("maestra", "poeta"), BERTA, CIRO, edition="2026-04-01")
    assert '"poeta"' in [fact[2] for fact in desk.facts()]


def test_an_older_edition_after_a_newer_is_refused(desk: Desk) -> None:
    """An edition from before one that stands would take back its corrections: it is refused, and the message says how to go about it."""
    desk.bring(ANA, edition="2026-03-01")
    before = desk.height()
    with pytest.raises(BadInput) as refusal:
        desk.bring(ANA, BERTA, edition="2026-02-01")
    assert refusal.value.code == "workflows.older_edition"
    assert "2026-03-01" in refusal.value.message("es")
    assert desk.height() == before
    desk.bring(ANA, BERTA, edition="2026-02-01", id="zz-otra")


def test_the_order_of_files_does_not_change_the_answers(tmp_path: Path) -> None:
    """In whatever order several lists come in, the same facts stand, and every count is the same."""
    lists = {"zz-a": [ANA, BERTA], "zz-b": [ANA.replace("05.01", "06.01"), CIRO], "zz-c": [GOOD]}
    outcomes = []
    for order in permutations(lists):
        folder = tmp_path / "-".join(order)
        folder.mkdir()
        clock = Clock()
        with create_registry(folder / "registry", entropy=lambda size: b"\x01" * size) as registry:
            desk = Desk(Session(registry, "yo", clock), clock, folder)
            for name in order:
                desk.bring(*lists[name], id=name)
            outcomes.append((desk.facts(), desk.held("2025-12-31"), desk.held("2026-02-03")))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert outcomes[0][1] == (4, 4)


def test_refused_rows_come_back_to_be_corrected(desk: Desk) -> None:
    """The rows that were not taken come back as the same table with the reason; corrected, they complete the list."""
    report = desk.bring(ANA, BAD, "5,,X,,,,")
    assert report.records == 1
    assert {(problem.row, problem.column) for problem in report.refused} == {(3, "detenida"), (4, "sexo")}
    assert report.table is not None
    back = list(csv.reader(io.StringIO(refused_table(report.table, report.refused, "es").decode("utf-8-sig"))))
    assert [row[0] for row in back] == ["n", "4", "5"]
    assert back[1][:-1] == BAD.split(",")
    assert "31.02.2026" in back[1][-1]
    corrected = desk.folder / "corrected.csv"
    corrected.write_text("\n".join([",".join(back[0][:-1]), ANA, GOOD]), encoding="utf-8")
    again = import_file(desk.session, "list", corrected, map_path=desk.map(), edition="2026-02-01")
    assert (again.records, again.refused, again.added) == (2, (), 3)


def test_strict_refuses_the_whole(desk: Desk) -> None:
    """With strict one bad row refuses the file, naming every problem, and nothing is changed."""
    with pytest.raises(BadInput) as refusal:
        desk.bring(ANA, BAD, "5,Eva,X,,,,", strict=True)
    assert refusal.value.code == "workflows.refused_all"
    assert len(refusal.value.problems) == 2
    assert desk.height() == 0


@pytest.mark.parametrize("rows", [[], [BAD], ["5,,X,,,,", BAD]], ids=["none", "one bad", "all bad"])
def test_an_import_of_nothing_is_an_error(desk: Desk, rows: list[str]) -> None:
    """A list of which no row can be taken is refused as a whole: an empty import would look like a list on which nobody stands."""
    with pytest.raises(BadInput) as refusal:
        desk.bring(*rows)
    assert refusal.value.code == "ingest.no_rows"
    assert len(refusal.value.problems) == len(rows)
    assert desk.height() == 0


def test_a_dry_run_says_what_would_be_done_and_does_nothing(desk: Desk) -> None:
    """A dry run gives the numbers of the import that follows it, and leaves no statement and no file."""
    for edition, rows in (("2026-02-01", [ANA, BERTA, BAD]), ("2026-03-01", [ANA.replace("F,", "M,"), CIRO])):
        before = desk.session.registry.head()
        dry = desk.bring(*rows, edition=edition, dry_run=True)
        assert desk.session.registry.head() == before
        real = desk.bring(*rows, edition=edition)
        assert real.to_dict() == {**dry.to_dict(), "dry_run": False}
        assert [record.row for record in dry.samples] == [2, 3]


def test_a_dry_run_refuses_what_the_import_would(desk: Desk) -> None:
    """What the log cannot keep, such as a NUL that YAML can write, is refused in the dry run already."""
    path = desk.folder / "case.yml"
    path.write_text('format: amparo-case/1\nperson: {id: p1}\ncharges:\n- {id: c1, offences: ["Ana\\0Ruiz"]}\n', encoding="utf-8")
    for dry_run in (True, False):
        with pytest.raises(BadInput) as refusal:
            import_file(desk.session, "casefiles", path, dry_run=dry_run)
        assert refusal.value.code == "statements.nul"
        assert_nameless([refusal.value.message("es")])
        assert desk.height() == 0


def test_an_undone_import_can_be_made_again(desk: Desk) -> None:
    """After an import is undone the same file comes in whole, under a new import, and the same persons have the same ids."""
    first = desk.bring(ANA, BERTA)
    facts = desk.facts()
    undo(desk.session, first.import_id, "The wrong file.")
    second = desk.bring(ANA, BERTA)
    assert (second.already, second.added) == (False, first.added)
    assert second.import_id != first.import_id
    assert desk.facts() == facts


def test_another_reading_of_the_same_file_is_another_import(desk: Desk) -> None:
    """Under a changed map the same file is read anew, and what is read otherwise replaces what stood."""
    desk.bring(ANA)
    path = desk.map(text=MAP.replace("F: f", "F: x"))
    report = import_file(desk.session, "list", desk.folder / "zz-lista-2026-02-01.csv", map_path=path, edition="2026-02-01")
    assert (report.already, report.changed, report.same) == (False, 1, 3)


def test_a_list_needs_its_map(desk: Desk) -> None:
    """A list without a map is wrong use: nobody guesses what its columns mean."""
    with pytest.raises(WrongUse) as refusal:
        import_file(desk.session, "list", desk.file([ANA]))
    assert refusal.value.code == "workflows.map_needed"


def test_every_statement_leads_back_to_its_cell(desk: Desk) -> None:
    """From each fact of a row one finds the file as it was received, the row and the columns, and in them what was printed."""
    desk.bring(ANA, BERTA, CIRO)
    desk.bring(ANA.replace("maestra", "poeta"), GOOD, edition="2026-03-01")
    desk.bring(CIRO.replace("Ciro", "Çiro"), id="zz-otra")
    seen = 0
    for row in desk.session.registry.log().filter(pl.col("subject_kind") == "record").iter_rows(named=True):
        locator = orjson.loads(row["locator"])
        content = desk.session.registry.original(locator["file"])
        assert content is not None
        table = list(csv.reader(io.StringIO(content.decode())))
        if not locator.get("columns"):
            continue
        printed = [table[locator["row"] - 1][table[0].index(column)] for column in locator["columns"]]
        value = orjson.loads(row["value"])
        seen += 1
        if row["property"] == "event":
            assert row["happened_on"][:4] in printed[0]
            assert value.get("facility") in (None, *printed)
        elif isinstance(value, dict):
            assert value["raw"] == " ".join(printed)
        else:
            assert value == printed[0]
    assert seen > 20


HOSTILE = [
    '1,"=HYPERLINK(""http://example.org"",""Ana"")",F,,05.01.2025,El Faro,',
    '2,"@SUM(1+1)*cmd|\' /C calc\'!A0",F,,05.01.2025,"<script>alert(1)</script>",',
    '3,"Robert\'); DROP TABLE statement;--",M,,05.01.2025,{__class__},',
    '4,"\\u0000 {n} %s",M,"../../etc|\u202egnp",05.01.2025,El Faro,',
]


def test_hostile_cells_are_only_text(desk: Desk) -> None:
    """Formulas, markup, queries, templates and text that looks like a NUL are recorded as the text they are, and nothing else happens."""
    report = desk.bring(*HOSTILE)
    assert (report.records, report.refused) == (4, ())
    names = [orjson.loads(value) for value in desk.session.standing().filter(pl.col("property") == "name")["value"].to_list()]
    assert names == [row[1] for row in csv.reader(HOSTILE)]
    assert desk.session.registry.verify().size == desk.height()
    assert desk.bring(*HOSTILE).already


def test_hostile_refused_rows_are_not_run_by_a_spreadsheet(desk: Desk) -> None:
    """The table of refused rows has no cell that a spreadsheet would run."""
    report = desk.bring(BERTA, *(row.replace("05.01.2025", "99.99.2025") for row in HOSTILE if row[0] != "2"))
    assert report.table is not None
    back = list(csv.reader(io.StringIO(refused_table(report.table, report.refused, "en").decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in back for cell in row)


def test_a_nul_refuses_the_file_and_not_the_person(desk: Desk) -> None:
    """A NUL in a cell refuses the import with a message that has no name in it, and nothing is changed."""
    desk.bring(BERTA, id="zz-otra")
    before = desk.session.registry.head()
    with pytest.raises(BadInput) as refusal:
        desk.bring(ANA.replace("Lagos", "La\x00gos"), CIRO)
    assert desk.session.registry.head() == before
    assert_nameless([refusal.value.message(language) for language in ("es", "en")])


def assert_nameless(messages: list[str]) -> None:
    """See that no message has a person's name in it."""
    assert messages
    for message in messages:
        assert not any(name in message for name in NAMES), message


def test_no_message_has_a_name_in_it(desk: Desk) -> None:
    """What is refused is named by row and column: neither report nor refusal prints whom the row is about."""
    rows = [ANA.replace("F,", "Q,"), BERTA.replace("2025", "2025-02-30"), CIRO.replace("14.01.2026", "ayer"), GOOD]
    report = desk.bring(*rows)
    assert_nameless([problem.message(language) for problem in (*report.refused, *report.warnings) for language in ("es", "en")])
    assert_nameless([orjson.dumps(report.to_dict()).decode()])
    doubled: list[Any] = [ANA, BERTA.replace("2,", "1,", 1)]
    with pytest.raises(BadInput) as refusal:
        desk.bring(*doubled, id="zz-doble")
    assert_nameless([problem.message("es") for problem in refusal.value.problems] + [refusal.value.message("es")])


def test_a_missing_column_or_file_changes_nothing(desk: Desk) -> None:
    """A list without a column that its map names, or without a file, is refused whole."""
    path = desk.folder / "short.csv"
    path.write_text(HEADER.replace(",centro", "") + "\n1,Ana Ruiz Lagos,F,,05.01.2025,\n", encoding="utf-8")
    for file in (path, desk.folder / "nowhere.csv"):
        with pytest.raises(BadInput, match=r"ingest\.(file_refused|file_missing)"):
            import_file(desk.session, "list", file, map_path=desk.map(), edition="2026-02-01")
    assert desk.height() == 0


def test_the_examples_in_the_docstrings_hold() -> None:
    """What a docstring shows is what the function returns."""
    found: Any = doctest.testmod(imports)
    assert (found.attempted, found.failed) == (1, 0)


def test_a_list_without_numbers_knows_its_rows_by_their_content(desk: Desk) -> None:
    """Where a list has no column of ids, an equal row is the same record, and a changed one is another; refused rows name nobody."""
    path = desk.map("zz-sin", MAP.replace("record_id: n\n", ""))
    for edition, rows, counts in (("2026-02-01", [ANA, BERTA], (2, 0)), ("2026-03-01", [ANA, CIRO, BAD], (2, 1))):
        report = import_file(desk.session, "list", desk.file(rows), map_path=path, edition=edition)
        assert (report.records, len(report.gone)) == counts
    assert desk.session.standing().filter(pl.col("property") == "person").height == 3
