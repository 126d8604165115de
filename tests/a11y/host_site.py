"""A servicer's page with the chat window on it, served under the policy that Doorstep's own pages have."""

import base64
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kernel.clock import SystemClock
from widget import demo

if TYPE_CHECKING:
    from tests.a11y.fake_gateway import FakeGateway

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
WIDGET = Path("widget")
PAGE = """<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Harborline Home Servicing</title><script type="module" src="/widget/doorstep-chat.js"></script></head>
<body><header><p>Harborline</p></header><main><h1>Your loan</h1><p><a href="/other">Elsewhere</a></p></main>
<doorstep-chat {attributes}></doorstep-chat></body></html>"""


async def chat_window(request: Request) -> Response:
    """The built file, as the app serves it."""
    return Response((WIDGET / "dist" / "doorstep-chat.js").read_bytes(), media_type="text/javascript")


def demo_routes(gateway: "FakeGateway") -> list[BaseRoute]:
    """The demonstration's site, with a phone that shows what the fake gateway has in `texts`."""
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    async def phone(request: Request) -> Response:
        return JSONResponse({"messages": gateway.texts})

    return [
        *demo.routes(demo.DemoSite(signing_key=key.decode(), clock=SystemClock())),
        Route("/demo/phone", phone),
        Route("/widget/doorstep-chat.js", chat_window),
        Mount("/static/widget", StaticFiles(directory=WIDGET / "static")),
    ]


def host_routes(gateway: "FakeGateway") -> list[BaseRoute]:
    """The page at `/` and `/other`, its language chosen by `?lang=`; the sign-in at `/host-token`."""

    async def page(request: Request) -> Response:
        lang = request.query_params.get("lang", "en")
        attributes = 'host-token-url="/host-token" phone="(555) 555-0100"'
        html = PAGE.format(lang=escape(lang), attributes=attributes)
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})

    async def host_token(request: Request) -> Response:
        if gateway.host_login is None:
            return Response(status_code=401)
        claims = base64.urlsafe_b64encode(json.dumps({"sub": gateway.host_login}).encode()).decode().rstrip("=")
        return JSONResponse({"token": f"e30.{claims}.c2ln"})

    return [
        Route("/", page),
        Route("/other", page),
        Route("/host-token", host_token),
        Route("/widget/doorstep-chat.js", chat_window),
        Mount("/src", StaticFiles(directory=WIDGET / "src")),
    ]
