"""A corrected Form 1098 says which box changed, by how much and why."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from servicing.domain.ledger import Entry, Legs, numbered
from servicing.domain.tax_correction import correction
from servicing.domain.tax_form import interest_by_year
from servicing.portfolio.history import history
from servicing.portfolio.personas import read_personas
from servicing.portfolio.timeline import Timeline

ORIGINATED, AMOUNT = date(2022, 8, 19), Decimal("205000.00")
FURNISHED, FOUND = date(2026, 2, 2), date(2026, 3, 10)
JANUARY = date(2026, 1, 1)


def paid(amount, received, due, *, posted=None, principal="0.00", kind="payment"):
    legs = Legs(interest=Decimal(amount), principal=Decimal(principal))
    return Entry(kind, received, max(received, due), posted or received, legs, due)


def undone(entry, posted=FOUND):
    return replace(entry, kind="reversal", posted=posted, legs=entry.legs.negated())


LOAN = Entry("origination", ORIGINATED, ORIGINATED, ORIGINATED, Legs(principal=-AMOUNT))
YEAR = paid("12640.15", date(2025, 12, 2), date(2025, 12, 1))
WRONG = paid("1045.48", date(2026, 1, 5), JANUARY)
RIGHT = paid("1045.48", date(2025, 12, 30), JANUARY, posted=FOUND)
THIS_YEAR = paid("10385.49", date(2026, 11, 3), date(2026, 11, 1))


def corrected(*entries, year=2025, **others):
    return correction(
        year=year,
        entries=numbered([LOAN, *entries]),
        originated_on=ORIGINATED,
        original_amount=AMOUNT,
        **others,
    )


def test_a_receipt_found_to_be_of_december_moves_its_interest_to_that_year():
    found = corrected(YEAR, WRONG, undone(WRONG), RIGHT, THIS_YEAR)
    [change] = found.changes
    assert (change.number, change.original, change.corrected) == (1, Decimal("12640.15"), Decimal("13685.63"))
    assert change.difference == Decimal("1045.48")
    assert (found.reasons, found.furnished_on) == (("receipt_date_corrected",), FURNISHED)
    assert interest_by_year([YEAR, WRONG, undone(WRONG), RIGHT, THIS_YEAR])[2026] == Decimal("10385.49")


def test_a_form_that_still_holds_has_no_correction():
    assert corrected(YEAR, WRONG) is None


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        ([undone(YEAR)], "payment_returned"),
        ([undone(YEAR), replace(YEAR, posted=FOUND, legs=Legs(interest=Decimal("12000.00")))], "amount_corrected"),
        ([paid("99.00", date(2025, 11, 3), date(2025, 11, 1), posted=FOUND)], "payment_posted_late"),
        ([paid("-99.00", date(2025, 11, 3), date(2025, 11, 1), posted=FOUND)], "other_entries"),
    ],
)
def test_the_reason_is_what_was_posted_since(later, reason):
    assert corrected(YEAR, *later).reasons == (reason,)


def test_a_refund_in_a_later_year_corrects_nothing():
    # 26 CFR 1.6050H-2(a)(3) (checked 2026-11).
    back = Entry("refund", FOUND, FOUND, FOUND, Legs(interest=Decimal("-700.00")), date(2025, 12, 1))
    assert corrected(YEAR, back) is None


def test_a_form_issued_early_is_compared_with_what_was_known_then():
    late = paid("99.00", date(2025, 11, 3), date(2025, 11, 1), posted=date(2026, 1, 20))
    assert corrected(YEAR, late) is None
    assert corrected(YEAR, late, issued_on=date(2026, 1, 15)).changes[0].difference == Decimal("99.00")


def test_principal_of_an_earlier_year_that_was_undone_corrects_box_2():
    early = paid("900.00", date(2024, 12, 3), date(2024, 12, 1), principal="200.00")
    found = corrected(YEAR, early, undone(early))
    assert [(change.number, change.difference) for change in found.changes] == [(2, Decimal("200.00"))]


def test_the_loan_of_the_spanish_speaker_is_corrected_by_one_payment():
    personas = read_personas()
    [loan] = [loan for persona in personas.personas for loan in persona.loans if loan.loan_id == "4400100020"]
    entries = history(loan, Timeline(personas.as_of, personas.as_of)).entries
    found = correction(year=2025, entries=entries, originated_on=ORIGINATED, original_amount=AMOUNT)
    assert [(change.number, change.original, change.corrected) for change in found.changes] == [
        (1, Decimal("12640.15"), Decimal("13685.63"))
    ]
    assert found.reasons == ("receipt_date_corrected",)
