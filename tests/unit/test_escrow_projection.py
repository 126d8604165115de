"""How an escrow account gets from today's balance to the start of its next year."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from servicing.domain.escrow_bills import EscrowBill, EscrowItem, coming_bills
from servicing.domain.escrow_projection import expected_payments, projected_balance

D = Decimal
SALAS = [
    EscrowItem("county tax", "property_tax", D(2310), ((4, 10), (12, 10))),
    EscrowItem("hazard insurance", "hazard_insurance", D(2196), ((9, 1),)),
]


def test_todays_balance_reaches_the_next_year_by_lines_that_sum():
    until = date(2027, 1, 1)
    found = projected_balance(
        balance=D("2225.60"),
        as_of=date(2026, 11, 16),
        until=until,
        payments=expected_payments(escrow_payment=D("497.00"), next_due=date(2026, 12, 1), until=until),
        bills=coming_bills(items=SALAS, today=date(2026, 11, 16), months=12),
    )
    assert [(line.code, line.amount, line.on) for line in found.lines] == [
        ("balance", D("2225.60"), date(2026, 11, 16)),
        ("payment", D("497.00"), date(2026, 12, 1)),
        ("bill", D("-2310.00"), date(2026, 12, 10)),
    ]
    assert found.projected == D("412.60")


def test_a_balance_without_coming_bills_grows_by_the_payments():
    until = date(2027, 1, 1)
    payments = expected_payments(escrow_payment=D("450.00"), next_due=date(2026, 12, 1), until=until)
    found = projected_balance(balance=D("1786.18"), as_of=date(2026, 11, 16), until=until, payments=payments)
    assert found.projected == D("2236.18")


def test_overdue_payments_are_expected_and_a_bill_of_today_counts_only_when_said_so():
    today, until = date(2026, 11, 16), date(2027, 1, 1)
    payments = expected_payments(escrow_payment=D(100), next_due=date(2026, 10, 1), until=until)
    assert [line.on.month for line in payments] == [10, 11, 12]
    bill = EscrowBill("tax", "property_tax", today, D(50))
    paid = {"balance": D(0), "as_of": today, "until": until, "bills": [bill]}
    assert (projected_balance(**paid).projected, projected_balance(**paid, count_today=True).projected) == (0, -50)


def test_biweekly_payments_are_expected_every_fourteenth_day_across_years():
    found = expected_payments(
        escrow_payment=D(60), next_due=date(2026, 7, 3), until=date(2028, 7, 3), payments_a_year=26
    )
    days = [line.on for line in found]
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=14)}
    assert (days[0], days[-1], len(days)) == (date(2026, 7, 3), date(2028, 6, 30), 53)
    assert expected_payments(escrow_payment=D(60), next_due=date(2027, 1, 1), until=date(2026, 1, 1)) == ()
