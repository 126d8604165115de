"""What extra principal saves, as the personas of the portfolio hear it."""

import pytest

from actions.curtailment import ActionEstimateExtraPrincipal


def amount(value):
    return [{"entity": "amount", "value": value}]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "put $10,000 on principal", "$37,981.88 in interest is what $10,000.00 of extra principal, paid once"),
        ("es", "abonar $10,000 a capital", "$37,981.88 en intereses es lo que ahorrarían $10,000.00 de capital"),
    ],
)  # fmt: skip
async def test_a_sum_paid_once_is_estimated_with_a_recast(answers, language, text, words):
    heard = await answers(ActionEstimateExtraPrincipal(), "P01", text, language=language, entities=amount("$10,000"))
    assert heard.message["response"] == "utter_curtailment_once_saves_or_recast"
    assert heard.text.startswith(words)
    assert "$250.00" in heard.text


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "an extra $200 a month", "$90,633.06 in interest is what $200.00 of extra principal with every payment"),
        ("es", "$200 más al mes", "$90,633.06 en intereses es lo que ahorrarían $200.00 de capital adicional con"),
    ],
)  # fmt: skip
async def test_a_sum_with_every_payment_is_estimated(answers, language, text, words):
    slots = {"loan_last4": "0118"}
    heard = await answers(
        ActionEstimateExtraPrincipal(), "P18", text, language=language, entities=amount("$200"), slots=slots
    )
    assert heard.text.startswith(words)
    assert "84;" in heard.text


@pytest.mark.parametrize(("language", "words"), [("en", "paid once now"), ("es", "pagados una vez ahora")])
async def test_a_small_sum_or_an_insured_loan_gets_no_recast(answers, language, words):
    for persona, said in (("P01", "$50"), ("P16", "$10,000")):
        heard = await answers(ActionEstimateExtraPrincipal(), persona, language=language, entities=amount(said))
        assert heard.message["response"] == "utter_curtailment_once_saves"
        assert words in heard.text


@pytest.mark.parametrize(
    ("persona", "said", "language", "response", "part"),
    [
        ("P17", "$500", "en", "utter_curtailment_paid_off", "ending in 0017"),
        ("P17", "$500", "es", "utter_curtailment_paid_off", "terminado en 0017"),
        ("P14", "$500", "en", "utter_curtailment_rate_capped", "6 % is the rate"),
        ("P14", "$500", "es", "utter_curtailment_rate_capped", "6 % es la tasa"),
        ("P01", "400k", "en", "utter_curtailment_more_than_owed", "$306,237.11 is all the principal left"),
        ("P01", "400 mil", "es", "utter_curtailment_more_than_owed", "$306,237.11 es todo el capital que queda"),
    ],
)
async def test_a_refusal_says_why(answers, persona, said, language, response, part):
    heard = await answers(ActionEstimateExtraPrincipal(), persona, language=language, entities=amount(said))
    assert (heard.message["response"], heard.outcome) == (response, "refused")
    assert part in heard.text


@pytest.mark.parametrize("level", ["none", "verified"])
@pytest.mark.parametrize(("language", "words"), [("en", "Extra principal lowers"), ("es", "El capital adicional baja")])
async def test_without_an_amount_everybody_hears_what_it_does(answers, level, language, words):
    heard = await answers(ActionEstimateExtraPrincipal(), "P01", language=language, level=level)
    assert heard.text.startswith(words)


async def test_with_two_loans_the_amount_waits_for_the_choice(answers):
    heard = await answers(ActionEstimateExtraPrincipal(), "P18", "$200 a month", entities=amount("$200"))
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("last_question") == "curtailment monthly 200.00"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pay a million dollars extra to principal", "a million dollars"),
        ("pay $1,000,000 extra each month", "$1,000,000"),
        ("pay $99999999999999 extra to principal", "$99999999999999"),
        ("abonar 2 millones al capital", "2 millones"),
    ],
)
async def test_more_than_is_owed_is_refused_with_what_is_owed(answers, text, said):
    heard = await answers(ActionEstimateExtraPrincipal(), "P01", text, entities=amount(said))
    assert heard.message["response"] == "utter_curtailment_more_than_owed"
    assert heard.text.startswith("$306,237.11 ")
    assert heard.payloads == []
