"""What came when a loan was paid in full: the day, the parts, and the escrow that goes back."""

from datetime import date
from decimal import Decimal

from servicing.domain.ledger import Entry, Legs
from servicing.store.loans import loan_record
from servicing.store.postings import append_entries
from servicing.store.tables import Loan
from tests.service.servicing_kit import AS_OF, Caller, application, facts


def payoff_after(database, party, entry):
    """What is said of the payoff of a party's loan when one more entry stands on it."""
    loan_id = f"44001000{party[1:]}"
    with database.begin() as session:
        record = loan_record(session, session.get(Loan, loan_id))
        append_entries(session, loan_id=loan_id, version=record.version, entries=[entry])
    return facts(Caller(application(database), party, (loan_id,)).get(f"/v1/loans/{loan_id}/payoff"))


# 12 CFR 1024.34(b)(1) (checked 2026-11) is about what is left when the loan is paid; a surplus went back before.
def test_a_surplus_refunded_before_the_payoff_is_no_part_of_what_goes_back(seeded):
    day = date(2026, 5, 4)
    refund = Entry("escrow_refund", day, day, AS_OF, Legs(escrow=Decimal("-100.00")))
    said = payoff_after(seeded(), "P17", refund)
    assert (said["escrow_refund_amount"], said["escrow_refunded"]) == ("897.33", "0.00")


def test_what_went_back_after_the_payoff_is_said(seeded):
    refund = Entry("escrow_refund", AS_OF, AS_OF, AS_OF, Legs(escrow=Decimal("-997.33")))
    said = payoff_after(seeded(), "P17", refund)
    assert (said["escrow_refund_amount"], said["escrow_refunded"], said["escrow_balance"]) == (
        "997.33", "997.33", "0.00",
    )  # fmt: skip


def test_a_loan_that_extra_principal_paid_in_full_is_paid_off_on_that_day(seeded):
    paid = Entry("curtailment", AS_OF, AS_OF, AS_OF, Legs(principal=Decimal("306237.11")))
    said = payoff_after(seeded(), "P01", paid)
    assert (said["payoff_received"], said["payoff_amount"], said["payoff_principal"]) == (
        "2026-11-16", "306237.11", "306237.11",
    )  # fmt: skip
    assert said["escrow_refund_by"] == "2026-12-15"


def test_the_last_installment_pays_a_loan_off_with_its_interest_and_escrow(seeded):
    legs = Legs(principal=Decimal("306237.11"), interest=Decimal("1563.09"), escrow=Decimal("514.00"))
    said = payoff_after(seeded(), "P01", Entry("payment", AS_OF, AS_OF, AS_OF, legs, date(2026, 12, 1)))
    assert (said["payoff_amount"], said["payoff_interest"], said["payoff_escrow"]) == (
        "308314.20", "1563.09", "514.00",
    )  # fmt: skip
