"""
Link invented lists our way and others', in one run, and print a table; a process of its own for each.

    .venv/bin/python -m benchmarks.linkage                    5k and 100k rows
    .venv/bin/python -m benchmarks.linkage 5k 100k 1M
    .venv/bin/python -m benchmarks.linkage --febrl FOLDER      the four FEBRL sets, from a folder with their CSV files
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.daily_counts.__main__ import machine, persons
from benchmarks.linkage.lists import CURATED, TEST_SEEDS, make_lists
from benchmarks.linkage.metrics import measures

METHODS = ("ours", "same_rules", "splink_well_set", "splink_default")


def found_by(method: str, lists: dict[str, pl.DataFrame]) -> list[pl.DataFrame]:
    """Return the persons that a method finds; for Splink's default at each of three thresholds."""
    from amparo.linkage import link_lists
    from benchmarks.linkage import rivals

    if method == "ours":
        return [link_lists(lists, curated=CURATED).persons]
    if method == "same_rules":
        return [rivals.same_rules(lists, CURATED)]
    if method == "splink_well_set":
        return [rivals.splink_well_set(lists, CURATED)]
    return [rivals.splink_default(lists, threshold) for threshold in (0.5, 0.9, 0.99)]


def measure(method: str, rows: int, seed: int) -> dict[str, Any]:  # Any: JSON
    """Return accuracy, seconds and memory of one method; of three thresholds the best, at the cost of one."""
    made = make_lists(rows, seed)
    wall, cpu = time.perf_counter(), time.process_time()
    found = found_by(method, made.lists)
    wall, cpu = (time.perf_counter() - wall) / len(found), (time.process_time() - cpu) / len(found)
    best = max((measures(one, made.truth) for one in found), key=lambda one: one["F1"])
    return {
        "method": method,
        "rows": rows,
        **best,
        "wall": wall,
        "cpu": cpu,
        "gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def febrl(folder: Path) -> None:
    """Print F1 on the four FEBRL sets: other people's invented records, which nothing here was tuned on."""
    from amparo.linkage import link_lists

    names = {1: ["dataset1.csv"], 2: ["dataset2.csv"], 3: ["dataset3.csv"], 4: ["dataset4a.csv", "dataset4b.csv"]}
    for number, files in names.items():
        lists, truth = {}, []
        for file in files:
            table = pl.read_csv(folder / file, infer_schema=False, truncate_ragged_lines=True)
            table = table.rename({name: name.strip() for name in table.columns}).with_columns(pl.all().str.strip_chars())
            born = pl.col("date_of_birth").str.replace(r"^(\d{4})(\d\d)(\d\d)$", "$1-$2-$3")
            lists[file] = table.select(
                record_id="rec_id", given_names="given_name", surnames="surname", birth_date=born, id_number="soc_sec_id",
                municipality="suburb", region="state", place="address_1",
            )  # fmt: skip
            person = pl.col("rec_id").str.extract(r"rec-(\d+)-")
            truth.append(table.select(pl.lit(file).alias("list"), record_id="rec_id", person=person))
        linkage = link_lists(lists, curated=lists if number == 4 else ())
        print(f"febrl{number}", {name: round(value, 4) for name, value in measures(linkage.persons, pl.concat(truth)).items()})


def main(arguments: list[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--febrl"]:
        febrl(Path(arguments[1]))
        return
    if arguments[:1] == ["measure"]:
        print(json.dumps(measure(arguments[1], int(arguments[2]), int(arguments[3]))))
        return
    print(machine())
    for size in arguments or ["5k", "100k"]:
        for method in METHODS:
            command = [sys.executable, "-m", "benchmarks.linkage", "measure", method, str(persons(size)), str(TEST_SEEDS[2])]
            ran = subprocess.run(command, check=False, capture_output=True, text=True)
            if ran.returncode:
                print(f"{size} {method}: failed: {ran.stderr.splitlines()[-1:]}")
                continue
            one = json.loads(ran.stdout.splitlines()[-1])
            cells = [f"{one[name]:.4f}" for name in ("P", "R", "F1", "B3", "clusters_F1")]
            cells += [f"{one['persons_error']:+.2%}", *(f"{one[name]:.1f}" for name in ("wall", "cpu", "gb"))]
            print(f"| {one['rows']:,} | {method} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
