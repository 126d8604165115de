"""What a supervisor sees of a period: how the service worked, and what borrowers come with more often.

Nothing that anybody wrote is shown, and no name: only counts and times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.quality import SOON, rises
from desk.history import ALL_CONVERSATIONS, History, Period, history_of, talks_in
from desk.web.figures import rises_table, tables_of
from desk.web.room import Room
from desk.web.tables import Table, as_csv
from kernel.clock import SERVICER_ZONE
from staff.client import StaffMember

# Shown when no period is chosen; and the longest that is reckoned in one go.
USUAL_DAYS, MOST_DAYS = 30, 366
EARLIEST, LATEST = date(2001, 1, 1), date(2099, 12, 31)


class UnusablePeriod(ValueError):
    """The chosen days are no period; the message says why, for the reader."""


@dataclass(frozen=True)
class Insights:
    """A period with its tables."""

    period: Period
    tables: tuple[Table, ...]


class InsightPages:
    """The page at `/desk/insights`, and the same as a file."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The tables of the chosen period; with words instead when it cannot be used."""
        today = self._room.clock.now().astimezone(SERVICER_ZONE).date()
        trouble = ""
        try:
            period = period_of(request.query_params, today)
        except UnusablePeriod as error:
            period, trouble = period_of({}, today), str(error)
        found = await run_in_threadpool(self._insights, period, member, "insights")
        values = {"insights": found, "trouble": trouble}
        return self._room.pages.page(request, "insights.html", values, member=member, status=422 if trouble else 200)

    async def export(self, request: Request, member: StaffMember) -> Response:
        """The same tables as a CSV file."""
        today = self._room.clock.now().astimezone(SERVICER_ZONE).date()
        try:
            period = period_of(request.query_params, today)
        except UnusablePeriod as error:
            return Response(str(error), 422, media_type="text/plain")
        found = await run_in_threadpool(self._insights, period, member, "insights_export")
        name = f"attachment; filename=insights-{period.first}-{period.last}.csv"
        return Response(as_csv(found.tables), media_type="text/csv", headers={"content-disposition": name})

    def _insights(self, period: Period, member: StaffMember, what: str) -> Insights:
        room = self._room
        with room.cases.database.begin() as session:
            why = f"{period.first} to {period.last}"
            room.records.log_access(session, conversation_id=ALL_CONVERSATIONS, who=member.id, what=what, why=why)
        with room.cases.database.read() as session:
            history = history_of(room.records, room.cases, session, period)
            before = history_of(room.records, room.cases, session, period.before)
            soon = talks_in(room.records, session, _just_before(period)) if period.days < SOON.days else before.talks
        earlier = replace(before, talks=soon)
        return Insights(period, tuple(self._tables(history, before, earlier)))

    def _tables(self, history: History, before: History, earlier: History) -> list[Table]:
        found = rises(history.talks, history.cases, talks_before=before.talks, cases_before=before.cases)
        return [*tables_of(history, earlier, now=self._room.clock.now()), rises_table(found)]


def period_of(query: Mapping[str, str], today: date) -> Period:
    """The days that an address names with `from` and `to`; the last thirty when it names none.

    Raises:
        UnusablePeriod: for what is no date, an end before the start, or more than a year.
    """
    last = _day(query.get("to"), "last") or today
    first = _day(query.get("from"), "first") or last - timedelta(days=USUAL_DAYS - 1)
    period = Period(first, last)
    if first > last:
        raise UnusablePeriod("The first day comes after the last one.")
    if period.days > MOST_DAYS:
        raise UnusablePeriod(f"That is {period.days} days: choose at most {MOST_DAYS}.")
    return period


def _day(text: str | None, which: str) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        raise UnusablePeriod(f"The {which} day is not a date: write it like 2026-11-16.") from None
    if found is not None and not EARLIEST <= found <= LATEST:
        raise UnusablePeriod(f"The {which} day is not in this century.")
    return found


def _just_before(period: Period) -> Period:
    return Period(period.first - SOON, period.first - timedelta(days=1))
