"""The public app process: every room made once, and their routes under one roof."""

import gc
import hmac
import importlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import desk.web
import gateway.web
import helpdesk.settings
import staff.settings
import staff.web
import trainer.web
from app.keys import PRIVATE_TOKEN, read_secret, read_text, record_cipher
from app.logs import set_up_logs
from app.settings import BadSetting, Settings, settings_from
from desk.client import Cases
from gateway.client import Gateway
from gateway.crowd import Allowance
from gateway.files.scanners import Scanner, scanner_at
from gateway.replies import ApprovedReplies
from gateway.sender import CodeSender, DemoSender
from gateway.wording import wording_from
from helpdesk.client import ChatwootHandoff
from kernel.calendar import office_days
from kernel.clock import Clock
from kernel.office import OfficeHours
from records.client import Records
from servicing.client import ServicingClient
from staff.client import Staff
from staff.demo import ensure_demo_accounts
from storage import Database, open_database
from trainer.client import TrainerInbox
from trainer.workshop import Workshop, open_workshop
from widget.demo import DemoSite
from widget.demo import routes as demo_routes

ROOT = Path(__file__).parent.parent
SERVICER = "Harborline Home Servicing"


@dataclass(frozen=True)
class Rooms:
    """Everything the app process is made of."""

    database: Database
    records: Records
    staff: Staff
    cases: Cases
    inbox: TrainerInbox
    workshop: Workshop
    sender: CodeSender
    gateway: Gateway
    chatwoot: ChatwootHandoff | None


def outside_desk(settings: Settings, database: Database, clock: Clock, cases: Cases) -> ChatwootHandoff | None:
    """The help desk that the servicer has; None when people answer at our own desk.

    Raises:
        BadSetting: when it is asked for and cannot be reached as it is set.
    """
    try:
        wanted = helpdesk.settings.settings_from()
    except helpdesk.settings.BadSetting as error:
        raise BadSetting(str(error)) from None
    if wanted is None:
        return None
    page = f"{settings.public_url}/desk/conversations/{{}}".format
    return ChatwootHandoff(wanted, database=database, clock=clock, cases=cases, page=page)


def code_sender(settings: Settings, database: Database) -> CodeSender:
    """What sends one-time codes: the demonstration's phone panel, or the class that the operator names.

    Raises:
        BadSetting: when the named class cannot be made.
    """
    if not settings.code_sender:
        return DemoSender(database, settings.wall)
    module, _, name = settings.code_sender.partition(":")
    try:
        sender: CodeSender = getattr(importlib.import_module(module), name)()
    except (ImportError, AttributeError, TypeError) as error:
        raise BadSetting(f"DOORSTEP_CODE_SENDER={settings.code_sender!r}: {type(error).__name__}") from error
    return sender


def document_scanner(settings: Settings) -> Scanner:
    """What says that a borrower's document is clean.

    Raises:
        BadSetting: when the address of the ClamAV daemon cannot be one.
    """
    try:
        return scanner_at(settings.clamav)
    except ValueError as error:
        raise BadSetting(f"DOORSTEP_CLAMAV={settings.clamav!r}: {error}") from error


def make_rooms(settings: Settings, private_token: str) -> Rooms:
    """The rooms, wired to each other."""
    database = open_database(settings.database_url)
    wall = settings.wall
    records = Records(database, record_cipher(settings.keys), wall)
    workers = staff.settings.settings_from()
    people = Staff(
        database,
        wall,
        key=workers.key(),
        demo=settings.demo,
        secure=settings.public_url.startswith("https://"),
        idle=workers.idle,
        longest=workers.longest,
    )
    office = OfficeHours(days=office_days(closed_on=settings.closed_on))
    cases = Cases(database, wall, office)
    chatwoot = outside_desk(settings, database, wall, cases)
    inbox = TrainerInbox(database, wall)
    sender = code_sender(settings, database)
    door = Gateway(
        database=database,
        records=records,
        cases=cases,
        trainer=inbox,
        servicing=lambda capability: ServicingClient(settings.servicing_url, capability),
        sender=sender,
        wording=wording_from(ROOT),
        clock=settings.clock,
        signing_key=read_text(settings.keys, "gateway_signing.pem"),
        host_verify_key=read_text(settings.keys, "host_verify.pem"),
        pepper=read_secret(settings.keys, "pepper"),
        rasa_url=settings.rasa_url,
        private_token=private_token,
        scanner=document_scanner(settings),
        wall=wall,
        handoff=chatwoot,
        office=office,
        notice_address=settings.notice_address,
    )
    if chatwoot is not None:
        chatwoot.attach(door)
    workshop = open_workshop(database, wall, home=settings.home)
    return Rooms(database, records, people, cases, inbox, workshop, sender, door, chatwoot)


class Health:
    """What load balancers and the supervisor ask."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def alive(self, _request: Request) -> Response:
        """The process runs."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _request: Request) -> Response:
        """The process can keep a message: its database answers."""
        try:
            await run_in_threadpool(self._ask_database)
        except Exception as error:
            return JSONResponse({"status": "not ready", "reason": type(error).__name__}, 503)
        return JSONResponse({"status": "ready"})

    def _ask_database(self) -> None:
        with self._rooms.database.read() as session:
            session.execute(text("SELECT 1"))


def _shared_files(demo: bool) -> list[BaseRoute]:
    widget_folder = ROOT / "widget"

    async def chat_window(_request: Request) -> Response:
        return FileResponse(widget_folder / "dist" / "doorstep-chat.js", media_type="text/javascript")

    found: list[BaseRoute] = [
        Route("/widget/doorstep-chat.js", chat_window),
        Mount("/static/widget", StaticFiles(directory=widget_folder / "static")),
    ]
    if not demo:
        found.append(Route("/", lambda _request: RedirectResponse("/desk")))
    return found


def _demo_site(settings: Settings) -> Sequence[BaseRoute]:
    if not settings.demo:
        return ()
    site = DemoSite(
        read_text(settings.keys, "host_signing.pem"), settings.wall, settings.public_url.startswith("https://")
    )
    return demo_routes(site)


def _metrics_for(private_token: str) -> Callable[[Request], Response]:
    expected = f"Bearer {private_token}".encode()

    def metrics(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
            return PlainTextResponse("The private token is missing or wrong.", 401, {"www-authenticate": "Bearer"})
        return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return metrics


def _routes(settings: Settings, rooms: Rooms, private_token: str) -> Sequence[BaseRoute]:
    health = Health(rooms)
    return [
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/internal/metrics", _metrics_for(private_token)),
        *_shared_files(settings.demo),
        *_demo_site(settings),
        *gateway.web.routes(
            rooms.gateway,
            allowed_origins=settings.allowed_origins,
            allowance=Allowance(settings.chats_per_address, settings.calls_per_address),
            demo_phone=rooms.sender if isinstance(rooms.sender, DemoSender) else None,
        ),
        *staff.web.routes(rooms.staff),
        *desk.web.routes(
            staff=rooms.staff,
            cases=rooms.cases,
            gateway=rooms.gateway,
            records=rooms.records,
            clock=settings.wall,
            servicer=SERVICER,
            replies=ApprovedReplies.at(ROOT),
            offers_last=settings.offers_last,
        ),
        *(rooms.chatwoot.routes() if rooms.chatwoot else ()),
        *trainer.web.routes(staff=rooms.staff, workshop=rooms.workshop, private_token=private_token),
    ]


def create_app() -> Starlette:
    """The app as uvicorn serves it, from the environment."""
    settings = settings_from()
    set_up_logs(as_json=not settings.demo)
    private_token = os.environ.get("DOORSTEP_PRIVATE_TOKEN") or read_text(settings.keys, PRIVATE_TOKEN)
    rooms = make_rooms(settings, private_token)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        if settings.demo:
            await run_in_threadpool(ensure_demo_accounts, rooms.staff)
        await rooms.gateway.start()
        if rooms.chatwoot is not None:
            await rooms.chatwoot.start()
        _leave_what_stays()
        yield
        if rooms.chatwoot is not None:
            await rooms.chatwoot.stop()
        await rooms.gateway.stop()
        await run_in_threadpool(rooms.workshop.close)
        rooms.database.close()

    return Starlette(routes=_routes(settings, rooms, private_token), lifespan=lifespan)


def _leave_what_stays() -> None:
    """Spares the collector what was loaded for good: a walk through it holds every page up for a tenth of a second."""
    gc.collect()
    gc.freeze()
