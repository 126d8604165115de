"""Generated loans in the database: as many as were asked for, kept, remade whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DatabaseError

from servicing.portfolio.generated import generated_loan, loan_id
from servicing.portfolio.personas import read_personas
from servicing.progress import Progress
from servicing.store import generated
from servicing.store.generated import write_generated
from servicing.store.loans import loan_record
from servicing.store.portfolio import seed_portfolio
from servicing.store.tables import LedgerEntry, Loan, Party, PartyLoan, Portfolio
from tests.service.servicing_kit import AS_OF, Caller, application, clock

PERSONAS = read_personas()
PERSONA_LOANS = 21
MANY = 60


@pytest.fixture
def database(seeded):
    """A portfolio that no other test sees."""
    return seeded()


@pytest.fixture
def filled(database):
    """The same with generated loans."""
    seed_portfolio(database, PERSONAS, clock(), generated=MANY, random_seed=5)
    return database


def count(database, table):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def entries(database):
    query = select(LedgerEntry.__table__).order_by(LedgerEntry.loan_id, LedgerEntry.number)
    with database.read() as session:
        return [tuple(row) for row in session.execute(query)]


def test_the_loans_asked_for_stand_beside_the_personas(filled):
    assert count(filled, Loan) == PERSONA_LOANS + MANY
    with filled.read() as session:
        portfolio = session.get(Portfolio, 1)
    assert (portfolio.generated, portfolio.random_seed) == (MANY, 5)


def test_what_is_read_is_what_was_generated(filled):
    for number in range(1, MANY + 1):
        made = generated_loan(number, random_seed=5, as_of=AS_OF)
        with filled.read() as session:
            record = loan_record(session, session.get(Loan, loan_id(number)))
        assert record.version == len(made.lines)
        assert record.account.unpaid_principal * 100 == -sum(line[6] for line in made.lines)
        assert record.account.escrow_balance * 100 == sum(line[8] for line in made.lines)
        assert record.terms.payment * 100 == made.note.payment
        assert len(record.terms.steps) == len(made.steps)


def test_without_a_number_the_next_seeding_keeps_loans_and_seed(filled):
    before = entries(filled)
    assert not seed_portfolio(filled, PERSONAS, clock()).changed
    later = seed_portfolio(filled, PERSONAS, clock(date(2026, 12, 16)))
    assert (later.changed, later.loans) == (True, PERSONA_LOANS + MANY)
    assert seed_portfolio(filled, PERSONAS, clock()).changed
    assert entries(filled) == before


def test_another_number_or_another_seed_remakes_the_portfolio(filled):
    before = entries(filled)
    assert seed_portfolio(filled, PERSONAS, clock(), random_seed=6).changed
    assert entries(filled) != before
    assert seed_portfolio(filled, PERSONAS, clock(), generated=MANY + 1, random_seed=5).changed
    assert count(filled, Loan) == PERSONA_LOANS + MANY + 1
    with filled.read() as session:
        query = select(LedgerEntry.__table__).where(LedgerEntry.loan_id <= loan_id(MANY))
        kept = session.execute(query.order_by(LedgerEntry.loan_id, LedgerEntry.number))
        assert [tuple(row) for row in kept] == before


def test_fewer_loans_leave_nothing_of_the_others_behind(filled):
    seed_portfolio(filled, PERSONAS, clock(), generated=10)
    assert count(filled, Loan) == PERSONA_LOANS + 10
    seed_portfolio(filled, PERSONAS, clock(), generated=0)
    assert count(filled, Loan) == PERSONA_LOANS
    with filled.read() as session:
        assert session.scalar(select(func.count()).where(Party.id.like("G%"))) == 0


def test_a_document_outlives_the_loan_it_was_issued_for(filled):
    with filled.read() as session:
        loans = session.scalars(select(Loan).where(Loan.id > "45").order_by(Loan.id))
        found = next(loan.id for loan in loans if loan_record(session, loan).status(AS_OF) == "current")
        borrower = select(PartyLoan.party_id).where(PartyLoan.loan_id == found, PartyLoan.role == "borrower")
        party_id = session.scalar(borrower)
    asked = {"good_through": "2026-12-01", "language": "en"}
    caller = Caller(application(filled), party_id, (found,))
    assert caller.post(f"/v1/loans/{found}/payoff-statements", asked).status_code == 201
    seed_portfolio(filled, PERSONAS, clock(), generated=0)
    assert count(filled, Loan) == PERSONA_LOANS + 1
    assert seed_portfolio(filled, PERSONAS, clock(), generated=MANY).changed


def test_the_ledger_is_locked_again_and_has_its_index(filled, monkeypatch):
    monkeypatch.setattr(generated, "ALONE_BELOW", 1)
    monkeypatch.setattr(generated, "in_order", lambda work, pieces, workers: map(work, pieces))
    seed_portfolio(filled, PERSONAS, clock(), generated=MANY, random_seed=9)
    names = {index["name"] for index in inspect(filled.engine).get_indexes("ledger_entry")}
    assert "ledger_entry_by_confirmation" in names
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as session:
        session.execute(text("UPDATE ledger_entry SET principal = 0"))


def test_a_seeding_that_is_stopped_leaves_the_old_portfolio(filled):
    before = entries(filled)

    def stop(_count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed_portfolio(filled, PERSONAS, clock(), generated=MANY * 5, advance=stop)
    assert entries(filled) == before
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as session:
        session.execute(text("DELETE FROM ledger_entry"))
    assert not seed_portfolio(filled, PERSONAS, clock()).changed


def test_two_processors_write_what_one_writes(database, monkeypatch):
    monkeypatch.setattr(generated, "CHUNK", 7)
    seed_portfolio(database, PERSONAS, clock(), generated=MANY)
    alone = entries(database)
    monkeypatch.setattr(generated, "ALONE_BELOW", 1)
    monkeypatch.setattr(generated, "WORKERS", 2)
    assert write_generated.__kwdefaults__["workers"] == 2
    seed_portfolio(database, PERSONAS, clock(), generated=0)
    seed_portfolio(database, PERSONAS, clock(), generated=MANY)
    assert entries(database) == alone


def environment(path):
    return os.environ | {"DOORSTEP_HOME": str(path), "DOORSTEP_AS_OF": "2026-11-16"}


def run(path, module, *arguments):
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment(path), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("wrong", ["-1", "many", "1000001", "1e5", "", "２"])
def test_a_wrong_number_of_loans_is_refused_before_anything_is_touched(tmp_path, wrong):
    done = run(tmp_path, "servicing.seed", f"--loans={wrong}")
    assert done.returncode == 2
    assert "a whole number from 0 to 1000000" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_command_says_how_far_it_is_and_stops_without_a_trace(tmp_path):
    assert run(tmp_path, "servicing.migrate").returncode == 0
    done = run(tmp_path, "servicing.seed", "--loans=300", "--random-seed=3")
    assert done.returncode == 0
    assert "servicing: generated: 300 of 300 loans after" in done.stdout
    assert "servicing: 321 loans with" in done.stdout
    command = [sys.executable, "-m", "servicing.seed", "--loans=5000"]
    # A shell that runs the tests in the background has them ignore Ctrl-C, and a child would inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as process:
        signal.signal(signal.SIGINT, before)
        for line in process.stdout:
            if line.startswith("servicing: generated:"):
                break
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert process.returncode == 130
    assert rest.endswith("stopped; the portfolio is as it was\n")
    assert run(tmp_path, "servicing.seed").stdout == "servicing: the portfolio is already as of 2026-11-16\n"


def test_a_terminal_gets_a_bar_and_anything_else_a_line_for_each_tenth(capsys):
    said = []
    with Progress("generated", 1_000, say=said.append, bar=False) as lines:
        for _ in range(40):
            lines.advance(25)
    assert len(said) == 10
    assert said[0].startswith("generated: 100 of 1,000 loans after")
    with Progress("generated", 1_000, bar=True) as bar:
        bar.advance(1)
        # The bar is drawn ten times a second at most.
        time.sleep(0.15)
        bar.advance(499)
    assert "generated:  50%" in capsys.readouterr().err
