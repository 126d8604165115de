"""The lessons: what is due, reading one, answering its questions, and who owes what."""

from collections.abc import Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from staff.client import Role, Staff, StaffMember
from staff.lessons import Lesson, Marked, marked
from staff.web.pages import Pages

# Who answers for others, and so sees what they owe.
OVERSEERS: tuple[Role, ...] = ("supervisor", "compliance", "admin")
# How a standing reads, and how it is tinted.
STATES = {
    "to do": ("To do", "warn"),
    "new edition": ("New edition, to do again", "warn"),
    "expired": ("Expired, to do again", "warn"),
    "done": ("Done", "ok"),
}
UNANSWERED = "Answer every question. The ones you left out are marked."
WRONG = "Not all answers are right yet. Read why, and try again."


class LessonPages:
    """The pages under `/staff/lessons`, which show each person their own standing alone."""

    def __init__(self, staff: Staff, pages: Pages) -> None:
        self._staff = staff
        self._pages = pages

    async def show_all(self, request: Request, member: StaffMember) -> Response:
        """Every lesson with how the person stands, the due ones first."""
        standings = await run_in_threadpool(self._staff.training.standings, member.id)
        values = {"standings": standings, "states": STATES, "oversees": member.role in OVERSEERS}
        return self._pages.page(request, "lessons.html", values, member=member)

    async def show(self, request: Request, member: StaffMember) -> Response:
        """One lesson with its questions."""
        lesson = self._lesson(request)
        return await self._page(request, member, lesson, marked(lesson, {}))

    async def answer(self, request: Request, member: StaffMember) -> Response:
        """Records a pass when every answer is right; else the answers come back with what was wrong and why."""
        lesson = self._lesson(request)
        form = await request.form()
        answers = marked(lesson, {number: str(form.get(f"q{number}", "")) for number in range(len(lesson.questions))})
        if any(each.given is None for each in answers):
            return await self._page(request, member, lesson, answers, words=UNANSWERED, status=422)
        if not all(each.is_right for each in answers):
            return await self._page(request, member, lesson, answers, words=WRONG, judged=True)
        await run_in_threadpool(self._staff.training.record, member.id, lesson)
        return RedirectResponse(request.url.path, 303)

    async def show_owing(self, request: Request, member: StaffMember) -> Response:
        """Everybody who owes lessons, the longest-owing first."""
        owing = await run_in_threadpool(self._staff.training.owing)
        return self._pages.page(request, "lessons-owed.html", {"owing": owing}, member=member)

    def _lesson(self, request: Request) -> Lesson:
        found = self._staff.training.lesson(request.path_params["lesson"])
        if found is None:
            raise HTTPException(404, "There is no such lesson.")
        return found

    async def _page(
        self,
        request: Request,
        member: StaffMember,
        lesson: Lesson,
        answers: Sequence[Marked],
        *,
        words: str = "",
        judged: bool = False,
        status: int = 200,
    ) -> Response:
        standings = await run_in_threadpool(self._staff.training.standings, member.id)
        values: dict[str, Any] = {
            "lesson": lesson,
            "standing": next(each for each in standings if each.lesson.name == lesson.name),
            "states": STATES,
            "answers": answers,
            "words": words,
            "judged": judged,
        }
        return self._pages.page(request, "lesson.html", values, member=member, status=status)
