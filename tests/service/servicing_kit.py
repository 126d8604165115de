"""A seeded system of record with the keys to call it, for tests through its HTTP door."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import socket
import threading
import time
import uuid
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kernel.clock import StoppedClock
from servicing.api.app import build_app
from servicing.migrate import migrate
from servicing.portfolio.personas import read_personas
from servicing.store.portfolio import seed_portfolio
from tests.databases import copied_database, empty_database

AS_OF = date(2026, 11, 16)
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def clock(day=AS_OF):
    """Half past ten in the morning of the day, in the servicer's zone."""
    return StoppedClock(datetime(day.year, day.month, day.day, 10, 30, tzinfo=ZoneInfo("America/New_York")))


@cache
def _seeded(day, backend, folder):
    """The portfolio of a day, made once for each kind of database to be copied from."""
    original = Path(folder, f"{backend}-{day}")
    original.mkdir()
    database = empty_database(backend, original)
    migrate(database)
    seed_portfolio(database, read_personas(), clock(day))
    database.close()
    return database


def seeded_copy(tmp_path_factory, day=AS_OF, backend="sqlite"):
    """A fresh copy of a portfolio seeded for the day, to be closed; the original is made once."""
    original = _seeded(day, backend, tmp_path_factory.getbasetemp())
    return copied_database(original, tmp_path_factory.mktemp("servicing"))


def application(database, day=AS_OF):
    return build_app(database=database, clock=clock(day), verify_key=PUBLIC, wall=clock(day))


@contextlib.contextmanager
def served(app):
    """The app on a free port: its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


def moment(day=AS_OF):
    """The clock's moment as a token states it."""
    return int(clock(day).now().timestamp())


def claims(sub="P01", loans=("4400100001",), level="verified", day=AS_OF, **changes):
    """The claims of a good capability on a day; a change to None leaves the claim out."""
    now = moment(day)
    good = {
        "iss": "doorstep-gateway",
        "aud": "doorstep-servicing",
        "sub": sub,
        "conversation": "c-1",
        "loans": list(loans) if isinstance(loans, tuple) else loans,
        "level": level,
        "iat": now,
        "nbf": now,
        "exp": now + 60,
        "jti": uuid.uuid4().hex,
    } | changes
    return {name: value for name, value in good.items() if value is not None}


def token(*given, key=KEY, **changes):
    return jwt.encode(claims(*given, **changes), key, algorithm="EdDSA")


def forged(algorithm, payload, secret=b""):
    """A token put together by hand, as an attacker would."""

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    signed = part(json.dumps({"alg": algorithm, "typ": "JWT"}).encode()) + b"." + part(json.dumps(payload).encode())
    signature = part(hmac.new(secret, signed, hashlib.sha256).digest()) if secret else b""
    return (signed + b"." + signature).decode()


class Http:
    """An HTTP client that calls the application directly and shows the answer a server would send."""

    def __init__(self, app, headers=()):
        self.app = app
        self.headers = dict(headers)

    def request(self, method, path, *, headers=(), **given):
        return asyncio.run(self._request(method, path, self.headers | dict(headers), given))

    async def _request(self, method, path, headers, given):
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://servicing") as client:
            return await client.request(method, path, headers=headers, **given)


class Caller:
    """Somebody with a capability, calling the application."""

    def __init__(self, app, *given, **changes):
        self.http = Http(app, {"Authorization": f"Bearer {token(*given, **changes)}"})

    def get(self, path, **given):
        return self.http.request("GET", path, **given)

    def post(self, path, body, key="key-1", version=None):
        headers = ({} if key is None else {"Idempotency-Key": key}) | ({} if version is None else {"If-Match": version})
        return self.http.request("POST", path, json=body, headers=headers)


def facts(response):
    """The values of an answer under their names."""
    return {fact["name"]: fact["value"] for fact in response.json()["facts"]}
