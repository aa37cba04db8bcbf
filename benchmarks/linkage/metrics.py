"""How good a linkage is, against the truth: pairs, B-cubed, exact clusters, number of persons."""

import numpy as np
import polars as pl


def measures(found: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    """
    Return precision, recall and F1 of pairs, B-cubed F1, F1 of exact clusters, and the error in the number of persons.

    ``found``: list, record_id, person_id; ``truth``: list, record_id, person.
    """
    both = truth.join(found, on=["list", "record_id"], how="left").with_columns(person_id=pl.col("person_id").cast(pl.String))
    both = both.with_columns(
        n_true=pl.len().over("person"), n_found=pl.len().over("person_id"), n_both=pl.len().over("person", "person_id")
    )

    def pairs(*keys: str) -> int:
        sizes = both.group_by(*keys).len()["len"].to_numpy().astype(np.int64)
        return int((sizes * (sizes - 1) // 2).sum())

    right, said, there = pairs("person", "person_id"), pairs("person_id"), pairs("person")
    p, r = right / max(said, 1), right / max(there, 1)
    bp, br = float((both["n_both"] / both["n_found"]).mean() or 0), float((both["n_both"] / both["n_true"]).mean() or 0)  # type: ignore[arg-type]
    exact = both.filter((pl.col("n_both") == pl.col("n_true")) & (pl.col("n_both") == pl.col("n_found")))["person"].n_unique()
    persons, clusters = both["person"].n_unique(), both["person_id"].n_unique()
    return {
        "P": p,
        "R": r,
        "F1": _f1(p, r),
        "B3": _f1(bp, br),
        "clusters_F1": 2 * exact / (persons + clusters),
        "persons_error": clusters / persons - 1,
    }


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0
