"""The app database is what its migrations make: the same as the rooms' tables, and append-only where it must be."""

import json

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError

import desk.oversight.store
import desk.store
import records.store
import staff.store
import trainer.store
from app.keys import KeyMissing, ensure_keys, record_cipher
from app.migrate import migrate, upgrade
from app.tables import METADATA
from desk.client import Cases
from gateway.opening import FACTS
from kernel.clock import SystemClock
from records.client import Author, Records
from records.log import RecordLog
from storage import open_database
from tests.databases import BACKENDS, empty_database

APPEND_ONLY = [
    name
    for room in (desk.store, desk.oversight.store, records.store, staff.store, trainer.store)
    for name in room.APPEND_ONLY
]


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path}/app.db"
    migrate(url)
    opened = open_database(url)
    yield opened
    opened.close()


def test_the_migrations_make_the_tables_the_rooms_use(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = [
            difference
            for metadata in METADATA
            for difference in compare_metadata(context, metadata)
            if difference[0] not in {"remove_table", "remove_index"}
        ]
    assert differences == []


def test_no_table_is_nobodys(database):
    known = {name for metadata in METADATA for name in metadata.tables}
    assert set(inspect(database.engine).get_table_names()) - known == {"alembic_version"}


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_kind_of_database_is_brought_to_the_newest_version(tmp_path, backend):
    empty = empty_database(backend, tmp_path)
    migrate(empty.engine.url.render_as_string(hide_password=False))
    known = {name for metadata in METADATA for name in metadata.tables}
    assert known <= set(inspect(empty.engine).get_table_names())
    empty.close()


def test_migrating_again_changes_nothing(tmp_path, database):
    migrate(f"sqlite:///{tmp_path}/app.db")


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_case_of_the_first_version_is_with_the_first_line_and_its_trail_stays(backend, tmp_path):
    database = empty_database(backend, tmp_path)

    def to(revision):
        with database.engine.begin() as connection:
            upgrade(connection, revision)

    to("0001")
    with database.begin() as session:
        session.execute(text(
            "INSERT INTO desk_case (reference, conversation_id, kind, reason, priority, status, language, loan_last4s,"
            " opened_at, waiting_since, summary) VALUES ('HB-1', 'c', 'handoff', 'x', 3, 'open', 'en', '[]',"
            " '2026-11-16 15:00:00', '2026-11-16 15:00:00', '{}')"
        ))  # fmt: skip
        session.execute(text(
            "INSERT INTO desk_case_event (reference, conversation_id, kind, who, at)"
            " VALUES ('HB-1', 'c', 'desk.case.opened', 'gateway', '2026-11-16 15:00:00')"
        ))  # fmt: skip
    to("head")
    cases = Cases(database, SystemClock())
    with database.read() as session:
        case = cases.case(session, "HB-1")
        trail = cases.events(session, "c")
    assert (case.tier, case.team, case.passes) == (1, "first_line", 0)
    assert [(event.kind, event.details) for event in trail] == [("desk.case.opened", {})]
    with pytest.raises(DatabaseError, match="append-only"), database.begin() as session:
        session.execute(text("DELETE FROM desk_case_event"))
    database.close()


BEFORE_SEALING = {
    "category": "b1", "message_seq": 4, "opened_on": "2026-11-16", "clocks": [{"name": "noe.ack", "due": "2026-11-23"}],
    "figures": [{"name": "unpaid_principal", "value": "306237.11"}], "loan_last4s": ["0018"], "level": "verified",
}  # fmt: skip


def case_before_sealing(database, folder):
    """A case of the version before, whose conversation is on record; another whose conversation was erased."""
    ensure_keys(folder, demo=True)
    records = Records(database, record_cipher(folder), SystemClock())
    with database.engine.begin() as connection:
        upgrade(connection, "0009")
    insert = text(
        "INSERT INTO desk_case (reference, conversation_id, kind, reason, priority, status, language, loan_last4s,"
        " opened_at, waiting_since, summary, category, tier, team, passes) VALUES (:reference, :conversation,"
        " 'handoff', 'x', 3, 'open', 'en', '[]',"
        " '2026-11-16 15:00:00', '2026-11-16 15:00:00', :summary, '', 1, 'first_line', 0)"
    )
    with database.begin() as session:
        for reference, conversation in (("HB-1", "kept"), ("HB-2", "gone"), ("HB-3", "never on record")):
            if reference != "HB-3":
                records.append(
                    session, conversation_id=conversation, author=Author("borrower", "b"), kind="message", body={}
                )
            values = {"reference": reference, "conversation": conversation, "summary": json.dumps(BEFORE_SEALING)}
            session.execute(insert, values)
        RecordLog(session).destroy_key("gone", SystemClock().now())
    return records


@pytest.mark.parametrize("backend", BACKENDS)
def test_figures_that_stood_in_clear_are_sealed_with_their_conversation(backend, tmp_path):
    database = empty_database(backend, tmp_path)
    records = case_before_sealing(database, tmp_path / "keys")
    database.close()
    migrate(database.engine.url.render_as_string(hide_password=False), tmp_path / "keys")
    clear = {name: BEFORE_SEALING[name] for name in ("category", "message_seq", "opened_on", "clocks")}
    sealed = {name: value for name, value in BEFORE_SEALING.items() if name not in clear}
    cases = Cases(database, SystemClock())
    with database.read() as session:
        found = {reference: cases.case(session, reference) for reference in ("HB-1", "HB-2", "HB-3")}
        opened = records.unseal(session, "kept", found["HB-1"].facts, field=FACTS)
        stored = str(session.execute(text("SELECT * FROM desk_case")).all())
    assert [dict(case.summary) for case in found.values()] == [clear] * 3
    assert json.loads(opened) == sealed
    assert (found["HB-2"].facts, found["HB-3"].facts) == (None, None)
    assert "306237" not in stored
    database.close()
    assert backend != "sqlite" or not any(b"306237" in file.read_bytes() for file in tmp_path.glob("app.db*"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_without_the_records_key_nothing_that_stood_in_clear_is_lost(backend, tmp_path):
    database = empty_database(backend, tmp_path)
    case_before_sealing(database, tmp_path / "keys")
    with pytest.raises(KeyMissing, match=r"records\.key"):
        migrate(database.engine.url.render_as_string(hide_password=False), tmp_path / "elsewhere")
    with database.read() as session:
        assert "306237.11" in str(session.scalars(text("SELECT summary FROM desk_case")).all())
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "0009"
    database.close()


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_row_of_an_audit_trail_can_neither_change_nor_go(database, table):
    with database.engine.connect() as connection:
        triggers = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    assert {f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"} <= triggers


def test_the_trail_of_the_door_refuses_to_forget(database):
    insert = text("INSERT INTO staff_event (at, kind) VALUES ('2026-11-16', 'staff.member.signed_in')")
    with database.begin() as session:
        session.execute(insert)

    def forget():
        with database.begin() as session:
            session.execute(text("DELETE FROM staff_event"))

    with pytest.raises(IntegrityError, match="append-only"):
        forget()
