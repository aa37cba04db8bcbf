"""
The Merkle tree over the log of statements (RFC 6962, section 2.1), and its proofs.

A leaf is SHA-256(0x00 ‖ salt ‖ canonical statement): the salt makes a published
root useless for guessing names, and destroying salt and content erases a
statement without changing any root (RFC 6962's leaf input is ``salt ‖ statement``).
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import attrs

SALT_BYTES = 16


def leaf_hash(salt: bytes, canonical: bytes) -> bytes:
    """Return the leaf that commits to a salted statement."""
    return sha256(b"\x00" + salt + canonical).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the inner node over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


@attrs.frozen
class Frontier:
    """
    The right edge of a tree: the roots of its complete subtrees, largest first.

    It is all that is needed to append to a log of any size and to know its root.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extended(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier after the leaves are appended."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            node, bits = leaf, size
            while bits & 1:  # each trailing one is a complete subtree of equal height
                node = sha256(b"\x01" + peaks.pop() + node).digest()
                bits >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the tree head; of an empty log the hash of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the tree head over leaves."""
    return Frontier().extended(leaves).root()


def _split(size: int) -> int:
    """Return the largest power of two smaller than a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the path that proves the leaf at an index to be in the tree (RFC 6962 §2.1.1)."""
    if len(leaves) <= 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*inclusion_proof(leaves[:middle], index), root(leaves[middle:])]
    return [*inclusion_proof(leaves[middle:], index - middle), root(leaves[:middle])]


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Say whether a path proves that a leaf stands at an index of the tree with this head."""
    if not 0 <= index < size:
        return False
    node, last = leaf, size - 1
    for step in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(step, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, step)
        index, last = index >> 1, last >> 1
    return last == 0 and node == head


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the nodes that prove the first ``old_size`` leaves unchanged (RFC 6962 §2.1.2)."""
    return _subproof(leaves, old_size, whole=True) if 0 < old_size < len(leaves) else []


def _subproof(leaves: Sequence[bytes], old_size: int, *, whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if whole else [root(leaves)]
    middle = _split(len(leaves))
    if old_size <= middle:
        return [*_subproof(leaves[:middle], old_size, whole=whole), root(leaves[middle:])]
    return [*_subproof(leaves[middle:], old_size - middle, whole=False), root(leaves[:middle])]


def consistent(old_size: int, old_head: bytes, size: int, head: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that the newer tree only appended to the older (RFC 9162 §2.1.4.2)."""
    if old_size == size:
        return old_head == head and not proof
    if old_size == 0:
        return old_head == Frontier().root() and not proof
    if not 0 < old_size < size:
        return False
    path = list(proof) if old_size & (old_size - 1) else [old_head, *proof]
    if not path:
        return False
    first, last = old_size - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new = node_hash(new, node)
        first, last = first >> 1, last >> 1
    return last == 0 and old == old_head and new == head
