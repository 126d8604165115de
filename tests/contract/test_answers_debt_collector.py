"""Whose answers come from a debt collector: of a loan in default when its servicing came here, and of no other."""

import pytest

from actions.assistance import ActionExplainApplication
from actions.balance import ActionReportBalance
from actions.bankruptcy import ActionReportBankruptcy
from actions.transfer import ActionReportTransfer

MARK = "from_debt_collector"


@pytest.mark.parametrize("action", [ActionReportBalance, ActionReportTransfer, ActionExplainApplication])
async def test_every_answer_about_a_loan_that_came_in_default_is_marked(answers, action):
    heard = await answers(action(), "P04")
    assert heard.custom[MARK] is True


@pytest.mark.parametrize(
    ("persona", "action"),
    [
        ("P12", ActionReportBalance),
        ("P12", ActionReportTransfer),
        ("P13", ActionReportBalance),
        ("P13", ActionReportBankruptcy),
        ("P03", ActionReportBalance),
    ],
)
async def test_of_a_loan_that_came_current_and_in_a_bankruptcy_nothing_is_marked(answers, persona, action):
    heard = await answers(action(), persona)
    assert MARK not in heard.custom


@pytest.mark.parametrize("action", [ActionReportBalance, ActionExplainApplication])
async def test_nobody_unproven_hears_of_a_debt(answers, action):
    heard = await answers(action(), "P04", level="none")
    assert MARK not in heard.custom
