"""What the database refuses, and what the chain shows when somebody got around that."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from records.cipher import Undecipherable
from records.store import APPEND_ONLY
from storage import append_only_ddl
from tests.databases import BACKENDS
from tests.records import (
    CONVERSATION,
    entries,
    new_records,
    say,
    short_conversation,
    tamper,
    verdict,
)


@pytest.fixture(params=BACKENDS)
def records(request, tmp_path):
    made = new_records(request.param, tmp_path)
    yield made
    made.database.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_entry SET ciphertext = ciphertext",
        "UPDATE record_entry SET author_id = 'x' WHERE seq = 1",
        "DELETE FROM record_entry",
        "DELETE FROM record_entry WHERE seq = 5",
        "UPDATE record_access SET why = 'x'",
        "DELETE FROM record_access",
    ],
)
def test_the_database_itself_refuses_changes(records, change):
    short_conversation(records)
    with records.database.begin() as session:
        records.log_access(session, conversation_id=CONVERSATION, who="alex.agent", what="read", why="case")
    with pytest.raises(DatabaseError, match="append-only"), records.database.begin() as session:
        session.execute(text(change))
    assert verdict(records).sound


def test_the_database_refuses_to_empty_the_table(records):
    short_conversation(records)
    emptying = (
        "TRUNCATE record_entry"
        if records.database.engine.dialect.name == "postgresql"
        else (
            "INSERT OR REPLACE INTO record_entry SELECT conversation_id, seq, author_kind, 'x', kind, at,"
            " client_message_id, ciphertext, ciphertext_sha256, commitment, prev, hash FROM record_entry"
        )
    )
    with pytest.raises(DatabaseError, match="append-only"), records.database.begin() as session:
        session.execute(text(emptying))
    assert len(entries(records)) == 5


def test_protecting_the_tables_again_changes_nothing(records):
    with records.database.begin() as session:
        for statement in append_only_ddl(records.database.engine.dialect.name, APPEND_ONLY):
            session.execute(text(statement))
    say(records, "still works")
    with pytest.raises(DatabaseError, match="append-only"), records.database.begin() as session:
        session.execute(text("DELETE FROM record_entry"))


def test_an_unprotected_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="mysql"):
        append_only_ddl("mysql", APPEND_ONLY)


def test_swapped_contents_are_found(records):
    short_conversation(records)
    one, two = (entry.hash for entry in entries(records)[1:3])
    tamper(
        records,
        "UPDATE record_entry SET ciphertext = (SELECT e.ciphertext FROM record_entry e WHERE e.hash ="
        " CASE WHEN record_entry.hash = :one THEN :two ELSE :one END) WHERE hash IN (:one, :two)",
        one=one,
        two=two,
    )
    assert (verdict(records).problem, verdict(records).seq) == ("ciphertext", 2)
    with pytest.raises(Undecipherable):
        entries(records)


def test_an_edited_byte_is_found(records):
    short_conversation(records)
    with records.database.read() as session:
        sealed = session.scalar(text("SELECT ciphertext FROM record_entry WHERE seq = 4"))
    edited = bytes(sealed[:-1]) + bytes([sealed[-1] ^ 1])
    tamper(records, "UPDATE record_entry SET ciphertext = :edited WHERE seq = 4", edited=edited)
    assert (verdict(records).problem, verdict(records).seq) == ("ciphertext", 4)


@pytest.mark.parametrize(
    ("change", "problem", "seq"),
    [
        ("UPDATE record_entry SET author_kind = 'agent' WHERE seq = 2", "hash", 2),
        ("UPDATE record_entry SET kind = 'desk.case.opened' WHERE seq = 2", "hash", 2),
        ("UPDATE record_entry SET client_message_id = 'x' WHERE seq = 2", "hash", 2),
        ("UPDATE record_entry SET commitment = prev WHERE seq = 2", "hash", 2),
        ("DELETE FROM record_entry WHERE seq = 3", "gap", 3),
        ("DELETE FROM record_entry WHERE seq = 5", "head", 5),
        ("UPDATE record_conversation SET head_seq = 4", "head", 6),
    ],
)
def test_an_edited_row_is_found_at_its_place(records, change, problem, seq):
    short_conversation(records)
    tamper(records, change)
    found = verdict(records)
    assert (found.sound, found.problem, found.seq) == (False, problem, seq)


def test_a_key_moved_from_another_conversation_is_found(records):
    short_conversation(records)
    short_conversation(records, "c2")
    tamper(
        records,
        "UPDATE record_conversation SET wrapped_key = (SELECT c.wrapped_key FROM record_conversation c"
        f" WHERE c.conversation_id = 'c2') WHERE conversation_id = '{CONVERSATION}'",
    )
    assert verdict(records).problem == "content"


def test_a_tampered_row_is_still_handed_out_as_evidence(records):
    short_conversation(records)
    tamper(
        records,
        "UPDATE record_entry SET ciphertext = prev::bytea WHERE seq = 2"
        if records.database.engine.dialect.name == "postgresql"
        else "UPDATE record_entry SET ciphertext = CAST(prev AS BLOB) WHERE seq = 2",
    )
    with records.database.read() as session:
        exported = records.export(session, CONVERSATION)["entries"]
    assert ["content" in entry for entry in exported] == [True, False, True, True, True]
