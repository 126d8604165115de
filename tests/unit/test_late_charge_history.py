"""Which installments get a late charge follows from what came in on which day, and from nothing else."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import months_after
from servicing.domain.late_charge_history import DueInstallment, Receipt, late_charge_history

TODAY = date(2026, 11, 16)
NOTE = {"per_cent": D(5), "grace_days": 15}


def dues(first, count, principal_and_interest, escrow):
    return [
        DueInstallment(months_after(first, number), D(principal_and_interest), D(escrow)) for number in range(count)
    ]


def made(found):
    return [(one.late_charge.made_on, one.late_charge.amount) for one in found if one.late_charge]


RAMAN = dues(date(2026, 10, 1), 2, "1521.67", "427.67")


# P03: October and November 2026 unpaid.
def test_each_unpaid_installment_is_charged_once_on_the_day_after_its_grace():
    october = (date(2026, 10, 17), D("76.08"))
    assert made(late_charge_history(installments=RAMAN, receipts=[], today=TODAY, **NOTE)) == [october]
    later = late_charge_history(installments=RAMAN, receipts=[], today=date(2027, 3, 1), **NOTE)
    assert made(later) == [october, (date(2026, 11, 17), D("76.08"))]


# P04: since August 2026.
def test_three_months_behind_is_three_late_charges():
    found = late_charge_history(
        installments=dues(date(2026, 8, 1), 4, "1501.50", "369.17"), receipts=[], today=TODAY, **NOTE
    )
    assert made(found) == [(date(2026, month, 17), D("75.08")) for month in (8, 9, 10)]


# P05: since May 2026, accelerated on August 20.
def test_acceleration_ends_late_charges():
    found = late_charge_history(
        installments=dues(date(2026, 5, 1), 7, "1983.93", "501.00"),
        receipts=[],
        today=TODAY,
        accelerated_on=date(2026, 8, 20),
        **NOTE,
    )
    assert made(found) == [(date(2026, month, 17), D("99.20")) for month in (5, 6, 7, 8)]


# P09: 900.00 is held for November; 723.89 completes it on the last day of grace, or a day later.
@pytest.mark.parametrize(("completed", "charges"), [(16, []), (17, [(date(2026, 11, 17), D("63.29"))])])
def test_money_that_was_held_counts_when_the_rest_comes(completed, charges):
    receipts = [Receipt(date(2026, 11, 5), D("900.00")), Receipt(date(2026, 11, completed), D("723.89"))]
    found = late_charge_history(
        installments=dues(date(2026, 11, 1), 1, "1265.89", "358.00"),
        receipts=receipts,
        today=date(2026, 11, 30),
        **NOTE,
    )
    assert made(found) == charges
    assert found[0].completed_on == date(2026, 11, completed)


# P10: mailed on October 8, received on October 19. P11: received on October 14, posted on October 20.
def test_the_day_of_receipt_decides_not_the_postmark_nor_the_posting():
    for amount, escrow, received, charges in (
        ("1086.74", "271.17", 19, [(date(2026, 10, 17), D("54.34"))]),
        ("1888.54", "511.67", 14, []),
    ):
        [october] = dues(date(2026, 10, 1), 1, amount, escrow)
        paid = [Receipt(date(2026, 10, received), october.total)]
        assert made(late_charge_history(installments=[october], receipts=paid, today=TODAY, **NOTE)) == charges


# P12: transferred on October 15, 2026; the old servicer had November's payment on the 2nd and sent it on by the 20th.
@pytest.mark.parametrize(("old", "charges"), [(2, 0), (16, 0), (17, 1), (None, 1)])
def test_what_the_old_servicer_had_in_time_is_not_late(old, charges):
    [november] = dues(date(2026, 11, 1), 1, "1637.06", "394.00")
    had = None if old is None else date(2026, 11, old)
    found = late_charge_history(
        installments=[november],
        receipts=[Receipt(date(2026, 11, 20), november.total, had)],
        today=date(2026, 11, 30),
        transferred_on=date(2026, 10, 15),
        **NOTE,
    )
    assert len(made(found)) == charges


# 12 CFR 1026.36(c)(2), 16 CFR 444.4 (checked 2026-11): October was paid late, its charge of 71.64 never.
def test_an_unpaid_late_charge_makes_no_later_payment_late():
    year = dues(date(2026, 10, 1), 12, "1432.86", "300.00")
    late, *in_time = year
    receipts = [
        Receipt(date(2026, 10, 20), late.total),
        *(Receipt(one.due + timedelta(days=15), one.total) for one in in_time),
    ]
    found = late_charge_history(installments=year, receipts=receipts, today=date(2027, 12, 1), **NOTE)
    assert made(found) == [(date(2026, 10, 17), D("71.64"))]


MISSED_ONE = {
    "installments": RAMAN + dues(date(2026, 12, 1), 1, "1521.67", "427.67"),
    "receipts": [Receipt(date(2026, 11, 2), D("1949.34")), Receipt(date(2026, 12, 2), D("1949.34"))],
    "today": date(2026, 12, 31),
}


# 15 USC 1639(k)(3); North Carolina General Statutes 24-10.1(b)(4) (checked 2026-11).
def test_a_missed_installment_leaves_each_later_one_unpaid_where_the_oldest_is_paid_first():
    found = late_charge_history(**MISSED_ONE, **NOTE)
    assert [one.completed_on for one in found] == [date(2026, 11, 2), date(2026, 12, 2), None]
    assert [day.month for day, _ in made(found)] == [10, 11, 12]


# California Civil Code 2954.4(b) (checked 2026-11).
def test_in_california_a_missed_installment_makes_no_later_payment_late():
    for found in (
        late_charge_history(**MISSED_ONE, **NOTE, state="CA"),
        late_charge_history(**MISSED_ONE, **NOTE, newest_first=True),
    ):
        assert [one.completed_on for one in found] == [None, date(2026, 11, 2), date(2026, 12, 2)]
        assert [day.month for day, _ in made(found)] == [10]
    assert len(made(late_charge_history(**MISSED_ONE, **NOTE, state="CA", newest_first=False))) == 3


# North Carolina General Statutes 24-10.1(b)(1)c (checked 2026-11).
def test_what_came_in_time_lowers_a_charge_on_the_overdue_part():
    part = {"installments": RAMAN[:1], "receipts": [Receipt(date(2026, 10, 5), D("1449.34"))], "today": TODAY}
    assert made(late_charge_history(**part, **NOTE, state="NC")) == [(date(2026, 10, 16 + 1), D("20.00"))]
    assert made(late_charge_history(**part, **NOTE)) == [(date(2026, 10, 17), D("76.08"))]


def test_a_payment_made_ahead_is_there_when_its_installment_falls_due():
    early = [Receipt(date(2026, 9, 20), D("1949.34") * 2)]
    found = late_charge_history(installments=RAMAN, receipts=early, today=date(2026, 12, 1), **NOTE)
    assert made(found) == []


def test_a_payment_of_tomorrow_is_not_known_today():
    tomorrow = [Receipt(TODAY + timedelta(days=1), D("1949.34"))]
    assert len(made(late_charge_history(installments=RAMAN, receipts=tomorrow, today=TODAY, **NOTE))) == 1


def test_a_negative_payment_is_refused():
    with pytest.raises(ValueError, match="not negative"):
        late_charge_history(installments=RAMAN, receipts=[Receipt(TODAY, D("-1.00"))], today=TODAY, **NOTE)


@given(
    st.lists(st.tuples(st.integers(0, 700), st.decimals("0", "4000", places=2)), max_size=20),
    st.booleans(),
    st.integers(0, 700),
)
def test_an_installment_is_charged_at_most_once_and_only_when_it_was_not_paid_in_time(payments, newest_first, days):
    first = date(2026, 1, 1)
    receipts = [Receipt(first + timedelta(days=day), amount) for day, amount in payments]
    today = first + timedelta(days=days)
    found = late_charge_history(
        installments=dues(first, 24, "1521.67", "427.67"),
        receipts=receipts,
        today=today,
        newest_first=newest_first,
        **NOTE,
    )
    assert [one.due for one in found] == [months_after(first, number) for number in range(len(found))]
    for one in found:
        in_time = one.paid_in_time == D("1949.34")
        assert (one.late_charge is None) is (in_time or today <= one.due + timedelta(days=15))
        assert one.completed_on is not None or one.paid_in_time < D("1949.34")
    known = sum((receipt.amount for receipt in receipts if receipt.credited <= today), D("0.00"))
    assert sum((one.paid_in_time for one in found), D("0.00")) <= known
