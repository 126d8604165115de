"""How much a borrower means, and whether every month."""

from decimal import Decimal

import pytest

from actions.spoken_amounts import is_monthly, spoken_amount


@pytest.mark.parametrize(
    ("phrase", "amount"),
    [
        ("$10,000", "10000"), ("500", "500"), ("$1,500.25", "1500.25"), ("60k", "60000"), ("2.5k", "2500"),
        ("10 mil dólares", "10000"), ("$ 75", "75"), ("1.500,50", "1500.50"), ("1.500", "1500"), ("75,5", "75.50"),
        ("20 thousand dollars", "20000"), ("200 dólares", "200"), ("$99,999,999.99", "99999999.99"),
        ("1 million dollars", "1000000"), ("a million dollars", "1000000"), ("un millón de dólares", "1000000"),
        ("2 millones", "2000000"), ("a thousand dollars", "1000"), ("$100,000,000.00", "99999999.99"),
    ],
)  # fmt: skip
def test_an_amount_in_figures_is_read(phrase, amount):
    assert spoken_amount(phrase) == Decimal(amount)


@pytest.mark.parametrize(
    ("phrase", "amount"),
    [
        ("$0", "0"), ("$0.00", "0"), ("zero dollars", "0"), ("cero dólares", "0"), ("-500", "-500"), ("-$500", "-500"),
        ("$-500", "-500"), ("minus 500 dollars", "-500"), ("negative 500", "-500"), ("menos $1,500.25", "-1500.25"),
        ("500 negativos", "-500"), ("-2k", "-2000"),
    ],
)  # fmt: skip
def test_nothing_and_less_than_nothing_are_amounts_too(phrase, amount):
    assert spoken_amount(phrase) == Decimal(amount)


@pytest.mark.parametrize("phrase", ["fifty dollars", "", "$", "1.2.3"])
def test_what_names_no_payable_amount_is_none(phrase):
    assert spoken_amount(phrase) is None


@pytest.mark.parametrize(
    "text",
    ["$200 a month", "another 100 every month", "add 50 to each payment", "300 per month", "$75 monthly", "$75/mo",
     "100 dólares al mes", "100 cada mes", "50 más con cada pago", "100 por mes", "100 mensuales", "200 extra a month",
     "2k a month", "100 más al mes"],
)  # fmt: skip
def test_words_for_every_month_are_noticed(text):
    assert is_monthly(text)


@pytest.mark.parametrize(
    "text",
    ["put $10,000 on principal", "put 500 on principal this month", "will my monthly payment go down if I pay 10k",
     "What if I make a payment of $10,000 toward principal?", "put 5,000 down in a month",
     "un pago de 5000 al mes que viene",
     "abonar $10,000 a capital este mes", "baja mi pago mensual si abono 10 mil"],
)  # fmt: skip
def test_a_sum_paid_once_is_not_taken_for_one_of_every_month(text):
    assert not is_monthly(text)
