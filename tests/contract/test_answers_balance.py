"""The balance as the personas of the portfolio hear it."""

import pytest

from actions.balance import ActionReportBalance


@pytest.mark.parametrize(("language", "words"), [("en", "is the unpaid principal"), ("es", "es el saldo de capital")])
async def test_dana_hears_her_balance_from_the_ledger(answers, language, words):
    heard = await answers(ActionReportBalance(), "P01", language=language)
    assert heard.text.startswith(f"$306,237.11 {words}")
