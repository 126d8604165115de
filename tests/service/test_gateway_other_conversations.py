"""What else a borrower has asked is told to people only for as long as it is proven who writes."""

import pytest

from tests.databases import BACKENDS
from tests.gateway import host_token, house_in


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def others(house, visitor):
    return house.gateway.conversations_of_borrower(visitor.conversation)


def test_a_proven_borrower_s_other_conversations_are_named_newest_first_and_no_one_else_s(house):
    first = house.open(host_token=host_token())
    house.later(minutes=1)
    second = house.open(host_token=host_token())
    stranger = house.open()
    house.later(minutes=1)
    third = house.open(host_token=host_token())
    assert others(house, third) == [second.conversation, first.conversation]
    assert others(house, stranger) == []


def test_once_the_proof_has_lapsed_nothing_is_told(house):
    house.open(host_token=host_token())
    visitor = house.open(host_token=host_token())
    house.later(hours=2)
    assert others(house, visitor) == []
