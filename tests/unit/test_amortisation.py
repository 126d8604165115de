"""Level payments, schedules and the split of an installment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.money import UNROUNDED, ZERO
from servicing.domain.amortisation import (
    graduated_payments,
    installment,
    installments_from,
    level_payment,
    month_interest,
    period_interest,
    schedule,
)
from servicing.domain.loan import RateCap, Terms

amounts = st.integers(1_000_000, 99_999_999).map(lambda cents: Decimal(cents).scaleb(-2))
rates = st.integers(0, 12_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
terms_in_months = st.integers(12, 360)


def terms(amount="320000.00", rate="6.125", months=360, first_due=date(2023, 8, 1), **others):
    amount, rate = Decimal(amount), Decimal(rate)
    payment = level_payment(principal=amount, annual_rate=rate, months=months)
    return Terms(
        original_amount=amount, annual_rate=rate, months=months, first_due=first_due, payment=payment, **others
    )


@pytest.mark.parametrize(
    ("amount", "rate", "months", "payment"),
    [
        # The first row is the sample loan of the CFPB's Closing Disclosure H-25(B) (checked 2026-11).
        ("162000", "3.875", 360, "761.78"),
        ("320000", "6.125", 360, "1944.35"),
        ("150000", "3.125", 180, "1044.91"),
        ("120000", "0", 240, "500.00"),
    ],
)
def test_the_level_payment_is_rounded_half_up(amount, rate, months, payment):
    assert level_payment(principal=Decimal(amount), annual_rate=Decimal(rate), months=months) == Decimal(payment)


@pytest.mark.parametrize(("amount", "rate", "months"), [("0", "5", 360), ("1000", "-1", 12), ("1000", "5", 0)])
def test_nonsense_has_no_level_payment(amount, rate, months):
    with pytest.raises(ValueError, match="level payment"):
        level_payment(principal=Decimal(amount), annual_rate=Decimal(rate), months=months)


def test_forty_payments_leave_what_the_schedule_says():
    parts = list(schedule(terms()))[:40]
    assert Decimal("320000.00") - sum(part.principal for part in parts) == Decimal("306237.11")


def test_an_installment_pays_the_interest_of_the_month_before():
    assert month_interest(balance=Decimal("306237.11"), annual_rate=Decimal("6.125")) == Decimal("1563.09")


# A twelfth of 7 per cent has no end as a decimal; 1,566.00 at 7 per cent is exactly 9.135 a month.
def test_a_half_cent_of_interest_goes_up_at_a_rate_whose_twelfth_has_no_end():
    assert month_interest(balance=Decimal("1566.00"), annual_rate=Decimal(7)) == Decimal("9.14")


@given(amount=amounts, rate=rates, periods=st.integers(1, 24), a_year=st.sampled_from([1, 4, 12, 24, 26, 52, 360, 365]))
def test_interest_is_the_exact_fraction_rounded_half_up(amount, rate, periods, a_year):
    cents = Fraction(amount) * Fraction(rate) * periods / a_year
    found = period_interest(balance=amount, annual_rate=rate, periods=periods, periods_a_year=a_year)
    assert found == Decimal((2 * cents.numerator + cents.denominator) // (2 * cents.denominator)).scaleb(-2)


@pytest.mark.parametrize("months", [1, 360, 480, 1200])
@pytest.mark.parametrize("rate", ["0.001", "3.875", "7", "29.99"])
def test_an_unrounded_payment_is_right_to_its_last_digits(rate, months):
    found = level_payment(principal=Decimal("123456.78"), annual_rate=Decimal(rate), months=months, rounding=UNROUNDED)
    with localcontext(prec=90):
        growth = (1 + Decimal(rate) / 1200) ** months
        exact = Decimal("123456.78") * Decimal(rate) / 1200 * growth / (growth - 1)
        assert abs(found - exact) <= abs(exact).scaleb(-27)


def test_the_total_of_an_installment_holds_escrow_but_no_fee():
    part = installment(terms(escrow_payment=Decimal("514.00")), number=1, balance=Decimal("320000.00"))
    assert part.total == Decimal("2458.35")


def test_a_cap_lowers_interest_and_payment_and_leaves_principal_alone():
    # 50 USC 3937(a) (checked 2026-11): what is above 6 per cent is forgiven.
    note = terms("288000.00", "7.125", first_due=date(2024, 9, 1))
    capped = replace(note, cap=RateCap(per_cent=Decimal("6.0"), since_due=date(2026, 4, 1)))
    full = installment(note, number=28, balance=Decimal("281277.02"))
    part = installment(capped, number=28, balance=Decimal("281277.02"))
    assert (full.interest, part.interest) == (Decimal("1670.08"), Decimal("1406.39"))
    assert full.total - part.total == Decimal("263.69")
    assert part.total == Decimal("1676.62")
    assert part.principal == full.principal


def test_a_cap_does_not_reach_back():
    capped = terms("288000.00", "7.125", cap=RateCap(per_cent=Decimal(6), since_due=date(2026, 4, 1)))
    assert capped.rate_charged(date(2026, 3, 1)) == Decimal("7.125")


# 50 USC 3937(a)(1)(A) (checked 2026-11): for a mortgage the cap holds for a year after the service.
def test_a_cap_that_has_ended_leaves_the_note_rate():
    cap = RateCap(per_cent=Decimal(6), since_due=date(2026, 4, 1), through=date(2027, 5, 31))
    capped = terms("288000.00", "7.125", cap=cap)
    days = [date(2026, 3, 1), date(2026, 4, 1), date(2027, 5, 1), date(2027, 6, 1)]
    assert [str(capped.rate_charged(day)) for day in days] == ["7.125", "6", "6", "7.125"]


def test_the_installments_from_one_on_are_those_of_the_schedule():
    whole = list(schedule(terms()))
    balance = Decimal("320000.00") - sum(part.principal for part in whole[:40])
    assert list(installments_from(terms(), number=41, balance=balance)) == whole[40:]


def test_a_cap_above_the_note_rate_changes_nothing():
    capped = terms(rate="4.5", cap=RateCap(per_cent=Decimal(6), since_due=date(2023, 8, 1)))
    assert capped.rate_charged(date(2026, 11, 1)) == Decimal("4.5")


# 12 CFR 1026, supplement I, comment 43(c)(5)(ii)(C)-3.ii (checked 2026-11) starts at 943 and goes up by 12.5 per cent.
def test_graduated_payments_go_up_by_the_same_part_and_repay_the_loan():
    found = graduated_payments(
        principal=Decimal(200000),
        annual_rate=Decimal("7.5"),
        months=360,
        increase_percent=Decimal("12.5"),
        increases=4,
    )
    assert [round(payment) for payment in found] == [943, 1061, 1194, 1343, 1511]
    level = level_payment(principal=Decimal(200000), annual_rate=Decimal("7.5"), months=360)
    assert graduated_payments(
        principal=Decimal(200000), annual_rate=Decimal("7.5"), months=360, increase_percent=Decimal(5), increases=0
    ) == (level,)


@pytest.mark.parametrize("wrong", [{"principal": Decimal(0)}, {"increases": 30}, {"annual_rate": Decimal(-1)}])
def test_nonsense_has_no_graduated_payments(wrong):
    loan = {
        "principal": Decimal(1000), "annual_rate": Decimal(5), "months": 360, "increase_percent": Decimal(5),
        "increases": 4,
    }  # fmt: skip
    with pytest.raises(ValueError, match="graduated"):
        graduated_payments(**loan | wrong)


@settings(max_examples=40, deadline=None)
@given(amount=amounts, rate=rates, months=terms_in_months)
def test_principal_parts_sum_to_the_loan(amount, rate, months):
    note = terms(amount, rate, months)
    parts = list(schedule(note))
    assert sum(part.principal for part in parts) == amount
    assert len(parts) <= months
    assert all(part.interest >= ZERO and part.principal > ZERO for part in parts)
