"""What happened in a stretch of time, from the conversations in numbers and the cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.case import HANDOFF
from desk.domain.staffing import Handling, Load, load_of, wishes_and_handling
from desk.domain.talks import Talk
from desk.oversight.talks import talks_in
from kernel.clock import SERVICER_ZONE

# Long enough for two tax seasons.
MOST_HISTORY_DAYS = 731


@dataclass(frozen=True)
class Period:
    """Days of the servicer's zone, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The equally long period before it."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From when, and until before when."""
        return (
            datetime.combine(self.first, time(), SERVICER_ZONE),
            datetime.combine(self.last + timedelta(days=1), time(), SERVICER_ZONE),
        )


@dataclass(frozen=True)
class History:
    """A period's conversations and cases; of each case, the clocks that were met, and how the help was rated."""

    talks: Sequence[Talk]
    cases: Sequence[Case]
    met: Mapping[str, Mapping[str, datetime]]
    ratings: Mapping[str, int] = field(default_factory=dict)

    def in_language(self, language: str) -> "History":
        """What was in one language."""
        return History(
            [talk for talk in self.talks if talk.language == language],
            [case for case in self.cases if case.language == language],
            self.met,
            self.ratings,
        )


@dataclass(frozen=True)
class Past:
    """What the past shows of how many people want a person.

    Attributes:
        wishes: when somebody wanted one.
        days: the whole days that count, from the first on which anybody did.
    """

    load: Load
    handling: Handling
    wishes: Sequence[datetime]
    days: frozenset[date]


def history_of(cases: Cases, session: Session, period: Period) -> History:
    """Everything that was opened in the period, its conversations as they stood at the last refresh."""
    opened = cases.opened_between(session, *period.moments)
    met = cases.clocks_met(session, [case.reference for case in opened])
    ratings = cases.ratings(session, [case.reference for case in opened])
    return History(talks_in(session, *period.moments), opened, met, ratings)


def past_before(cases: Cases, session: Session, today: date) -> Past:
    """What the whole days before today, at most two years of them, show."""
    period = Period(today - timedelta(days=MOST_HISTORY_DAYS), today - timedelta(days=1))
    trail = cases.trail_of(session, HANDOFF, *period.moments)
    wishes, handling = wishes_and_handling([(line.reference, line.kind, line.at) for line in trail])
    days: frozenset[date] = frozenset()
    if wishes:
        first = wishes[0].astimezone(SERVICER_ZONE).date()
        days = frozenset(first + timedelta(days=number) for number in range((today - first).days))
    return Past(load_of(wishes, days), handling, wishes, days)
