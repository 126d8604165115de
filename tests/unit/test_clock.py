"""What time it is: the machine's, a business date of its own, or a moment that a test wrote into a file."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from app.settings import BadSetting, settings_from
from kernel.clock import BadClock, SetClock, SystemClock, wall_clock
from servicing import settings as servicing_settings

EVENING = "2026-11-16T22:41:00-05:00"
PRODUCTION = {
    "DOORSTEP_ENV": "production",
    "DOORSTEP_CODE_SENDER": "our.texts:Sender",
    "DOORSTEP_PUBLIC_URL": "https://help.example.com",
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "clock"
    path.write_text(EVENING)
    return path


def test_a_set_clock_runs_on_from_the_moment_it_was_set_to(file):
    written = time.time() - 3600
    os.utime(file, (written, written))
    now = SetClock(file).now()
    assert now.tzinfo is UTC
    assert timedelta(hours=1) <= now - datetime.fromisoformat(EVENING) < timedelta(hours=2)
    assert SetClock(file).today() == date(2026, 11, 16)


def test_setting_it_again_moves_every_reader_at_once(file):
    first, second = SetClock(file), SetClock(file, as_of=date(2026, 11, 16))
    file.write_text("2026-11-19T08:30:00-05:00")
    assert first.today() == date(2026, 11, 19)
    assert second.today() == date(2026, 11, 16)
    assert abs(first.now() - second.now()) < timedelta(minutes=1)


def test_its_date_is_the_servicers_own(file):
    file.write_text("2027-01-01T04:30:00+00:00")
    assert SetClock(file).today() == date(2026, 12, 31)


@pytest.mark.parametrize("written", ["", "tomorrow", "2026-11-16", "2026-11-16T22:41:00"])
def test_a_file_without_a_moment_and_its_zone_is_refused(file, written):
    file.write_text(written)
    with pytest.raises(BadClock, match="DOORSTEP_CLOCK_FILE"):
        wall_clock({"DOORSTEP_CLOCK_FILE": str(file)})


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadClock, match="DOORSTEP_CLOCK_FILE"):
        wall_clock({"DOORSTEP_CLOCK_FILE": str(tmp_path / "none")})


def test_without_the_setting_the_machine_s_clock_runs():
    assert isinstance(wall_clock({}), SystemClock)
    assert isinstance(settings_from({}).wall, SystemClock)
    assert settings_from({"DOORSTEP_AS_OF": "2026-11-16"}).clock.today() == date(2026, 11, 16)


def test_app_and_servicing_take_the_same_clock(file):
    environment = {"DOORSTEP_CLOCK_FILE": str(file), "DOORSTEP_AS_OF": "2026-11-12"}
    app, servicing = settings_from(environment), servicing_settings.read_settings(environment)
    assert app.wall == servicing.wall == SetClock(file)
    assert app.clock.today() == servicing.clock.today() == date(2026, 11, 12)


def test_production_refuses_to_be_told_the_time(file):
    assert not settings_from(PRODUCTION).demo
    with pytest.raises(BadSetting, match="DOORSTEP_CLOCK_FILE"):
        settings_from(PRODUCTION | {"DOORSTEP_CLOCK_FILE": str(file)})
    with pytest.raises(servicing_settings.BadSetting, match="DOORSTEP_CLOCK_FILE"):
        servicing_settings.read_settings(PRODUCTION | {"DOORSTEP_CLOCK_FILE": str(file)})
