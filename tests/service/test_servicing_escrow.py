"""The escrow year that ended: it adds up on every account, whatever moved the balance."""

from datetime import date
from decimal import Decimal

import pytest

from kernel.facts import fact_from_json
from servicing.domain.ledger import Entry, Legs
from servicing.store.postings import append_entries
from servicing.store.tables import EscrowAnalysisRun, Loan, PaymentChange
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


# P06's new year begins on January 1, 2027; 1,402.03 and 497.00 are the payment until then.
def test_the_payment_until_the_new_year_is_that_of_the_day_before(seeded):
    database = seeded()
    with database.begin() as session:
        session.merge(
            PaymentChange(
                loan_id=LOAN, since_due=date(2027, 1, 1), annual_rate=Decimal("7.5"), payment=Decimal("1500.00"),
                escrow_payment=Decimal("631.45"), reason="rate_adjustment",
            )
        )  # fmt: skip
    said = facts(Caller(application(database), "P06", (LOAN,)).get(f"/v1/loans/{LOAN}/escrow/analysis"))
    assert (said["old_monthly_payment"], said["new_monthly_payment"]) == ("1899.03", "2131.45")


# 50 USC 3937(a)(3) (checked 2026-11): under the cap of P14 November's 281,545.65 makes 1,676.36 and not 1,940.31.
def test_under_a_cap_the_old_payment_is_what_was_charged(seeded):
    database = seeded()
    with database.begin() as session:
        session.get(Loan, "4400100014").escrow_year_began = date(2026, 12, 1)
    said = facts(Caller(application(database), "P14", ("4400100014",)).get("/v1/loans/4400100014/escrow/analysis"))
    assert said["old_monthly_payment"] == "2057.69"


def test_the_past_year_is_told_without_the_analysis_of_the_next(seeded):
    database = seeded()
    with database.begin() as session:
        session.query(EscrowAnalysisRun).filter_by(loan_id=LOAN).delete()
        long_ago = date(1990, 1, 1)
        session.add(EscrowAnalysisRun(loan_id=LOAN, analysed_on=long_ago, effective_on=long_ago))
    app = application(database)
    caller = Caller(app, "P06", (LOAN,))
    assert caller.get(f"/v1/loans/{LOAN}/escrow/analysis").json()["code"] == "rule_not_known"
    assert statement(app, 6).status_code == 200
