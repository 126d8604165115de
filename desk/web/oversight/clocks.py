"""The clock board: every date of the law that still runs, the broken and the nearest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.domain.case import KIND_WORDS, PRIORITY_WORDS, kind_in_words
from desk.domain.clockboard import STATES, Counting, Filter, Running, clock_board
from desk.domain.tiers import TEAM_WORDS, TIER_WORDS, team_in_words
from desk.oversight.audit import CLOCKS
from desk.oversight.team import open_cases
from desk.web.oversight.sheet import filter_words, list_file, note_view
from desk.web.room import Room
from desk.web.words import LANGUAGES, day, extension_words, language_words
from staff.client import StaffMember

# A page longer helps nobody; the file holds all.
MOST_SHOWN = 300
STATE_WORDS = {"breached": ("Breached", "danger"), "near": ("80 % gone", "warn"), "running": ("Running", "ok")}
COLUMNS = (
    "reference", "about", "to do", "due", "state", "days gone", "days given", "counted as", "citation", "team", "tier",
    "language", "priority", "with", "extension",
)  # fmt: skip
OUR_WORD = "our own promise"


@dataclass(frozen=True)
class Row:
    """One date as shown."""

    running: Running
    with_whom: str

    @property
    def state(self) -> tuple[str, str]:
        """How it stands, and its tint."""
        return STATE_WORDS[self.running.state]

    @property
    def about(self) -> str:
        """What the case is about, with the covered error."""
        category = str(self.running.case.summary.get("category") or "")
        return f"{kind_in_words(self.running.case.kind)}{f' ({category})' if category else ''}"

    @property
    def team(self) -> str:
        """The team it is with."""
        return team_in_words(self.running.case.team)

    @property
    def tier(self) -> str:
        """Its tier."""
        return TIER_WORDS[self.running.case.tier]

    @property
    def language(self) -> str:
        """Its language."""
        return language_words(self.running.case.language)

    @property
    def priority(self) -> str:
        """How urgent it is."""
        return PRIORITY_WORDS[self.running.case.priority]

    @property
    def due(self) -> str:
        """The date."""
        return day(self.running.due.day)

    @property
    def counting(self) -> str:
        """How its days were counted."""
        return counting_words(self.running.counting)

    @property
    def citation(self) -> str:
        """The law."""
        return self.running.due.citation or OUR_WORD

    @property
    def extension(self) -> tuple[str, str]:
        """How it stands with putting the answer off, and its tint; empty words for any other date."""
        extension = self.running.extension
        return extension_words(extension) if extension else ("", "")

    @property
    def cells(self) -> Sequence[object]:
        """As a line of the file."""
        running = self.running
        return (
            running.case.reference, self.about, running.due.what, running.due.day.isoformat(), self.state[0],
            running.gone, running.given, self.counting, self.citation, self.team, self.tier, self.language,
            self.priority, self.with_whom, self.extension[0],
        )  # fmt: skip


class ClockPages:
    """The page at `/desk/oversight/clocks`, and the same as a file."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The dates that are left, of the kind, team and language that were chosen."""
        chosen = filter_of(request)
        every = await run_in_threadpool(self._rows, member, "clock_board", chosen)
        rows = [row for row in every if chosen.takes(row.running)]
        values = {
            "rows": rows[:MOST_SHOWN],
            "unshown": max(0, len(rows) - MOST_SHOWN),
            "counts": [
                (state, STATE_WORDS[state], sum(row.running.state == state for row in every)) for state in STATES
            ],
            "chosen": chosen,
            "kinds": {kind: kind_in_words(kind) for kind in sorted({row.running.case.kind for row in every})},
            "teams": {team: TEAM_WORDS[team] for team in TEAM_WORDS if any(r.running.case.team == team for r in every)},
            "languages": LANGUAGES,
            "query": request.url.query,
        }
        return self._room.pages.page(request, "clocks.html", values, member=member)

    async def export(self, request: Request, member: StaffMember) -> Response:
        """The same dates as a CSV file, all of them."""
        chosen = filter_of(request)
        every = await run_in_threadpool(self._rows, member, "clock_board_export", chosen)
        today = self._room.clock.today()
        return list_file(f"clocks-{today}.csv", COLUMNS, (row.cells for row in every if chosen.takes(row.running)))

    def _rows(self, member: StaffMember, what: str, chosen: Filter) -> list[Row]:
        room = self._room
        why = filter_words(vars(chosen))
        note_view(room, member, CLOCKS, what, why)
        with room.cases.database.read() as session:
            cases = [case for case in open_cases(room.cases, session) if case.next_due]
            done = room.cases.clocks_met(session, [case.reference for case in cases])
        board = clock_board(cases, now=room.clock.now(), today=room.clock.today(), done=done)
        names = room.staff.names([case.taken_by for case in cases if case.taken_by])
        return [Row(running, _whom(running, names)) for running in board]


def filter_of(request: Request) -> Filter:
    """What the address asks for; whatever is unknown counts as all."""
    known: Mapping[str, Collection[str]] = {
        "kind": KIND_WORDS.keys(),
        "team": TEAM_WORDS.keys(),
        "language": LANGUAGES.keys(),
        "state": STATES,
    }
    found = {name: request.query_params.get(name) for name in known}
    return Filter(**{name: value if value in known[name] else None for name, value in found.items()})


def counting_words(counting: Counting) -> str:
    """`5 business days from Nov 20, 2026; not counted: 2 weekend days, Nov 26, 2026`."""
    unit = "business days" if counting.unit and "business" in counting.unit else "calendar days"
    if counting.weekend_days or counting.holidays:
        unit = "business days"
    said = f"{counting.counted} {unit}"
    said += f" from {day(counting.start)}"
    weekend = f"{counting.weekend_days} weekend {'day' if counting.weekend_days == 1 else 'days'}"
    left_out = [*([weekend] if counting.weekend_days else []), *(day(holiday) for holiday in counting.holidays)]
    return f"{said}; not counted: {', '.join(left_out)}" if left_out else said


def _whom(running: Running, names: dict[str, str]) -> str:
    case = running.case
    return names.get(case.taken_by or "", "a colleague") if case.status == "taken" else "nobody"
