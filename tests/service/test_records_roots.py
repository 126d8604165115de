"""Signed roots: an end that was cut together with its head, which no chain can show, shows."""

import json
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from records import verifier
from records.chain import canonical
from records.root import check_record, main, publish_root, signing_key
from records.roots import RecordBroken, problems, sign_root, signed_root, with_root
from records.settings import Settings, read_settings
from records.store import RecordRootHead
from tests.databases import BACKENDS
from tests.records import CONVERSATION, TickingClock, new_records, say, short_conversation, tamper

KEY = Ed25519PrivateKey.from_private_bytes(b"the key that signs root in tests")
CUT = (
    "DELETE FROM record_entry WHERE seq > 3 AND conversation_id = 'c2'",
    "UPDATE record_conversation SET head_seq = 3, head_hash ="
    " (SELECT hash FROM record_entry WHERE seq = 3 AND conversation_id = 'c2') WHERE conversation_id = 'c2'",
)


@pytest.fixture(params=BACKENDS)
def records(request, tmp_path):
    made = new_records(request.param, tmp_path)
    for name in ("c1", "c2", "c3"):
        short_conversation(made, name)
    yield made
    made.database.close()


def sign(records, key=KEY, clock=None, **more):
    with records.database.begin() as session:
        return sign_root(session, key, clock or TickingClock(), **more)


def found(records, *keys):
    with records.database.read() as session:
        return problems(session, keys or [KEY.public_key()])


def test_a_root_covers_every_conversation_and_names_the_one_before(records):
    first = sign(records)
    say(records, "one more", conversation_id="c2")
    second = sign(records)
    assert (first.number, first.size, second.number, second.size) == (1, 3, 2, 3)
    assert first.root != second.root
    assert second.previous != first.previous
    assert found(records) == []


def test_only_heads_that_moved_are_written_again(records):
    sign(records)
    say(records, "one more", conversation_id="c2")
    second = sign(records)
    with records.database.read() as session:
        moved = session.query(RecordRootHead).filter_by(number=second.number).all()
    assert [(head.conversation_id, head.seq) for head in moved] == [("c2", 6)]


def test_a_root_over_nothing_new_is_the_same_root(records):
    assert sign(records).root == sign(records).root


def test_an_end_cut_with_its_head_is_unseen_by_the_chain_and_seen_by_the_root(records):
    sign(records)
    tamper(records, *CUT)
    with records.database.read() as session:
        assert records.verify(session, "c2").sound
    assert found(records) == [
        "conversation c2: entry 5 was signed in root 1 and is gone or changed",
        "conversation c2: head at entry 6",
    ]


def test_no_new_root_is_signed_over_a_cut_record(records):
    sign(records)
    tamper(records, *CUT)
    with pytest.raises(RecordBroken, match="entry 5 was signed"):
        sign(records)


def test_a_cut_is_seen_even_when_the_conversation_grew_again(records):
    sign(records)
    tamper(records, *CUT)
    for number in range(4):
        say(records, f"rewritten {number}", conversation_id="c2")
    with records.database.read() as session:
        assert records.verify(session, "c2").sound
    assert any("c2: entry 5 was signed" in problem for problem in found(records))


def test_a_conversation_that_vanished_is_found(records):
    sign(records)
    tamper(
        records,
        "DELETE FROM record_entry WHERE conversation_id = 'c3'",
        "DELETE FROM record_conversation WHERE conversation_id = 'c3'",
    )
    assert "conversation c3: signed, and gone from the record" in found(records)


def test_signed_heads_rewritten_to_fit_a_cut_no_longer_make_the_root(records):
    sign(records)
    tamper(
        records,
        *CUT,
        "UPDATE record_root_head SET seq = 3, hash ="
        " (SELECT hash FROM record_entry WHERE seq = 3 AND conversation_id = 'c2') WHERE conversation_id = 'c2'",
    )
    assert found(records) == ["root 1: its heads are not those that were signed"]


def test_no_new_root_is_signed_when_signed_heads_were_rewritten(records):
    sign(records)
    tamper(records, "DELETE FROM record_root_head WHERE conversation_id = 'c2'")
    with pytest.raises(RecordBroken, match="root 1: its heads are not those"):
        sign(records)


def test_an_older_root_signed_anew_no_longer_fits_the_next(records):
    first = sign(records)
    sign(records)
    statement = {**signed_root(first)["statement"], "day": "2020-01-01"}
    signature = KEY.sign(canonical(statement)).hex()
    tamper(records, f"UPDATE record_root SET day = '2020-01-01', signature = '{signature}' WHERE number = 1")
    assert found(records) == ["root 2: missing or out of order"]


@pytest.mark.parametrize(
    "change", ["day = '2020-01-01'", "size = 2", "root = previous", "signature = '00'", "key_id = 'another'"]
)
def test_a_rewritten_root_has_no_good_signature(records, change):
    sign(records)
    tamper(records, f"UPDATE record_root SET {change}")
    assert "root 1: the signature is not good" in found(records)


def test_a_removed_root_leaves_a_hole(records):
    sign(records)
    sign(records)
    tamper(records, "DELETE FROM record_root_head WHERE number = 1", "DELETE FROM record_root WHERE number = 1")
    assert "root 1: missing or out of order" in found(records)


def test_an_entry_edited_before_its_first_root_is_not_signed(records):
    tamper(records, "UPDATE record_entry SET author_id = 'x' WHERE seq = 2 AND conversation_id = 'c1'")
    with pytest.raises(RecordBroken, match="c1: hash at entry 2"):
        sign(records)


def test_an_old_entry_edited_after_its_root_is_found_by_the_full_check(records):
    sign(records)
    tamper(records, "UPDATE record_entry SET author_id = 'x' WHERE seq = 2 AND conversation_id = 'c1'")
    assert found(records) == ["conversation c1: hash at entry 2"]


def test_roots_cannot_be_changed_or_removed(records):
    sign(records)
    for change in ("UPDATE record_root SET size = 1", "DELETE FROM record_root_head"):
        with pytest.raises(DatabaseError, match="append-only"), records.database.begin() as session:
            session.execute(text(change))


def test_a_retired_key_still_vouches_for_its_roots(records):
    sign(records)
    new = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(RecordBroken, match="signature"):
        sign(records, new)
    sign(records, new, retired=[KEY.public_key()])
    assert found(records, KEY.public_key(), new.public_key()) == []
    assert found(records, new.public_key()) == ["root 1: the signature is not good"]


def test_every_conversation_is_proved_to_be_under_the_root(records):
    sign(records)
    say(records, "one more", conversation_id="c2")
    sign(records)
    for name in ("c1", "c2", "c3"):
        with records.database.read() as session:
            bundle = with_root(session, records.export(session, name))
        said = verifier.verdict(bundle, KEY.public_key().public_bytes_raw())
        assert "number 2" in said[2]


def test_a_conversation_younger_than_the_last_root_carries_none(records):
    sign(records)
    say(records, "new here", conversation_id="c4")
    with records.database.read() as session:
        assert "root" not in with_root(session, records.export(session, "c4"))


def settings_in(folder) -> Settings:
    return read_settings({"DOORSTEP_HOME": str(folder / "home")})


def test_a_root_is_published_once_a_day(records, tmp_path):
    settings, clock = settings_in(tmp_path), TickingClock()
    assert "root 1 of 2026-11-23 signed: 3 conversations" in publish_root(records.database, settings, clock)
    assert "root 1 of 2026-11-23 is signed already" in publish_root(records.database, settings, clock)
    assert "root 2 of 2026-11-23 signed" in publish_root(records.database, settings, clock, again=True)
    assert [path.name for path in sorted(settings.roots.iterdir())] == ["000001.json", "000002.json"]
    assert check_record(records.database, settings) == []


def test_a_published_root_that_is_gone_from_the_database_is_found(records, tmp_path):
    settings = settings_in(tmp_path)
    publish_root(records.database, settings, TickingClock())
    tamper(records, "DELETE FROM record_root_head", "DELETE FROM record_root")
    assert check_record(records.database, settings) == ["root 1: published, and gone from the database"]


def test_a_root_signed_anew_with_a_stolen_key_differs_from_the_published_one(records, tmp_path):
    settings = settings_in(tmp_path)
    publish_root(records.database, settings, TickingClock())
    tamper(records, *CUT, "DELETE FROM record_root_head", "DELETE FROM record_root")
    sign(records, signing_key(settings.keys))
    assert check_record(records.database, settings) == ["root 1: differs from what was published"]


def test_the_signing_key_is_for_its_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    key = signing_key(folder)
    assert (folder / "root_signing.pem").stat().st_mode & 0o777 == 0o600
    assert signing_key(folder).private_bytes_raw() == key.private_bytes_raw()


def test_the_command_signs_and_checks_by_the_true_date_whatever_day_is_shown(tmp_path, capsys):
    environment = {"DOORSTEP_HOME": str(tmp_path), "DOORSTEP_AS_OF": "2020-02-02"}
    records = new_records("sqlite", tmp_path)
    short_conversation(records, CONVERSATION)
    records.database.close()
    assert main([], environment) == 0
    said = capsys.readouterr().out
    assert re.search(r"root 1 of \d{4}-\d\d-\d\d signed: 1 conversations", said)
    assert "2020-02-02" not in said
    assert main(["--check"], environment) == 0
    assert capsys.readouterr().out == "the record holds\n"
    published = json.loads((tmp_path / "roots" / "000001.json").read_text())
    assert published["statement"]["size"] == 1


def test_the_command_reports_a_broken_record_and_fails(tmp_path, capsys):
    environment = {"DOORSTEP_HOME": str(tmp_path)}
    records = new_records("sqlite", tmp_path)
    short_conversation(records, "c2")
    assert main([], environment) == 0
    tamper(records, *CUT)
    records.database.close()
    assert main(["--again"], environment) == 1
    assert main(["--check"], environment) == 1
    said = capsys.readouterr().out
    assert "BROKEN: conversation c2: entry 5 was signed in root 1 and is gone or changed" in said
    assert "the record holds" not in said


def test_without_settings_the_record_lives_in_var():
    settings = read_settings({})
    assert (str(settings.home), settings.database_url) == ("var", "sqlite:///var/app.db")


def test_an_empty_record_can_be_signed(tmp_path):
    records = new_records("sqlite", tmp_path)
    root = sign(records)
    records.database.close()
    assert (root.size, root.root[:8]) == (0, "e3b0c442")
