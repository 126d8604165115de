"""What may be done about a shortage, a deficiency or a surplus, and the payment that follows."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.escrow import aggregate_analysis
from servicing.domain.escrow_bills import EscrowItem, bills_of_year
from servicing.domain.escrow_difference import Course, disposition, disposition_of, is_current, new_payment

D = Decimal
ON = date(2026, 11, 10)
IN_30_DAYS = date(2026, 12, 10)
BEGINS = date(2027, 1, 1)
SALAS = bills_of_year(
    items=[
        EscrowItem("county tax", "property_tax", D(2310), ((4, 10), (12, 10))),
        EscrowItem("hazard insurance", "hazard_insurance", D(2196), ((9, 1),)),
    ],
    begins=BEGINS,
)
NOTHING, AT_ONCE = Course("nothing"), Course("at_once", by=IN_30_DAYS)
OVER_12, OVER_2 = Course("monthly", payments=12), Course("monthly", payments=2)
REFUND_IN_TIME, REFUND, CREDIT = Course("refund", by=IN_30_DAYS), Course("refund"), Course("credit")


# 12 CFR 1024.17(f)(2)-(4) (checked 2026-11): required 1,174.00, one month 568.00.
@pytest.mark.parametrize(
    ("projected", "shortage", "courses", "deficiency", "deficiency_courses", "surplus", "surplus_courses"),
    [
        ("1100.00", "74.00", (NOTHING, AT_ONCE, OVER_12), 0, (), 0, ()),
        ("606.01", "567.99", (NOTHING, AT_ONCE, OVER_12), 0, (), 0, ()),
        ("606.00", "568.00", (NOTHING, OVER_12), 0, (), 0, ()),
        ("412.60", "761.40", (NOTHING, OVER_12), 0, (), 0, ()),
        ("-150.00", "1174.00", (NOTHING, OVER_12), "150.00", (NOTHING, AT_ONCE, OVER_2), 0, ()),
        ("-568.00", "1174.00", (NOTHING, OVER_12), "568.00", (NOTHING, OVER_2), 0, ()),
        ("1223.99", 0, (), 0, (), "49.99", (REFUND, CREDIT)),
        ("1224.00", 0, (), 0, (), "50.00", (REFUND_IN_TIME,)),
        ("1174.00", 0, (), 0, (), 0, ()),
    ],
)
def test_the_law_leaves_these_courses(
    projected, shortage, courses, deficiency, deficiency_courses, surplus, surplus_courses
):
    analysis = aggregate_analysis(bills=SALAS, begins=BEGINS, projected_start=D(projected))
    found = disposition_of(analysis, on=ON, current=True)
    assert (found.shortage, found.shortage_courses) == (D(shortage), courses)
    assert (found.deficiency, found.deficiency_courses) == (D(deficiency), deficiency_courses)
    assert (found.surplus, found.surplus_courses) == (D(surplus), surplus_courses)


# 12 CFR 1024.17(f)(2)(i): within 30 days from the date of the analysis.
def test_a_surplus_of_fifty_dollars_is_refunded_within_thirty_days_of_the_analysis():
    found = disposition(on=ON, current=True, one_month=D("450.00"), surplus=D("436.18"))
    assert (found.surplus_codes, found.refund_by) == (("refund",), date(2026, 12, 10))
    assert disposition(on=ON, current=True, one_month=D("450.00"), surplus=D("38.20")).refund_by is None


# 12 CFR 1024.17(f)(2)(ii), (f)(4)(iii): the rules on surplus and deficiency protect a borrower who is current; the
# rules on shortage protect everyone.
def test_a_borrower_who_is_not_current_may_wait_for_the_surplus_and_owe_by_the_loan_documents():
    surplus = disposition(on=ON, current=False, one_month=D("568.00"), surplus=D("436.18"))
    assert (surplus.surplus_codes, surplus.refund_by) == (("retain", "refund"), None)
    lacking = disposition(on=ON, current=False, one_month=D("568.00"), shortage=D("74.00"), deficiency=D("150.00"))
    assert lacking.deficiency_codes == ("loan_documents",)
    assert lacking.shortage_codes == ("nothing", "at_once", "monthly")


# 12 CFR 1024.17(f)(2)(ii): current when the payments are received within 30 days of the payment due date.
def test_a_borrower_is_current_through_the_thirtieth_day_after_the_oldest_unpaid_due_date():
    assert is_current(oldest_unpaid_due=None, on=ON)
    assert is_current(oldest_unpaid_due=date(2026, 10, 11), on=ON)
    assert not is_current(oldest_unpaid_due=date(2026, 10, 10), on=ON)
    assert not is_current(oldest_unpaid_due=date(2026, 10, 11), on=ON, within_days=15)


@pytest.mark.parametrize("amounts", [{"shortage": D(-1)}, {"surplus": D(1), "shortage": D(1)}])
def test_amounts_that_exclude_each_other_are_refused(amounts):
    with pytest.raises(ValueError, match="none of them negative"):
        disposition(on=ON, current=True, one_month=D(100), **amounts)


def salas(**given):
    return new_payment(principal_and_interest=D("1402.03"), base=D("568.00"), on=ON, **given)


def test_a_shortage_raises_the_payment_by_a_twelfth():
    found = salas(shortage=D("761.40"))
    assert (found.shortage_part, found.escrow, found.total) == (D("63.45"), D("631.45"), D("2033.48"))
    assert found.schedule == (D("631.45"),) * 12


def test_a_lump_sum_lowers_the_part_of_the_shortage_only():
    assert salas(shortage=D("761.40"), lump_sum=D("761.40")).total == D("1970.03")
    partial = salas(shortage=D("761.40"), lump_sum=D("400.00"))
    assert (partial.shortage_part, partial.escrow, partial.total) == (D("30.11"), D("598.11"), D("2000.14"))
    assert partial.schedule[-1] == D("598.19")
    assert sum(partial.schedule) == 12 * D("568.00") + D("361.40")


def test_a_lump_sum_pays_the_deficiency_first_and_says_what_it_leaves():
    found = salas(shortage=D("1174.00"), deficiency=D("150.00"), lump_sum=D("200.00"))
    assert (found.deficiency_part, found.shortage_part) == (0, D("93.66"))
    assert salas(shortage=D("10.00"), lump_sum=D("25.00")).lump_sum_left == D("15.00")


def test_a_deficiency_over_two_months_ends_before_the_shortage():
    found = salas(shortage=D("1174.00"), deficiency=D("150.01"), deficiency_months=2)
    assert found.schedule[:3] == (D("740.83"), D("740.84"), D("665.83"))
    assert sum(found.schedule) == 12 * D("568.00") + D("1174.00") + D("150.01")


def test_a_small_surplus_may_be_credited_against_the_payments():
    found = salas(credit=D("38.20"))
    assert (found.credit_part, found.escrow) == (D("3.18"), D("564.82"))
    assert sum(found.schedule) == 12 * D("568.00") - D("38.20")


def test_biweekly_payments_spread_a_shortage_over_twenty_six():
    found = new_payment(
        principal_and_interest=D("700.00"), base=D("262.15"), on=ON, shortage=D("761.40"), payments_a_year=26
    )
    assert (len(found.schedule), found.shortage_part, found.total) == (26, D("29.28"), D("991.43"))


# A bank's published "Quick Guide: Annual Escrow Analysis", statement of 2019-09-19: bills of 2,030 and 4,090, principal
# and interest 1,000, shortage 660; 1,565 a month, or 1,510 once the shortage is paid.
def test_a_published_new_payment_comes_out_with_each_option():
    given = {"principal_and_interest": D(1000), "base": D(6120) / 12, "on": date(2019, 9, 19), "shortage": D(660)}
    assert (new_payment(**given).shortage_part, new_payment(**given).total) == (55, 1565)
    assert new_payment(**given, lump_sum=D(660)).total == 1510


# 12 CFR 1024.17(f)(3)(ii)(B), (f)(4)(ii): at least 12 payments for a shortage, 2 for a deficiency.
@pytest.mark.parametrize(
    "months", [{"shortage_months": 11}, {"deficiency_months": 1}, {"shortage_months": 1, "deficiency_months": 1}]
)
def test_a_repayment_faster_than_the_law_allows_is_refused(months):
    with pytest.raises(ValueError, match="may not be spread"):
        salas(shortage=D(100), deficiency=D(100), **months)


def test_a_negative_lump_sum_is_refused():
    with pytest.raises(ValueError, match="lump sum"):
        salas(lump_sum=D(-1))


cents = st.integers(0, 500_000).map(lambda value: D(value) / 100)


@given(shortage=cents, deficiency=cents, lump_sum=cents, months=st.integers(12, 60), quick=st.integers(2, 24))
def test_what_is_paid_in_all_is_the_base_and_what_was_missing(shortage, deficiency, lump_sum, months, quick):
    found = salas(
        shortage=shortage, deficiency=deficiency, lump_sum=lump_sum, shortage_months=months, deficiency_months=quick
    )
    extra = sum(found.schedule) - len(found.schedule) * found.base
    assert extra + lump_sum - found.lump_sum_left == shortage + deficiency
    assert found.total == found.principal_and_interest + found.schedule[0]
