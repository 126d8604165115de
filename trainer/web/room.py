"""What all pages of the trainer's room share: who may enter, how a page is made, what the tabs say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from staff.client import Role, StaffMember
from staff.web import Pages
from trainer.labels import ADDED, Filter
from trainer.nlu_files import DataUnreadable
from trainer.trail import Person
from trainer.workshop import Workshop

TRAINERS: tuple[Role, ...] = ("trainer", "admin")
# Row ids are 32-bit on PostgreSQL; what is larger is nobody's.
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Room:
    """The workshop and the templates."""

    workshop: Workshop
    pages: Pages

    async def page(
        self,
        request: Request,
        template: str,
        values: Callable[[], Mapping[str, Any]],
        *,
        member: StaffMember,
        status: int = 200,
    ) -> Response:
        """A page with the values that the function finds in the database, off the event loop."""

        def found() -> dict[str, Any]:
            waiting, _ = self.workshop.labels.waiting(Filter(), limit=0)
            tabs = {"waiting": waiting, "added": self.workshop.labels.counts().get(ADDED, 0)}
            return {"tabs": tabs, "now": self.workshop.clock.now(), **values()}

        try:
            shown = await run_in_threadpool(found)
        except DataUnreadable as fault:
            raise HTTPException(500, f"The training data cannot be read: {fault}. Correct the file first.") from fault
        return self.pages.page(request, template, shown, member=member, status=status)


def person(member: StaffMember) -> Person:
    """The member as the trail names them."""
    return Person(member.id, member.name)


def row_id(request: Request, name: str) -> int:
    """The row id in the address; 404 for a number no row can have."""
    number = int(request.path_params[name])
    if number > LARGEST_ID:
        raise HTTPException(404, "There is no such page.")
    return number


def onward(path: str) -> Response:
    """To another page after a form, with a GET."""
    return RedirectResponse(path, 303)
