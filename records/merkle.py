"""Merkle trees as RFC 6962 hashes them: one root stands for a whole list, and a short path proves one member."""

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a member; its prefix keeps it from being taken for a node (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over the members in their order."""
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        level = _parents(level)
    return level[0] if level else EMPTY_ROOT


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that, with the member at the index, give the root (RFC 6962, section 2.1.1).

    Raises:
        IndexError: when there is no such member.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    found: list[bytes] = []
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            found.append(level[sibling])
        level, index = _parents(level), index // 2
    return found


def _parents(level: list[bytes]) -> list[bytes]:
    # A last node without a sibling rises unchanged, which gives the same tree as splitting at the largest
    # power of two below the size.
    pairs = [_node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[-1:] if len(level) % 2 else pairs
