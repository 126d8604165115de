"""The database: its shape, its append-only ledger, and the portfolio that is made in it."""

import os
import subprocess
import sys
import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, func, select, text, update
from sqlalchemy.exc import DatabaseError

from servicing.api.figures import Maker, balance_facts
from servicing.migrate import migrate
from servicing.portfolio.personas import read_personas
from servicing.settings import BadSetting, read_settings
from servicing.store.loans import accessible_loans, loan_record
from servicing.store.portfolio import seed_portfolio
from servicing.store.tables import Base, Document, LedgerEntry, Loan, Portfolio
from tests.databases import empty_database
from tests.service.servicing_kit import AS_OF, Caller, application, clock

PERSONAS = read_personas()


@pytest.fixture
def unseeded(backend, tmp_path):
    """The tables, with nothing in them."""
    database = empty_database(backend, tmp_path)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def database(seeded):
    """A portfolio that no other test sees."""
    return seeded()


def principal(database, party="P01", loan_id="4400100001"):
    with database.read() as session:
        [(loan, _)] = accessible_loans(session, party_id=party, loan_ids=[loan_id], today=AS_OF)
        return loan_record(session, loan).account.unpaid_principal


def test_the_migrations_make_exactly_the_tables_of_the_code(unseeded):
    with unseeded.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(unseeded):
    migrate(unseeded)
    assert seed_portfolio(unseeded, PERSONAS, clock()).loans == 21


def test_seeding_says_how_far_it_is(unseeded):
    said = []
    done = seed_portfolio(unseeded, PERSONAS, clock(), said.append)
    assert (done.changed, done.loans, len(said)) == (True, 21, 20)
    assert said[17] == "P18 0018, 0118"


def test_seeding_again_on_the_same_day_changes_nothing(database):
    with database.read() as session:
        first = session.scalar(select(func.max(LedgerEntry.number)))
    assert not seed_portfolio(database, PERSONAS, clock()).changed
    with database.read() as session:
        assert session.scalar(select(func.max(LedgerEntry.number))) == first


def test_a_later_day_brings_the_portfolio_forward_and_back(database):
    assert seed_portfolio(database, PERSONAS, clock(date(2026, 12, 5))).changed
    with database.read() as session:
        assert session.get(Portfolio, 1).as_of == date(2026, 12, 5)
    # The December payment has come: 306,237.11 less its principal part of 381.26.
    assert principal(database) == Decimal("305855.85")
    assert seed_portfolio(database, PERSONAS, clock()).changed
    assert principal(database) == Decimal("306237.11")


def test_issued_documents_outlive_a_new_day(database):
    asked = {"good_through": "2026-12-15", "language": "en"}
    response = Caller(application(database)).post("/v1/loans/4400100001/payoff-statements", asked)
    document_id = response.json()["document"]["document_id"]
    later = AS_OF + timedelta(days=40)
    seed_portfolio(database, PERSONAS, clock(later))
    assert Caller(application(database, later), day=later).get(f"/v1/documents/{document_id}").status_code == 200
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 1


def test_many_at_once_with_one_key_make_one_document(database):
    app, ids = application(database), []
    asked = {"good_through": "2026-12-15", "language": "en"}

    def ask():
        response = Caller(app).post("/v1/loans/4400100001/payoff-statements", asked)
        ids.append(response.json()["document"]["document_id"])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(ids), len(set(ids))) == (6, 1)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 1


def test_many_at_once_with_keys_of_their_own_number_their_documents(database):
    app, versions = application(database), []
    asked = {"good_through": "2026-12-15", "language": "en"}

    def ask(number):
        response = Caller(app).post("/v1/loans/4400100001/payoff-statements", asked, key=f"key-{number}")
        versions.append(response.json()["document"]["version"])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(versions) == [1, 2, 3, 4, 5, 6]


def test_the_old_portfolio_is_read_while_the_new_one_is_made(database):
    seen = []

    def read(_line):
        with database.read() as session:
            if database.engine.dialect.name == "postgresql":
                session.execute(text("SET LOCAL lock_timeout = '2s'"))
            seen.append(session.scalar(select(func.count()).select_from(LedgerEntry)))

    with database.read() as session:
        before = session.scalar(select(func.count()).select_from(LedgerEntry))
    seed_portfolio(database, PERSONAS, clock(date(2026, 12, 5)), read)
    assert set(seen) == {before}


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET principal = 0", "DELETE FROM ledger_entry"])
def test_a_ledger_entry_is_never_changed_or_deleted(database, statement):
    with pytest.raises(DatabaseError, match="append-only"), database.begin() as session:
        session.execute(text(statement))
    assert principal(database) == Decimal("306237.11")


def test_the_ledger_is_locked_again_after_it_was_remade(database):
    seed_portfolio(database, PERSONAS, clock(date(2026, 11, 17)))
    with pytest.raises(DatabaseError, match="append-only"), database.begin() as session:
        session.execute(update(LedgerEntry).values(principal=Decimal("0.00")))


def test_a_balance_is_read_with_few_statements(database):
    """What keeps a balance under ten milliseconds: its row, its changes of payment and its entries, by index."""
    statements = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_others):
        if statement.startswith("SELECT"):
            statements.append(statement)

    with database.read() as session:
        [(loan, _)] = accessible_loans(session, party_id="P01", loan_ids=["4400100001"], today=AS_OF)
        balance_facts(loan_record(session, loan), today=AS_OF, make=Maker(clock().now()))
    assert len(statements) == 3


def test_every_loan_has_its_zip_code(database):
    with database.read() as session:
        codes = {loan.id: loan.zip for loan in session.scalars(select(Loan))}
    assert codes["4400100001"] == "44001"
    assert codes["4400100020"] == "44020"
    assert codes["4400100118"] == "44118"


def test_settings_come_from_the_environment():
    settings = read_settings({"DOORSTEP_HOME": "/data", "DOORSTEP_AS_OF": "2026-11-16"})
    assert settings.database_url == "sqlite:////data/servicing.db"
    assert settings.clock.today() == AS_OF
    assert read_settings({}).as_of is None
    with pytest.raises(BadSetting, match="DOORSTEP_AS_OF"):
        read_settings({"DOORSTEP_AS_OF": "tomorrow"})


def test_the_commands_make_a_portfolio_and_see_when_it_is_made(tmp_path):
    environment = os.environ | {"DOORSTEP_HOME": str(tmp_path), "DOORSTEP_AS_OF": "2026-11-16"}

    def run(command):
        done = subprocess.run(
            [sys.executable, "-m", command], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()

    assert run("servicing.migrate") == ["servicing: database is up to date"]
    first = run("servicing.seed")
    assert (len(first), first[-1].split(" with ")[0]) == (21, "servicing: 21 loans")
    assert run("servicing.seed") == ["servicing: the portfolio is already as of 2026-11-16"]
