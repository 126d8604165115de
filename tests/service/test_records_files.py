"""A file lies in the record sealed, beside the entry it came with; it can go while the entry and the chain stay."""

import pytest
from sqlalchemy import text

from records.cipher import Undecipherable
from records.client import RecordErased
from tests.databases import BACKENDS
from tests.records import CONVERSATION, SYSTEM, new_records, say, tamper, verdict

FILE = b"%PDF-1.7 a receipt that nobody else may read " * 40


@pytest.fixture(params=BACKENDS)
def records(request, tmp_path):
    made = new_records(request.param, tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def entry(records):
    entry = say(records, "receipt.pdf")
    with records.database.begin() as session:
        records.keep_file(session, entry, FILE)
    return entry


def file_of(records, seq=1):
    with records.database.read() as session:
        return records.file(session, CONVERSATION, seq)


def test_a_file_comes_back_as_it_was_kept(records, entry):
    assert file_of(records, entry.seq) == FILE
    assert file_of(records, entry.seq + 1) is None
    assert verdict(records).sound


def test_no_byte_of_it_lies_readable_in_the_sqlite_files(tmp_path):
    records = new_records("sqlite", tmp_path)
    with records.database.begin() as session:
        entry = records.append(
            session, conversation_id=CONVERSATION, author=SYSTEM, kind="message", body={"text": "receipt"}
        )
        records.keep_file(session, entry, FILE)
    records.database.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("app.db*"))
    assert len(stored) > len(FILE)
    assert not any(FILE[start : start + 16] in stored for start in range(0, 200, 8))


def test_a_file_that_was_changed_or_moved_does_not_open(records, entry):
    say(records, "another")
    tamper(records, "UPDATE record_file SET seq = 2")
    with pytest.raises(Undecipherable):
        file_of(records, 2)


def test_a_dropped_file_leaves_its_entry_and_a_sound_chain(records, entry):
    with records.database.begin() as session:
        records.drop_file(session, CONVERSATION, entry.seq)
    assert file_of(records) is None
    assert verdict(records).sound


def test_erasing_a_conversation_takes_its_files(records, entry):
    with records.database.begin() as session:
        records.erase(session, CONVERSATION, author=SYSTEM, reason="retention")
    assert file_of(records) is None
    with records.database.begin() as session:
        assert session.scalar(text("SELECT count(*) FROM record_file")) == 0
        with pytest.raises(RecordErased):
            records.keep_file(session, entry, FILE)
    assert verdict(records).sound
