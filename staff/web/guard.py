"""The guard on every staff page: who may open it, and that a form came from our own page."""

import functools
import hmac
from collections.abc import Awaitable, Callable, Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from staff.client import Role, Staff, StaffMember
from staff.web.bodies import MOST_FORM_BYTES, bounded
from staff.web.pages import Pages, protected

Endpoint = Callable[[Request], Awaitable[Response]]
MemberEndpoint = Callable[[Request, StaffMember], Awaitable[Response]]

READING_METHODS = frozenset({"GET", "HEAD"})
FORM_FIELD, HEADER = "csrf", "x-csrf-token"
_MARK = "doorstep_guard"


def guarded(
    staff: Staff, pages: Pages, *roles: Role, keeps: bool = True, most_bytes: int = MOST_FORM_BYTES
) -> Callable[[MemberEndpoint], Endpoint]:
    """Turns `async def page(request, member)` into an endpoint that only these roles reach (none named: any).

    Everything but reading must carry the session's form value, or is refused with 403 before the page runs.

    Args:
        keeps: whether a request keeps the session alive; one that a page makes by itself must not.
        most_bytes: how large a body may be; a larger one is refused with 413 while it arrives.
    """

    def guard(page: MemberEndpoint) -> Endpoint:
        @functools.wraps(page)
        async def endpoint(request: Request) -> Response:
            member: StaffMember | None = None
            try:
                member = await staff.require(request, *roles, keeps=keeps)
                request = bounded(request, most_bytes)
                await _refuse_foreign_form(request, staff.csrf(request))
                return protected(await page(request, member))
            except HTTPException as refusal:
                return _refusal(request, pages, refusal, member)

        setattr(endpoint, _MARK, frozenset(roles))
        return endpoint

    return guard


def open_to_all(page: Endpoint) -> Endpoint:
    """An endpoint that must be reachable without signing in, such as the sign-in page itself."""

    @functools.wraps(page)
    async def endpoint(request: Request) -> Response:
        return await page(request)

    setattr(endpoint, _MARK, None)
    return endpoint


def guards_of(routes: Iterable[BaseRoute]) -> dict[str, frozenset[Role] | None]:
    """Every address with the roles its guard asks for; None where it is open to all on purpose.

    Raises:
        LookupError: naming an address that has neither a guard nor the mark of an open one.
    """
    found: dict[str, frozenset[Role] | None] = {}
    for route in routes:
        if isinstance(route, Mount) and isinstance(route.app, StaticFiles):
            continue
        if not isinstance(route, Route) or not hasattr(route.endpoint, _MARK):
            raise LookupError(f"no guard on {getattr(route, 'path', route)}")
        for method in route.methods or ():
            found[f"{method} {route.path}"] = getattr(route.endpoint, _MARK)
    return found


async def _refuse_foreign_form(request: Request, expected: str) -> None:
    if request.method in READING_METHODS:
        return
    sent = request.headers.get(HEADER)
    if sent is None:
        sent = str((await request.form()).get(FORM_FIELD, ""))
    if not hmac.compare_digest(sent.encode(), expected.encode()):
        raise HTTPException(403, "This form is out of date. Go back, reload the page and try again.")


def _refusal(request: Request, pages: Pages, refusal: HTTPException, member: StaffMember | None) -> Response:
    headers = dict(refusal.headers or {})
    if refusal.status_code in {303, 401} or "hx-request" in request.headers:
        return protected(PlainTextResponse(refusal.detail, refusal.status_code, headers))
    return pages.page(
        request,
        "refused.html",
        {"status": refusal.status_code, "words": refusal.detail},
        member=member,
        status=refusal.status_code,
    )
