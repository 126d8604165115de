"""Trainings: starting one, watching it, ending it, and what the new model does better and worse."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from staff.client import StaffMember
from trainer.domain.comparison import HELD_OUT, LABEL, Comparison, comparison_from_json
from trainer.models import UnknownModel
from trainer.runs import DONE, RUNNING, AlreadyTraining
from trainer.store import RunRow
from trainer.web.room import Room, onward, person

STATE_HEADER = "x-run-state"


class RunPages:
    """The pages about trainings."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._training = room.workshop.training

    async def listed(self, request: Request, member: StaffMember) -> Response:
        """The last trainings."""

        def values() -> dict[str, Any]:
            self._training.note_cut()
            return {"runs": self._training.book.runs(), "running": self._training.going_on()}

        return await self._room.page(request, "runs.html", values, member=member)

    async def start(self, _request: Request, member: StaffMember) -> Response:
        """Begins a training, or shows the one that goes on."""
        try:
            run_id = await run_in_threadpool(self._training.start, person(member))
        except AlreadyTraining:
            going_on = await run_in_threadpool(self._training.going_on)
            return onward(f"/trainer/runs/{going_on.id}" if going_on else "/trainer/runs")
        return onward(f"/trainer/runs/{run_id}")

    async def show(self, request: Request, member: StaffMember) -> Response:
        """How far the training is; when it is done, the comparison."""
        run = await self._run(request)
        return await self._room.page(request, "run.html", lambda: self._values(run), member=member)

    async def progress(self, request: Request, member: StaffMember) -> Response:
        """The part of the page that changes while the training goes on."""
        run = await self._run(request)
        response = await self._room.page(request, "progress.html", lambda: self._values(run), member=member)
        response.headers[STATE_HEADER] = run.state
        return response

    async def cancel(self, request: Request, member: StaffMember) -> Response:
        """Ends the training within a few seconds; nothing changes."""
        run = await self._run(request)
        await run_in_threadpool(self._training.cancel, run.id, person(member))
        return onward(f"/trainer/runs/{run.id}")

    async def _run(self, request: Request) -> RunRow:
        def found(run_id: str) -> RunRow | None:
            self._training.note_cut()
            return self._training.book.run(run_id) if run_id.isalnum() else None

        run = await run_in_threadpool(found, request.path_params["run_id"])
        if run is None:
            raise HTTPException(404, "There is no such training.")
        return run

    def _values(self, run: RunRow) -> dict[str, Any]:
        comparison = comparison_from_json(run.comparison) if run.comparison else None
        return {
            "run": run,
            "going_on": run.state == RUNNING,
            "lines": self._training.log_tail(run.id),
            "labels": len(run.label_ids),
            "can_promote": run.state == DONE and self._can_promote(run.model or ""),
            "comparison": comparison,
            **(scores_of(comparison) if comparison else {}),
        }

    def _can_promote(self, model: str) -> bool:
        models = self._room.workshop.models
        try:
            models.path(model)
        except UnknownModel:
            return False
        current = models.current()
        return current is None or current.name != model


def scores_of(comparison: Comparison) -> dict[str, Any]:
    """The sums and lists that the comparison shows."""
    return {
        "held_out": comparison.score(HELD_OUT),
        "own": comparison.score(LABEL),
        "by_intent": comparison.by_intent(HELD_OUT),
        "changes": comparison.changes(),
        "not_learned": comparison.not_learned(),
        "counted": {change: comparison.counted(change) for change in ("fixed", "broken", "changed")},
    }
