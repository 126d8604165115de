"""Every balance proven from the ledger: of the personas, of generated loans, and what is said when a cent is out."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import text

from servicing.domain.reconciliation import Wrong
from servicing.portfolio.personas import read_personas
from servicing.store.append_only import ledger_unlocked
from servicing.store.portfolio import seed_portfolio
from servicing.store.reconciliation import Difference, loan_ids, prove
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


def change(database, statement):
    with database.begin() as session, ledger_unlocked(session):
        session.execute(text(statement))


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
