import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from amparo.linkage.blocks import key_of, pairs_of

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(-1, 3)), min_size=1, max_size=40)


@given(ROWS, st.integers(2, 6))
def test_pairs_are_those_that_share_a_key(rows: list[tuple[int, int]], cap: int) -> None:
    """Rows of a small block are paired all with all; of a large one those that also share the narrower, itself under the cap."""
    keys, narrow = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    found = pairs_of(key_of(keys), np.arange(keys.size), keys.size, cap, (narrow,))
    wanted = set()
    for i in range(keys.size):
        for j in range(i + 1, keys.size):
            if keys[i] != keys[j]:
                continue
            inner = np.sum((keys == keys[i]) & (narrow == narrow[i]))
            if np.sum(keys == keys[i]) <= cap or (narrow[i] == narrow[j] >= 0 and inner <= cap):
                wanted.add(i * keys.size + j)
    assert found.tolist() == sorted(wanted)
