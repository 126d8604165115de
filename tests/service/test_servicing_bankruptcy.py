"""A loan in bankruptcy: each installment counts with its own amount, and only payments that stand count."""

from datetime import date
from decimal import Decimal

from servicing.domain.returned_payment import reversal_entries
from servicing.store.loans import loan_record
from servicing.store.postings import append_entries
from servicing.store.tables import Loan, PaymentChange
from tests.service.servicing_kit import AS_OF, Caller, application, facts

LOAN = "4400100013"


def said(database):
    return facts(Caller(application(database), "P13", (LOAN,)).get(f"/v1/loans/{LOAN}/bankruptcy"))


# January and February at 1,523.55, March and April with ten dollars more of escrow.
def test_the_arrears_are_what_each_installment_came_to(seeded):
    database = seeded()
    with database.begin() as session:
        record = loan_record(session, session.get(Loan, LOAN))
        for since, more in ((date(2026, 3, 1), "10.00"), (date(2026, 12, 1), "30.00")):
            escrow = record.terms.escrow_payment + Decimal(more)
            session.add(
                PaymentChange(
                    loan_id=LOAN, since_due=since, annual_rate=record.terms.annual_rate,
                    payment=record.terms.payment, escrow_payment=escrow, reason="escrow_analysis",
                )
            )  # fmt: skip
    found = said(database)
    assert (found["pre_petition_installments"], found["pre_petition_arrears"]) == ("4", "6114.20")
    assert (found["post_petition_paid_through"], found["post_petition_payment"]) == ("2026-11-01", "1553.55")


def test_a_payment_that_came_back_does_not_count_after_the_petition(seeded):
    database = seeded()
    with database.begin() as session:
        record = loan_record(session, session.get(Loan, LOAN))
        last = max((entry for entry in record.entries if entry.kind == "payment"), key=lambda entry: entry.number)
        undone = reversal_entries([last], posted=AS_OF)
        append_entries(session, loan_id=LOAN, version=record.version, entries=undone)
    found = said(database)
    assert (found["post_petition_paid_through"], found["post_petition_days_delinquent"]) == ("2026-10-01", "15")
