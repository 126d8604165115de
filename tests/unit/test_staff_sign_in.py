"""Accounts, codes and sessions on real databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from kernel.clock import StoppedClock
from staff.client import AccountTaken, Proof, SignInRefused, Staff, TooSoon
from staff.demo import DEMO_ACCOUNTS, ensure_demo_accounts
from staff.sessions import Limits, find_session
from staff.store import Base, DoorEvent, Member, SignedIn
from tests.databases import BACKENDS, empty_database
from tests.desk import KEY, MORNING

PASSWORD = "copper teapot window north"
LIMITS = Limits(idle=timedelta(minutes=15), longest=timedelta(hours=8))


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    database = empty_database(request.param, tmp_path)
    Base.metadata.create_all(database.engine)
    yield House(database)
    database.close()


class House:
    def __init__(self, database):
        self.database = database
        self.clock = StoppedClock(MORNING)
        self.staff = Staff(database, self.clock, key=KEY)
        self.secret = self.staff.add(account="pat.jones", name="Pat Jones", role="agent", password=PASSWORD)

    def code(self):
        return pyotp.TOTP(self.secret).at(int(self.clock.moment.timestamp()))

    def proof(self, **changes):
        return Proof(
            **{"account": "pat.jones", "password": PASSWORD, "code": self.code(), "address": "192.0.2.1", **changes}
        )

    def later(self, **duration):
        self.clock.moment += timedelta(**duration)

    def session(self, token):
        with self.database.read() as session:
            return find_session(session, token, limits=LIMITS, now=self.clock.now())

    def events(self):
        with self.database.read() as session:
            return session.scalars(select(DoorEvent).order_by(DoorEvent.id)).all()


def refused(house, **changes):
    with pytest.raises(SignInRefused):
        house.staff.sign_in(house.proof(**changes))


def test_account_password_and_code_together_open_a_session(house):
    found = house.session(house.staff.sign_in(house.proof(account=" Pat.Jones ")))
    assert (found.member.account, found.member.name, found.member.role) == ("pat.jones", "Pat Jones", "agent")


@pytest.mark.parametrize("changes", [{"account": "nobody"}, {"password": "wrong"}, {"code": "000000"}, {"code": ""}])
def test_any_of_the_three_wrong_is_refused(house, changes):
    refused(house, **changes)


def test_a_code_works_once(house):
    code = house.code()
    house.staff.sign_in(house.proof(code=code))
    house.later(seconds=1)
    refused(house, code=code)


def test_of_two_sign_ins_with_one_code_at_the_same_time_one_wins(house):
    def attempt(_):
        try:
            return house.staff.sign_in(house.proof())
        except SignInRefused:
            return None

    with ThreadPoolExecutor(4) as threads:
        tokens = [token for token in threads.map(attempt, range(4)) if token]
    assert len(tokens) == 1


def test_a_wrong_password_does_not_spend_the_code(house):
    code = house.code()
    refused(house, password="wrong", code=code)
    assert house.staff.sign_in(house.proof(code=code))


def test_the_fourth_try_after_three_failures_must_wait_though_it_is_right(house):
    for _ in range(3):
        refused(house, password="wrong")
    with pytest.raises(TooSoon) as slow:
        house.staff.sign_in(house.proof())
    assert slow.value.wait == timedelta(seconds=2)
    house.later(seconds=2)
    assert house.staff.sign_in(house.proof())


def test_failures_elsewhere_do_not_keep_a_person_out(house):
    for _ in range(3):
        refused(house, password="wrong", address="198.51.100.7")
    assert house.staff.sign_in(house.proof())


def test_an_unknown_account_is_slowed_down_like_a_known_one(house):
    for _ in range(3):
        refused(house, account="nobody")
    with pytest.raises(TooSoon):
        house.staff.sign_in(house.proof(account="nobody"))


def test_trying_many_accounts_from_one_address_is_slowed_down(house):
    for number in range(20):
        refused(house, account=f"guess{number}")
    with pytest.raises(TooSoon):
        house.staff.sign_in(house.proof())


def test_a_session_ends_by_idleness(house):
    token = house.staff.sign_in(house.proof())
    house.later(minutes=15)
    assert house.session(token) is None


def test_a_session_ends_after_eight_hours_of_use(house):
    token = house.staff.sign_in(house.proof())
    with house.database.begin() as session:
        session.query(SignedIn).update({"seen_at": house.clock.now() + timedelta(hours=8)})
    house.later(hours=8)
    assert house.session(token) is None


def test_signing_out_ends_the_session(house):
    token = house.staff.sign_in(house.proof())
    house.staff.sign_out(token)
    assert house.session(token) is None


def test_revoking_ends_every_session_of_the_person(house):
    first = house.staff.sign_in(house.proof())
    house.later(seconds=60)
    second = house.staff.sign_in(house.proof())
    assert house.staff.revoke(house.session(first).member.id) == 2
    assert (house.session(first), house.session(second)) == (None, None)


def test_who_has_left_neither_signs_in_nor_stays_in(house):
    token = house.staff.sign_in(house.proof())
    with house.database.begin() as session:
        session.query(Member).update({"left_at": house.clock.now()})
    assert house.session(token) is None
    house.later(seconds=60)
    refused(house)


def test_neither_token_nor_password_nor_code_secret_stands_in_the_database(house):
    token = house.staff.sign_in(house.proof())
    with house.database.read() as session:
        kept = [str(row) for name in Base.metadata.tables for row in session.execute(text(f"SELECT * FROM {name}"))]
    assert kept
    assert not [row for row in kept for secret in (token, PASSWORD, house.secret) if secret in row]


def test_sign_in_failure_and_sign_out_are_on_the_trail(house):
    refused(house, password="wrong")
    house.staff.sign_out(house.staff.sign_in(house.proof()))
    assert [event.kind for event in house.events()] == [
        "staff.member.added", "staff.sign_in.refused", "staff.sign_in.accepted", "staff.session.closed",
    ]  # fmt: skip


@pytest.mark.parametrize("statement", ["UPDATE staff_event SET kind = 'x'", "DELETE FROM staff_event"])
def test_the_trail_can_neither_be_changed_nor_shortened(house, statement):
    with pytest.raises(DatabaseError, match="append-only"), house.database.begin() as session:
        session.execute(text(statement))


def test_an_account_name_is_given_once(house):
    with pytest.raises(AccountTaken):
        house.staff.add(account="Pat.Jones", name="Another", role="admin", password=PASSWORD)


def test_demonstration_people_are_added_once_and_not_in_production(house):
    ensure_demo_accounts(house.staff)
    assert not house.staff.has_account("alex.agent")
    demonstration = Staff(house.database, house.clock, key=KEY, demo=True)
    ensure_demo_accounts(demonstration)
    ensure_demo_accounts(demonstration)
    assert house.staff.has_account("alex.agent")


def test_a_demonstration_account_left_in_a_database_opens_nothing_in_production(house):
    demonstration = Staff(house.database, house.clock, key=KEY, demo=True)
    ensure_demo_accounts(demonstration)
    code = demonstration.demo_code("alex.agent")
    refused(house, account="alex.agent", password="porch-lantern-seven", code=code)
    assert house.staff.demo_code("alex.agent") is None
    assert demonstration.sign_in(Proof("alex.agent", "porch-lantern-seven", code, "192.0.2.1"))


def test_the_code_of_a_real_account_is_never_shown(house):
    demonstration = Staff(house.database, house.clock, key=KEY, demo=True)
    assert demonstration.demo_code("pat.jones") is None


def test_a_session_of_the_demonstration_opens_nothing_in_production(house):
    demonstration = Staff(house.database, house.clock, key=KEY, demo=True)
    ensure_demo_accounts(demonstration)
    person = DEMO_ACCOUNTS[0]
    code = demonstration.demo_code(person.account)
    token = demonstration.sign_in(
        Proof(account=person.account, password=person.password, code=code, address="192.0.2.1")
    )
    with house.database.read() as session:
        now = house.clock.now()
        assert find_session(session, token, limits=LIMITS, now=now, allow_demo=True) is not None
        assert find_session(session, token, limits=LIMITS, now=now) is None
