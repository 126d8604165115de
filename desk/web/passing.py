"""What agents do for each other: pass a case on, leave notes on it, and mark what a date wanted as done."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.case import HANDOFF
from desk.domain.files import MOST_BYTES, MOST_FILES, File, problem_with
from desk.domain.mentions import mentioned
from desk.domain.tiers import PASS_WORDS, TEAM_WORDS, TIER_WORDS, team_in_words, tier_of_team
from desk.mentions import mention
from desk.notes import PASSED_ON, WRITTEN
from desk.web.conversation import ConversationPages
from desk.web.room import Room
from desk.web.screen import Screen
from desk.web.words import refusal_words
from gateway.client import MessageRefused
from records.client import Author
from staff.client import StaffMember

# A file or two too many or too large are told by name; beyond that nothing is taken in at all.
MOST_FORM_BYTES = (MOST_FILES + 1) * (MOST_BYTES + 64 * 1024)
PASSES = re.compile(r"[0-9]{1,6}")
CHANGED = "This case has changed since you opened the page: it is with {team} now. Read it again before you pass it on."
NOT_YOURS = "You cannot pass this case on: a colleague holds it, or it waits for a supervisor, or it is closed."


class Passing:
    """The page that passes a case on, and the forms of the notes and the dates."""

    def __init__(self, room: Room, pages: ConversationPages) -> None:
        self._room = room
        self._pages = pages

    async def form(self, request: Request, member: StaffMember) -> Response:
        """Asks to whom the case goes, why, and what the next person should know."""
        screen = await self._pages.screen(request, member, request.query_params.get("case"))
        trouble = "" if screen.may_pass_on else NOT_YOURS
        return await self._page(request, member, screen, FormData(), trouble=trouble, status=409 if trouble else 200)

    async def pass_on(self, request: Request, member: StaffMember) -> Response:
        """Passes the case on; what was written is kept on the page when that cannot be done."""
        form = await request.form()
        files = await _files(form)
        reference = str(form.get("case", ""))
        screen = await self._pages.screen(request, member, reference)
        trouble = self._trouble(form) or problem_with(files)
        if trouble:
            again = f"{trouble} Choose your files again." if files else trouble
            return await self._page(request, member, screen, form, trouble=again, status=422)
        if not screen.may_pass_on or screen.case.reference != (reference or screen.case.reference):
            return await self._page(request, member, screen, form, trouble=NOT_YOURS, status=409)
        try:
            words = self._room.door.keepable(str(form["words"]))
        except MessageRefused as refusal:
            trouble = f"What you wrote was not kept: {refusal_words(refusal.reason)}."
            return await self._page(request, member, screen, form, trouble=trouble, status=422)
        if await run_in_threadpool(self._pass_on, screen, member, form, words, files):
            return RedirectResponse(screen.address, 303)
        screen = await self._pages.screen(request, member, reference)
        trouble = CHANGED.format(team=team_in_words(screen.case.team))
        return await self._page(request, member, screen, form, trouble=trouble, status=409)

    async def write_note(self, request: Request, member: StaffMember) -> Response:
        """Keeps a note on the case, which the borrower never sees."""
        screen = await self._pages.screen(request, member)
        form = await request.form()
        text = str(form.get("note", ""))
        try:
            words = self._room.door.keepable(text)
        except MessageRefused as refusal:
            said = f"The note was not kept: {refusal_words(refusal.reason)}."
            return await self._pages.page(request, member, screen, words=said, note=text, status=422)
        await run_in_threadpool(self._write_note, screen, member, words, str(form.get("tell", "")))
        return RedirectResponse(screen.address, 303)

    async def file(self, request: Request, member: StaffMember) -> Response:
        """A file that came with a note, to be kept and not shown; noted in the access log."""
        screen = await self._pages.screen(request, member, request.query_params.get("case"))
        found = await run_in_threadpool(self._file, screen, request.path_params["file_id"])
        if found is None or found.media_type is None:
            raise HTTPException(404, "There is no such file.")
        await self._pages.note_view(screen, member, "file")
        name = f"attachment; filename*=UTF-8''{quote(found.shown_name)}"
        return Response(found.content, media_type=found.media_type, headers={"content-disposition": name})

    async def meet(self, request: Request, member: StaffMember) -> Response:
        """Marks what a date wanted as done."""
        form = await request.form()
        screen = await self._pages.screen(request, member, str(form.get("case", "")))
        clock = str(form.get("clock", ""))
        named = str(form.get("case", "")) in {"", screen.case.reference}
        if named and await run_in_threadpool(self._meet, screen, member, clock):
            return self._pages.back_to(screen, did=f"date.{clock}")
        return await self._pages.page(
            request, member, screen, words="There is nothing left to do for that date.", status=409
        )

    def _trouble(self, form: FormData) -> str:
        if str(form.get("team", "")) not in TEAM_WORDS:
            return "Choose to whom the case goes."
        if str(form.get("reason", "")) not in PASS_WORDS:
            return "Choose a reason."
        if not str(form.get("words", "")).strip():
            return "Write what the next person should know."
        return "" if PASSES.fullmatch(str(form.get("passes", ""))) else "This form is out of date: open it again."

    def _pass_on(self, screen: Screen, member: StaffMember, form: FormData, words: str, files: Sequence[File]) -> bool:
        team, reason, case = str(form["team"]), str(form["reason"]), screen.case
        known = screen.summary.documents
        documents = [title for title in map(str, form.getlist("document")) if title in known]

        def case_and_note(session: Session) -> bool:
            passed = self._room.cases.pass_on(
                session,
                case.reference,
                agent_id=member.id,
                team=team,
                reason=reason,
                passes_seen=int(str(form["passes"])),
            )
            if passed:
                author = Author("agent", member.id, member.name)
                self._room.notes.write(
                    session, case, author=author, text=words, kind=PASSED_ON, documents=documents, files=files
                )
            return passed

        return self._room.door.pass_on(
            case.conversation_id,
            member.id,
            team=team,
            reference=case.reference,
            waits=case.kind == HANDOFF,
            together=case_and_note,
        )

    def _write_note(self, screen: Screen, member: StaffMember, words: str, tell: str) -> None:
        chosen = [each.id for each in screen.colleagues if each.id == tell]
        named = dict.fromkeys([*chosen, *mentioned(words, screen.colleagues)])
        now = self._room.clock.now()
        self._room.presence.writes(screen.case.conversation_id, member.id, member.name, "note", False)
        with self._room.cases.database.begin() as session:
            author = Author("agent", member.id, member.name)
            self._room.notes.write(session, screen.case, author=author, text=words, kind=WRITTEN)
            self._room.cases.note(session, screen.case, kind=WRITTEN, who=member.id)
            mention(self._room.cases, session, screen.case, named, by=member.id, at=now)

    def _file(self, screen: Screen, file_id: str) -> File | None:
        with self._room.cases.database.read() as session:
            return self._room.notes.file(session, screen.case, file_id)

    def _meet(self, screen: Screen, member: StaffMember, clock: str) -> bool:
        with self._room.cases.database.begin() as session:
            return self._room.cases.meet(session, screen.case.reference, agent_id=member.id, clock=clock)

    async def _page(
        self,
        request: Request,
        member: StaffMember,
        screen: Screen,
        form: FormData,
        *,
        trouble: str,
        status: int,
    ) -> Response:
        values: dict[str, Any] = {
            "trouble": trouble,
            "teams": [
                (team, words, TIER_WORDS[tier_of_team(team)])
                for team, words in TEAM_WORDS.items()
                if team != screen.case.team
            ],
            "reasons": PASS_WORDS,
            "chosen_team": str(form.get("team", "")),
            "chosen_reason": str(form.get("reason", "")),
            "chosen_documents": [str(each) for each in form.getlist("document")],
            "written": str(form.get("words", "")),
        }
        return await self._pages.shown(request, member, screen, "pass.html", values, status=status)


async def _files(form: FormData) -> list[File]:
    """The files that were chosen; a field left empty comes as a file without a name.

    No more of each is read than shows that it is too large, and nothing of too many.
    """
    sent = [each for each in form.getlist("file") if isinstance(each, UploadFile) and each.filename]
    most = MOST_BYTES + 1 if len(sent) <= MOST_FILES else 0
    found = [File(each.filename or "", await each.read(most)) for each in sent]
    await form.close()
    return found
