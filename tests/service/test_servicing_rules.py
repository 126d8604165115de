"""A question that turns on the law of a time no table knows is refused, and takes no other answer with it."""

from datetime import date

import pytest

from servicing.store.tables import Loan
from tests.service.servicing_kit import Caller, application, facts


@pytest.fixture
def caller(seeded):
    """P16, whose FHA loan was made and moved before the first rows of the tables."""
    database = seeded()
    with database.begin() as session:
        loan = session.get(Loan, "4400100016")
        loan.originated_on, loan.transferred_on = date(2013, 6, 2), date(2014, 1, 9)
    return Caller(application(database), "P16", ("4400100016",))


@pytest.mark.parametrize("path", ["/mortgage-insurance", "/transfer"])
def test_a_question_about_a_time_without_a_table_is_refused(caller, path):
    response = caller.get(f"/v1/loans/4400100016{path}")
    assert (response.status_code, response.json()["code"]) == (422, "rule_not_known")


def test_the_other_figures_can_still_be_asked_for_one_by_one(caller):
    answered = caller.get("/v1/loans/4400100016/arithmetic/remaining_payments")
    assert int(facts(answered)["remaining_payments"]) > 0
