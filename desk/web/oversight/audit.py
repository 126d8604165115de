"""The audit: who saw and did what, when and why. Looking at it stands in it."""

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.client import Case
from desk.domain.case import case_reference
from desk.oversight.audit import AUDIT, MOST_DAYS, Line, Wanted, audit
from desk.web.oversight.sheet import filter_words, list_file, note_view
from desk.web.room import Room
from desk.web.words import event_words, full_time
from staff.client import ROLES, StaffMember

MOST_SHOWN, MOST_IN_FILE = 200, 50_000
EARLIEST, LATEST = date(2001, 1, 1), date(2099, 12, 31)
USUAL_DAYS = 7
SORT_WORDS = {"access": "Seen", "case": "Case", "door": "Sign-in", "setting": "Setting"}
WHAT_WORDS = {
    "read": "Read the conversation",
    "follow": "Kept the conversation open",
    "letters": "Read the letters",
    "letter": "Read a letter",
    "document": "Opened a document",
    "listed": "Found the conversation in a search",
    "search": "Searched",
    "servicing_file": "Had the servicing file made",
    "export": "Downloaded the transcript",
    "erase": "Erased the conversation",
    "file": "Opened a file of a note",
    "review": "Read the conversation for a review",
    "own_reviews": "Looked at their own reviews",
    "insights": "Looked at the insights",
    "insights_export": "Downloaded the insights",
    "clock_board": "Looked at the clock board",
    "clock_board_export": "Downloaded the clock board",
    "team_load": "Looked at the load of the team",
    "quality": "Looked at the reviews",
    "audit": "Looked at the audit",
    "audit_export": "Downloaded the audit",
    "desk.agent.set": "Set what somebody can take",
    "desk.sample.drawn": "Drew it for review",
    "desk.review.made": "Reviewed it",
}
PAGE_WORDS = {
    "clock_board": "Clock board",
    "team_load": "Load of the team",
    "quality": "Reviews",
    "insights": "Insights",
    "audit": "Audit",
}
COLUMNS = ("when (UTC)", "who", "sort", "what", "code", "about", "why", "details")


class UnusableFilter(ValueError):
    """What was chosen cannot be shown; the message says why."""


@dataclass(frozen=True)
class Row:
    """One line as shown."""

    line: Line
    who: str
    about: str

    @property
    def when(self) -> str:
        """Date and time."""
        return full_time(self.line.at)

    @property
    def sort(self) -> str:
        """Which trail it is from."""
        return SORT_WORDS[self.line.sort]

    @property
    def what(self) -> str:
        """What was seen or done."""
        return WHAT_WORDS.get(self.line.what) or event_words(self.line.what)

    @property
    def about_words(self) -> str:
        """What it was about: a page by its name, and anything else by its number."""
        return PAGE_WORDS.get(self.about, self.about)

    @property
    def details(self) -> str:
        """The codes that go with it."""
        return ", ".join(f"{name} {value}" for name, value in self.line.details)


class AuditPages:
    """The page at `/desk/oversight/audit`, and the same as a file."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The newest lines of what was chosen."""
        trouble = ""
        try:
            wanted = await run_in_threadpool(self._wanted, request)
        except UnusableFilter as error:
            wanted, trouble = self._usual(), f"{error} Shown is the usual choice."
        rows = await run_in_threadpool(self._rows, wanted, member, "audit", MOST_SHOWN + 1)
        people = await run_in_threadpool(self._room.staff.people, *ROLES)
        values = {
            "rows": rows[:MOST_SHOWN],
            "is_more": len(rows) > MOST_SHOWN,
            "most": MOST_SHOWN,
            "wanted": wanted,
            "people": people,
            "trouble": trouble,
            "query": request.url.query if not trouble else "",
        }
        return self._room.pages.page(request, "audit.html", values, member=member, status=422 if trouble else 200)

    async def export(self, request: Request, member: StaffMember) -> Response:
        """All lines of what was chosen as a CSV file."""
        try:
            wanted = await run_in_threadpool(self._wanted, request)
        except UnusableFilter as error:
            return Response(str(error), 422, media_type="text/plain")
        rows = await run_in_threadpool(self._rows, wanted, member, "audit_export", MOST_IN_FILE)
        cells = (
            (row.line.at.isoformat(), row.who, row.sort, row.what, row.line.what, row.about, row.line.why, row.details)
            for row in rows
        )
        return list_file(f"audit-{wanted.first}-{wanted.last}.csv", COLUMNS, cells)

    def _usual(self) -> Wanted:
        today = self._room.clock.today()
        return Wanted(today - timedelta(days=USUAL_DAYS - 1), today)

    def _wanted(self, request: Request) -> Wanted:
        usual, query = self._usual(), request.query_params
        last = _day(query.get("to"), "last day") or usual.last
        first = _day(query.get("from"), "first day") or last - timedelta(days=USUAL_DAYS - 1)
        if first > last:
            raise UnusableFilter("The first day comes after the last one.")
        if (last - first).days >= MOST_DAYS:
            raise UnusableFilter(f"Choose at most {MOST_DAYS} days.")
        person = query.get("person") or None
        if person is not None and self._room.staff.member(person) is None:
            raise UnusableFilter("Nobody of this id works or worked here.")
        return Wanted(first, last, person, self._case(query.get("case", "").strip()))

    def _case(self, typed: str) -> Case | None:
        if not typed:
            return None
        reference = case_reference(typed)
        with self._room.cases.database.read() as session:
            found = self._room.cases.case(session, reference) if reference else None
        if found is None:
            raise UnusableFilter("There is no case of that reference.")
        return found

    def _rows(self, wanted: Wanted, member: StaffMember, what: str, limit: int) -> list[Row]:
        room = self._room
        chosen = {
            "from": str(wanted.first),
            "to": str(wanted.last),
            "person": wanted.person,
            "case": wanted.case.reference if wanted.case else None,
        }
        note_view(room, member, AUDIT, what, filter_words(chosen))
        with room.cases.database.read() as session:
            lines = audit(room.records, room.staff, session, wanted, limit=limit)
        names = room.staff.names([*(line.who for line in lines), *(line.subject for line in lines)])
        return [Row(line, _who(line, names), names.get(line.subject, line.subject)) for line in lines]


def _who(line: Line, names: dict[str, str]) -> str:
    """The name of somebody who works here; a borrower or a room by what it is, for a borrower's name is not needed."""
    if line.who in names:
        return names[line.who]
    if line.sort == "access":
        return "the borrower"
    return "somebody unknown" if line.sort == "door" else line.who or "Doorstep"


def _day(text: str | None, words: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise UnusableFilter(f"The {words} is not a date: write it like 2026-11-16.") from None
    if not EARLIEST <= found <= LATEST:
        raise UnusableFilter(f"The {words} is not in this century.")
    return found
