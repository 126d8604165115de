"""Who may take a loan over, by its product and the day it was made."""

from datetime import date

import pytest

from servicing.domain.assumption import assumption


@pytest.mark.parametrize(
    ("product", "originated_on", "assumable", "review"),
    [
        ("FHA fixed 30", date(1989, 12, 14), True, False),
        ("FHA fixed 30", date(1989, 12, 15), True, True),
        ("FHA fixed 30 (assumable)", date(2021, 2, 12), True, True),
        ("VA fixed 30", date(2019, 5, 1), True, True),
        ("conventional fixed 30", date(2019, 5, 1), False, False),
    ],
)
def test_the_product_and_its_day_decide(product, originated_on, assumable, review):
    found = assumption(product=product, originated_on=originated_on)
    assert (found.assumable, found.credit_review) == (assumable, review)
    assert ("credit_review" in found.steps) is review


def test_a_loan_that_is_due_on_sale_passes_only_by_an_exempt_transfer():
    assert assumption(product="conventional fixed 15", originated_on=date(2019, 5, 1)).steps == ("exempt_transfer",)


def test_a_veteran_asks_for_the_entitlement_back():
    assert assumption(product="VA fixed 30", originated_on=date(2019, 5, 1)).steps[-1] == "entitlement"
