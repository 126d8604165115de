"""What is said of a foreclosure, where no persona's stands like that."""

from dataclasses import dataclass

import pytest

from actions.foreclosure import ActionReportForeclosure
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import fact, hear, money, turn
from tests.unit.actions_told import ToldServicing

BEHIND = Answer((*money(reinstatement_total="20201.31"), fact("good_through", "date", "2026-11-16")))


def foreclosure(sale=None, review_until="2026-12-05"):
    dates = {"referred_on": "2026-09-04", "sale_on": sale, "full_review_until": review_until if sale else None}
    days = [fact(name, "date", day) for name, day in dates.items() if day is not None]
    return Answer((*days, fact("days_to_sale", "count", "57")))


@dataclass
class ForeclosingServicing(ToldServicing):
    """A loan in foreclosure on a home that is lived in or let."""

    occupancy: str = "primary"
    behind: Answer | Refusal = BEHIND

    def terms(self, loan_id):
        return Answer((fact("occupancy", "text", self.occupancy),))

    def delinquency(self, loan_id, good_through):
        return self.behind


@pytest.mark.parametrize(
    ("told", "given", "response"),
    [
        (foreclosure("2027-01-12"), {}, "utter_foreclosure_sale_with_review"),
        (foreclosure("2026-12-24", "2026-11-16"), {}, "utter_foreclosure_sale_with_review"),
        (foreclosure("2026-12-23", "2026-11-15"), {}, "utter_foreclosure_sale"),
        (foreclosure("2027-01-12"), {"occupancy": "investment"}, "utter_foreclosure_sale"),
        (foreclosure("2027-01-12"), {"behind": Refusal("in_bankruptcy")}, "utter_foreclosure_general"),
        (foreclosure("2026-11-15"), {}, "utter_foreclosure_general"),
        (foreclosure(), {}, "utter_foreclosure_without_sale"),
        (Refusal("rule_not_known"), {}, "utter_foreclosure_general"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_foreclosure_is_told_by_how_far_it_has_come(told, given, response, language):
    servicing = ForeclosingServicing(told=told, **given)
    heard = await hear(ActionReportForeclosure(), turn(language=language), servicing)
    assert (heard.message["response"], heard.outcome) == (response, "handoff")
    assert "{" not in heard.text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "no sale date yet"), ("es", "aún no muestran una fecha de venta")]
)
async def test_without_a_sale_date_only_the_day_it_began_is_said(language, words):
    servicing = ForeclosingServicing(told=foreclosure())
    heard = await hear(ActionReportForeclosure(), turn(language=language), servicing)
    assert words in heard.text
