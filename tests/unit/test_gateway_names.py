"""What a trainer reads holds no name of a borrower, as far as it can be told."""

import pytest

from gateway.names import without_names


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Rosa Marín here, where is my payment", "[name] here, where is my payment"),
        ("ROSA MARIN", "[name]"),
        ("rosa's payment is lost", "[name]'s payment is lost"),
        ("soy rosa elena marin y no puedo pagar", "soy [name] y no puedo pagar"),
        ("the rosary and the marina", "the rosary and the marina"),
        ("what is my balance", "what is my balance"),
    ],
)
def test_the_borrower_s_name_is_replaced_however_it_is_written(written, read):
    assert without_names(written, "Rosa Elena Marín") == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("My name is Zelda Quillfeather and I paid", "My name is [name] and I paid"),
        ("my name's zelda quillfeather, I paid", "my name's [name], I paid"),
        ("Me llamo José de la Cruz y pagué", "Me llamo [name] y pagué"),
        ("mi nombre es Ana: pagué", "mi nombre es [name]: pagué"),
        ("I am behind", "I am behind"),
        ("my name is misspelled on the deed", "my name is misspelled on the deed"),
        ("my name is not on the loan", "my name is not on the loan"),
    ],
)
def test_a_name_that_is_introduced_is_replaced_though_nobody_has_been_verified(written, read):
    assert without_names(written, None) == read


def test_little_words_of_a_name_stay():
    assert without_names("la casa del mar", "Ana del Mar y la O") == "la casa del [name]"


def test_replacing_twice_changes_nothing():
    once = without_names("My name is Rosa Marín", "Rosa Marín")
    assert without_names(once, "Rosa Marín") == once
