from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.statements.ledger import (
    Frontier,
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    root,
)

# The inputs, roots and proofs that Certificate Transparency publishes for RFC 6962.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_96A2 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_5F08 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_6B47 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_BC1A = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_CA85 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
INCLUSIONS = [
    (0, 1, []),
    (0, 8, [_96A2, _5F08, _6B47]),
    (5, 8, [_BC1A, _CA85, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], _5F08, _BC1A]),
]
CONSISTENCIES = [
    (1, 1, []),
    (1, 8, [_96A2, _5F08, _6B47]),
    (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", _CA85, ROOTS[4]]),
    (2, 5, [_5F08, _BC1A]),
]
PUBLISHED = [leaf_hash(b"", bytes.fromhex(text)) for text in INPUTS]

LEAVES = [sha256(bytes([number])).digest() for number in range(64)]
HEADS = [root(LEAVES[:size]) for size in range(65)]


def naive_root(leaves: list[bytes]) -> bytes:
    """Return the tree head as RFC 6962 §2.1 defines it, by recursion."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = max(1 << power for power in range(7) if 1 << power < len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:middle]) + naive_root(leaves[middle:])).digest()


def turns(index: int, size: int) -> str:
    """Return the sides on which the path from a leaf to the root meets its siblings."""
    if size == 1:
        return ""
    middle = max(1 << power for power in range(8) if 1 << power < size)
    return turns(index, middle) + "R" if index < middle else turns(index - middle, size - middle) + "L"


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    """The tree over the published inputs has the published head."""
    assert root(PUBLISHED[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSIONS)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int, path: list[str]) -> None:
    """The path of a leaf is the published one, and proves it."""
    proof = inclusion_proof(PUBLISHED[:size], index)
    assert [node.hex() for node in proof] == path
    assert included(PUBLISHED[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old_size", "size", "path"), CONSISTENCIES)
def test_consistency_proofs_are_the_published_ones(old_size: int, size: int, path: list[str]) -> None:
    """The proof between two sizes is the published one, and proves it."""
    proof = consistency_proof(PUBLISHED[:size], old_size)
    assert [node.hex() for node in proof] == path
    assert consistent(old_size, bytes.fromhex(ROOTS[old_size]), size, bytes.fromhex(ROOTS[size]), proof)


def test_a_salt_changes_the_leaf() -> None:
    """A leaf is the hash of a zero byte, the salt and the statement, in this order."""
    assert leaf_hash(b"salt", b"body") == sha256(b"\x00saltbody").digest()
    assert leaf_hash(b"salt", b"body") != leaf_hash(b"tlas", b"body")


def test_every_size_has_the_root_of_the_definition() -> None:
    """The head that grows leaf by leaf equals the head by the definition, at every size."""
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES):
        assert (frontier.size, frontier.root()) == (size, naive_root(LEAVES[:size]))
        frontier = frontier.extended([leaf])
    assert frontier.root() == naive_root(LEAVES) == HEADS[64]


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70), st.lists(st.integers(0, 70), max_size=4))
def test_appending_in_parts_is_appending_at_once(leaves: list[bytes], cuts: list[int]) -> None:
    """However a log is cut into appends, its head is that of the definition."""
    frontier, done = Frontier(), 0
    for cut in [*sorted(min(cut, len(leaves)) for cut in cuts), len(leaves)]:
        frontier, done = frontier.extended(leaves[done:cut]), cut
    assert (frontier.size, frontier.root()) == (len(leaves), naive_root(leaves))
    assert len(frontier.peaks) == len(leaves).bit_count()


def test_every_inclusion_proof_proves_its_leaf_only() -> None:
    """Up to 64 leaves, the path of each leaf proves it at its index and at no other of the same tree."""
    for size in range(1, 65):
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            accepted = [other for other in range(-1, size + 1) if included(LEAVES[index], other, size, proof, HEADS[size])]
            assert accepted == [index]


def test_an_inclusion_proof_knows_no_more_of_the_size_than_its_turns() -> None:
    """Another size is refused unless the path would turn alike there: index and size are bound by the checkpoint that carries the head."""
    for size in range(1, 20):
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            for other_size in range(24):
                for other in range(other_size):
                    alike = turns(other, other_size) == turns(index, size)
                    assert included(LEAVES[index], other, other_size, proof, HEADS[size]) == alike


@given(st.data())
def test_a_flipped_bit_breaks_an_inclusion_proof(data: st.DataObject) -> None:
    """A changed bit of leaf, path or head, a dropped, doubled or swapped node: each is refused."""
    size = data.draw(st.integers(2, 64))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(LEAVES[:size], index)
    parts = [LEAVES[index], *proof, HEADS[size]]
    place, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[place] = flipped(parts[place], bit)
    assert not included(parts[0], index, size, parts[1:-1], parts[-1])
    for broken in misshapen(proof):
        assert not included(LEAVES[index], index, size, broken, HEADS[size])


def test_every_consistency_proof_proves_its_sizes() -> None:
    """Up to 64 leaves, each older head is proved by its proof; the proof of another pair of sizes proves nothing unless it is the same."""
    for size in range(65):
        for old_size in range(size + 1):
            proof = consistency_proof(LEAVES[:size], old_size)
            assert consistent(old_size, HEADS[old_size], size, HEADS[size], proof)
            if size <= 12:
                for other_size in range(14):
                    for other in range(14):
                        right = other <= other_size and consistency_proof(LEAVES[:other_size], other) == proof
                        assert consistent(other, HEADS[other], other_size, HEADS[other_size], proof) == right


@given(st.data())
def test_a_flipped_bit_breaks_a_consistency_proof(data: st.DataObject) -> None:
    """A changed bit of either head or of the proof, a dropped, doubled or swapped node: each is refused."""
    size = data.draw(st.integers(1, 64))
    old_size = data.draw(st.integers(0, size))
    proof = consistency_proof(LEAVES[:size], old_size)
    parts = [HEADS[old_size], *proof, HEADS[size]]
    changeable = [0] if old_size == 0 else range(len(parts))  # every log extends the empty one: its head proves nothing
    place, bit = data.draw(st.sampled_from(changeable)), data.draw(st.integers(0, 255))
    parts[place] = flipped(parts[place], bit)
    assert not consistent(old_size, parts[0], size, parts[-1], parts[1:-1])
    for broken in misshapen(proof):
        assert not consistent(old_size, HEADS[old_size], size, HEADS[size], broken)


def test_a_shorter_log_extends_nothing() -> None:
    """No proof shows that a log shrank, nor anything of a size below zero."""
    assert not consistent(5, HEADS[5], 3, HEADS[3], consistency_proof(LEAVES[:5], 3))
    assert not consistent(-1, HEADS[0], 3, HEADS[3], [])
    assert not consistent(1, HEADS[1], 3, HEADS[3], [])
    assert not consistent(3, HEADS[3], 5, HEADS[5], [])


def flipped(text: bytes, bit: int) -> bytes:
    """Return a hash with one bit turned."""
    return (int.from_bytes(text) ^ 1 << bit).to_bytes(len(text))


def misshapen(proof: list[bytes]) -> list[list[bytes]]:
    """Return the proof with a node dropped, doubled, added, and the first two swapped."""
    shapes = [[*proof, LEAVES[0]]]
    if proof:
        shapes += [proof[1:], proof[:-1], [proof[0], *proof]]
    if len(proof) > 1:
        shapes.append([proof[1], proof[0], *proof[2:]])
    return shapes
