"""
What else is measured of linking: growth with the number of rows, a weekly edition, the number of persons, what review gains.

    .venv/bin/python -m benchmarks.linkage.studies growth 100k 300k 1M     each in a process of its own; after each, 1,000 rows more
    .venv/bin/python -m benchmarks.linkage.studies persons 5k              own lists and those of another make, many seeds
    .venv/bin/python -m benchmarks.linkage.studies elsewhere 5k            three sorts made to be hard
    .venv/bin/python -m benchmarks.linkage.studies six 100k                the noisier six lists
    .venv/bin/python -m benchmarks.linkage.studies candidates 100k         what the keys find, beside twelve tuned rules
    .venv/bin/python -m benchmarks.linkage.studies labels 20k              what decisions of reviewers gain
"""

import resource
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import polars as pl

from benchmarks.daily_counts.__main__ import machine, persons
from benchmarks.linkage.elsewhere import ALONE as ALONE_ELSEWHERE
from benchmarks.linkage.elsewhere import SORTS, lists_elsewhere
from benchmarks.linkage.lists import CURATED, FIVE, SIX, TEST_SEEDS, Lists, make_lists
from benchmarks.linkage.metrics import measures
from benchmarks.linkage.strangers import ALONE, PROFILES, strange_lists

_WEEK = 1_000


@contextmanager
def _clocked(what: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{what}: {time.perf_counter() - wall:.1f} s wall, {time.process_time() - cpu:.1f} s processor, {memory:.2f} GB", flush=True)


def growth(rows: int) -> None:
    """Link lists of a size, then a week's edition into them; print accuracy, seconds, memory and pairs."""
    from amparo.linkage import link_lists

    made = make_lists(rows, TEST_SEEDS[2])
    week = made.lists["news"].head(_WEEK)["record_id"].to_list()
    before = made.lists | {"news": made.lists["news"].filter(~pl.col("record_id").is_in(week))}
    with _clocked(f"{rows:,} rows"):
        linkage = link_lists(before, curated=CURATED)
    told = made.truth.filter(~((pl.col("list") == "news") & pl.col("record_id").is_in(week)))
    print(f"  {linkage.work.candidates.pairs.size:,} candidates; {_line(linkage.persons, told)}", flush=True)
    with _clocked("  number of persons"):
        low, high = linkage.persons_interval()
    number = told["person"].n_unique()
    print(f"  expected {linkage.head_count.expected / number - 1:+.2%}, 90 % interval {low / number - 1:+.2%} to {high / number - 1:+.2%}")
    with _clocked(f"  {_WEEK:,} rows more"):
        after = link_lists(made.lists, curated=CURATED, previous=linkage)
    both = after.persons.join(linkage.persons, on=["list", "record_id"], suffix="_was")
    kept = float((both["person_id"] == both["person_id_was"]).sum() / both.height)
    print(f"  {_line(after.persons, made.truth)}; ids kept {kept:.5f}")


def _line(found: pl.DataFrame, truth: pl.DataFrame) -> str:
    one = measures(found, truth)
    shares = [f"{name} {float(one[name]):.4f}" for name in ("P", "R", "F1", "B3")]
    return " ".join([*shares, f"persons {float(one['persons_error']):+.2%}"])


def six(rows: int) -> None:
    """Link five lists and the noisier six."""
    from amparo.linkage import link_lists

    for which in (FIVE, SIX):
        made = make_lists(rows, TEST_SEEDS[2], which)
        with _clocked(f"{len(which)} lists"):
            linkage = link_lists(made.lists, curated=CURATED)
        print(f"  {_line(linkage.persons, made.truth)}", flush=True)


def head_counts(rows: int) -> None:
    """Print how far the expected number of persons is off, and how often the 90 % interval holds the truth."""
    _head_counts("own", [(make_lists(rows, seed), CURATED, False) for seed in TEST_SEEDS])
    for profile in PROFILES:
        _head_counts(profile, [(strange_lists(rows, seed, PROFILES[profile]), ALONE, False) for seed in range(31, 41)])


def elsewhere(rows: int) -> None:
    """Print the same of three sorts of lists that were made to be hard; then where every list is said to identify by names."""
    for named in (False, True):
        for sort in SORTS:
            title = f"{sort}, names identify" if named else sort
            _head_counts(title, [(lists_elsewhere(sort, rows, seed), ALONE_ELSEWHERE[sort], named) for seed in range(11, 16)])


def _head_counts(title: str, jobs: Sequence[tuple[Lists, Collection[str], bool]]) -> None:
    """Print one row of the table of ``head_counts``."""
    from amparo.linkage import link_lists

    found = []
    for made, alone, named in jobs:
        linkage = link_lists(made.lists, curated=alone, names_identify=list(made.lists) if named else ())
        number, (low, high) = made.truth["person"].n_unique(), linkage.persons_interval()
        one = measures(linkage.persons, made.truth)
        off = linkage.head_count.expected / number - 1
        found.append((off, abs(off), low <= number <= high, (high - low) / number, one["P"], one["R"], one["F1"], one["persons_error"]))
    mean = np.mean(found, axis=0)
    print(
        f"| {title} | {mean[4]:.4f} | {mean[5]:.4f} | {mean[6]:.4f} | {mean[7]:+.1%} | {mean[0]:+.2%} | {np.max(found, axis=0)[1]:.2%} "
        f"| {mean[3]:.2%} | {int(np.sum(found, axis=0)[2])} of {len(jobs)} |",
        flush=True,
    )


def candidates(rows: int) -> None:
    """Print the share of true pairs that the keys find, what was estimated of it, and the share that twelve tuned rules find."""
    from amparo.linkage import link_lists
    from amparo.linkage.blocks import held, key_of, pairs_of
    from benchmarks.linkage.rivals import blocking_frame, twelve_rule_pairs

    made = make_lists(rows, TEST_SEEDS[2])
    linkage = link_lists(made.lists, curated=CURATED)
    records = linkage.work.records
    truth = records.frame.join(made.truth, on=["list", "record_id"], how="left", maintain_order="left")["person"].to_numpy()
    true = pairs_of(key_of(truth), np.arange(records.height), records.height, records.height)
    found = linkage.work.candidates
    twelve = twelve_rule_pairs(blocking_frame(made.lists)[1], [place for place, name in enumerate(records.lists) if name in CURATED])
    print(f"twelve rules: {held(true, twelve).mean():.4f} of {true.size:,} pairs with {twelve.size:,} candidates")
    print(f"seven families: {held(true, found.pairs).mean():.4f} with {found.pairs.size:,}; estimated {linkage.recall_estimate:.4f}")
    for name, pairs in found.families.items():
        print(f"  {name}: {held(true, pairs).mean():.4f} with {pairs.size:,}")


def labels(rows: int) -> None:
    """Print what so many answers of a reviewer who is always right gain, asked in the order of the queue."""
    from amparo.linkage import link_lists

    made = make_lists(rows, TEST_SEEDS[2])
    person = {(source, record): one for source, record, one in made.truth.iter_rows()}
    linkage = link_lists(made.lists, curated=CURATED)
    print(f"  none: {_line(linkage.persons, made.truth)}", flush=True)
    open_pairs = linkage.pairs.filter(pl.col("decision") == "undecided").sort(
        (pl.col("probability") - 0.5).abs(), "list_a", "record_a", "list_b", "record_b"
    )
    for number in (200, 1_000, open_pairs.height):
        rows_said = [
            (*row, "same" if person[row[0], row[1]] == person[row[2], row[3]] else "different")
            for row in open_pairs.head(number).select("list_a", "record_a", "list_b", "record_b").iter_rows()
        ]
        said = pl.DataFrame(rows_said, schema=["list_a", "record_a", "list_b", "record_b", "decision"], orient="row")
        taught = link_lists(made.lists, curated=CURATED, decisions=said)
        print(f"  {said.height:,} answers: {_line(taught.persons, made.truth)}", flush=True)


STUDIES = {"growth": growth, "persons": head_counts, "elsewhere": elsewhere, "six": six, "candidates": candidates, "labels": labels}


def main(arguments: list[str]) -> None:
    """Run a study, each size in a process of its own."""
    name, *sizes = arguments
    if len(sizes) > 1:
        for size in sizes:
            subprocess.run([sys.executable, "-m", "benchmarks.linkage.studies", name, size], check=True)
        return
    print(machine())
    STUDIES[name](persons(sizes[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
