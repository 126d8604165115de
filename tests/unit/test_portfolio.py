"""The fictional portfolio comes out to the cent, and is brought to any day."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicing.domain import ledger, tax_form
from servicing.domain.delinquency import days_delinquent, installments_due
from servicing.domain.late_charge import late_charge
from servicing.portfolio.history import history
from servicing.portfolio.personas import read_personas
from servicing.portfolio.timeline import Timeline

EXPECTED = json.loads(Path("tests/service/servicing_figures.json").read_text(encoding="utf-8"))
PERSONAS = read_personas()
INPUTS = {given.loan_id: given for persona in PERSONAS.personas for given in persona.loans}
BASE = date(2026, 11, 16)


def past(loan_id, today=BASE):
    return history(INPUTS[loan_id], Timeline(PERSONAS.as_of, today))


def next_due(found):
    sums = ledger.account(found.entries)
    return ledger.next_due(
        first_due=found.terms.first_due, last_paid=sums.last_paid_installment, paid_off=sums.paid_off
    )


def by_installment(found, year):
    entries = [entry for entry in found.entries if entry.installment_due and entry.installment_due.year == year]
    return (
        str(sum((entry.legs.interest for entry in entries), Decimal("0.00"))),
        str(sum((entry.legs.principal for entry in entries), Decimal("0.00"))),
    )


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: f"{row['persona']}-{row['loan_id'][-4:]}")
def test_every_figure_of_a_loan_comes_out_of_its_ledger(expected):
    found = past(expected["loan_id"])
    sums, due = ledger.account(found.entries), next_due(found)
    charges = ledger.charges(found.entries)
    assert {
        "unpaid_principal": str(sums.unpaid_principal),
        "principal_and_interest": str(found.terms.payment),
        "late_charge": str(
            late_charge(principal_and_interest=found.terms.payment, per_cent=found.terms.late_charge_percent)
        ),
        "last_paid_installment": str(sums.last_paid_installment),
        "next_due": due and str(due),
        "days_delinquent": days_delinquent(oldest_unpaid_due=due, today=BASE),
        "installments_due": installments_due(oldest_unpaid_due=due, today=BASE),
        "escrow_balance": str(sums.escrow_balance),
        "suspense": str(sums.suspense),
        "fees_due": sorted(str(charge.due) for charge in charges if charge.due),
        "interest_2026": by_installment(found, 2026)[0],
        "principal_2026": by_installment(found, 2026)[1],
        "interest_2025": by_installment(found, 2025)[0],
        "principal_2025": by_installment(found, 2025)[1],
        "principal_on_jan1_2025": str(ledger.principal_at_start_of(found.entries, date(2025, 1, 1))),
        "principal_on_jan1_2026": str(ledger.principal_at_start_of(found.entries, date(2026, 1, 1))),
    } == {
        key: value
        for key, value in expected.items()
        if key not in ("persona", "loan_id", "installments_paid", "monthly_payment")
    }
    paid = {entry.installment_due for entry in found.entries if entry.legs.principal and entry.installment_due}
    assert len(paid) == expected["installments_paid"]


def test_the_table_holds_every_loan():
    assert [row["loan_id"] for row in EXPECTED] == list(INPUTS)
    assert len(EXPECTED) == 21


def test_the_inputs_hold_no_balance_that_is_to_come_out():
    text = Path("servicing/personas.json").read_text(encoding="utf-8")
    for row in EXPECTED:
        for key in ("unpaid_principal", "interest_2025", "interest_2026", "principal_and_interest"):
            assert row[key] == "0.00" or f'"{row[key]}"' not in text


def test_the_spanish_speaker_s_form_is_corrected_by_a_payment_posted_late():
    found = past("4400100020")
    then = ledger.known_by(found.entries, tax_form.furnished_on(2025))
    assert tax_form.interest_by_year(then)[2025] == Decimal("12640.15")
    now = tax_form.interest_by_year(found.entries)
    assert (now[2025], now[2026]) == (Decimal("13685.63"), Decimal("10385.49"))


def test_the_loan_that_was_paid_off_took_twenty_nine_days_of_interest():
    payoff = [entry for entry in past("4400100017").entries if entry.received == date(2026, 10, 30)]
    assert [(entry.kind, entry.legs.total) for entry in payoff] == [
        ("payoff", Decimal("33292.78")),
        ("assessment", Decimal("0.00")),
        ("charge_payment", Decimal("35.00")),
    ]
    assert payoff[0].legs.interest == Decimal("105.47")


def test_what_is_left_in_escrow_is_refunded_when_it_is_due():
    assert ledger.account(past("4400100017", date(2026, 11, 30)).entries).escrow_balance == Decimal("997.33")
    assert ledger.account(past("4400100017", date(2026, 12, 1)).entries).escrow_balance == Decimal("0.00")


@pytest.mark.parametrize(
    ("loan_id", "due", "received", "effective", "posted"),
    [
        ("4400100010", date(2026, 10, 1), date(2026, 10, 19), date(2026, 10, 19), date(2026, 10, 19)),
        ("4400100011", date(2026, 10, 1), date(2026, 10, 14), date(2026, 10, 14), date(2026, 10, 20)),
        ("4400100012", date(2026, 11, 1), date(2026, 11, 12), date(2026, 11, 2), date(2026, 11, 12)),
        ("4400100013", date(2026, 7, 1), date(2026, 11, 4), date(2026, 11, 4), date(2026, 11, 4)),
        ("4400100001", date(2026, 11, 1), date(2026, 11, 3), date(2026, 11, 3), date(2026, 11, 3)),
    ],
)
def test_payments_keep_the_day_they_came_counted_and_were_written(loan_id, due, received, effective, posted):
    [entry] = [entry for entry in past(loan_id).entries if entry.installment_due == due and entry.amount]
    assert (entry.received, entry.effective, entry.posted) == (received, effective, posted)


def test_a_servicemember_pays_six_per_cent_since_april():
    entries = {entry.installment_due: entry for entry in past("4400100014").entries}
    march, april = entries[date(2026, 3, 1)], entries[date(2026, 4, 1)]
    assert march.legs.principal + march.legs.interest == Decimal("1940.31")
    assert april.legs.principal + april.legs.interest < Decimal("1690.00")


def test_a_week_later_a_late_charge_is_made_where_the_grace_ran_out():
    charges = ledger.charges(past("4400100009", date(2026, 11, 23)).entries)
    assert [(charge.assessed_on, charge.amount) for charge in charges] == [(date(2026, 11, 17), Decimal("63.29"))]


def test_a_month_later_the_stories_have_moved_and_current_loans_have_paid():
    today = date(2027, 1, 5)
    raman, whitfield = past("4400100003", today), past("4400100001", today)
    assert next_due(raman) == date(2026, 11, 1)
    assert next_due(whitfield) == date(2027, 2, 1)
    assert ledger.account(raman.entries).unpaid_principal == Decimal("245847.26")


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 11, 16), 0),
        (date(2026, 12, 15), 0),
        (date(2026, 12, 16), 1),
        (date(2026, 11, 15), -1),
        (date(2027, 11, 16), 12),
    ],
)
def test_the_portfolio_moves_by_whole_months(today, months):
    assert Timeline(BASE, today).months == months


@settings(max_examples=25, deadline=None)
@given(today=st.dates(date(2026, 1, 1), date(2031, 12, 31)), loan_id=st.sampled_from(sorted(INPUTS)))
def test_on_any_day_nothing_lies_in_the_future_and_paid_up_loans_are_within_grace(today, loan_id):
    found = past(loan_id, today)
    assert all(entry.received <= entry.posted <= today for entry in found.entries)
    assert all(charge.assessed_on <= today for charge in ledger.charges(found.entries))
    if INPUTS[loan_id].paid_through == date(2026, 11, 1):
        assert days_delinquent(oldest_unpaid_due=next_due(found), today=today) <= 15
