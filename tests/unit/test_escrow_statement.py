"""What an escrow account statement says, and when it is due."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.escrow import aggregate_analysis
from servicing.domain.escrow_bills import EscrowItem, bills_of_year
from servicing.domain.escrow_difference import disposition_of, new_payment
from servicing.domain.escrow_history import (
    Compared,
    EscrowMovement,
    assumed_movements,
    escrow_history,
    low_balance,
)
from servicing.domain.escrow_statement import (
    PaymentSplit,
    annual_statement,
    annual_statement_due,
    initial_statement,
    reinstated_history_due,
    short_year_statement,
    statement_exemptions,
)

D = Decimal


def year_of(year, tax, hazard, projected=None):
    begins = date(year, 1, 1)
    items = [
        EscrowItem("county tax", "property_tax", D(tax), ((4, 10), (12, 10))),
        EscrowItem("hazard insurance", "hazard_insurance", D(hazard), ((9, 1),)),
    ]
    return aggregate_analysis(
        bills=bills_of_year(items=items, begins=begins), begins=begins, projected_start=projected and D(projected)
    )


# A year projected at 5,964.00 (497.00 a month, required start 1,006.00, lowest target 994.00 in April) that began with
# 1,264.60 and in which the bills came to 6,816.00; the next year starts with 412.60 and a shortage of 761.40.
LAST_YEAR = year_of(2026, "2000.00", "1964.00")
COMING_YEAR = year_of(2027, "2310.00", "2196.00", "412.60")
OPENING = D("1264.60")


def payment(month, amount="497.00", year=2026):
    return EscrowMovement(date(year, month, 1), D(amount), "payment")


def bill(month, day, item, amount):
    return EscrowMovement(date(2026, month, day), -D(amount), "disbursement", item)


PAYMENTS = [payment(month) for month in range(1, 13)]
BILLS = [
    bill(4, 10, "county tax", "2310.00"),
    bill(9, 1, "hazard insurance", "2196.00"),
    bill(12, 10, "county tax", "2310.00"),
]


def history(movements=(*PAYMENTS, *BILLS), **given):
    return escrow_history(projection=LAST_YEAR, opening=OPENING, movements=movements, **given)


def test_each_month_shows_projection_and_fact_and_marks_where_they_differ():
    found = history()
    april = found.rows[3]
    assert (april.paid_in, april.paid_in.differs) == (Compared(D("497.00"), D("497.00")), False)
    assert [(one.item, one.amount, one.amount.differs) for one in april.paid_out] == [
        ("county tax", Compared(D("2000.00"), D("2310.00")), True)
    ]
    assert april.balance == Compared(D("994.00"), D("942.60"))
    assert [row.starts.month for row in found.rows if any(one.amount.differs for one in row.paid_out)] == [4, 9, 12]


# 12 CFR 1024.17(i)(1)(iii)-(v): paid in, paid out by item, balance at the end.
def test_what_went_in_and_out_makes_the_ending_balance():
    found = history()
    assert found.paid_in == D("5964.00")
    assert [(line.item, line.amount) for line in found.paid_out] == [
        ("county tax", D("4620.00")),
        ("hazard insurance", D("2196.00")),
    ]
    assert found.ending_balance == D("412.60") == COMING_YEAR.projected_start
    assert (found.refunded, found.adjusted) == (0, 0)


# 12 CFR 1024.17(i)(1)(viii): reasons where the estimated low was not reached.
def test_a_low_that_was_reached_needs_no_reason_but_has_its_parts():
    found = low_balance(history())
    assert (found.projected, found.projected_on) == (D("994.00"), date(2026, 4, 1))
    assert (found.actual, found.actual_on, found.reached) == (D("412.60"), date(2026, 12, 1), True)
    assert [(line.code, line.item, line.amount) for line in found.reasons] == [
        ("starting_balance", None, D("258.60")),
        ("bill_amount", "county tax", D("-310.00")),
    ]


def test_every_reason_why_the_low_was_not_reached_is_named_and_they_sum():
    movements = [
        *PAYMENTS[:2],
        payment(3, "600.00"),
        *PAYMENTS[3:],
        bill(3, 3, "fire district", "40.00"),
        EscrowMovement(date(2026, 4, 2), D("-60.00"), "refund"),
        bill(5, 10, "county tax", "2000.00"),
        bill(12, 10, "county tax", "2000.00"),
    ]
    found = low_balance(history(movements))
    assert (found.at_low, found.reached) == (OPENING + 3 * 497 + 600 - 40 - 60, False)
    assert [(line.code, line.item, line.amount) for line in found.reasons] == [
        ("starting_balance", None, D("258.60")),
        ("payments", None, D("103.00")),
        ("bill_not_projected", "fire district", D("-40.00")),
        ("bill_date", "county tax", D("2000.00")),
        ("other", None, D("-60.00")),
    ]
    assert sum(line.amount for line in found.reasons) == found.at_low - found.projected


def test_an_unpaid_bill_is_a_reason_of_its_own():
    found = low_balance(history([*PAYMENTS, *BILLS[1:2]]))
    assert ("bill_not_paid", D("2000.00")) in [(line.code, line.amount) for line in found.reasons]
    assert not found.reached


def test_a_low_at_the_start_depends_on_the_opening_balance_only():
    flat = aggregate_analysis(bills=[], begins=date(2026, 1, 1))
    found = low_balance(escrow_history(projection=flat, opening=D("5.00"), movements=[payment(1, "1.00")]))
    assert (found.projected, found.projected_on, found.reached) == (0, None, False)
    assert [(line.code, line.amount) for line in found.reasons] == [("starting_balance", D("5.00"))]


def test_a_returned_bill_lowers_what_its_item_cost_and_a_refund_is_apart():
    movements = [
        *PAYMENTS,
        *BILLS,
        EscrowMovement(date(2026, 5, 2), D("100.00"), "disbursement", "county tax"),
        EscrowMovement(date(2026, 6, 2), D("-75.00"), "refund"),
        EscrowMovement(date(2026, 7, 2), D("-2.50"), "adjustment"),
        EscrowMovement(date(2026, 12, 31), D("1.25"), "interest"),
    ]
    found = history(movements)
    assert found.paid_out[0].amount == D("4520.00")
    assert (found.paid_in, found.refunded, found.adjusted) == (D("5965.25"), D("75.00"), D("-2.50"))
    paid_out = sum(line.amount for line in found.paid_out)
    assert found.ending_balance == OPENING + found.paid_in - paid_out - found.refunded + found.adjusted


def test_with_the_payments_that_were_asked_for_balances_follow_from_the_projected_start():
    asked = new_payment(
        principal_and_interest=D(0), base=COMING_YEAR.payment, on=date(2026, 11, 10), shortage=COMING_YEAR.shortage
    )
    paid = [payment(1, "631.45", 2027)]
    found = escrow_history(
        projection=COMING_YEAR, opening=D("412.60"), movements=paid, scheduled=asked.schedule, ends=date(2027, 1, 31)
    )
    assert found.opening == Compared(D("412.60"), D("412.60"))
    assert found.rows[0].balance == Compared(D("1044.05"), D("1044.05"))
    with pytest.raises(ValueError, match="each month"):
        escrow_history(projection=COMING_YEAR, opening=D(0), movements=[], scheduled=asked.schedule[:3])


# 12 CFR 1024.17(i)(1): the final 2 months may be assumed to go as scheduled.
def test_the_final_two_months_may_be_assumed_and_are_marked():
    scheduled = [*PAYMENTS, *BILLS]
    ends = date(2026, 12, 31)
    assumed = assumed_movements(scheduled=scheduled, known_through=date(2026, 11, 16), ends=ends)
    assert [(found.on, found.assumed) for found in assumed] == [(date(2026, 12, 1), True), (date(2026, 12, 10), True)]
    known = [found for found in scheduled if found.on <= date(2026, 11, 16)]
    rows = history([*known, *assumed]).rows
    assert [row.starts.month for row in rows if row.assumed] == [12]
    assert len(assumed_movements(scheduled=scheduled, known_through=date(2026, 10, 31), ends=ends)) == 3
    with pytest.raises(ValueError, match="last 2 months"):
        assumed_movements(scheduled=scheduled, known_through=date(2026, 10, 30), ends=ends)


# 12 CFR 1024.17(c)(9): on a cycle of three years the low point of the cycle is not in every year.
def test_a_year_of_a_longer_cycle_is_compared_by_itself():
    begins = date(2026, 4, 1)
    flood = EscrowItem("flood insurance", "flood_insurance", D(360), ((3, 1),), every_years=3, first_year=2026)
    cycle = aggregate_analysis(
        bills=bills_of_year(items=[flood], begins=begins, years=3), begins=begins, years=3, cushion=D(0)
    )
    payments = [EscrowMovement(row.starts, D(10), "payment") for row in cycle.rows[:12]]
    found = escrow_history(projection=cycle, opening=D(0), movements=payments)
    assert (cycle.years, len(found.rows), found.ends) == (3, 12, date(2027, 3, 31))
    assert found.rows[-1].balance == Compared(D(120), D(120))


@pytest.mark.parametrize(
    "wrong", [payment(1, year=2027), EscrowMovement(date(2026, 5, 1), D(1), "gift"), payment(1, year=2025)]
)
def test_a_movement_of_another_year_or_of_no_known_kind_is_refused(wrong):
    with pytest.raises(ValueError, match="not a movement of the year"):
        history([wrong])


def coming_payment():
    asked = new_payment(
        principal_and_interest=D("1402.03"),
        base=COMING_YEAR.payment,
        on=date(2026, 11, 10),
        shortage=COMING_YEAR.shortage,
    )
    return PaymentSplit(asked.principal_and_interest, asked.escrow)


# 12 CFR 1024.17(i): within 30 days of the completion of the computation year, with the clauses of (i)(1).
def test_the_annual_statement_holds_every_clause_and_is_due_in_thirty_days():
    found = annual_statement(
        history=history(),
        projection=COMING_YEAR,
        disposition=disposition_of(COMING_YEAR, on=date(2026, 11, 10), current=True),
        payment=coming_payment(),
        past_payment=PaymentSplit(D("1402.03"), D("497.00")),
    )
    assert (found.payment.total, found.payment.escrow) == (D("2033.48"), D("631.45"))
    assert (found.past_payment.total, found.past_payment.escrow) == (D("1899.03"), D("497.00"))
    assert (found.paid_in, sum(line.amount for line in found.paid_out)) == (D("5964.00"), D("6816.00"))
    assert found.ending_balance == D("412.60")
    assert found.disposition.shortage_codes == ("nothing", "monthly")
    assert found.low_balance.reached
    assert found.projection.required_start == D("1174.00")
    assert found.due_by == annual_statement_due(year_ended=date(2026, 12, 31)) == date(2027, 1, 30)


def test_the_coming_year_begins_the_day_after_the_past_one():
    with pytest.raises(ValueError, match="day after"):
        annual_statement(
            history=history(),
            projection=LAST_YEAR,
            disposition=disposition_of(LAST_YEAR, on=date(2026, 11, 10), current=True),
            payment=coming_payment(),
            past_payment=coming_payment(),
        )


# 12 CFR 1024.17(l): a discretionary payment is noted, and is not escrow.
def test_a_discretionary_part_counts_in_the_payment_but_not_in_escrow():
    found = PaymentSplit(D("1402.03"), D("631.45"), discretionary=D("20.00"))
    assert (found.total, found.escrow) == (D("2053.48"), D("631.45"))


# 12 CFR 1024.17(i)(2).
def test_no_statement_is_owed_when_overdue_in_foreclosure_or_bankrupt():
    on = date(2026, 11, 10)
    assert statement_exemptions(analysed_on=on) == ()
    assert statement_exemptions(analysed_on=on, days_overdue=30) == ()
    assert statement_exemptions(analysed_on=on, days_overdue=31) == ("overdue",)
    assert statement_exemptions(analysed_on=on, days_overdue=199, foreclosure_action=True, bankruptcy=True) == (
        "overdue",
        "foreclosure",
        "bankruptcy",
    )
    assert reinstated_history_due(current_since=date(2026, 11, 16)) == date(2027, 2, 14)


# 12 CFR 1024.17(i)(4)(i)-(iii): 60 days from the end of the short year, the transfer, or the payoff funds.
def test_a_short_year_ends_the_history_and_its_statement_is_due_in_sixty_days():
    ends = date(2026, 10, 30)
    movements = [found for found in (*PAYMENTS, *BILLS) if found.on <= ends]
    found = short_year_statement(reason="payoff", history=history(movements, ends=ends))
    assert (found.due_by, found.history.ends, len(found.history.rows)) == (date(2026, 12, 29), ends, 10)
    assert (found.paid_in, found.ending_balance) == (D("4970.00"), D("1728.60"))
    assert [(line.item, line.amount) for line in found.paid_out] == [
        ("county tax", D("2310.00")),
        ("hazard insurance", D("2196.00")),
    ]


def test_a_changed_year_names_the_new_one_and_a_transfer_does_not():
    ends = date(2026, 6, 30)
    short = history(PAYMENTS[:6], ends=ends)
    changed = short_year_statement(reason="year_changed", history=short, new_year_begins=date(2026, 7, 1))
    assert (changed.new_year_begins, changed.due_by) == (date(2026, 7, 1), date(2026, 8, 29))
    assert short_year_statement(reason="transfer", history=short).new_year_begins is None
    with pytest.raises(ValueError, match="only then"):
        short_year_statement(reason="year_changed", history=short)
    with pytest.raises(ValueError, match="only then"):
        short_year_statement(reason="transfer", history=short, new_year_begins=date(2026, 7, 1))


# 12 CFR 1024.17(g)(1)(i), with the account of appendix E: settlement May 15, first payment July 1.
def test_the_initial_statement_lists_deposit_cushion_bills_and_trial_balance():
    begins = date(2026, 7, 1)
    items = [
        EscrowItem("county taxes", "property_tax", D(500), ((7, 25),)),
        EscrowItem("county taxes", "property_tax", D(700), ((12, 10),)),
        EscrowItem("school taxes", "property_tax", D(360), ((9, 20),)),
    ]
    analysis = aggregate_analysis(bills=bills_of_year(items=items, begins=begins), begins=begins)
    split = PaymentSplit(D("900.00"), analysis.payment)
    found = initial_statement(reason="settlement", on=date(2026, 5, 15), analysis=analysis, payment=split)
    assert (found.deposit, found.cushion, found.payment.total) == (1040, 260, 1030)
    assert [(one.on, one.amount) for one in found.bills] == [
        (date(2026, 7, 25), 500),
        (date(2026, 9, 20), 360),
        (date(2026, 12, 10), 700),
    ]
    assert [row.target for row in found.projection.rows][:3] == [670, 800, 570]


# 12 CFR 1024.17(g)(1)-(2): 45 days; (e)(1): 60 days after a transfer.
@pytest.mark.parametrize(
    ("reason", "due"), [("settlement", "2026-06-29"), ("established", "2026-06-29"), ("transfer", "2026-07-14")]
)
def test_the_initial_statement_is_due_by_its_reason(reason, due):
    found = initial_statement(
        reason=reason, on=date(2026, 5, 15), analysis=COMING_YEAR, payment=PaymentSplit(D(1), D(2))
    )
    assert found.due_by == date.fromisoformat(due)


moves = st.builds(
    EscrowMovement,
    on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    amount=st.integers(-300_000, 300_000).map(lambda cents: D(cents) / 100),
    kind=st.sampled_from(["payment", "deposit", "interest", "disbursement", "refund", "adjustment"]),
    item=st.sampled_from(["county tax", "hazard insurance", "fire district"]),
)


@given(movements=st.lists(moves, max_size=20))
def test_every_movement_is_in_the_totals_and_in_the_reasons(movements):
    found = history(movements)
    paid_out = sum(line.amount for line in found.paid_out)
    assert found.ending_balance == OPENING + found.paid_in - paid_out - found.refunded + found.adjusted
    assert found.ending_balance == OPENING + sum(one.amount for one in movements)
    low = low_balance(found)
    assert sum(line.amount for line in low.reasons) == low.at_low - low.projected
