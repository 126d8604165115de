"""The history runs on from what came before, sums by the day of receipt, and knows what still stands."""

from datetime import date
from decimal import Decimal

from servicing.domain.ledger import Entry, Legs, numbered
from servicing.domain.payment_history import last_payment, payment_history, standing, year_totals

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def entry(kind, on, posted=None, due=None, **legs):
    return Entry(kind, on, on, posted or on, Legs(**{key: Decimal(value) for key, value in legs.items()}), due)


LOAN = entry("origination", date(2025, 12, 1), principal="-1000.00")
FIRST = entry("payment", JANUARY, due=JANUARY, principal="90.00", interest="10.00", escrow="25.00")
SECOND = entry("payment", FEBRUARY, due=FEBRUARY, principal="91.00", interest="9.00", escrow="25.00")
BACK = entry("reversal", FEBRUARY, date(2026, 2, 9), FEBRUARY, principal="-91.00", interest="-9.00", escrow="-25.00")
LEDGER = numbered([LOAN, FIRST, SECOND, BACK])


def test_balances_run_over_the_whole_ledger():
    [line] = payment_history(LEDGER, since=FEBRUARY, until=FEBRUARY)
    assert (line.unpaid_principal, line.escrow_balance) == (Decimal("819.00"), Decimal("50.00"))


def test_a_payment_that_came_back_is_no_receipt_of_the_year():
    totals = year_totals(LEDGER, 2026)
    assert (totals.interest, totals.principal, totals.total) == (Decimal("10.00"), Decimal("90.00"), Decimal("125.00"))
    assert year_totals(LEDGER, 2025).total == Decimal("0.00")


def test_the_last_payment_is_the_newest_that_still_stands():
    assert last_payment(LEDGER).installment_due == JANUARY
    assert [found.number for found in standing(LEDGER)] == [1, 2]
    assert last_payment([LOAN]) is None
