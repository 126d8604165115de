"""The web site of a servicer that does not exist, to show the chat window where borrowers would meet it.

Only a demonstration mounts these routes. Whoever picks a person here is signed in as that person, without a password.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.templating import Jinja2Templates

from kernel.clock import Clock

HERE = Path(__file__).parent
COOKIE = "harborline_demo"
COOKIE_LIFE = timedelta(hours=8)
HOST_TOKEN_LIFE = timedelta(minutes=5)
ISSUER = "harborline-site"
# A cookie must never pass for a host token: each is meant for one reader.
COOKIE_READER, HOST_TOKEN_READER = "harborline-site", "doorstep-gateway"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SAMPLE_QUESTIONS = {
    "en": (
        "What is my balance?",
        "How much would it cost to pay off my loan on December 15?",
        "I need a payoff statement, please.",
        "Can I get my 1098 for last year?",
        "I want to talk to a person.",
    ),
    "es": (
        "¿Cuál es mi saldo?",
        "¿Cuánto debo para liquidar mi préstamo el 15 de diciembre?",
        "Necesito mi formulario 1098 del año pasado.",
        "Quiero hablar con una persona.",
    ),
}


@dataclass(frozen=True)
class DemoSite:
    """What the demonstration's site is given.

    Attributes:
        signing_key: the site's private Ed25519 key as PEM, with which it vouches for its visitors to the gateway.
        clock: the real time; tokens and cookies run by it.
        secure: whether the site is served over HTTPS, so that its cookie may insist on it.
    """

    signing_key: str
    clock: Clock
    secure: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody a visitor of the demonstration can be."""

    login: str
    name: str
    language: str
    last4: str
    zip: str
    about: str
    first: bool = False


@cache
def people() -> tuple[Person, ...]:
    """Everybody who can be signed in as, the most telling first."""
    return tuple(Person(**entry) for entry in json.loads((HERE / "demo_people.json").read_text(encoding="utf-8")))


def routes(site: DemoSite) -> list[BaseRoute]:
    """The pages of the demonstration; `/static/widget` and `/widget/doorstep-chat.js` are served beside them."""
    pages = _Pages(site)
    return [
        Route("/", pages.home),
        Route("/demo", pages.home),
        Route("/demo/sign-in", pages.choose, methods=["GET"]),
        Route("/demo/sign-in", pages.sign_in, methods=["POST"]),
        Route("/demo/sign-out", pages.sign_out, methods=["POST"]),
        Route("/demo/account", pages.account),
        Route("/demo/host-token", pages.host_token),
    ]


class _Pages:
    def __init__(self, site: DemoSite) -> None:
        self._site = site
        self._key = load_pem_private_key(site.signing_key.encode(), password=None)
        self._public = self._key.public_key()
        self._templates = Jinja2Templates(directory=HERE / "demo_templates")

    async def home(self, request: Request) -> Response:
        return self._page(request, "home.html", example=people()[0])

    async def choose(self, request: Request) -> Response:
        return self._page(request, "sign_in.html", people=people())

    async def account(self, request: Request) -> Response:
        if self._signed_in(request) is None:
            return _away("/demo/sign-in")
        return self._page(request, "account.html")

    async def sign_in(self, request: Request) -> Response:
        form = await request.form()
        person = _person(str(form.get("login", "")))
        if person is None or not _from_here(request):
            return _away("/demo/sign-in")
        response = _away("/demo/account")
        token = self._token(COOKIE_READER, person.login, COOKIE_LIFE)
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(COOKIE_LIFE.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self._site.secure,
        )
        return response

    async def sign_out(self, request: Request) -> Response:
        response = _away("/demo")
        if _from_here(request):
            response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._site.secure)
        return response

    async def host_token(self, request: Request) -> Response:
        """The site's word to the gateway about who is signed in, good once and for five minutes."""
        person = self._signed_in(request)
        if person is None or not _from_here(request):
            return JSONResponse({"code": "signed_out"}, status_code=401, headers=HEADERS)
        token = self._token(HOST_TOKEN_READER, person.login, HOST_TOKEN_LIFE)
        return JSONResponse({"token": token}, headers=HEADERS)

    def _page(self, request: Request, template: str, **values: Any) -> Response:
        person = self._signed_in(request)
        context = {"person": person, "questions": SAMPLE_QUESTIONS, **values}
        return self._templates.TemplateResponse(request, template, context, headers=HEADERS)

    def _token(self, reader: str, login: str, life: timedelta) -> str:
        now = self._site.clock.now()
        claims = {
            "iss": ISSUER,
            "aud": reader,
            "sub": login,
            "iat": now,
            "nbf": now,
            "exp": now + life,
            "jti": secrets.token_urlsafe(16),
        }
        return jwt.encode(claims, self._key, algorithm="EdDSA")  # type: ignore[arg-type]

    def _signed_in(self, request: Request) -> Person | None:
        try:
            claims = jwt.decode(
                request.cookies.get(COOKIE, ""),
                self._public,  # type: ignore[arg-type]
                algorithms=["EdDSA"],
                audience=COOKIE_READER,
                issuer=ISSUER,
                # The end is held against the injected clock below.
                options={"require": ["exp", "sub"], "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
        except jwt.PyJWTError:
            return None
        ends = datetime.fromtimestamp(claims["exp"], tz=UTC)
        return _person(claims["sub"]) if self._site.clock.now() < ends else None


def _person(login: str) -> Person | None:
    return next((person for person in people() if person.login == login), None)


def _from_here(request: Request) -> bool:
    """Whether the browser says that the request comes from this site, or says nothing."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _away(path: str) -> RedirectResponse:
    return RedirectResponse(path, status_code=303, headers=HEADERS)
