"""How a staff page is made: templates over a shared frame, and the headers that every page carries."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from staff.client import ROLES, Role, Staff, StaffMember

FRAME = Path(__file__).parent / "templates"

# Nothing inline and nothing from elsewhere: a borrower's text that slipped into markup could still run nothing.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}

# The rooms with screens, in the order of the navigation, and who may open each.
DOORS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Desk", "/desk", frozenset({"agent", "supervisor", "compliance"})),
    ("Trainer", "/trainer", frozenset({"trainer", "admin"})),
    ("Lessons", "/staff/lessons", frozenset(ROLES)),
)
ACCOUNT_PATH = "/staff"


def home_of(role: Role) -> str:
    """The page a role works on: the first door that opens to it, or else the account page."""
    return next((path for _, path, roles in DOORS if role in roles), ACCOUNT_PATH)


def protected(response: Response) -> Response:
    """The response with the headers of a staff page."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


class Pages:
    """A room's templates. They find the shared `frame.html` too, and nothing in them is taken for markup.

    Args:
        staff: who is signed in; makes the value that forms send back.
        templates: the room's own folder of templates.
        values: what all of the room's templates may name.
    """

    def __init__(self, staff: Staff, templates: Path, values: Mapping[str, Any] | None = None) -> None:
        self._staff = staff
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(FRAME)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(doors=DOORS, account_path=ACCOUNT_PATH, **(values or {}))

    def page(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any],
        *,
        member: StaffMember | None,
        status: int = 200,
    ) -> Response:
        """A page (or a fragment of one) as a response."""
        return protected(HTMLResponse(self.markup(request, template, values, member=member), status))

    def markup(self, request: Request, template: str, values: Mapping[str, Any], *, member: StaffMember | None) -> str:
        """The markup alone, for a stream. Templates see `member`, `csrf`, `path` and the values."""
        shared = {"member": member, "csrf": self._staff.csrf(request), "path": request.url.path}
        return self._environment.get_template(template).render({**shared, **values})
