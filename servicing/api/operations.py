"""What every operation of the API has in common: its description, its level, and the call its answer is made from."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kernel.clock import Clock
from servicing.api.capability import Capability
from servicing.api.problems import Problem, invalid
from storage import Database

Model = TypeVar("Model", bound=BaseModel)
IDEMPOTENCY_HEADER = "Idempotency-Key"
MAX_KEY_LENGTH = 128

log = structlog.get_logger("servicing")


@dataclass(frozen=True)
class Services:
    """What operations work with."""

    database: Database
    clock: Clock


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


@dataclass(frozen=True)
class Parameter:
    """A query parameter."""

    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method on one path, with what the description of the API says about it.

    `level` is `verified` for a borrower's data, `service` for the gateway alone, None for what is open.
    """

    method: str
    path: str
    name: str
    summary: str
    answer: Callable[[Call], Response]
    success: type[BaseModel] | None
    level: str | None = "verified"
    status: int = 200
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
            call = Call(
                services=services,
                capability=capability,
                path=request.path_params,
                query=request.query_params,
                body=await request.body(),
                headers=request.headers,
                operation=self.name,
            )
            return await run_in_threadpool(self.answer, call)
        except Problem as problem:
            return problem.response()


def answer_json(body: Mapping[str, Any], status: int = 200) -> Response:
    """A JSON answer that no cache keeps."""
    return JSONResponse(body, status, {"Cache-Control": "no-store"})


def canonical(body: Mapping[str, Any]) -> str:
    """The one way a body is written when it is compared or kept."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
