"""A borrower changes their mind about a date or a year, while it is asked and after it is answered."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("language", "first", "correction", "day"),
    [
        ("en", "how much to pay it off on December 15", "make it the 20th instead", "December 20, 2026"),
        ("en", "payoff for January 4", "no I meant January 8", "January 8, 2027"),
        ("en", "payoff for December 15", "and at the end of next month?", "December 31, 2026"),
        ("es", "cuánto para liquidar el préstamo el 15 de diciembre", "mejor el 20", "20 de diciembre de 2026"),
        ("es", "monto de liquidación para mañana", "mejor para fin de mes", "30 de noviembre de 2026"),
    ],
)
def test_another_date_after_the_answer_gives_another_payoff(borrower, language, first, correction, day):
    somebody = borrower(language=language)
    somebody.says(first)
    heard = somebody.says(correction)
    assert heard.responses == ["utter_payoff_answer"]
    assert day in heard.text


@pytest.mark.parametrize(
    ("language", "first", "correction", "figure"),
    [
        ("en", "send me my 2025 1098", "and the 2024 one too", "$12,024.37"),
        ("en", "form 1098 for 2023", "I meant last year", "$12,025.37"),
        ("es", "mándeme el 1098 del 2025", "y el de 2023", "$12,023.37"),
        ("en", "form 1098 for 2024", "no, last year's", "$12,025.37"),
        ("en", "my 1098 from last year please", "no, the year before", "$12,024.37"),
        ("es", "el 1098 del año pasado", "no, el del año anterior", "$12,024.37"),
    ],
)
def test_another_year_after_the_answer_gives_another_form(borrower, language, first, correction, figure):
    somebody = borrower(language=language)
    somebody.says(first)
    assert figure in somebody.says(correction).text


def test_of_two_dates_the_one_that_is_wanted_counts(borrower):
    somebody = borrower()
    somebody.says("/payoff_estimate_inquiry")
    assert "December 20, 2026" in somebody.says("not December 15, December 20").text


@pytest.mark.parametrize(
    ("language", "wrong", "words"),
    [
        ("en", "February 30", "There is no such day"),
        ("en", "October 1, 2026", "That date has passed"),
        ("en", "June 1 2027", "January 15, 2027 is the latest date"),
        ("en", "sometime next month", "I could not tell which day"),
        ("es", "30 de febrero", "Ese día no existe"),
        ("es", "el 1 de octubre de 2026", "Esa fecha ya pasó"),
        ("es", "el próximo mes", "No me quedó claro qué día"),
    ],
)
def test_a_wrong_date_is_explained_and_asked_for_again(borrower, language, wrong, words):
    somebody = borrower(language=language)
    somebody.says("/payoff_estimate_inquiry")
    heard = somebody.says(wrong)
    assert heard.text.startswith(words)
    assert heard.responses[-1] == "utter_ask_payoff_form_payoff_date"
    assert somebody.says("12/15").responses == ["utter_payoff_answer"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("2019", "2023 is the first year"),
        ("2030", "January 31, 2031 is when that form can be ready"),
    ],
)
def test_a_year_without_a_form_is_explained_and_another_is_asked_for(borrower, wrong, words):
    somebody = borrower()
    somebody.says("/tax_form_1098_request")
    heard = somebody.says(wrong)
    assert heard.text.startswith(words)
    assert heard.responses[-1] == "utter_ask_tax_form_form_tax_year"
    assert somebody.says("2025").responses == ["utter_tax_form_answer"]


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("en", "and for 2026?", "January 31, 2027 is when"),
        ("es", "¿y el de 2026 cuándo llega?", "El 31 de enero de 2027"),
    ],
)
def test_a_form_that_is_to_come_is_told_and_nothing_is_asked(borrower, language, asked, said):
    somebody = borrower(language=language)
    somebody.says('/tax_form_1098_request{"tax_year": "2025"}')
    heard = somebody.says(asked)
    assert heard.responses == ["utter_tax_year_not_ready"]
    assert heard.text.startswith(said)


@pytest.mark.parametrize(
    ("language", "later"), [("en", "and if I pay on December 1"), ("es", "y si pago el 1 de diciembre")]
)
def test_another_day_after_what_brings_a_loan_current_gives_another_sum(borrower, language, later):
    priya = borrower("P03", language=language)
    assert "$3,974.76" in priya.says("/payment_reinstatement_request").text
    heard = priya.says(later)
    assert heard.responses == ["utter_reinstatement_later"]
    assert "$6,000.18" in heard.text


@pytest.mark.parametrize(("language", "month"), [("en", "the one in september"), ("es", "el de septiembre")])
def test_a_month_after_the_history_gives_the_payments_of_that_month(borrower, language, month):
    samuel = borrower("P09", language=language)
    samuel.says("/payment_history_request")
    heard = samuel.says(month)
    assert "$1,623.89" in heard.text
    assert "payoff" not in "".join(filter(None, heard.responses))


def test_the_same_wrong_date_in_the_first_question_is_explained_too(borrower):
    heard = borrower().says("how much to pay off my mortgage on February 30")
    assert heard.responses == ["utter_payoff_date_invalid", "utter_ask_payoff_form_payoff_date"]
