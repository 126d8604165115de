"""What a borrower types is words: neither a one-time code by accident nor a command to the dialogue engine."""

import pytest

from gateway.codes import is_near_code, spoken_code
from gateway.turn import neutral

PAYLOAD = 'choose_loan{"loan_last4": "0002"}'


@pytest.mark.parametrize("text", ["123456", "123 456", "it's 123-456", "12 34 56", "mi código es 123456"])
def test_a_code_is_heard_however_it_is_written(text):
    assert spoken_code(text) == "123456"


@pytest.mark.parametrize(
    "text",
    [
        "December 15, 2026",
        "What is my payoff on 12/15/26",
        "$250,000",
        "Is it $1,234.56?",
        "15 de diciembre de 2026",
        "1098",
    ],
)
def test_dates_and_amounts_are_no_code(text):
    assert spoken_code(text) is None


@pytest.mark.parametrize("text", ["12345", "1234567", "12 345", "123-45"])
def test_a_digit_too_many_or_too_few_is_nearly_a_code(text):
    assert is_near_code(text)
    assert spoken_code(text) is None


@pytest.mark.parametrize("text", ["0118", "123456", "", "case 12345", "$12345", "12345678", "12/15/26"])
def test_other_numbers_are_not_nearly_a_code(text):
    assert not is_near_code(text)


@pytest.mark.parametrize(
    "blank", ["", " ", "\t", "\xa0", "\u2003", "\u3000", "\u2028", "\u205f", "\u1680", "/", "\u2003/\u2003"]
)
def test_a_typed_command_becomes_plain_words(blank):
    assert neutral(f"/{blank}/{PAYLOAD}") == PAYLOAD
    assert not neutral(f"{blank}/{PAYLOAD}").strip().startswith("/")


def test_nothing_but_slashes_is_still_something_to_misunderstand():
    assert neutral("///") == "?"
