"""What time it is, for whoever is told to ask: moments are aware UTC, dates are the servicer's own."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

SERVICER_ZONE = ZoneInfo("America/New_York")
# A file that sets the time of every process, for tests that live through days. Production refuses it.
CLOCK_FILE = "DOORSTEP_CLOCK_FILE"


class BadClock(ValueError):
    """The clock that the environment asks for cannot be had; the message names the variable."""


class Clock(Protocol):
    """Where a room gets the time; injected, so that tests and replays choose it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """The servicer's local date, which every due date and day count is held against."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock. With `as_of`, the time of day runs but the date stays on that day."""

    as_of: date | None = None
    zone: ZoneInfo = SERVICER_ZONE

    def now(self) -> datetime:
        moment = datetime.now(self.zone)
        if self.as_of is not None:
            moment = moment.replace(year=self.as_of.year, month=self.as_of.month, day=self.as_of.day)
        return moment.astimezone(UTC)

    def today(self) -> date:
        return self.as_of or datetime.now(self.zone).date()


@dataclass(frozen=True)
class SetClock:
    """A clock that was set by writing a moment into a file, and runs on from there; every process that reads it agrees.

    The moment is written as `2026-11-16T22:41:00-05:00` and counts from when the file was written.
    """

    path: Path
    as_of: date | None = None
    zone: ZoneInfo = SERVICER_ZONE

    def now(self) -> datetime:
        with self.path.open(encoding="ascii") as file:
            set_to = datetime.fromisoformat(file.read().strip())
            since = max(0.0, time.time() - os.fstat(file.fileno()).st_mtime)
        return (set_to + timedelta(seconds=since)).astimezone(UTC)

    def today(self) -> date:
        return self.as_of or self.now().astimezone(self.zone).date()


def wall_clock(environ: Mapping[str, str], *, as_of: date | None = None) -> Clock:
    """The machine's clock; or, outside production, the one that `DOORSTEP_CLOCK_FILE` sets.

    Raises:
        BadClock: when production is told another time, or the file holds no moment with its zone.
    """
    named = environ.get(CLOCK_FILE, "").strip()
    if not named:
        return SystemClock(as_of)
    if environ.get("DOORSTEP_ENV") == "production":
        raise BadClock(f"{CLOCK_FILE}: production runs by the machine's clock alone")
    clock = SetClock(Path(named), as_of)
    try:
        aware = datetime.fromisoformat(clock.path.read_text(encoding="ascii").strip()).tzinfo is not None
    except (OSError, ValueError):
        aware = False
    if not aware:
        raise BadClock(f"{CLOCK_FILE}={named!r}: a file with a moment such as 2026-11-16T22:41:00-05:00")
    return clock


@dataclass
class StoppedClock:
    """A clock that shows one moment until it is set to another; for tests and replays."""

    moment: datetime
    zone: ZoneInfo = SERVICER_ZONE

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)

    def today(self) -> date:
        return self.moment.astimezone(self.zone).date()
