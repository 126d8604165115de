"""Adding a person from the command line."""

import base64
import re

import pytest

from kernel.clock import SystemClock
from staff.add import main
from staff.client import Proof, Staff
from staff.second_factor import usable_code
from staff.settings import BadSetting, settings_from
from staff.store import Base
from storage import open_database


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DOORSTEP_HOME", str(tmp_path))
    monkeypatch.setenv("DOORSTEP_ENV", "production")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "pepper").write_bytes(base64.b64encode(b"p" * 32))
    database = open_database(f"sqlite:///{tmp_path}/app.db")
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


def test_the_printed_password_and_secret_open_a_session(home, capsys):
    assert main(["pat.jones", "supervisor", "--shown-as", "Pat Jones"]) == 0
    printed = capsys.readouterr().out
    password = re.search(r"first sign-in: (\S+)", printed).group(1)
    secret = re.search(r"secret=([A-Z2-7]+)", printed).group(1)
    clock = SystemClock()
    staff = Staff(home, clock, key=b"p" * 32)
    code = usable_code(secret=secret, last_used=None, now=clock.now())
    assert staff.sign_in(Proof("pat.jones", password, code, "192.0.2.1"))


def test_an_account_that_exists_is_said_and_left_alone(home, capsys):
    main(["pat.jones", "agent"])
    assert main(["pat.jones", "admin"]) == 1
    assert "already" in capsys.readouterr().err


def test_without_keys_it_says_what_to_do(home, tmp_path, capsys):
    (tmp_path / "keys" / "pepper").unlink()
    assert main(["pat.jones", "agent"]) == 1
    assert "start Doorstep once" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["Pat Jones", "agent"], ["pat", "king"], ["../pat", "agent"]])
def test_what_is_no_account_or_role_is_refused(home, arguments):
    with pytest.raises(SystemExit):
        main(arguments)


def test_production_sessions_are_idle_for_fifteen_minutes_unless_set():
    assert settings_from({"DOORSTEP_ENV": "production"}).idle.total_seconds() == 15 * 60
    assert settings_from({"DOORSTEP_STAFF_IDLE_MINUTES": "5"}).idle.total_seconds() == 5 * 60


@pytest.mark.parametrize("minutes", ["0", "-1", "soon", "100000"])
def test_an_idle_time_that_is_none_is_refused_with_words(minutes):
    with pytest.raises(BadSetting, match="DOORSTEP_STAFF_IDLE_MINUTES"):
        settings_from({"DOORSTEP_STAFF_IDLE_MINUTES": minutes})
