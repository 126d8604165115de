"""What an agent sees of supervision: what was done with their cases, the case that is next, and their own reviews."""

from datetime import timedelta

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.case import kind_in_words, reason_in_words
from desk.domain.routing import Suggestion, next_for
from desk.domain.scorecard import ANSWERS, all_questions
from desk.offering import Offer
from desk.oversight.assignment import REASON_WORDS, Notice, notices_for, read_notice
from desk.oversight.audit import QUALITY
from desk.oversight.sample import Reviewed, items, notes_of
from desk.oversight.team import count_taken, settings, worker_of
from desk.web.oversight.sheet import note_view
from desk.web.room import ANSWERERS, Room
from desk.web.words import clock_time, day, event_words, full_time, language_words
from staff.client import StaffMember

# What nobody has read after so long is on the trail, and no news any more.
NEWS = timedelta(days=14)
LONGEST_ID = 18


class MyPages:
    """The part of the queue page that is about oneself, and the page at `/desk/reviews`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def for_you(self, request: Request, member: StaffMember) -> Response:
        """What a supervisor did with the person's cases, and the case that is next for them, as a part of a page."""
        notices, suggestion = await run_in_threadpool(self._for_you, member)
        offers = await run_in_threadpool(self._offers, member)
        names = await run_in_threadpool(self._room.staff.names, [notice.event.who for notice in notices])
        values = {
            "notices": [
                (
                    notice,
                    event_words(notice.event.kind),
                    names.get(notice.event.who, "A supervisor"),
                    REASON_WORDS.get(notice.event.details.get("reason", ""), ""),
                    full_time(notice.event.at),
                )
                for notice in notices
            ],
            "offers": [(each, reason_in_words(each.case.reason), clock_time(each.until)) for each in offers],
            "language_words": language_words,
            "suggestion": suggestion if not offers else None,
            "about": kind_in_words(suggestion.case.kind) if suggestion else "",
            "language": language_words(suggestion.case.language) if suggestion else "",
        }
        return self._room.pages.page(request, "for-you.html", values, member=member)

    async def read(self, request: Request, member: StaffMember) -> Response:
        """Notes that the person has read what was done."""
        event_id = request.path_params["event_id"]
        if not event_id.isdecimal() or len(event_id) > LONGEST_ID:
            raise HTTPException(404, "There is no such notice.")
        if not await run_in_threadpool(self._read, member, int(event_id)):
            raise HTTPException(404, "There is no such notice.")
        return RedirectResponse("/desk", 303)

    async def decline(self, request: Request, member: StaffMember) -> Response:
        """Says "not now" to an offer; one that is over already needs no answer."""
        await run_in_threadpool(self._decline, member, request.path_params["reference"])
        return RedirectResponse("/desk", 303)

    async def reviews(self, request: Request, member: StaffMember) -> Response:
        """The finished reviews of the person's own work: answers, notes and score, without who read it."""
        reviewed, notes = await run_in_threadpool(self._reviews, member)
        values = {
            "reviewed": reviewed,
            "notes": notes,
            "questions": {question.name: question for question in all_questions()},
            "answers": ANSWERS,
            "day": day,
        }
        return self._room.pages.page(request, "reviews.html", values, member=member)

    def _for_you(self, member: StaffMember) -> tuple[list[Notice], Suggestion | None]:
        room, now = self._room, self._room.clock.now()
        with room.cases.database.read() as session:
            notices = notices_for(session, member.id, since=now - NEWS)
            if member.role not in ANSWERERS:
                return notices, None
            # Asked every half minute by everybody: the front of the queue is enough.
            cases = room.cases.listed(session)
            worker = worker_of(member, settings(session), count_taken(session, member.id))
            done = room.cases.clocks_met(session, [case.reference for case in cases])
        met = {(reference, clock) for reference, clocks in done.items() for clock in clocks}
        return notices, next_for(worker, cases, now=now, met=met)

    def _offers(self, member: StaffMember) -> list[Offer]:
        room = self._room
        if room.offering is None:
            return []
        with room.cases.database.read() as session:
            return room.offering.of(session, member.id, now=room.clock.now())

    def _decline(self, member: StaffMember, reference: str) -> None:
        room = self._room
        if room.offering is not None:
            with room.cases.database.begin() as session:
                room.offering.decline(session, member.id, reference, now=room.clock.now())

    def _read(self, member: StaffMember, event_id: int) -> bool:
        with self._room.cases.database.begin() as session:
            return read_notice(self._room.cases, session, member.id, event_id)

    def _reviews(self, member: StaffMember) -> tuple[list[Reviewed], dict[str, dict[int, dict[str, str]]]]:
        room = self._room
        note_view(room, member, QUALITY, "own_reviews", "own")
        with room.cases.database.read() as session:
            # Shown when both have read it, so that nobody asks the second reader about the first.
            found = [each for each in items(session, agent_id=member.id) if each.is_done]
            return found, {each.item.id: notes_of(room.records, session, each.item.id) for each in found}
