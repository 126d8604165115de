"""The record in a real database of every kind on this machine: appending and reading."""

import threading
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.chain import EMPTY
from records.client import ClientIdTaken, Head, UnknownConversation
from tests.databases import BACKENDS
from tests.records import (
    BORROWER,
    BOT,
    CONVERSATION,
    entries,
    new_records,
    say,
    short_conversation,
    verdict,
)


@pytest.fixture(params=BACKENDS)
def records(request, tmp_path):
    made = new_records(request.param, tmp_path)
    yield made
    made.database.close()


def test_an_entry_comes_back_as_it_was_said(records):
    appended = say(records, "hola, ¿cuánto debo? 😀", facts=[{"name": "x", "lines": []}], client_message_id="m1")
    assert appended.appended
    assert (appended.seq, appended.author, appended.kind) == (1, BORROWER, "message")
    assert appended.at == datetime(2026, 11, 24, 3, 58, 2, tzinfo=UTC)
    [stored] = entries(records)
    assert not stored.appended
    assert stored.body == {"text": "hola, ¿cuánto debo? 😀", "language": "en", "facts": [{"name": "x", "lines": []}]}
    assert (stored.hash, stored.prev, stored.at, stored.client_message_id) == (
        appended.hash,
        EMPTY.hash,
        appended.at,
        "m1",
    )


def test_entries_chain_from_one_to_the_head(records):
    said = short_conversation(records, size=4)
    assert [entry.seq for entry in said] == [1, 2, 3, 4]
    assert [entry.prev for entry in said[1:]] == [entry.hash for entry in said[:-1]]
    with records.database.read() as session:
        assert records.head(session, CONVERSATION) == Head(4, said[-1].hash)
    assert verdict(records).sound


def test_entries_are_read_after_a_place_and_up_to_a_limit(records):
    short_conversation(records, size=5)
    assert [entry.seq for entry in entries(records, after=3)] == [4, 5]
    assert [entry.seq for entry in entries(records, after=1, limit=2)] == [2, 3]


def test_a_transcript_reads_more_entries_than_one_batch_holds(records):
    with records.database.begin() as session:
        for number in range(1003):
            records.append(
                session, conversation_id=CONVERSATION, author=BOT, kind="message", body={"text": str(number)}
            )
    with records.database.read() as session:
        assert [entry.seq for entry in records.all_entries(session, CONVERSATION)] == list(range(1, 1004))
        assert records.verify(session, CONVERSATION).head.seq == 1003


def test_an_unknown_conversation_has_no_entries_and_an_empty_head(records):
    with records.database.read() as session:
        assert records.entries(session, "nobody") == []
        assert records.head(session, "nobody") == EMPTY
        assert records.by_client_id(session, "nobody", "m1") is None
        with pytest.raises(UnknownConversation):
            records.verify(session, "nobody")
        with pytest.raises(UnknownConversation):
            records.export(session, "nobody")


def test_the_same_client_id_again_gives_the_stored_entry(records):
    first = say(records, "once", client_message_id="m1")
    again = say(records, "said otherwise", client_message_id="m1")
    assert (again.appended, again.seq, again.body["text"]) == (False, first.seq, "once")
    assert len(entries(records)) == 1
    with records.database.read() as session:
        assert records.by_client_id(session, CONVERSATION, "m1") == again


def test_the_same_client_id_in_another_conversation_is_another_message(records):
    say(records, "here", client_message_id="m1")
    assert say(records, "there", client_message_id="m1", conversation_id="c2").appended


def test_one_author_cannot_occupy_the_client_id_of_another(records):
    say(records, "mine", client_message_id="m1")
    with pytest.raises(ClientIdTaken):
        say(records, "an answer", author=BOT, client_message_id="m1")


def _append_then_fail(records, session):
    records.append(session, conversation_id=CONVERSATION, author=BOT, kind="message", body={"text": "lost"})
    records.append(session, conversation_id=CONVERSATION, author=BOT, kind="message", body={"text": object()})


def test_a_transaction_that_fails_leaves_no_entry_and_no_gap(records):
    say(records, "kept")
    with pytest.raises(TypeError), records.database.begin() as session:
        _append_then_fail(records, session)
    assert say(records, "kept too").seq == 2
    assert verdict(records).sound


def test_eight_writers_with_the_same_ids_leave_each_message_once_and_no_gap(records):
    failures = []

    def write(writer):
        try:
            for number in range(12):
                say(records, f"message {number}", client_message_id=f"m{(number + writer) % 12}")
                say(records, f"from {writer}", conversation_id=f"own-{writer % 2}")
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    stored = entries(records)
    assert [entry.seq for entry in stored] == list(range(1, 13))
    assert {entry.client_message_id for entry in stored} == {f"m{number}" for number in range(12)}
    for name in (CONVERSATION, "own-0", "own-1"):
        assert verdict(records, name).sound
    assert verdict(records, "own-0").head.seq == 48


@pytest.mark.parametrize("bad", ["", "two words", "nul\x00", "ñ", "x" * 201])
def test_an_identifier_that_could_not_be_kept_is_refused(records, bad):
    with pytest.raises(ValueError, match="identifier"):
        say(records, "hello", conversation_id=bad)
    with pytest.raises(ValueError, match="identifier"):
        say(records, "hello", client_message_id=bad)


@pytest.mark.parametrize("kind", ["", "Message", "a..b", "drop table", "a" * 101])
def test_a_kind_outside_the_grammar_is_refused(records, kind):
    with pytest.raises(ValueError, match="kind"), records.database.begin() as session:
        records.append(session, conversation_id=CONVERSATION, author=BOT, kind=kind, body={})


BODIES = st.dictionaries(
    st.text(max_size=20),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    ).filter(lambda value: "inf" not in repr(value)),
    max_size=4,
)


@given(body=BODIES, name=st.none() | st.text())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_json_can_say_comes_back(records, body, name):
    author = type(BORROWER)("borrower", "p1", name)
    with records.database.begin() as session:
        entry = records.append(session, conversation_id=CONVERSATION, author=author, kind="message", body=body)
    with records.database.read() as session:
        [stored] = records.entries(session, CONVERSATION, after=entry.seq - 1)
        assert (stored.body, stored.author) == (body, author)
        assert records.verify(session, CONVERSATION).sound


def test_keys_that_are_not_words_come_back_as_words(records):
    entry = say(records, "hello", counts={10: "ten", 9: "nine"})
    assert entry.body["counts"] == {"10": "ten", "9": "nine"}
    assert verdict(records).sound


def test_reads_are_noted_with_who_what_why_and_when(records):
    say(records, "hello")
    with records.database.begin() as session:
        for why in ("case HB-1", "complaint"):
            records.log_access(session, conversation_id=CONVERSATION, who="alex.agent", what="read", why=why)
        records.log_access(session, conversation_id="c2", who="sam.agent", what="export", why="request")
    with records.database.read() as session:
        noted = records.accesses(session, CONVERSATION)
    assert [(line.who, line.what, line.why) for line in noted] == [
        ("alex.agent", "read", "case HB-1"),
        ("alex.agent", "read", "complaint"),
    ]
    assert noted[0].at < noted[1].at
    assert noted[0].at.tzinfo is UTC


def test_conversations_are_listed_in_steps(records):
    for name in ("c2", "c1", "c3"):
        say(records, "hello", conversation_id=name)
    with records.database.read() as session:
        assert records.conversations(session, limit=2) == ["c1", "c2"]
        assert records.conversations(session, after="c2") == ["c3"]
