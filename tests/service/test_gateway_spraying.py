"""Wrong codes from one address are counted across loans and conversations: told plainly, on record, for a day."""

from datetime import timedelta

import pytest

from gateway.spraying import MOST_WRONG_FROM_ADDRESS, WRONG_WITHIN, is_shut, source_key
from tests.databases import BACKENDS
from tests.gateway import host_token, house_in

LOCKED = "utter_identity_address_locked"


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def guess(house, number):
    """Somebody who asks for the code of a loan that nobody has, and guesses."""
    visitor = house.open()
    visitor.identify(last4=f"{number:04d}", zip_code="99999")
    visitor.enter("123456")
    house.later(minutes=6)
    return visitor


@pytest.fixture
def sprayed(house):
    """One wrong code for each of as many loans as an address has tries."""
    return [guess(house, 5000 + number) for number in range(MOST_WRONG_FROM_ADDRESS)]


def test_one_code_each_on_many_loans_uses_up_the_tries_of_the_address(house, sprayed):
    assert [visitor.responses()[-1] for visitor in sprayed[:-1]] == ["utter_identity_code_wrong"] * (len(sprayed) - 1)
    assert sprayed[-1].responses()[-1] == LOCKED
    [event] = [entry for entry in sprayed[-1].entries() if entry.kind == "gateway.identity.address_locked"]
    assert event.body == {"path": "code"}


def test_then_no_code_is_sent_and_not_even_the_right_one_is_taken(house):
    waiting = house.open()
    waiting.identify()
    code = house.code()
    for number in range(MOST_WRONG_FROM_ADDRESS):
        visitor = house.open()
        visitor.identify(last4=f"{5000 + number:04d}", zip_code="99999")
        visitor.enter("123456")
        house.passed += 400
    waiting.enter(code)
    waiting.say(f"it's {code}")
    assert waiting.responses()[-2:] == [LOCKED, LOCKED]
    assert waiting.view.level == "none"
    asking, before = house.open(), len(house.phone())
    asking.identify()
    assert asking.responses()[-1] == LOCKED
    assert len(house.phone()) == before


def test_the_sign_in_of_the_site_still_works_and_a_day_later_codes_do_too(house, sprayed):
    assert house.open(host_token=host_token(now=house.clock.now())).view.level == "verified"
    house.clock.moment += WRONG_WITHIN
    house.passed += WRONG_WITHIN.total_seconds()
    visitor = house.open()
    visitor.verify()
    assert visitor.view.level == "verified"


def test_other_addresses_are_let_be_and_none_is_kept(house, sprayed):
    now = house.clock.now()
    with house.database.read() as session:
        assert is_shut(session, source_key(b"p" * 32, "127.0.0.1"), now)
        assert not is_shut(session, source_key(b"p" * 32, "192.0.2.7"), now)
        rows = session.connection().exec_driver_sql("SELECT * FROM gateway_identity_source").all()
    assert "127.0.0.1" not in str(rows)


def test_a_right_code_gives_the_address_no_new_tries(house):
    for number in range(MOST_WRONG_FROM_ADDRESS - 1):
        guess(house, 5000 + number)
    house.open().verify()
    assert guess(house, 6000).responses()[-1] == LOCKED


def test_a_clock_that_is_set_back_before_a_code_was_sent_ends_it(house):
    visitor = house.open()
    visitor.identify()
    code = house.code()
    house.clock.moment -= timedelta(minutes=1)
    visitor.enter(code)
    assert visitor.view.level == "none"
    assert visitor.responses()[-1] == "utter_identity_expired"


def test_a_clock_that_is_set_back_ends_no_lock(house, sprayed):
    house.clock.moment -= timedelta(days=2)
    visitor = house.open()
    visitor.identify()
    assert visitor.responses()[-1] == LOCKED
