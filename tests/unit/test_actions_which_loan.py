"""Which of two loans a message is about: what fits one alone decides, and no ordinary word leads away from a choice."""

import pytest

from actions.turn import turn_of
from actions.which_loan import loans_meant
from servicing.client import Loan
from tests.unit.actions_stage import DANIELS_HOME, DANIELS_RENTAL, turn

MAIN = Loan("4400100201", "0201", "conventional fixed 30", "88 Main Street, Exampleville, OH", "current")
LAKE = Loan("4400100202", "0202", "conventional ARM 5/6", "12 Lake Drive, Exampleville, OH", "current")


def meant(loans, text, chosen=None):
    return [loan.last4 for loan in loans_meant(loans, turn_of(turn(text, slots={"loan_last4": chosen})))]


@pytest.mark.parametrize(
    ("text", "last4"),
    [
        ("and the balance of 0201", "0201"), ("the one on Main Street", "0201"), ("88 main, please", "0201"),
        ("what about main st", "0201"), ("lake drive", "0202"), ("the house at 12 Lake", "0202"), ("on lake?", "0202"),
        ("my fixed rate loan", "0201"), ("the ARM one", "0202"), ("el préstamo arm", "0202"),
    ],
)  # fmt: skip
def test_what_describes_one_loan_alone_decides(text, last4):
    assert meant([MAIN, LAKE], text) == [last4]
    assert meant([MAIN, LAKE], text, chosen="0201" if last4 == "0202" else "0202") == [last4]


@pytest.mark.parametrize(
    "text",
    ["What is the main reason my payment changed?", "Will my rate ever be fixed?",
     "could my arm of the bill be smaller",
     "I went to the lake", "is my home insurance paid", "impuesto sobre la renta", "mi préstamo va a subir"],
)  # fmt: skip
def test_an_ordinary_word_leads_away_from_no_choice(text):
    assert meant([MAIN, LAKE], text, chosen="0202") == ["0202"]
    assert meant([DANIELS_HOME, DANIELS_RENTAL], text, chosen="0118") == ["0118"]
    assert meant([DANIELS_HOME, DANIELS_RENTAL], text, chosen="0018") == ["0018"]


@pytest.mark.parametrize(
    ("text", "last4"),
    [("the rental", "0118"), ("la de los inquilinos", "0118"), ("la casa", "0018"), ("now for my home", "0018"),
     ("the VA loan", "0018"), ("118 Rental Rd", "0118")],
)  # fmt: skip
def test_home_and_rental_are_told_apart(text, last4):
    assert meant([DANIELS_HOME, DANIELS_RENTAL], text) == [last4]
    assert meant([DANIELS_HOME, DANIELS_RENTAL], text, chosen="0118" if last4 == "0018" else "0018") == [last4]


def test_without_a_word_or_a_choice_it_can_be_either_and_a_single_loan_is_always_meant():
    assert meant([MAIN, LAKE], "what is my balance") == ["0201", "0202"]
    assert meant([MAIN], "what about the rental") == ["0201"]
