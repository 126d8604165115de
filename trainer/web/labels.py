"""The labels: what is ready to train, what was trained before, and taking one back."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from staff.client import StaffMember
from trainer.labels import ADDED, PROMOTED, TRAINED, UNDONE, AlreadyDone
from trainer.nlu_files import DataUnreadable
from trainer.web.room import Room, onward, person, row_id


class LabelPages:
    """The pages about labels."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._labels = room.workshop.labels

    async def show(self, request: Request, member: StaffMember) -> Response:
        """What the next training learns, and the labels before it."""
        done = request.query_params.get("done", "")

        def values() -> dict[str, Any]:
            return {
                "ready": self._labels.listed((ADDED,)),
                "earlier": self._labels.listed((TRAINED, PROMOTED, UNDONE), limit=100),
                "running": self._room.workshop.training.going_on(),
                "done": done if done in {"undone", "gone", "unreadable"} else "",
            }

        return await self._room.page(request, "labels.html", values, member=member)

    async def undo(self, request: Request, member: StaffMember) -> Response:
        """Takes the line out of the data again."""
        done = "undone"
        try:
            await run_in_threadpool(self._labels.undo, row_id(request, "label_id"), by=person(member))
        except AlreadyDone:
            done = "gone"
        except DataUnreadable:
            done = "unreadable"
        return onward(f"/trainer/labels?done={done}")
