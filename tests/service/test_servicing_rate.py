"""The change of a rate is set beside the installment before it, not beside the oldest one that is unpaid."""

from datetime import date
from decimal import Decimal

from servicing.store.tables import PaymentChange
from tests.service.servicing_kit import Caller, application, facts

LOAN = "4400100002"


# P02's next installment is that of December 2026; its rate changes on February 1, 2027.
def test_rate_payment_and_balance_are_those_of_the_installment_before_the_change(seeded):
    database = seeded()
    with database.begin() as session:
        session.add(
            PaymentChange(
                loan_id=LOAN, since_due=date(2027, 1, 1), annual_rate=Decimal("5.25"), payment=Decimal("2500.00"),
                escrow_payment=Decimal("600.00"), reason="rate_adjustment",
            )
        )  # fmt: skip
    caller = Caller(application(database), "P02", (LOAN,))
    said = facts(caller.get(f"/v1/loans/{LOAN}/rate"))
    assert (said["current_rate"], said["principal_and_interest"]) == ("5.25", "2500.00")
    rows = caller.get(f"/v1/loans/{LOAN}/schedule").json()["table"]["rows"]
    assert [row[5] for row in rows if row[1] == "2027-02-01"] == [said["expected_principal"]]
