"""The escrow year that ended: it adds up on every account, whatever moved the balance."""

from datetime import date
from decimal import Decimal

import pytest

from kernel.facts import fact_from_json
from servicing.domain.ledger import Entry, Legs
from servicing.store.postings import append_entries
from servicing.store.tables import PaymentChange
from tests.service.servicing_kit import Caller, application, facts

WITH_A_YEAR = [*range(1, 15), 16, 18, 19, 20]
LOAN = "4400100006"


def statement(app, number):
    loan = f"44001000{number:02d}"
    return Caller(app, f"P{number:02d}", (loan,)).get(f"/v1/loans/{loan}/escrow/annual-statement")


def post(database, *entries):
    """Writes entries to the loan of P06, whose year was 2025."""
    with database.begin() as session:
        return append_entries(session, loan_id=LOAN, version=seen(database), entries=entries)


def seen(database):
    return int(
        Caller(application(database), "P06", (LOAN,)).get(f"/v1/loans/{LOAN}/balance").headers["etag"].strip('"')
    )


def entry(kind, day, amount, **more):
    return Entry(kind, day, day, date(2026, 11, 16), Legs(escrow=Decimal(amount)), **more)


@pytest.mark.parametrize("number", WITH_A_YEAR)
def test_the_ending_balance_is_the_sum_of_what_moved_it(app, number):
    [ending] = [
        fact_from_json(given)
        for given in statement(app, number).json()["facts"]
        if given["name"] == "escrow_year_ending_balance"
    ]
    said = facts(statement(app, number))
    assert {line.label for line in ending.lines} == {
        "escrow_year_opening_balance", "escrow_year_paid_in", "escrow_year_paid_out",
    }  # fmt: skip
    opening, paid_in, paid_out = (
        Decimal(said[f"escrow_year_{name}"]) for name in ("opening_balance", "paid_in", "paid_out")
    )
    assert opening + paid_in - paid_out == Decimal(said["escrow_year_ending_balance"])


def test_a_refund_and_an_adjustment_have_their_own_lines(seeded):
    database = seeded()
    post(database, entry("escrow_refund", date(2025, 3, 3), "-100.00"), entry("waiver", date(2025, 4, 4), "7.00"))
    said = facts(statement(application(database), 6))
    assert (said["escrow_year_refunded"], said["escrow_year_adjusted"]) == ("100.00", "7.00")
    assert (said["escrow_year_paid_in"], said["escrow_year_paid_out"]) == ("5964.00", "5964.00")
    assert said["escrow_year_ending_balance"] == "1171.60"


def test_a_bill_that_comes_back_lowers_what_was_paid_out(seeded):
    database = seeded()
    [bill] = post(database, entry("escrow_disbursement", date(2025, 5, 5), "-50.00", channel="hazard_insurance"))
    post(
        database,
        entry("reversal", date(2025, 5, 6), "50.00", channel="hazard_insurance", reversal_of=bill.number),
    )
    said = facts(statement(application(database), 6))
    assert (said["escrow_year_paid_in"], said["escrow_year_paid_out"]) == ("5964.00", "5964.00")


def test_the_payment_of_last_year_is_that_of_its_first_installment(seeded):
    database = seeded()
    with database.begin() as session:
        session.query(PaymentChange).filter_by(loan_id=LOAN).delete()
        session.add(
            PaymentChange(
                loan_id=LOAN, since_due=date(2025, 7, 1), annual_rate=Decimal("6.5"), payment=Decimal("1402.03"),
                escrow_payment=Decimal("500.00"), reason="escrow_analysis",
            )
        )  # fmt: skip
    said = facts(statement(application(database), 6))
    assert (said["last_year_escrow_payment"], said["last_year_monthly_payment"]) == ("497.00", "1899.03")


@pytest.mark.parametrize(("number", "required"), [(1, "yes"), (3, "no"), (5, "no"), (13, "no")])
def test_no_statement_is_owed_in_default_foreclosure_or_bankruptcy(app, number, required):
    assert facts(statement(app, number))["escrow_statement_required"] == required
