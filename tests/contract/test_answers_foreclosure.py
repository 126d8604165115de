"""A foreclosure, as the personas of the portfolio hear of it: the record's dates, never that a sale is put off."""

import pytest

from actions.foreclosure import ActionReportForeclosure

STOPPED = ("will be stopped", "is cancelled", "se cancela", "será detenida")


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["January 12, 2027 is the foreclosure sale", "days left: 57", "complete application",
                "by December 5, 2026", "within 30 days", "$20,201.31 is an estimate", "on November 16, 2026",
                "our attorneys have to confirm it", "I can't say that the sale will be put off", "800-569-4287"]),
        ("es", ["El 12 de enero de 2027 es la fecha", "días que faltan: 57", "solicitud completa",
                "a más tardar el 5 de diciembre de 2026", "en 30 días", "$20,201.31 es un estimado",
                "el 16 de noviembre de 2026", "nuestros abogados tienen que confirmarlo",
                "No puedo decirle que la venta se aplazará", "800-569-4287"]),
    ],
)  # fmt: skip
async def test_whose_home_has_a_sale_date_hears_what_still_counts_and_gets_a_person(answers, language, parts):
    heard = await answers(ActionReportForeclosure(), "P05", language=language, intent="foreclosure_inquiry")
    assert [part for part in parts if part not in heard.text] == []
    assert not any(word in heard.text for word in STOPPED)
    assert (heard.outcome, heard.custom["handoff"]) == ("handoff", {"reason": "foreclosure_inquiry"})


@pytest.mark.parametrize("persona", ["P01", "P04", "P13"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Our records show no foreclosure of your loan ending in {last4}, as of November 16, 2026."),
        ("es", "Nuestros registros no muestran ninguna ejecución hipotecaria de su préstamo terminado en {last4}, al"),
    ],
)  # fmt: skip
async def test_whose_loan_is_not_in_foreclosure_hears_so_from_the_record(answers, persona, language, words):
    heard = await answers(ActionReportForeclosure(), persona, language=language)
    assert heard.text.startswith(words.format(last4=f"00{persona[1:]}"))
    assert heard.outcome == "handoff"


@pytest.mark.parametrize(("language", "words"), [("en", "more than 37 days"), ("es", "más de 37 días")])
async def test_nobody_unproven_hears_of_a_sale_and_still_gets_a_person(answers, language, words):
    heard = await answers(ActionReportForeclosure(), "P05", language=language, level="none")
    assert heard.message["response"] == "utter_foreclosure_general"
    assert words in heard.text
    assert (heard.custom["facts"], heard.outcome) == ([], "handoff")
