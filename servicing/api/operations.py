"""What every operation of the API has in common: its description, its level, and the call its answer is made from."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kernel.clock import Clock
from kernel.facts import Fact
from servicing.api.capability import Capability
from servicing.api.problems import Problem, invalid, not_found
from servicing.api.tables import csv_answer
from servicing.domain.recheck import FigureWrong, recheck
from servicing.domain.tables import Table
from storage import Database

Model = TypeVar("Model", bound=BaseModel)
IDEMPOTENCY_HEADER = "Idempotency-Key"
MAX_KEY_LENGTH = 128
MAX_VERSION_DIGITS = 9
# How many rows an answer holds when nobody says, and at most.
USUAL_PAGE, MAX_PAGE = 50, 500

log = structlog.get_logger("servicing")


@dataclass(frozen=True)
class Services:
    """What operations work with."""

    database: Database
    clock: Clock
    wall: Clock
    link_key: bytes


@dataclass(frozen=True)
class Call:
    """One request, read: everything an operation may look at."""

    services: Services
    capability: Capability | None
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]
    operation: str
    scope: str | None

    @property
    def today(self) -> date:
        """The servicer's date."""
        return self.services.clock.today()

    @property
    def page(self) -> tuple[str, int]:
        """After which row the caller wants to read on, and how many rows.

        Raises:
            Problem: 400 when `limit` is not a number from 1 to 500.
        """
        text = self.query.get("limit", str(USUAL_PAGE))
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_PAGE)) and 1 <= int(text) <= MAX_PAGE):
            raise invalid(["limit"])
        return self.query.get("after", ""), int(text)

    def day(self, name: str, default: date) -> date:
        """A day in the query, or the default when there is none.

        Raises:
            Problem: 400 when it is not a date such as 2026-12-15.
        """
        text = self.query.get(name)
        try:
            return default if text is None else date.fromisoformat(text)
        except ValueError as error:
            raise invalid([name]) from error

    @property
    def caller(self) -> Capability:
        """The capability; operations outside the door have none and never ask."""
        if self.capability is None:
            raise Problem(401, "token_refused", "A valid capability is needed")
        return self.capability

    def read(self, model: type[Model]) -> Model:
        """The body as the model.

        Raises:
            Problem: 400 naming the fields that are wrong.
        """
        try:
            return model.model_validate_json(self.body)
        except ValidationError as error:
            raise invalid(sorted({".".join(map(str, item["loc"])) or "body" for item in error.errors()})) from error

    @property
    def idempotency_key(self) -> str:
        """The key that makes a repeated write harmless.

        Raises:
            Problem: 400 when it is absent or longer than 128 printable characters.
        """
        key = self.headers.get(IDEMPOTENCY_HEADER, "")
        if not key or len(key) > MAX_KEY_LENGTH or not key.isascii() or not key.isprintable():
            raise Problem(400, "idempotency_key_required", "A write needs an Idempotency-Key of 1 to 128 characters")
        return key

    @property
    def if_match(self) -> int:
        """The version of the loan that a write is based on.

        Raises:
            Problem: 428 when it is absent, 400 when it is not a version that an answer gave.
        """
        text = self.headers.get("If-Match")
        if text is None:
            raise Problem(
                428, "version_required", "A write to the ledger needs If-Match with the version it is based on"
            )
        digits = text.removeprefix('"').removesuffix('"')
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= MAX_VERSION_DIGITS):
            raise invalid(["If-Match"])
        return int(digits)


@dataclass(frozen=True)
class Parameter:
    """A query parameter."""

    name: str
    description: str
    schema: Mapping[str, Any]
    required: bool = False


DAY = {"type": "string", "format": "date"}
PAGE = (
    Parameter("after", "The last row read so far; the answer's `next`", {"type": "string", "maxLength": 64}),
    Parameter("limit", "How many rows at most", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}),
)
FORMAT = Parameter("format", "`csv` for the table as a file", {"type": "string", "enum": ["json", "csv"]})


@dataclass(frozen=True)
class Operation:
    """One method on one path, with what the description of the API says about it.

    `level` is `verified` for a borrower's data, `service` for the gateway alone, None for what is open. `scope` is
    what must be open to the caller on the loan in the path. `media_type` is that of the answer when it is not JSON.
    """

    method: str
    path: str
    name: str
    summary: str
    answer: Callable[[Call], Response]
    success: type[BaseModel] | None
    level: str | None = "verified"
    scope: str | None = "account"
    status: int = 200
    media_type: str | None = None
    versioned: bool = False
    body: type[BaseModel] | None = None
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[int, ...] = ()

    def route(self, services: Services) -> Route:
        """The operation as a route; its answer is made in a worker thread."""

        async def endpoint(request: Request) -> Response:
            started = perf_counter()
            response = await self._respond(request, services)
            capability = getattr(request.state, "capability", None)
            log.info(
                "servicing.request.answered",
                operation=self.name,
                status=response.status_code,
                conversation=capability.conversation if capability else None,
                milliseconds=round((perf_counter() - started) * 1000, 1),
            )
            return response

        return Route(self.path, endpoint, methods=[self.method], name=self.name)

    async def _respond(self, request: Request, services: Services) -> Response:
        try:
            capability = getattr(request.state, "capability", None)
            if self.level is not None:
                if capability is None:
                    raise Problem(401, "token_refused", "A valid capability is needed")
                capability.require(self.level)
            self._refuse_nul(request)
            call = Call(
                services=services,
                capability=capability,
                path=request.path_params,
                query=request.query_params,
                body=await request.body(),
                headers=request.headers,
                operation=self.name,
                scope=self.scope,
            )
            return await run_in_threadpool(self.answer, call)
        except Problem as problem:
            return problem.response()

    def _refuse_nul(self, request: Request) -> None:
        """Refuses what PostgreSQL cannot hold as text: such a path leads nowhere, such a query is malformed."""
        if any("\x00" in value for value in request.path_params.values()):
            raise not_found()
        names = [parameter.name for parameter in self.parameters]
        wrong = [name for name in names if "\x00" in request.query_params.get(name, "")]
        if wrong:
            raise invalid(wrong)


def answer_json(body: Mapping[str, Any], status: int = 200, *, version: int | None = None) -> Response:
    """A JSON answer that no cache keeps; `version` is the last line of the ledger it was made from."""
    etag = {} if version is None else {"ETag": f'"{version}"'}
    return JSONResponse(body, status, {"Cache-Control": "no-store", **etag})


def stated(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The facts as they go over the wire, after each was reckoned again.

    Raises:
        Problem: 500 when one does not stand; nothing of it is said.
    """
    try:
        return [fact.as_json() for fact in recheck(facts)]
    except FigureWrong as error:
        log.error("servicing.figure.withheld", figure=str(error))
        raise Problem(500, "figure_withheld", "A figure did not stand up to being reckoned again") from error


def answer_figures(facts: Iterable[Fact], *, version: int | None = None, **more: Any) -> Response:
    """Figures as an answer, with whatever else stands beside them."""
    return answer_json({"facts": stated(facts), **more}, version=version)


def answer_table(
    call: Call, facts: Iterable[Fact], found: Table, *, following: str | None = None, version: int | None = None
) -> Response:
    """Figures with a table, or the table alone as a file when the caller asks for `format=csv`.

    Raises:
        Problem: 400 for another format.
    """
    wanted = call.query.get("format", "json")
    if wanted not in ("json", "csv"):
        raise invalid(["format"])
    if wanted == "csv":
        return csv_answer(found)
    return answer_figures(facts, version=version, table=found.as_json(), next=following)


def canonical(body: Mapping[str, Any]) -> str:
    """The one way a body is written when it is compared or kept."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
