"""The models: which one is to run, which one does, putting a new one to use and going back."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from staff.client import StaffMember
from trainer.domain.comparison import comparison_from_json
from trainer.models import UnknownModel
from trainer.promotion import NeverServed, Shelved
from trainer.web.room import Room, onward, person
from trainer.web.runs import scores_of

NO_MODEL = "There is no such model."


class ModelPages:
    """The pages about models."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._promotion = room.workshop.promotion

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The model in use, what the assistant runs, and all others."""
        done = request.query_params.get("done", "")

        def values() -> dict[str, Any]:
            running, last = self._promotion.running()
            return {
                "current": self._room.workshop.models.current(),
                "previous": self._promotion.previous(),
                "fault": self._promotion.fault(),
                "shelf": self._promotion.shelf(),
                "running": running,
                "last_heard": last,
                "done": done if done in {"promoted", "rolled-back"} else "",
            }

        return await self._room.page(request, "models.html", values, member=member)

    async def confirm(self, request: Request, member: StaffMember) -> Response:
        """What changes with the model, and the button that puts it to use."""

        def values() -> dict[str, Any]:
            shelved = self._shelved(request.path_params["name"])
            stored = shelved.run.comparison if shelved.run else None
            scores = scores_of(comparison_from_json(stored)) if stored else {}
            return {"shelved": shelved, "current": self._room.workshop.models.current(), "scores": scores}

        return await self._room.page(request, "promote.html", values, member=member)

    async def promote(self, request: Request, member: StaffMember) -> Response:
        """Puts the model to use, once it was confirmed; asks first when it was not."""
        name = request.path_params["name"]
        form = await request.form()
        if form.get("confirmed") != "yes":
            await run_in_threadpool(self._shelved, name)
            return onward(f"/trainer/models/{name}/promote")
        try:
            await run_in_threadpool(self._promotion.promote, name, person(member))
        except UnknownModel as error:
            raise HTTPException(404, NO_MODEL) from error
        return onward("/trainer/models?done=promoted")

    async def roll_back(self, request: Request, member: StaffMember) -> Response:
        """Goes back to a model that was in use before."""
        try:
            await run_in_threadpool(self._promotion.roll_back, request.path_params["name"], person(member))
        except (NeverServed, UnknownModel) as error:
            raise HTTPException(404, "There is no such model to go back to.") from error
        return onward("/trainer/models?done=rolled-back")

    def _shelved(self, name: str) -> Shelved:
        for shelved in self._promotion.shelf():
            if shelved.model.name == name:
                return shelved
        raise HTTPException(404, NO_MODEL)
