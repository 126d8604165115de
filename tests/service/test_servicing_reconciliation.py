"""Every balance proven from the ledger: of the personas, of generated loans, and what is said when a cent is out."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import text

from servicing.domain.reconciliation import Wrong
from servicing.portfolio.personas import read_personas
from servicing.store import reconciliation
from servicing.store.append_only import ledger_unlocked
from servicing.store.portfolio import seed_portfolio
from servicing.store.reconciliation import Difference, Totals, loan_ids, prove
from tests.service.servicing_kit import clock

GENERATED = 150
DANA = "4400100001"
CENT_MOVED = "UPDATE ledger_entry SET principal = principal + 1, interest = interest - 1"


@pytest.fixture
def database(seeded):
    """A portfolio that no other test sees."""
    return seeded()


def url(database):
    return database.engine.url.render_as_string(hide_password=False)


def proven(database, **given):
    return list(prove(url(database), loan_ids(database), **given))


def change(database, *statements):
    """Changes the ledger behind the back of its triggers."""
    with database.begin() as session, ledger_unlocked(session):
        for statement in statements:
            session.execute(text(statement))


def unbalanced(database, statement):
    """The same, with the constraint that an entry balances out of the way too."""
    with database.begin() as session, ledger_unlocked(session):
        if database.engine.dialect.name == "postgresql":
            session.execute(text("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_balances"))
        else:
            session.execute(text("PRAGMA ignore_check_constraints = ON"))
        session.execute(text(statement))
        if database.engine.dialect.name == "sqlite":
            session.execute(text("PRAGMA ignore_check_constraints = OFF"))


def differences(database):
    """What fails, without saying at which entries."""
    return {(found.loan_id, found.wrong.proof) for batch in proven(database) for found in batch.differences}


def command(database):
    environment = os.environ | {"DOORSTEP_SERVICING_DATABASE_URL": url(database)}
    return subprocess.run(
        [sys.executable, "-m", "servicing.reconcile"], env=environment, capture_output=True, text=True, check=False
    )


def test_every_loan_of_personas_and_generated_ones_proves(database):
    seed_portfolio(database, read_personas(), clock(), generated=GENERATED, random_seed=5)
    batches = proven(database)
    assert sum(batch.loans for batch in batches) == GENERATED + 21
    assert sum(batch.entries for batch in batches) > GENERATED * 20
    assert [found for batch in batches for found in batch.differences] == []


def test_two_processors_prove_the_same_as_one(database):
    ids = loan_ids(database) * 60
    assert list(prove(url(database), ids, workers=2)) == list(prove(url(database), ids, workers=1))


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        (
            "UPDATE ledger_entry SET principal = principal + 1, interest = interest - 1 WHERE number = 5",
            Wrong("note", 5),
        ),
        ("UPDATE ledger_entry SET escrow = escrow + 1, amount = amount + 1 WHERE number = 5", Wrong("note", 5)),
        ("UPDATE ledger_entry SET suspense = -1, amount = amount - 1 WHERE number = 5", Wrong("suspense", 5)),
        ("UPDATE ledger_entry SET number = 9999 WHERE number = 1", Wrong("numbers", 9999)),
    ],
)
def test_a_cent_out_is_found_at_its_entry(database, statement, wrong):
    change(database, f"{statement} AND loan_id = '{DANA}'")
    found = [found for batch in proven(database) for found in batch.differences]
    assert Difference(DANA, wrong) in found
    assert {difference.loan_id for difference in found} == {DANA}


# Each with the loan on whose ledger such entries stand.
AFTER_THE_LAST = """
    INSERT INTO ledger_entry (loan_id, number, kind, received, effective, posted, amount, principal, interest, escrow,
        late_charge, fee, suspense, charge_income, channel)
    SELECT loan_id, max(number) + 1, 'refund', max(received), max(effective), max(posted), -1, -1, 0, 0, 0, 0, 0, 0, ''
    FROM ledger_entry WHERE loan_id = '{loan}' GROUP BY loan_id
"""


@pytest.mark.parametrize(
    ("proof", "loan", "statement"),
    [
        ("note", "4400100017", "UPDATE ledger_entry SET interest = interest - 1, amount = amount - 1 WHERE number = 9"),
        ("note", "4400100014", "UPDATE loan SET rate_cap = '6.125' WHERE id = '{loan}'"),
        ("note", "4400100014", "UPDATE military_service SET active_until = '2025-06-30' WHERE loan_id = '{loan}'"),
        ("note", DANA, "UPDATE loan SET note_rate = '6.126' WHERE id = '{loan}'"),
        ("principal", DANA, AFTER_THE_LAST),
        (
            "payoff",
            "4400100017",
            "UPDATE ledger_entry SET interest = interest + 1, amount = amount + 1 WHERE kind = 'payoff'",
        ),
        (
            "payoff",
            "4400100017",
            "UPDATE ledger_entry SET interest = interest + 1, principal = principal - 1 WHERE kind = 'payoff'",
        ),
        # 24 CFR 203.558 (checked 2026-11): an FHA loan of that time owed the whole month of a payoff.
        (
            "payoff",
            "4400100017",
            "UPDATE loan SET product = 'FHA fixed 15', originated_on = '2015-01-20' WHERE id = '{loan}'",
        ),
        (
            "reversals",
            "4400100020",
            "UPDATE ledger_entry SET interest = interest + 1, amount = amount + 1 WHERE kind = 'reversal'",
        ),
        ("reversals", "4400100020", "UPDATE ledger_entry SET reversal_of = 1 WHERE kind = 'reversal'"),
        (
            "charges",
            "4400100017",
            "UPDATE ledger_entry SET fee = fee + 1, amount = amount + 1 WHERE kind = 'charge_payment'",
        ),
        (
            "charges",
            "4400100003",
            "UPDATE ledger_entry SET charge_income = charge_income - 1, amount = amount - 1 WHERE kind = 'assessment'",
        ),
        (
            "escrow",
            DANA,
            "UPDATE ledger_entry SET escrow = -escrow, amount = -amount WHERE kind = 'escrow_disbursement'",
        ),
        (
            "escrow",
            DANA,
            "UPDATE ledger_entry SET escrow = escrow - 1, interest = 1 WHERE kind = 'escrow_deposit'",
        ),
        (
            "suspense",
            "4400100009",
            "UPDATE ledger_entry SET suspense = -suspense, amount = -amount WHERE kind = 'partial_payment'",
        ),
    ],
)
def test_each_proof_finds_what_it_watches_for(database, proof, loan, statement):
    where = "" if "{loan}" in statement else " AND loan_id = '{loan}'"
    change(database, f"{statement}{where}".format(loan=loan))
    assert (loan, proof) in differences(database)
    assert {found for found, _ in differences(database)} == {loan}


def test_an_entry_that_does_not_balance_is_found_and_so_is_the_portfolio_s_difference(database):
    unbalanced(database, f"UPDATE ledger_entry SET interest = interest + 1 WHERE loan_id = '{DANA}' AND number = 5")
    assert (DANA, "balances") in differences(database)
    totals = sum((batch.totals for batch in proven(database)), Totals())
    assert totals.difference == -1
    done = command(database)
    assert done.returncode == 1
    assert "difference                       -0.01" in done.stdout


def test_a_changed_payment_of_a_generated_loan_is_found(database):
    seed_portfolio(database, read_personas(), clock(), generated=GENERATED, random_seed=5)
    with database.read() as session:
        loan = session.scalar(
            text(
                "SELECT payment_change.loan_id FROM payment_change JOIN ledger_entry"
                " ON ledger_entry.loan_id = payment_change.loan_id AND installment_due = since_due"
                " AND ledger_entry.kind = 'payment' ORDER BY 1"
            )
        )
    change(database, f"UPDATE payment_change SET escrow_payment = escrow_payment + 1 WHERE loan_id = '{loan}'")
    assert differences(database) == {(loan, "note")}


def test_what_the_database_sums_is_compared_with_entries_and_with_what_is_served(database, monkeypatch):
    told = "sum(CASE WHEN loan_id = '4400100001' AND kind = 'payment' THEN escrow + 1 ELSE escrow END)"
    monkeypatch.setattr(reconciliation, "_SUMS", reconciliation._SUMS.replace("sum(escrow)", told))
    assert differences(database) == {(DANA, "channels"), (DANA, "served")}


def test_cash_in_less_cash_out_is_what_every_account_comes_to(database):
    totals = sum((batch.totals for batch in proven(database)), Totals())
    assert totals.cash_in > 0 > totals.cash_out
    assert totals.difference == 0
    with database.read() as session:
        cash = session.scalar(text("SELECT sum(amount) FROM ledger_entry"))
    assert totals.cash_in + totals.cash_out == cash


def test_the_database_itself_refuses_a_line_that_does_not_balance(database):
    with pytest.raises(Exception, match="ledger_entry_balances"):
        change(database, f"UPDATE ledger_entry SET principal = principal + 1 WHERE number = 5 AND loan_id = '{DANA}'")


def test_the_command_says_that_all_is_proven(database):
    done = command(database)
    assert (done.returncode, done.stderr) == (0, "")
    assert "21 loans with" in done.stdout
    assert done.stdout.rstrip().endswith("prove to the cent")


def test_the_command_ends_with_code_1_and_names_the_loan_and_entry(database):
    change(
        database,
        f"{CENT_MOVED} WHERE number = 5 AND loan_id = '{DANA}'",
    )
    done = command(database)
    assert done.returncode == 1
    assert f"loan {DANA} (entry 5) fails" in done.stdout
    assert "1 of 21 loans do not prove" in done.stdout
