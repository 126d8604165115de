import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import verifier
from records.chain import (
    EMPTY,
    GENESIS,
    Head,
    Header,
    Link,
    canonical,
    commitment,
    digest,
    follow,
    header_json,
    link_hash,
    moment_text,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def links(size):
    chained, head = [], EMPTY
    for seq in range(1, size + 1):
        sealed = f"ciphertext {seq}".encode()
        header = Header("c1", seq, "borrower", "p1", "message", "now", None, "0" * 64, digest(sealed), head.hash)
        head = Head(seq, link_hash(header))
        chained.append(Link(header, sealed, head.hash))
    return chained


def test_a_chain_without_a_gap_is_sound_and_names_its_head():
    chained = links(4)
    verdict = follow("c1", chained)
    assert verdict.sound
    assert verdict.head == Head(4, chained[-1].hash)


def test_an_empty_chain_is_sound():
    assert follow("c1", []).head == Head(0, GENESIS)


def test_a_chain_can_be_followed_from_a_place_that_was_seen_before():
    chained = links(4)
    assert follow("c1", chained[2:], Head(2, chained[1].hash)).sound
    assert follow("c1", chained[2:], Head(2, chained[0].hash)).problem == "link"


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_entry_is_a_gap_at_its_place(missing):
    chained = links(4)
    del chained[missing]
    verdict = follow("c1", chained)
    assert (verdict.sound, verdict.problem, verdict.seq) == (False, "gap", missing + 1)


def test_an_edited_ciphertext_is_found():
    chained = links(3)
    chained[1] = replace(chained[1], ciphertext=b"ciphertext X")
    assert (follow("c1", chained).problem, follow("c1", chained).seq) == ("ciphertext", 2)


@pytest.mark.parametrize(
    "changed", [field.name for field in fields(Header) if field.name not in {"seq", "conversation_id", "prev"}]
)
def test_every_field_of_the_header_is_under_the_hash(changed):
    chained = links(2)
    header = replace(chained[1].header, **{changed: "forged"})
    assert link_hash(header) != chained[1].hash
    assert not follow("c1", [chained[0], replace(chained[1], header=header)]).sound


def test_an_entry_of_another_conversation_is_foreign():
    assert follow("c2", links(1)).problem == "foreign"


def test_an_entry_hashed_anew_no_longer_fits_the_next():
    chained = links(3)
    header = replace(chained[1].header, author_id="somebody else")
    chained[1] = replace(chained[1], header=header, hash=link_hash(header))
    assert (follow("c1", chained).problem, follow("c1", chained).seq) == ("link", 3)


@given(value=JSON)
def test_canonical_json_reads_back_and_is_one_spelling(value):
    spelled = canonical(value)
    assert json.loads(spelled) == value
    assert canonical(json.loads(spelled)) == spelled


@given(value=JSON)
def test_the_verifier_spells_json_the_same_way(value):
    assert verifier.canonical(value) == canonical(value)


def test_half_a_character_can_be_kept():
    assert json.loads(canonical({"text": "\ud800"})) == {"text": "\ud800"}


def test_what_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical({"amount": float("nan")})


@given(salt=st.binary(min_size=32, max_size=32), content=JSON, other=JSON)
def test_a_commitment_binds_one_content(salt, content, other):
    assert (commitment(salt, content) == commitment(salt, other)) == (canonical(content) == canonical(other))


def test_a_salt_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"short", {})


def test_the_same_moment_is_spelled_one_way_in_every_zone():
    moment = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    assert moment_text(moment) == "2026-11-23T14:05:00.000000+00:00"
    assert moment_text(moment.astimezone(timezone(timedelta(hours=-5)))) == moment_text(moment)


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment_text(datetime(2026, 11, 23))  # noqa: DTZ001


def test_the_hashed_header_names_its_format():
    assert header_json(links(1)[0].header)["format"] == 1
