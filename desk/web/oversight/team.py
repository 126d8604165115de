"""Who has how much, what everybody can take, and giving cases to somebody else."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.client import Case
from desk.domain.case import HANDOFF, PRIORITY_WORDS, kind_in_words
from desk.domain.routing import MOST_CAPACITY, Route, is_open_at, route
from desk.domain.tiers import TEAM_WORDS, team_in_words
from desk.domain.waiting import in_words, waited
from desk.oversight.assignment import REASON_WORDS, Changed, Seen, reassign
from desk.oversight.audit import TEAM
from desk.oversight.team import (
    SETTING_WORDS,
    AgentLoad,
    Setting,
    TeamLoad,
    agent_loads,
    keep_setting,
    open_cases,
    settings,
    team_loads,
)
from desk.web.oversight.sheet import note_view
from desk.web.room import ANSWERERS, Room
from desk.web.words import LANGUAGES, STATUSES, day, language_words
from staff.client import StaffMember

MOST_MOVED, MOST_SHOWN = 50, 200
MOVED = "{reference} has changed since you opened the page, so nothing was moved. Look again."


@dataclass(frozen=True)
class CaseRow:
    """An open case that can be given to somebody, with whom routing suggests."""

    case: Case
    with_whom: str
    suggested: Route
    suggested_name: str

    @property
    def seen(self) -> str:
        """The case as this page saw it."""
        return Seen.of(self.case).value

    @property
    def about(self) -> str:
        """What it is about."""
        return kind_in_words(self.case.kind)

    @property
    def status(self) -> str:
        """How it stands."""
        return STATUSES[self.case.status]

    @property
    def priority(self) -> str:
        """How urgent it is."""
        return PRIORITY_WORDS[self.case.priority]

    @property
    def language(self) -> str:
        """Its language."""
        return language_words(self.case.language)

    @property
    def next_due(self) -> str:
        """Its nearest date."""
        return day(self.case.next_due[0].day) if self.case.next_due else "none"


@dataclass(frozen=True)
class Sight:
    """All that the page shows."""

    agents: list[AgentLoad]
    teams: list[TeamLoad]
    rows: list[CaseRow]


class TeamPages:
    """The pages at `/desk/oversight/team`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The load of everybody and of every team, and the open cases."""
        return await self._page(request, member)

    async def reassign(self, request: Request, member: StaffMember) -> Response:
        """Gives the chosen cases to somebody: all of them, or none with words about why."""
        form = await request.form()
        seen = [found for value in form.getlist("case") if (found := Seen.read(str(value))) is not None]
        to = await run_in_threadpool(self._member, str(form.get("to", "")))
        reason = str(form.get("reason", ""))
        trouble = _trouble(seen, to, reason)
        if not trouble and to is not None:
            trouble = await run_in_threadpool(self._reassign, seen, to, member, reason)
        if trouble:
            return await self._page(request, member, trouble=trouble)
        return RedirectResponse("/desk/oversight/team?moved=" + str(len(seen)), 303)

    async def setting(self, request: Request, member: StaffMember) -> Response:
        """What one person can take."""
        return await self._setting_page(request, member, FormData(), "")

    async def keep(self, request: Request, member: StaffMember) -> Response:
        """Sets what one person can take; what was entered stays on the page when it cannot be."""
        form = await request.form()
        found = _setting(form)
        if isinstance(found, str):
            return await self._setting_page(request, member, form, found)
        person = await run_in_threadpool(self._member, request.path_params["member_id"])
        if person is None:
            raise HTTPException(404, "Nobody of this id answers borrowers.")
        await run_in_threadpool(self._keep, person, found, member, str(form["why"]))
        return RedirectResponse("/desk/oversight/team", 303)

    def _member(self, member_id: str) -> StaffMember | None:
        return next((each for each in self._room.staff.people(*ANSWERERS) if each.id == member_id), None)

    def _keep(self, person: StaffMember, setting: Setting, by: StaffMember, why: str) -> None:
        with self._room.cases.database.begin() as session:
            keep_setting(session, person.id, setting, by=by.id, why=why, now=self._room.clock.now())

    def _reassign(self, seen: list[Seen], to: StaffMember, by: StaffMember, reason: str) -> str:
        """Words about why nothing was moved; empty when it was."""
        room = self._room
        with room.cases.database.read() as session:
            cases = [room.cases.case(session, each.reference) for each in seen]
        if None in cases:
            return "One of the cases is gone. Look again."
        lines = [case.conversation_id for case in cases if case is not None and case.kind == HANDOFF]
        changed = ""

        def together(session: Session) -> bool:
            nonlocal changed
            try:
                reassign(room.cases, session, seen, to=to.id, by=by.id, reason=reason)
            except Changed as change:
                changed = str(change)
            return not changed

        moved = room.door.supervision.assign(lines, to.id, to.name, by=(by.id, by.name), together=together)
        return "" if moved else MOVED.format(reference=changed)

    def _sight(self, member: StaffMember) -> Sight:
        room = self._room
        note_view(room, member, TEAM, "team_load", "all")
        people = room.staff.people(*ANSWERERS)
        with room.cases.database.read() as session:
            cases, kept = open_cases(room.cases, session), settings(session)
        agents = agent_loads(people, cases, kept)
        names = room.staff.names([*(person.id for person in people), *(case.taken_by or "" for case in cases)])
        workers = [load.worker for load in agents]
        rows = []
        for case in sorted(cases, key=lambda each: (each.priority, each.waiting_since))[:MOST_SHOWN]:
            suggested = route(case, [each for each in workers if each.id != case.taken_by], now=room.clock.now())
            holder = names.get(case.taken_by or "", "a colleague") if case.status == "taken" else "nobody"
            rows.append(CaseRow(case, holder, suggested, names.get(suggested.worker or "", "")))
        return Sight(agents, team_loads(cases), rows)

    async def _page(self, request: Request, member: StaffMember, *, trouble: str = "") -> Response:
        sight = await run_in_threadpool(self._sight, member)
        now = self._room.clock.now()
        moved = request.query_params.get("moved", "")
        values = {
            "sight": sight,
            "trouble": trouble,
            "moved": moved if moved.isdecimal() and len(moved) <= len(str(MOST_MOVED)) else "",
            "reasons": {code: words for code, words in REASON_WORDS.items() if code != "done"},
            "may_move": member.role == "supervisor",
            "team_words": team_in_words,
            "language_words": language_words,
            "ago": lambda moment: "none" if moment is None else in_words(waited(moment, now=now)),
            "is_open": is_open_at(now),
        }
        return self._room.pages.page(request, "team.html", values, member=member, status=409 if trouble else 200)

    async def _setting_page(self, request: Request, member: StaffMember, form: FormData, trouble: str) -> Response:
        person = await run_in_threadpool(self._member, request.path_params["member_id"])
        if person is None:
            raise HTTPException(404, "Nobody of this id answers borrowers.")
        load = (await run_in_threadpool(self._loads, person))[0]
        sent = bool(form)
        values = {
            "person": person,
            "trouble": trouble,
            "capacity": form.get("capacity") if sent else load.worker.capacity,
            "languages": form.getlist("language") if sent else load.worker.languages,
            "teams": form.getlist("team") if sent else load.worker.teams,
            "all_languages": LANGUAGES,
            "all_teams": TEAM_WORDS,
            "most": MOST_CAPACITY,
            "whys": SETTING_WORDS,
            "may_set": member.role == "supervisor",
        }
        return self._room.pages.page(request, "setting.html", values, member=member, status=422 if trouble else 200)

    def _loads(self, person: StaffMember) -> list[AgentLoad]:
        with self._room.cases.database.read() as session:
            return agent_loads([person], (), settings(session))


def _trouble(seen: list[Seen], to: StaffMember | None, reason: str) -> str:
    if not seen:
        return "Choose at least one case."
    if len(seen) > MOST_MOVED:
        return f"Choose at most {MOST_MOVED} cases at once."
    if to is None:
        return "Choose to whom they go."
    return "" if reason in REASON_WORDS else "Choose a reason."


def _setting(form: FormData) -> Setting | str:
    """What was entered, or words about what is wrong with it."""
    capacity = str(form.get("capacity", ""))
    languages = [str(each) for each in form.getlist("language")]
    teams = [str(each) for each in form.getlist("team")]
    digits = capacity.isascii() and capacity.isdecimal() and len(capacity) <= len(str(MOST_CAPACITY))
    if not digits or int(capacity) > MOST_CAPACITY:
        return f"The capacity is a whole number from 0 to {MOST_CAPACITY}."
    if not languages or set(languages) - LANGUAGES.keys():
        return "Choose at least one language."
    if not teams or set(teams) - TEAM_WORDS.keys():
        return "Choose at least one team whose cases the person knows."
    if form.get("why") not in SETTING_WORDS:
        return "Choose why it is set."
    return Setting(int(capacity), tuple(languages), tuple(teams))
