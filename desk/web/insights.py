"""What a supervisor sees: how the service worked, what borrowers come with more often, and how many agents it takes.

Nothing that anybody wrote is shown, and no name: only counts and times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.quality import SOON, rises
from desk.domain.talks import Talk
from desk.history import History, Period, history_of, past_before
from desk.oversight.audit import INSIGHTS
from desk.oversight.talks import refresh, talks_in
from desk.web.choice import Choice, UnusableChoice, choice_of
from desk.web.figures import rises_table, tables_of
from desk.web.oversight.chart import Chart, volume_chart
from desk.web.oversight.measures import measures_table
from desk.web.plan import plan_tables
from desk.web.room import Room
from desk.web.tables import Table, as_csv
from kernel.clock import SERVICER_ZONE
from staff.client import StaffMember


@dataclass(frozen=True)
class Insights:
    """What was chosen, with its tables: of the period, and of the week that is planned."""

    choice: Choice
    service: tuple[Table, ...]
    staffing: tuple[Table, ...]
    chart: Chart

    @property
    def query(self) -> str:
        """The choice as an address writes it."""
        choice = self.choice
        return (
            f"from={choice.period.first}&to={choice.period.last}&week={choice.week}"
            f"&share={choice.share}&seconds={choice.seconds}"
        )


class InsightPages:
    """The page at `/desk/insights`, and the same as a file."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The tables of what was chosen; of the usual choice, with words, when that cannot be shown."""
        trouble = ""
        try:
            choice = choice_of(request.query_params, self._today)
        except UnusableChoice as error:
            choice, trouble = choice_of({}, self._today), f"{error} Shown is the usual choice."
        found = await run_in_threadpool(self._insights, choice, member, "insights")
        values = {"insights": found, "trouble": trouble}
        return self._room.pages.page(request, "insights.html", values, member=member, status=422 if trouble else 200)

    async def export(self, request: Request, member: StaffMember) -> Response:
        """The same tables as a CSV file."""
        try:
            choice = choice_of(request.query_params, self._today)
        except UnusableChoice as error:
            return Response(str(error), 422, media_type="text/plain")
        found = await run_in_threadpool(self._insights, choice, member, "insights_export")
        name = f"attachment; filename=insights-{choice.period.first}-{choice.period.last}.csv"
        content = as_csv([*found.service, *found.staffing, found.chart.table])
        return Response(content, media_type="text/csv", headers={"content-disposition": name})

    @property
    def _today(self) -> date:
        return self._room.clock.now().astimezone(SERVICER_ZONE).date()

    def _insights(self, choice: Choice, member: StaffMember, what: str) -> Insights:
        room, period = self._room, choice.period
        why = f"{period.first} to {period.last}"
        with room.cases.database.begin() as session:
            room.records.log_access(session, conversation_id=INSIGHTS, who=member.id, what=what, why=why)
        soon = Period(min(period.before.first, period.first - SOON), period.last + SOON)
        refresh(room.records, room.cases.database, *soon.moments)
        with room.cases.database.read() as session:
            history = history_of(room.cases, session, period)
            before = history_of(room.cases, session, period.before)
            earlier = talks_in(session, *_just_before(period).moments) if period.days < SOON.days else before.talks
            later = talks_in(session, *_just_after(period).moments)
            past = past_before(room.cases, session, self._today)
        service = self._service(history, before, replace(before, talks=earlier), later)
        chart = volume_chart(past.wishes, past.days, today=self._today)
        plan = plan_tables(past.load, past.handling, choice)
        return Insights(choice, tuple(service), tuple(plan), chart)

    def _service(self, history: History, before: History, earlier: History, later: Sequence[Talk]) -> list[Table]:
        found = rises(history.talks, history.cases, talks_before=before.talks, cases_before=before.cases)
        now = self._room.clock.now()
        return [*tables_of(history, earlier, now=now), measures_table(history, later), rises_table(found)]


def _just_after(period: Period) -> Period:
    return Period(period.last + timedelta(days=1), period.last + SOON)


def _just_before(period: Period) -> Period:
    return Period(period.first - SOON, period.first - timedelta(days=1))
