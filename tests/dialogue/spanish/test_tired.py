"""Spanish late at night: pieces of questions, no signs between them, words of the other language, a change of mind."""

from __future__ import annotations

import pytest


def test_three_questions_without_a_sign_between_them_are_each_answered(borrower):
    heard = borrower("P06", "es").says("oiga cuanto debo cuando vence el pago por que subio")
    assert {"utter_balance_answer", "utter_payment_due_answer"} <= set(heard.responses)
    assert "$2,033.48" in heard.text


def test_a_shortage_is_talked_about_without_naming_it_again(borrower):
    hector = borrower("P06", "es")
    hector.says("xq me subieron el pago si es fija")
    assert "utter_escrow_analysis_shortage" in hector.says("y por ke").responses
    assert "$1,970.03" in hector.says("y si lo pago todo de una vez cuanto me qda").text
    assert "$2,196.00" in hector.says("y el seguro?").text


def test_a_payoff_before_an_own_sale_is_no_foreclosure(borrower):
    hector = borrower("P06", "es")
    asked = hector.says("voy a vender la casa en enero cuanto es el payoff")
    assert (asked.handoff, "foreclosure" in asked.signals) == (None, False)
    assert "utter_payoff_date_invalid" in hector.says("30 de febrero").responses
    assert "4 de enero de 2027" in hector.says("mejor el 21, no, el lunes 4 de enero").text
    assert "$29.32" in hector.says("y cuanto es x dia").text
    assert "$2,225.60" in hector.says("ese numero incluye el escrow?").text


@pytest.mark.parametrize(
    "said", ["me van a vender la casa el martes", "ustedes van a vender mi casa", "la quieren rematar el lunes"]
)
def test_a_sale_by_others_is_still_a_foreclosure(borrower, said):
    assert "foreclosure" in borrower("P06", "es").says(said).signals


@pytest.mark.parametrize("said", ["y eso me afecta el credito", "esto me baja el score?", "y mi credito ke"])
def test_a_question_about_credit_is_answered_and_disputes_nothing(borrower, said):
    heard = borrower("P03", "es").says(said)
    assert heard.responses == ["utter_credit_reporting"]
    assert heard.signals == []


@pytest.mark.parametrize(
    "said", ["pero yo no quiero perder mi casa", "ya no quiero esperar mejor sigo con usted", "siempre no, mejor usted"]
)
def test_fear_for_a_home_and_weariness_of_waiting_are_no_crisis(borrower, said):
    heard = borrower("P03", "es").says(said)
    assert heard.intent != "self_harm_signal"
    assert "crisis" not in heard.signals


def test_whoever_asks_on_after_the_offer_of_help_hears_what_there_may_be(borrower):
    priya = borrower("P03", "es")
    assert priya.says("perdi el trabajo y no puedo pagar todo, que hago").responses == ["utter_hardship_offer"]
    assert priya.says("ke opciones hay").responses == ["utter_assistance_options"]


@pytest.mark.parametrize(
    "said", ["quitenmelo pues, siempre he pagado a tiempo", "y mientras tanto tengo ke pagar el late fee?"]
)
def test_a_late_fee_is_asked_to_be_taken_off_or_put_off(borrower, said):
    assert "no tiene que pagar antes el cargo" in borrower("P11", "es").says(said).text


def test_two_errors_in_one_breath_are_both_noticed(borrower):
    heard = borrower("P11", "es").says("no acreditaron septiembre y me pusieron un recargo")
    assert heard.signals.count("notice_of_error") == 2


@pytest.mark.parametrize("said", ["y ahora que?", "que sigue", "y luego?"])
def test_whoever_asks_what_comes_next_is_told_from_the_cases(borrower, said):
    heard = borrower("P11", "es").says(said)
    assert [message["custom"].get("tell") for message in heard.messages] == ["next_steps"]
