"""Whom an @ in a note names."""

import pytest

from desk.domain.mentions import mentioned
from staff.members import StaffMember

SAM = StaffMember("1", "sam.agent", "Sam Rivera", "agent")
SUE = StaffMember("2", "sue.supervisor", "Sue Park", "supervisor")
OTHER_SAM = StaffMember("3", "samuel", "Sam Okafor", "agent")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@sam.agent please look", ["1"]),
        ("please look, @Sam.", ["1"]),
        ("@Sue Park and @Sam Rivera", ["2", "1"]),
        ("@sue.supervisor, @SUE, @sue park", ["2"]),
        ("(@sam)", ["1"]),
        ("@sam is the one who knows", ["1"]),
        ("write to dana@sam.agent or sam", []),
        ("@nobody @ @@sam", []),
        ("no sign at all", []),
    ],
)
def test_an_at_sign_names_a_colleague_by_account_or_name(text, named):
    assert mentioned(text, [SAM, SUE]) == named


def test_a_first_name_that_two_have_names_neither():
    assert mentioned("@Sam @Sam Okafor", [SAM, OTHER_SAM]) == ["3"]
