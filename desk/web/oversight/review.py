"""Reading one case or conversation with the scorecard beside it, and opening the case of a right that was missed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.sampling import WEEK
from desk.domain.scorecard import ANSWERS, NO, Question, questions_for
from desk.oversight.missed import MISSED, Missed, open_missed
from desk.oversight.sample import NotYours, Reviewed, item, keep, may_read, notes_of, target_words
from desk.ports import Conversation
from desk.web.oversight.sheet import filter_words
from desk.web.room import Room
from desk.web.transcript import Line, lines_of
from desk.web.words import day, language_words
from gateway.client import MessageRefused
from records.client import Author, Entry
from staff.client import StaffMember

SAMPLE_ID = re.compile(r"[A-Za-z0-9-]{1,32}")
LONGEST_NOTE = 1000
RIGHT = "right_recognised"
NO_SAMPLE = "There is no such sample."


class ReviewPages:
    """The page at `/desk/oversight/quality/{sample_id}`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The transcript without names and the scorecard; each view is in the log of accesses."""
        return await self._page(request, member, FormData(), "")

    async def keep(self, request: Request, member: StaffMember) -> Response:
        """Keeps a reading, and opens the case of a right that was missed in the same transaction."""
        form = await request.form()
        reviewed = await run_in_threadpool(self._item, request)
        asked = _asked(reviewed)
        trouble = _trouble(form, asked)
        if trouble:
            return await self._page(request, member, form, trouble)
        try:
            await run_in_threadpool(self._keep, reviewed, asked, form, member)
        except IntegrityError:
            return await self._page(request, member, form, "This was not kept: somebody else was quicker.")
        except (NotYours, MessageRefused, _Unfit) as refusal:
            return await self._page(request, member, form, f"This was not kept: {refusal}")
        return RedirectResponse(f"/desk/oversight/quality?week={reviewed.item.week}", 303)

    def _item(self, request: Request) -> Reviewed:
        sample_id = request.path_params["sample_id"]
        found = None
        if SAMPLE_ID.fullmatch(sample_id):
            with self._room.cases.database.read() as session:
                found = item(session, sample_id)
        if found is None:
            raise HTTPException(404, NO_SAMPLE)
        return found

    def _keep(self, reviewed: Reviewed, asked: Sequence[Question], form: FormData, member: StaffMember) -> None:
        room = self._room
        answers = {question.name: str(form[question.name]) for question in asked}
        written = {question.name: str(form.get(f"{question.name}.note", "")).strip() for question in asked}
        notes = {name: room.door.keepable(text) for name, text in written.items() if text}
        choice, place = str(form.get("missed", "")), str(form.get("message", ""))
        view = self._view(reviewed) if choice else None
        with room.cases.database.begin() as session:
            found_case = None
            if view is not None:
                entry = _message(room.records.all_entries(session, view.conversation_id), place)
                missed = Missed(choice, entry)
                door = room.door.supervision
                found_case = open_missed(
                    room.cases, session, missed, view=view, door=door, found_at=room.clock.now(), by=member.id
                ).reference
            keep(
                room.records,
                session,
                reviewed,
                author=Author("agent", member.id, member.name),
                answers=answers,
                notes=notes,
                found_case=found_case,
                now=room.clock.now(),
            )

    def _view(self, reviewed: Reviewed) -> Conversation:
        try:
            return self._room.door.conversation(reviewed.item.conversation_id)
        except LookupError:
            raise _Unfit("the conversation is not there any more.") from None

    def _seen(
        self, reviewed: Reviewed, member: StaffMember
    ) -> tuple[list[Line], str | None, dict[int, dict[str, str]]]:
        """The transcript, what the case is about, and the notes of those who have read it."""
        room, conversation_id = self._room, reviewed.item.conversation_id
        with room.cases.database.begin() as session:
            why = filter_words({"sample": reviewed.item.id})
            room.records.log_access(session, conversation_id=conversation_id, who=member.id, what="review", why=why)
        with room.cases.database.read() as session:
            entries = room.records.all_entries(session, conversation_id)
            case = room.cases.case(session, reviewed.item.target) if reviewed.item.subject == "case" else None
            notes = notes_of(room.records, session, reviewed.item.id)
        return without_names(entries), case.kind if case else None, notes

    async def _page(self, request: Request, member: StaffMember, form: FormData, trouble: str) -> Response:
        reviewed = await run_in_threadpool(self._item, request)
        lines, kind, notes = await run_in_threadpool(self._seen, reviewed, member)
        refused = may_read(reviewed, member.id)
        # The second reader does not see what the first one thought.
        shown = [each for each in reviewed.readings if reviewed.is_done or each.reviewer == member.id]
        values = {
            "at": "",
            "reviewed": reviewed,
            "item": reviewed.item,
            "target": target_words(reviewed.item, kind),
            "language": language_words(reviewed.item.language),
            "lines": lines,
            "written": [line for line in lines if line.side == "borrower"],
            "questions": _asked(reviewed),
            "answers": ANSWERS,
            "missed": MISSED,
            "refused": refused,
            "shown": shown,
            "notes": notes,
            "form": form,
            "trouble": trouble,
            "week_words": day(reviewed.item.week),
        }
        return self._room.pages.page(request, "review.html", values, member=member, status=422 if trouble else 200)


class _Unfit(ValueError):
    """What was chosen does not fit; the message says why."""


def without_names(entries: Sequence[Entry]) -> list[Line]:
    """The transcript with roles in place of the names of those who wrote in it; a reviewer judges the work."""
    roles = {"borrower": "Borrower", "agent": "Agent"}
    known = {entry.author.name: roles[entry.author.kind] for entry in entries if entry.author.kind in roles}
    parts = {name: role for name, role in known.items() if name}
    # First names alone stand in greetings.
    parts |= {name.split()[0]: role for name, role in list(parts.items()) if len(name.split()[0]) > 2}

    def hidden(text: str) -> str:
        for name in sorted(parts, key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(name)}\b", f"[{parts[name].lower()}]", text)
        return text

    return [
        replace(line, who=roles.get(line.side, line.who), text=hidden(line.text), papers=())
        for line in lines_of(entries, {})
    ]


def _asked(reviewed: Reviewed) -> tuple[Question, ...]:
    return questions_for(reviewed.item.subject, on=reviewed.item.week + WEEK)


def _trouble(form: FormData, asked: Sequence[Question]) -> str:
    for question in asked:
        if form.get(question.name) not in ANSWERS:
            return f"Answer every question: “{question.words}”"
        if len(str(form.get(f"{question.name}.note", ""))) > LONGEST_NOTE:
            return f"A note has at most {LONGEST_NOTE} characters."
        if form[question.name] == NO and not str(form.get(f"{question.name}.note", "")).strip():
            return f"Say in a note why it is no: “{question.words}”"
    missed, answer = form.get("missed") or "", form.get(RIGHT)
    if missed and missed not in MISSED:
        return "Choose which right was missed."
    if answer == NO and not missed:
        return "Choose which right was missed, so that its case is opened."
    if missed and answer != NO:
        return "You named a right that was missed: then the first answer is no."
    return "Choose the message in which the right was invoked." if missed and not form.get("message") else ""


def _message(entries: Sequence[Entry], place: str) -> Entry:
    for entry in entries:
        if str(entry.seq) == place and entry.kind == "message" and entry.author.kind == "borrower":
            return entry
    raise _Unfit("the message is none of the borrower’s in this conversation.")
