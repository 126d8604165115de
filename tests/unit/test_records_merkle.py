import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import merkle, verifier

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def definition(leaves):
    """The tree as RFC 6962, section 2.1, defines it, word for word: the oracle."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + definition(leaves[:split]) + definition(leaves[split:])).digest()


@given(leaves=st.lists(st.binary(max_size=8), max_size=40))
def test_the_root_is_the_one_the_standard_defines(leaves):
    assert merkle.root(leaves) == definition(leaves)


def test_the_root_over_nothing_is_the_hash_of_nothing():
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(leaves=LEAVES, data=st.data())
def test_the_verifier_reaches_the_root_from_every_member(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.path(leaves, index)
    assert verifier.root_from_path(leaves[index], index, len(leaves), path) == merkle.root(leaves)


@given(leaves=LEAVES, data=st.data())
def test_a_stranger_does_not_reach_the_root(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.path(leaves, index)
    assert verifier.root_from_path(b"a stranger", index, len(leaves), path) != merkle.root(leaves)


@pytest.mark.parametrize("size", [2, 3, 7, 8, 9])
def test_a_proof_of_another_length_is_refused(size):
    leaves = [bytes([number]) for number in range(size)]
    for index in range(size):
        path = merkle.path(leaves, index)
        with pytest.raises(verifier.Broken, match="too long"):
            verifier.root_from_path(leaves[index], index, size, [*path, bytes(32)])
        with pytest.raises(verifier.Broken, match="too short"):
            verifier.root_from_path(leaves[index], index, size, path[:-1])


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_member_that_is_not_there(index):
    with pytest.raises(IndexError):
        merkle.path([b"a", b"b", b"c"], index)
    with pytest.raises(verifier.Broken, match="no member"):
        verifier.root_from_path(b"a", index, 3, [])
