"""Drawing a week's sample, what is left to read, and what came of it by language and question."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.domain.sampling import WEEK, week_of
from desk.domain.scorecard import NO, YES, all_questions
from desk.oversight.audit import QUALITY
from desk.oversight.sample import Reviewed, agreement, closed_cases, draw, items, may_read, moments_of, target_words
from desk.oversight.talks import refresh
from desk.web.oversight.sheet import note_view
from desk.web.room import Room
from desk.web.tables import Table
from desk.web.words import LANGUAGES, day, language_words
from kernel.references import new_id
from staff.client import StaffMember

SEED = re.compile(r"[A-Za-z0-9-]{1,40}")
MOST_DRAWN = 50
USUAL_DRAWN = 5
EARLIEST = date(2001, 1, 1)


class QualityPages:
    """The page at `/desk/oversight/quality`."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The sample of a week with its readings, and the form that draws one."""
        return await self._page(request, member, self._week(request.query_params.get("week", "")), "")

    async def draw(self, request: Request, member: StaffMember) -> Response:
        """Draws the sample of a week and a language, once."""
        form = await request.form()
        week = self._week(str(form.get("week", "")))
        trouble = self._trouble(form, week)
        if not trouble and not await run_in_threadpool(self._draw, form, week, member):
            trouble = "This week is drawn already for that language, or nothing of it can be drawn."
        if trouble:
            return await self._page(request, member, week, trouble)
        return RedirectResponse(f"/desk/oversight/quality?week={week}", 303)

    def _trouble(self, form: FormData, week: date) -> str:
        if form.get("language") not in LANGUAGES:
            return "Choose a language."
        if not SEED.fullmatch(str(form.get("seed", ""))):
            return "The seed has 1 to 40 letters, digits and hyphens."
        sizes = [str(form.get(name, "")) for name in ("cases", "conversations")]
        if not all(size.isascii() and size.isdecimal() and len(size) < 4 and int(size) <= MOST_DRAWN for size in sizes):
            return f"Draw from 0 to {MOST_DRAWN} of each."
        if week + WEEK > self._room.clock.today():
            return "The week is not over: draw it when it is, so that each case has the same chance."
        return ""

    def _week(self, text: str) -> date:
        """The Monday of the week asked for; last week's for anything that is no day."""
        today = self._room.clock.today()
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = today - WEEK
        return week_of(found if EARLIEST <= found <= today else today - WEEK)

    def _draw(self, form: FormData, week: date, member: StaffMember) -> int:
        room, language = self._room, str(form["language"])
        refresh(room.records, room.cases.database, *moments_of(week))
        try:
            with room.cases.database.begin() as session:
                return draw(
                    room.cases,
                    session,
                    week=week,
                    language=language,
                    sizes={"case": int(str(form["cases"])), "conversation": int(str(form["conversations"]))},
                    seed=str(form["seed"]),
                    by=member.id,
                    now=room.clock.now(),
                )
        except IntegrityError:
            # Two people drew at once: the other's is the sample.
            return 0

    def _found(self, week: date, member: StaffMember) -> tuple[list[Reviewed], dict[str, str], dict[str, int]]:
        room = self._room
        note_view(room, member, QUALITY, "quality", str(week))
        with room.cases.database.read() as session:
            found = items(session, week=week)
            kinds = {
                each.item.id: case.kind
                for each in found
                if each.item.subject == "case" and (case := room.cases.case(session, each.item.target)) is not None
            }
            closed = {code: len(closed_cases(room.cases, session, week, code)) for code in LANGUAGES}
        return found, kinds, closed

    async def _page(self, request: Request, member: StaffMember, week: date, trouble: str) -> Response:
        found, kinds, closed = await run_in_threadpool(self._found, week, member)
        values = {
            "week": week,
            "week_words": f"{day(week)} to {day(week + WEEK - (week.resolution))}",
            "before": week - WEEK,
            "after": week + WEEK if week + WEEK <= self._room.clock.today() else None,
            "rows": [
                (each, target_words(each.item, kinds.get(each.item.id)), may_read(each, member.id)) for each in found
            ],
            "closed": [(language_words(code), count) for code, count in closed.items()],
            "tables": [answers_table(found), agreement_table(found)] if any(each.readings for each in found) else [],
            "trouble": trouble,
            "languages": LANGUAGES,
            "language_words": language_words,
            "usual": USUAL_DRAWN,
            "most": MOST_DRAWN,
            # Offered, so that nobody chooses one they know; any other may be entered.
            "seed": new_id()[:12],
        }
        return self._room.pages.page(request, "quality.html", values, member=member, status=422 if trouble else 200)


def answers_table(found: Sequence[Reviewed]) -> Table:
    """How often each question was answered with yes, of those that applied, by language; first readings only."""
    yes: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for each in found:
        for name, answer in each.readings[0].answers.items() if each.readings else ():
            asked[name, each.item.language] += answer in (YES, NO)
            yes[name, each.item.language] += answer == YES
    rows = [
        (question.words, *(f"{yes[question.name, code]} of {asked[question.name, code]}" for code in LANGUAGES))
        for question in all_questions()
        if any(asked[question.name, code] for code in LANGUAGES)
    ]
    return Table("answers", "Answered with yes, of those that applied", ("Question", *LANGUAGES.values()), rows)


def agreement_table(found: Sequence[Reviewed]) -> Table:
    """How far two readers agree, by language."""
    rows = []
    for code, words in LANGUAGES.items():
        told = agreement([each for each in found if each.item.language == code])
        observed = "none yet" if told.observed is None else f"{100 * told.observed:.0f} %"
        kappa = "not defined" if told.kappa is None else f"{told.kappa:.2f}"
        rows.append((words, str(told.pairs), observed, kappa))
    columns = ("Language", "Answers of both readers", "Agreed", "Cohen’s kappa")
    return Table("agreement", "How far the two readers agree", columns, rows)
