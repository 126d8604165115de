"""The system of record as an ASGI application."""

import secrets

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kernel.clock import Clock, SystemClock
from kernel.keyfiles import read_text
from servicing.api import (
    arithmetic,
    assistance,
    assumption,
    bankruptcy,
    curtailment,
    delinquency,
    document_requests,
    documents,
    escrow,
    foreclosure,
    identity,
    late_charge,
    loan_terms,
    loans,
    military_service,
    mortgage_insurance,
    paid_off,
    partial_payment,
    payment_history,
    payoff,
    postings,
    rate,
    servicing_file,
    tax_forms,
    transfer,
)
from servicing.api.capability import CapabilityDoor
from servicing.api.limits import BodyLimit
from servicing.api.models import Health
from servicing.api.openapi import description
from servicing.api.operations import Call, Operation, Services, answer_json
from servicing.api.problems import Problem, not_found
from servicing.settings import BadSetting, Settings, read_settings
from servicing.store.tables import Portfolio
from storage import Database, open_database

log = structlog.get_logger("servicing")


def healthz(_call: Call) -> Response:
    """The process answers."""
    return answer_json({"status": "ok"})


def readyz(call: Call) -> Response:
    """The database answers and holds a portfolio; says for which day it was made."""
    try:
        with call.services.database.read() as session:
            session.execute(text("SELECT 1"))
            portfolio = session.get(Portfolio, 1)
    except SQLAlchemyError:
        return answer_json({"status": "not_ready"}, 503)
    if portfolio is None:
        return answer_json({"status": "not_ready"}, 503)
    return answer_json({"status": "ok", "as_of": portfolio.as_of.isoformat()})


HEALTH = (
    Operation("GET", "/healthz", "healthz", "Whether the process is up", healthz, Health, level=None),
    Operation("GET", "/readyz", "readyz", "Whether it can answer", readyz, Health, level=None),
)
OPERATIONS: tuple[Operation, ...] = (
    *loans.OPERATIONS,
    *loan_terms.OPERATIONS,
    *payment_history.OPERATIONS,
    *partial_payment.OPERATIONS,
    *late_charge.OPERATIONS,
    *delinquency.OPERATIONS,
    *foreclosure.OPERATIONS,
    *transfer.OPERATIONS,
    *bankruptcy.OPERATIONS,
    *assistance.OPERATIONS,
    *assumption.OPERATIONS,
    *escrow.OPERATIONS,
    *rate.OPERATIONS,
    *mortgage_insurance.OPERATIONS,
    *military_service.OPERATIONS,
    *curtailment.OPERATIONS,
    *paid_off.OPERATIONS,
    *arithmetic.OPERATIONS,
    *payoff.OPERATIONS,
    *tax_forms.OPERATIONS,
    *postings.OPERATIONS,
    *documents.OPERATIONS,
    *document_requests.OPERATIONS,
    *identity.OPERATIONS,
    *servicing_file.OPERATIONS,
    *HEALTH,
)


async def _http_problem(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return not_found().response()
    return Problem(status, "not_allowed", "This path does not take that method").response()


async def _failure(_request: Request, error: Exception) -> Response:
    # The type alone: a message or a trace could carry a name or an amount.
    log.error("servicing.request.failed", error=type(error).__name__)
    return Problem(500, "failed", "The system of record failed").response()


def build_app(
    *, database: Database, clock: Clock, verify_key: str, wall: Clock | None = None, link_key: bytes | None = None
) -> Starlette:
    """The application over a database, the business's clock and the gateway's public key.

    `wall` is the clock by which capabilities and links run out; the machine's when not given. `link_key` signs links
    to documents; without one a new key is made, and links end with the process.
    """
    wall = wall or SystemClock()
    services = Services(database=database, clock=clock, wall=wall, link_key=link_key or secrets.token_bytes(32))
    document = description(OPERATIONS)

    async def openapi(_request: Request) -> Response:
        return JSONResponse(document)

    return Starlette(
        routes=[
            *(operation.route(services) for operation in OPERATIONS),
            Route("/openapi.json", openapi, methods=["GET"], name="openapi"),
        ],
        middleware=[
            Middleware(BodyLimit),
            Middleware(CapabilityDoor, verify_key=verify_key, wall=wall),
        ],
        exception_handlers={HTTPException: _http_problem, Exception: _failure},
    )


def create_app(settings: Settings | None = None) -> Starlette:
    """The application from the environment; the ASGI factory that `uvicorn --factory` calls.

    Raises:
        BadSetting: when the gateway's public key is not there. BadKeyFile: when a key is empty or cut off.
    """
    settings = settings or read_settings()
    try:
        verify_key = read_text(settings.verify_key)
    except FileNotFoundError as error:
        raise BadSetting(f"no public key of the gateway at {settings.verify_key}") from error
    return build_app(
        database=open_database(settings.database_url),
        clock=settings.clock,
        wall=settings.wall,
        verify_key=verify_key,
        link_key=settings.read_link_key(),
    )
