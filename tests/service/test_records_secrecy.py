"""Nobody reads the record from the database files; erasing takes the words and leaves the chain."""

import pytest
from sqlalchemy import text

from records.client import EnvelopeCipher, Head, RecordErased, Records, UnknownConversation
from tests.databases import BACKENDS
from tests.records import (
    AGENT,
    BORROWER,
    CONVERSATION,
    KEY,
    SYSTEM,
    TickingClock,
    entries,
    new_records,
    say,
    short_conversation,
    verdict,
)

SECRET = "my mother-in-law Ximena pays in Harborline pennies"


@pytest.fixture(params=BACKENDS)
def records(request, tmp_path):
    made = new_records(request.param, tmp_path)
    yield made
    made.database.close()


def test_no_word_and_no_name_lies_in_the_sqlite_files(tmp_path):
    records = new_records("sqlite", tmp_path)
    say(records, SECRET)
    files = sorted(tmp_path.glob("app.db*"))
    assert {"app.db", "app.db-wal"} <= {file.name for file in files}
    stored = b"".join(file.read_bytes() for file in files)
    records.database.close()
    stored += (tmp_path / "app.db").read_bytes()
    assert CONVERSATION.encode() in stored
    for secret in (*SECRET.split(), BORROWER.name, "López", '"text"'):
        if len(secret) > 3:
            assert secret.encode() not in stored
            assert secret.encode("utf-16-le") not in stored


def test_no_word_and_no_name_lies_in_any_column(records):
    say(records, SECRET)
    with records.database.read() as session:
        [row] = session.execute(text("SELECT * FROM record_entry")).all()
    shown = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for secret in ("Ximena", "pennies", "María", "López"):
        assert secret.encode() not in shown


def test_an_erased_conversation_keeps_its_chain_and_loses_its_words(records):
    short_conversation(records)
    with records.database.begin() as session:
        last = records.erase(session, CONVERSATION, author=SYSTEM, reason="retention")
    assert (last.seq, last.kind) == (6, "records.conversation.erased")
    assert verdict(records).sound
    assert verdict(records).head == Head(6, last.hash)
    for entry in entries(records):
        assert (entry.erased, entry.body, entry.author.name) == (True, {}, None)
    with records.database.read() as session:
        exported = records.export(session, CONVERSATION)
        assert exported["erased"]
        assert not any("content" in entry or "salt" in entry for entry in exported["entries"])
        [access] = records.accesses(session, CONVERSATION)
        assert (access.who, access.what, access.why) == ("gateway", "erase", "retention")


def test_nothing_is_added_to_an_erased_conversation(records):
    short_conversation(records)
    with records.database.begin() as session:
        records.erase(session, CONVERSATION, author=SYSTEM, reason="retention")
    with pytest.raises(RecordErased):
        say(records, "hello again")
    with pytest.raises(RecordErased), records.database.begin() as session:
        records.erase(session, CONVERSATION, author=SYSTEM, reason="retention")


def test_an_unknown_conversation_cannot_be_erased(records):
    with pytest.raises(UnknownConversation), records.database.begin() as session:
        records.erase(session, "nobody", author=SYSTEM, reason="retention")


def test_no_piece_of_a_wrapped_key_is_left_in_the_sqlite_file(tmp_path):
    records, erased = new_records("sqlite", tmp_path), ("c3", "c17", "c29")
    for number in range(30):
        say(records, "hello", conversation_id=f"c{number}")
    with records.database.begin() as session:
        wrapped = dict(session.execute(text("SELECT conversation_id, wrapped_key FROM record_conversation")).all())
    records.database.close()
    assert all(wrapped[name] in (tmp_path / "app.db").read_bytes() for name in erased)
    with records.database.begin() as session:
        for name in erased:
            records.erase(session, name, author=SYSTEM, reason="retention")
    records.database.close()
    left = b"".join(file.read_bytes() for file in tmp_path.glob("app.db*"))
    # The first nine bytes, version and key id, are the same in every wrap.
    pieces = [wrapped[name][start : start + 8] for name in erased for start in range(9, 62)]
    assert not [piece for piece in pieces if piece in left]


def test_keys_are_wrapped_anew_in_steps_and_contents_stay_readable(records):
    for name in ("c1", "c2", "c3"):
        say(records, f"kept in {name}", conversation_id=name)
    with records.database.begin() as session:
        records.erase(session, "c3", author=SYSTEM, reason="retention")
    new_key = bytes(reversed(KEY))
    rotating = Records(records.database, EnvelopeCipher(new_key, retired=[KEY]), TickingClock())
    done = []
    for _step in range(3):
        with records.database.begin() as session:
            done.append(rotating.rotate(session, limit=1))
    assert done == [1, 1, 0]
    after = Records(records.database, EnvelopeCipher(new_key), TickingClock())
    assert entries(after, "c2")[0].body["text"] == "kept in c2"
    assert verdict(after, "c1").sound


def test_a_bundle_can_leave_out_what_was_said(records):
    say(records, SECRET, author=AGENT)
    with records.database.read() as session:
        assert "Ximena" in str(records.export(session, CONVERSATION))
        assert "Ximena" not in str(records.export(session, CONVERSATION, with_bodies=False))
