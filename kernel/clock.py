"""What time it is, for whoever is told to ask: moments are aware UTC, dates are the servicer's own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SERVICER_ZONE = ZoneInfo("America/New_York")


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


@dataclass
class StoppedClock:
    """A clock that shows one moment until it is set to another; for tests and replays."""

    moment: datetime
    zone: ZoneInfo = SERVICER_ZONE

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)

    def today(self) -> date:
        return self.moment.astimezone(self.zone).date()
