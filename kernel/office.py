"""When the people of the office are there: on which days, between which hours, and when they are back."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kernel.calendar import BusinessDays, office_days
from kernel.clock import SERVICER_ZONE

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OfficeHours:
    """The hours of an office in its own zone; on the days that do not count it is closed.

    Attributes:
        closes: when the last hour is over; at that very time it is closed.
    """

    days: BusinessDays = field(default_factory=office_days)
    opens: time = time(8)
    closes: time = time(20)
    zone: ZoneInfo = SERVICER_ZONE

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("an office opens before it closes, on the same day")

    def is_open(self, moment: datetime) -> bool:
        """Whether people are there at this moment, which has to be aware."""
        local = moment.astimezone(self.zone)
        return self.days.count(local.date()) and self.opens <= local.time() < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself when the office is open, or else when it opens next, in its own zone."""
        local = moment.astimezone(self.zone)
        if self.is_open(local):
            return local
        day = local.date() if local.time() < self.opens else local.date() + ONE_DAY
        while not self.days.count(day):
            day += ONE_DAY
        return datetime.combine(day, self.opens, self.zone)

    def opens_later_on(self, moment: datetime) -> bool:
        """Whether it is not open yet at this moment but will be on the same day."""
        opening = self.next_opening(moment)
        return not self.is_open(moment) and opening.date() == moment.astimezone(self.zone).date()
