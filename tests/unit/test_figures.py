"""The figure gate: only figures that a fact or the approved wording vouches for, in English and in Spanish."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.figures import unsupported
from kernel.facts import Fact, Line
from kernel.spoken import say

NOON = datetime(2026, 11, 16, 17, tzinfo=UTC)


def fact(name, kind, value, lines=()):
    return Fact(name, kind, value, "ledger.test", NOON, lines)


FACTS = [
    fact("unpaid_principal", "money", "306237.11"),
    fact(
        "payoff_total",
        "money",
        "308554.65",
        (Line("principal", Decimal("306237.11"), "ledger"), Line("interest", Decimal("2317.54"), "accrual")),
    ),
    fact("per_diem", "money", "51.39"),
    fact("good_through", "date", "2026-12-15"),
    fact("note_rate", "rate", "6.125"),
    fact("tax_year", "count", "2025"),
    fact("payoff_odd_days", "count", "14"),
    fact("last4", "text", "0001"),
]

VOUCHED = [
    "Your balance is $306,237.11.",
    "Su saldo es $306,237.11.",
    "Su saldo es 306.237,11 dólares.",
    "You owe 308554.65 dollars in all.",
    "That is $51.39 a day.",
    "Interest is $2,317.54.",
    "It holds through December 15, 2026.",
    "Vale hasta el 15 de diciembre de 2026.",
    "Good through 12/15/2026.",
    "Good through Dec. 15.",
    "Válido hasta 15/12/2026",
    "In December 2026.",
    "2026-12-15",
    "Your rate is 6.125 %.",
    "Su tasa es 6,125 %.",
    "Your rate is 6.125 percent.",
    "For tax year 2025.",
    "That is 14 days of interest.",
    "Son 14 días de interés.",
    "The loan ending in 0001.",
    "I can help you with 3 things.",
    "Nothing to count here.",
]
UNVOUCHED = {
    "Your balance is $306,237.12.": ["$306,237.12"],
    "Your balance is 306237.12": ["306237.12"],
    "Su saldo es 306.237,12 dólares": ["306.237,12 dólares"],
    "You owe $5": ["$5"],
    "You owe 5 dollars": ["5 dollars"],
    "You owe $14": ["$14"],
    "You owe $2025": ["$2025"],
    "It holds through December 16, 2026.": ["December 16, 2026"],
    "Vale hasta el 16 de diciembre de 2026.": ["16 de diciembre de 2026"],
    "Vale hasta el 15 de diciembre de 2027.": ["15 de diciembre de 2027"],
    "Good through 12/16/2026": ["12/16/2026"],
    "Good through 2026-12-16": ["2026-12-16"],
    "In January 2027": ["January 2027"],
    "February 30": ["February 30"],
    "Your rate is 6.25 %": ["6.25 %"],
    "Su tasa es 6,25 por ciento": ["6,25 por ciento"],
    "For tax year 2024": ["2024"],
    "That is 15 days of interest.": ["15 days"],
    "The loan ending in 0002": ["0002"],
    "Call 5550100": ["5550100"],
}


@pytest.mark.parametrize("text", VOUCHED)
def test_a_figure_that_equals_a_fact_may_be_shown(text):
    assert unsupported(text, facts=FACTS) == []


@pytest.mark.parametrize(("text", "wrong"), UNVOUCHED.items())
def test_a_figure_that_is_no_fact_may_not(text, wrong):
    assert unsupported(text, facts=FACTS) == wrong


@pytest.mark.parametrize("text", [text for text in VOUCHED if any(character.isdecimal() for character in text)][:-1])
def test_without_facts_nothing_is_vouched_for(text):
    assert unsupported(text, facts=[]) != []


def test_what_the_approved_wording_says_itself_may_be_shown():
    text = "Here is your Form 1098. Call (555) 555-0100. It comes within 7 business days."
    approved = ["Here is your Form 1098. Call (555) 555-0100. It comes within 7 business days."]
    assert unsupported(text, facts=[], approved=approved) == []
    assert unsupported("Here is your Form 1099.", facts=[], approved=approved) == ["1099"]


def test_the_last_digits_of_the_borrower_s_own_loans_may_be_shown():
    assert unsupported("Loan ending in 0118", facts=[], known=["0018", "0118"]) == []
    assert unsupported("Loan ending in 0119", facts=[], known=["0018", "0118"]) == ["0119"]


def test_all_unvouched_figures_are_named_in_their_order():
    text = "You owe $1.00 by January 2, 2027 at 3 %."
    assert unsupported(text, facts=FACTS) == ["$1.00", "January 2, 2027", "3 %"]


def test_an_amount_may_not_pass_as_a_count():
    assert unsupported("You owe $14.00", facts=[fact("payoff_odd_days", "count", "14")]) == ["$14.00"]


MONEY = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda value: fact("amount", "money", f"{value:.2f}"))
DATES = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)).map(
    lambda day: fact("day", "date", day.isoformat())
)
RATES = st.decimals(min_value=0, max_value=30, places=3).map(lambda value: fact("rate", "rate", str(value)))


@given(st.one_of(MONEY, DATES, RATES), st.sampled_from(["en", "es"]))
def test_every_fact_spoken_in_either_language_passes_its_own_gate(item, language):
    assert unsupported(f"Es {say(item, language)}.", facts=[item]) == []


@given(MONEY, MONEY)
def test_no_other_amount_passes(shown, other):
    passes = not unsupported(say(shown, "en"), facts=[other])
    assert passes == (abs(shown.amount) == abs(other.amount))
