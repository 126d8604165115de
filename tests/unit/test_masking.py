"""Secrets are masked however they are written; ordinary figures stay; masking twice changes nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.masking import aba, luhn, mask_for_machines, mask_for_people

SECRETS = {
    "my ssn is 123-45-6789": "my ssn is [Social Security number]",
    "123 45 6789": "[Social Security number]",
    "123.45.6789": "[Social Security number]",
    "SSN:123456789": "SSN:[Social Security number]",
    "ssn123456789": "ssn[Social Security number]",
    "mi seguro social es 123-45-6789": "mi seguro social es [Social Security number]",
    "social is one two three, four five, six seven eight nine": "social is [Social Security number]",
    "uno dos tres cuatro cinco seis siete ocho nueve es mi seguro social": (
        "[Social Security number] es mi seguro social"
    ),
    "my itin 912-70-1234": "my itin [Social Security number]",
    "4111 1111 1111 1111": "[card number]",
    "4111-1111-1111-1111": "[card number]",
    "4111.1111.1111.1111": "[card number]",
    "4111/1111/1111/1111": "[card number]",
    "4111\n1111\n1111\n1111": "[card number]",
    "4111\u200b1111\u200b1111\u200b1111": "[card number]",
    "４１１１１１１１１１１１１１１１": "[card number]",
    "٤١١١ ١١١١ ١١١١ ١١١١": "[card number]",
    "41II llll llll IIll": "[card number]",
    "four triple one 1111 double one double one 1111": "[card number]",
    "3782 822463 10005": "[card number]",
    "my visa 4111 1111 1111 1112": "my visa [card number]",
    "mi tarjeta 5555555555554444 por favor": "mi tarjeta [card number] por favor",
    "cvv 123": "cvv [security code]",
    "routing 021000021": "routing [routing number]",
    "routing 021000021 account 123456789012": "routing [routing number] account [account number]",
    "número de ruta 021000021": "número de ruta [routing number]",
    "checking account 00012345": "checking account [account number]",
    "mi cuenta bancaria es 98765432": "mi cuenta bancaria es [account number]",
    "021000021": "[private number]",
    "$4111111111111111": "$[card number]",
}
ORDINARY = [
    "what's my balance on loan 4400100001",
    "my loan account number is 4400100001",
    "loan ending in 0001",
    "I paid $306,237.11 on 12/15/2026",
    "pay it off on December 15, 2026 with 308,554.65",
    "308554.65 el 15 de diciembre de 2026",
    "send me my 2025 1098",
    "1098 for 2023, 2024, 2025",
    "I sent 1500 dollars",
    "call me at (555) 555-0101",
    "my number is 555-555-0101 or 1-800-555-0199",
    "ZIP 30309-1234",
    "zip code 43001",
    "reference HB-7Q4K-93X",
    "12 CFR 1024.35",
    "my account shows a $75.00 fee on 10/01/2026",
    "the rate is 6.125 % for 360 months",
    "I have one loan and two questions",
]


@pytest.mark.parametrize(("text", "masked"), SECRETS.items())
def test_a_secret_is_replaced_by_what_it_was(text, masked):
    assert mask_for_people(text).text == masked


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_figures_stay_in_what_people_read(text):
    assert mask_for_people(text).text == text


@pytest.mark.parametrize("text", SECRETS)
def test_machines_see_no_secret_that_people_do_not(text):
    machines = mask_for_machines(text).text
    assert not re.search(r"\d{4}", machines)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("balance of loan 4400100001", "balance of loan [number]"),
        ("call 555-555-0101", "call [number]"),
        ("1234567", "[number]"),
        ("12 34 56 7", "[number]"),
        ("five five five five five five five", "[number]"),
    ],
)
def test_machines_lose_every_run_of_seven_digits_or_more(text, masked):
    assert mask_for_machines(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "pay off on December 15, 2026",
        "on 12/15/2026 please",
        "2026-12-15",
        "15 de diciembre de 2026",
        "I can pay $1,234,567.89",
        "308554.65",
        "send me my 2025 1098",
        "loan ending in 0018",
        "0018 2025",
        "code 123456",
    ],
)
def test_machines_keep_what_the_dialogue_needs(text):
    assert mask_for_machines(text).text == text


@pytest.mark.parametrize(
    ("before", "text", "kinds"),
    [
        (["4111 1111"], "1111 1111", ("card number",)),
        (["4111", "1111 1111"], "1111", ("card number",)),
        (["123-45"], "6789", ("private number",)),
        (["my name is Dana"], "6789", ()),
        (["0018"], "2025", ()),
        (["0018"], "12/15", ()),
        (["0018"], "43001 is my zip", ()),
    ],
)
def test_a_number_split_over_messages_is_seen_as_one(before, text, kinds):
    assert mask_for_people(text, before).kinds == kinds
    assert bool(mask_for_machines(text, before).kinds) == bool(kinds)


def test_the_kinds_of_all_secrets_are_told_once_each():
    masked = mask_for_people("card 4111 1111 1111 1111, again 4111 1111 1111 1111, ssn 123-45-6789")
    assert masked.kinds == ("card number", "Social Security number")


# What people put into chat messages: digits in several scripts, separators, look-alikes, words and placeholders.
PIECES = st.sampled_from(
    [*"0123456789０１٣①", *" -./,:$#()[]\n\u200b", "one", "double ", "Oo", "l", "ssn ", "card ", "account ", "routing ",
     "2025", "1098", "12/15/2026", "[card number]", "4111111111111111", "cuenta ", "phone ", "loan ", ".00", "-45-"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_masking_twice_changes_nothing(text):
    for mask in (mask_for_people, mask_for_machines):
        once = mask(text).text
        assert mask(once).text == once
    both = mask_for_machines(mask_for_people(text).text).text
    assert mask_for_people(both).text == both


@given(st.text(max_size=300))
def test_any_text_can_be_masked(text):
    once = mask_for_machines(mask_for_people(text).text).text
    assert mask_for_machines(once).text == once


@given(st.from_regex(r"\A[0-9]{7,40}\Z"))
def test_no_run_of_digits_gets_past_the_rule_for_machines(digits):
    assert digits not in mask_for_machines(f"well {digits} it is").text


@given(st.integers(0, 10**14 - 1), st.sampled_from([" ", "-", ".", "", " - ", "\n"]))
def test_every_card_number_in_groups_of_four_is_masked(number, separator):
    body = f"4{number:014d}"
    check = next(str(digit) for digit in range(10) if luhn(body + str(digit)))
    digits = body + check
    written = separator.join(digits[place : place + 4] for place in range(0, 16, 4))
    assert mask_for_people(f"here it is: {written}").text == "here it is: [card number]"


@pytest.mark.parametrize(
    ("digits", "valid"), [("021000021", True), ("021000022", False), ("990000001", False), ("02100002", False)]
)
def test_a_routing_number_has_a_prefix_and_a_check_digit(digits, valid):
    assert aba(digits) is valid


@pytest.mark.parametrize(("digits", "valid"), [("4111111111111111", True), ("4111111111111112", False)])
def test_a_card_number_has_a_check_digit(digits, valid):
    assert luhn(digits) is valid


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("I want to pay my mortgage from checking account 123456789012", "123456789012"),
        ("pay my loan from my bank account 12345678", "12345678"),
        ("la cuenta bancaria 12345678 para mi hipoteca", "12345678"),
        ("SSN 12345-6789", "12345-6789"),
        ("my ssn is 12345 6789", "12345 6789"),
        ("routing number 12100-0248", "12100-0248"),
        ("pay my loan with 4111111111111112", "4111111111111112"),
        ("my social is 123,456,789", "123,456,789"),
    ],
)
def test_words_about_the_loan_do_not_hide_a_secret(text, secret):
    assert secret not in mask_for_people(text).text
    assert secret not in mask_for_machines(text).text


@pytest.mark.parametrize("text", ["my loan account number is 4400100001", "zip 44001-1234", "I owe $123,456,789"])
def test_loan_numbers_zip_codes_and_amounts_stay_readable(text):
    assert mask_for_people(text).text == text
