"""The page on which somebody says how they like their desk, with the list of keys."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.tiers import TEAM_WORDS
from desk.preferences import Preferences, keep_preferences
from desk.web.room import Room
from staff.client import StaffMember

HERE = "/desk/preferences"


class PreferencePages:
    """The page at `/desk/preferences`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """What this person chose, and what there is to choose."""
        kept = request.query_params.get("kept") == "1"
        return await self._room.page(request, "preferences.html", {"teams": TEAM_WORDS, "kept": kept}, member=member)

    async def keep(self, request: Request, member: StaffMember) -> Response:
        """Keeps what was chosen; a team that does not exist is left out."""
        form = await request.form()
        teams = tuple(team for team in TEAM_WORDS if team in {str(each) for each in form.getlist("team")})
        chosen = Preferences(
            shortcuts=form.get("shortcuts") == "1",
            sound=form.get("sound") == "1",
            notices=form.get("notices") == "1",
            teams=teams,
        )
        await run_in_threadpool(self._keep, member, chosen)
        return RedirectResponse(f"{HERE}?kept=1", 303)

    def _keep(self, member: StaffMember, chosen: Preferences) -> None:
        with self._room.cases.database.begin() as session:
            keep_preferences(session, member.id, chosen)
