"""Which dates, amounts, tax years and loan numbers are found, and which are not there."""

from __future__ import annotations

import pytest

from bot.nlu.figures import found_in


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(each.kind, text[each.start : each.end]) for each in found_in(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "payoff on the 15th please", "the 15th"),
        ("en", "good through the end of next month", "the end of next month"),
        ("en", "I can pay in two weeks", "in two weeks"),
        ("en", "12/15", "12/15"),
        ("en", "by 12/15/2026", "12/15/2026"),
        ("en", "2026-12-31 works", "2026-12-31"),
        ("en", "how much on Dec 15", "Dec 15"),
        ("en", "March 3rd, 2027", "March 3rd, 2027"),
        ("en", "the 3rd of January", "the 3rd of January"),
        ("en", "February 30", "February 30"),
        ("en", "december fifteenth", "december fifteenth"),
        ("en", "the first of next month", "the first of next month"),
        ("en", "next friday", "next friday"),
        ("en", "the day after tomorrow", "the day after tomorrow"),
        ("en", "within 30 days", "within 30 days"),
        ("en", "two weeks from today", "two weeks from today"),
        ("en", "in December", "December"),
        ("en", "payoff for December 32", "December 32"),
        ("en", "32 december", "32 december"),
        ("en", "13/45/2026", "13/45/2026"),
        ("en", "2026-13-45", "2026-13-45"),
        ("es", "el 31 de noviembre", "el 31 de noviembre"),
        ("es", "el 45 de enero", "el 45 de enero"),
        ("es", "30/02/2026", "30/02/2026"),
        ("en", "Decembеr 15", "Decembеr 15"),  # the second e is Cyrillic
        ("en", "15", "15"),
        ("en", "15 de diciembre", "15 de diciembre"),
        ("es", "para el 15 de diciembre de 2026", "el 15 de diciembre de 2026"),
        ("es", "a fin de mes", "fin de mes"),
        ("es", "al final del próximo mes", "final del próximo mes"),
        ("es", "mañana", "mañana"),
        ("es", "mañana por la mañana", "mañana"),
        ("es", "pasado mañana", "pasado mañana"),
        ("es", "dentro de 10 días", "dentro de 10 días"),
        ("es", "en dos semanas", "en dos semanas"),
        ("es", "el viernes que viene", "el viernes que viene"),
        ("es", "el primero de enero", "el primero de enero"),
        ("es", "el último día de diciembre", "el último día de diciembre"),
        ("es", "30 de febrero", "30 de febrero"),
        ("es", "15/12", "15/12"),
        ("es", "in two weeks", "in two weeks"),
        ("es", "el lunes 4 de enero", "el lunes 4 de enero"),
        ("es", "viernes, 18 de diciembre del 2026", "viernes, 18 de diciembre del 2026"),
        ("es", "el miércoles dos de diciembre", "el miércoles dos de diciembre"),
    ],
)
def test_a_date_is_found_as_it_was_said(language: str, text: str, date: str) -> None:
    assert found(text, language) == [("date", date)]


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("en", "I paid $1,098", "$1,098"),
        ("en", "it was $54.20 too much", "$54.20"),
        ("en", "2025 dollars", "2025 dollars"),
        ("en", "five hundred dollars", "five hundred dollars"),
        ("en", "about 2k", "2k"),
        ("en", "1,250.33", "1,250.33"),
        ("en", "５００ dollars", "５００ dollars"),
        ("en", "-500", "-500"),
        ("en", "-5000", "-5000"),
        ("en", "pay -$500 extra to principal", "-$500"),
        ("en", "$-500 extra", "$-500"),
        ("en", "put minus 500 dollars on principal", "minus 500 dollars"),
        ("en", "negative 500", "negative 500"),
        ("en", "a million dollars extra", "a million dollars"),
        ("es", "menos 500 dólares", "menos 500 dólares"),
        ("es", "al menos 500 dólares", "500 dólares"),
        ("es", "500 negativos", "500 negativos"),
        ("es", "quinientos dólares", "quinientos dólares"),
        ("es", "pagué 1.250,33", "1.250,33"),
        ("es", "200 mil dólares", "200 mil dólares"),
        ("es", "quiero pagar 100 extra cada mes a capital", "100"),
        ("es", "puedo dar 200 más al principal", "200"),
    ],
)
def test_an_amount_is_found_as_it_was_said(language: str, text: str, amount: str) -> None:
    assert found(text, language) == [("amount", amount)]


@pytest.mark.parametrize(
    ("language", "text", "year"),
    [
        ("en", "my 1098 for 2025", "2025"),
        ("en", "1098 for last year", "last year"),
        ("en", "my 1098 for 1850", "1850"),
        ("en", "1098 for 20265", "20265"),
        ("en", "the year 3000", "3000"),
        ("en", "20265", "20265"),
        ("es", "el 1098 de 1850", "1850"),
        ("es", "año 3000", "3000"),
        ("es", "el 1098 de 2025", "2025"),
        ("es", "mi formulario 1098 del año pasado", "año pasado"),
    ],
)
def test_a_tax_year_is_found_as_it_was_said(language: str, text: str, year: str) -> None:
    assert found(text, language) == [("tax_year", year)]


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        ("en", "the loan ending in 0118", "0118"),
        ("en", "loan ending 2025", "2025"),
        ("en", "last four 4417", "4417"),
        ("en", "****0118", "0118"),
        ("en", "the 4417 loan", "4417"),
        ("en", "loan -0118", "0118"),
        ("en", "4417", "4417"),
        ("es", "el préstamo terminado en 0118", "0118"),
        ("es", "los últimos cuatro son 4417", "4417"),
    ],
)
def test_the_end_of_a_loan_number_is_found(language: str, text: str, digits: str) -> None:
    assert found(text, language) == [("loan_last4", digits)]


@pytest.mark.parametrize(
    "text",
    [
        "I need my 1098",
        "mortgage 1098",
        "my 30 year fixed loan",
        "the 30 year loan",
        "is this the 1st mortgage",
        "my 2nd payment",
        "a 3rd party",
        "are you open 24/7",
        "my rate is 6.25%",
        "my 401k",
        "may I ask something",
        "in 5 years",
        "my zip is 02139",
        "case 12345",
        "call 555 -1234",
        "I called at 5.30 pm",
        "the last four of my ssn are 4321",
        "dame el formulario 1098",
        "llame por la mañana",
        "mi hipoteca a 30 años",
    ],
)
def test_a_number_that_means_something_else_is_not_taken(text: str) -> None:
    assert found(text, "es" if " mi " in f" {text} " or "la " in text else "en") == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "the 1098 for both loans", "both loans"),
        ("en", "both please", "both"),
        ("en", "balance on all of my mortgages", "all of my mortgages"),
        ("es", "el saldo de los dos", "los dos"),
        ("es", "de ambas hipotecas, por favor", "ambas hipotecas"),
    ],
)
def test_every_loan_is_meant(language: str, text: str, words: str) -> None:
    assert found(text, language) == [("every_loan", words)]


@pytest.mark.parametrize("text", ["both years", "both of us signed", "los dos años", "each month", "all my payments"])
def test_both_of_something_else_is_not_every_loan(text: str) -> None:
    assert "every_loan" not in [kind for kind, _words in found(text, "en") + found(text, "es")]


def test_several_things_are_found_in_order_and_never_overlap() -> None:
    text = "I sent $1,098.00 on 12/15/2025 for the loan ending in 0118"
    assert found(text, "en") == [("amount", "$1,098.00"), ("date", "12/15/2025"), ("loan_last4", "0118")]


def test_figures_far_apart_in_a_long_message_are_all_found() -> None:
    between = "and then we talked about the garden and the porch and the kids and their school for quite some while "
    text = (
        f"On March 3 I called. {between * 3} I sent $1,200.50 then. {between * 3} I need the 2025 form for loan 4471."
    )
    found = [(each.kind, text[each.start : each.end]) for each in found_in(text, "en")]
    assert ("date", "March 3") in found
    assert ("amount", "$1,200.50") in found
    assert ("tax_year", "2025") in found
