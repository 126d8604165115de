from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from staff.second_factor import enrolment_uri, step_at, step_of, usable_code

NOW = datetime(2026, 11, 16, 15, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(moment):
    return pyotp.TOTP(SECRET).at(int(moment.timestamp()))


def test_the_current_code_belongs_to_the_current_step():
    assert step_of(code_at(NOW), secret=SECRET, last_used=None, now=NOW) == step_at(NOW)


def test_spaces_in_a_code_do_not_matter():
    code = code_at(NOW)
    assert step_of(f" {code[:3]} {code[3:]} ", secret=SECRET, last_used=None, now=NOW) == step_at(NOW)


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_clock_half_a_minute_off_is_accepted(seconds):
    code = code_at(NOW + timedelta(seconds=seconds))
    assert step_of(code, secret=SECRET, last_used=None, now=NOW) is not None


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_code_from_a_minute_and_a_half_away_is_refused(seconds):
    assert step_of(code_at(NOW + timedelta(seconds=seconds)), secret=SECRET, last_used=None, now=NOW) is None


def test_a_used_step_and_every_earlier_one_are_refused():
    step = step_at(NOW)
    assert step_of(code_at(NOW), secret=SECRET, last_used=step, now=NOW) is None
    assert step_of(code_at(NOW - timedelta(seconds=30)), secret=SECRET, last_used=step, now=NOW) is None


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "٣٣٣٣٣٣", "0" * 100])
def test_what_is_not_a_code_is_refused(code):
    assert step_of(code, secret=SECRET, last_used=None, now=NOW) is None


def test_the_code_to_show_is_one_that_would_be_accepted():
    used = step_at(NOW)
    shown = usable_code(secret=SECRET, last_used=used, now=NOW)
    assert shown is not None
    assert step_of(shown, secret=SECRET, last_used=used, now=NOW) == used + 1


def test_no_code_is_shown_while_every_acceptable_one_is_spent():
    assert usable_code(secret=SECRET, last_used=step_at(NOW) + 1, now=NOW) is None


def test_the_enrolment_address_names_the_account_and_us():
    uri = enrolment_uri(SECRET, "pat.jones")
    assert uri.startswith("otpauth://totp/Doorstep:pat.jones?")
    assert f"secret={SECRET}" in uri
