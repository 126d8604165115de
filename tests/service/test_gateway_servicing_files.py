"""What a servicing file is made from: the loan's own conversations, and the system of record's part of one loan."""

from types import SimpleNamespace

import pytest

from gateway.client import UnknownConversation
from tests.databases import BACKENDS
from tests.gateway import DANA, ROSA, FakeServicing, host_token, house_in

FILE = SimpleNamespace(last4="0001")


class WithFiles(FakeServicing):
    """The system of record, which gives the file of any loan."""

    def servicing_file(self, loan_id):
        self._work()
        return FILE


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param, started=False) as house:
        house.servicing = WithFiles()
        house.build()
        with house.serving():
            yield house


def test_only_conversations_that_were_open_to_the_loan_count(house):
    first = house.open(host_token=host_token())
    house.later(minutes=1)
    last = house.open(host_token=host_token(now=house.clock.moment))
    house.open(host_token=host_token("rosa@example.com", now=house.clock.moment))
    house.open()
    material = house.gateway.servicing_files.material(last.conversation, "0001")
    assert material.loan is FILE
    assert [about.conversation_id for about in material.conversations] == [first.conversation, last.conversation]
    assert [about.other_loans for about in material.conversations] == [0, 0]


def test_the_capability_names_the_one_loan(house):
    visitor = house.open(host_token=host_token())
    house.gateway.servicing_files.material(visitor.conversation, "0001")
    claims = house.servicing.tokens[-1]
    assert (claims["level"], claims["loans"], claims["conversation"]) == (
        "service",
        [*DANA.loans],
        visitor.conversation,
    )


def test_a_loan_of_somebody_else_is_not_to_be_had(house):
    visitor = house.open(host_token=host_token())
    for last4 in (ROSA.loans[0][-4:], "9999", ""):
        with pytest.raises(LookupError):
            house.gateway.servicing_files.material(visitor.conversation, last4)
    with pytest.raises(LookupError):
        house.gateway.servicing_files.material(house.open().conversation, "0001")
    with pytest.raises(UnknownConversation):
        house.gateway.servicing_files.material("nobody", "0001")


def test_a_system_of_record_that_is_down_gives_nothing(house):
    visitor = house.open(host_token=host_token())
    house.servicing.down = True
    assert house.gateway.servicing_files.material(visitor.conversation, "0001") is None
