"""The sign-in page."""

import asyncio
import hmac
import math
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from staff.client import Proof, SignInRefused, Staff, TooSoon
from staff.demo import DEMO_ACCOUNTS, DemoAccount
from staff.sessions import csrf_of
from staff.web.pages import Pages, home_of, protected

# Each hashing takes 19 MiB and a core for some 20 ms: this many at once, this many more in line, the rest
# is turned away, so that a flood of sign-ins cannot stop the chat.
HASHING_AT_ONCE = 2
MOST_IN_LINE = 30

REFUSED = "That did not work. Check the account, the password and the code. A code works once: wait for the next one."
BUSY = "Many people are signing in at this moment. Try again in a few seconds."
STALE = "This page was open for too long. Try again."

LONGEST_FIELD = 200
LARGEST_FORM = 8_192


class SignInPages:
    """The pages in front of a session."""

    def __init__(self, staff: Staff, pages: Pages) -> None:
        self._staff = staff
        self._pages = pages
        self._hashing = ThreadPoolExecutor(HASHING_AT_ONCE, thread_name_prefix="sign-in")
        self._in_line = 0
        self._page_cookie = f"{staff.cookie}_page"

    async def show(self, request: Request) -> Response:
        """The form; whoever is signed in already goes on to their work."""
        onward = _own_path(request.query_params.get("next", ""))
        found = await run_in_threadpool(self._staff.enter, request)
        if found is not None:
            return protected(RedirectResponse(onward or home_of(found.member.role), 303))
        return await self._form(request, onward=onward)

    async def enter(self, request: Request) -> Response:
        """A session for who proves to be who they are; the form again, with words, for who does not."""
        if not _is_small(request):
            return protected(PlainTextResponse("This form is too large.", 413))
        form = await request.form()
        onward, account = _own_path(_text(form, "next")), _text(form, "account")
        if not self._is_own_form(request, form):
            return await self._form(request, onward=onward, words=STALE, status=403)
        if self._in_line >= MOST_IN_LINE:
            return await self._form(request, onward=onward, account=account, words=BUSY, status=503)
        address = request.client.host if request.client else ""
        try:
            token = await self._sign_in(Proof(account, _text(form, "password"), _text(form, "code"), address))
        except SignInRefused:
            return await self._form(request, onward=onward, account=account, words=REFUSED, status=401)
        except TooSoon as slow:
            refusal = await self._form(request, onward=onward, account=account, words=_wait_in_words(slow), status=429)
            refusal.headers["retry-after"] = str(math.ceil(slow.wait.total_seconds()))
            return refusal
        # The browser finds its way by role once it is inside.
        answer = RedirectResponse(onward or "/staff/sign-in", 303)
        self._set_cookie(answer, self._staff.cookie, token)
        answer.delete_cookie(self._page_cookie, path="/", secure=self._staff.secure, httponly=True, samesite="strict")
        return protected(answer)

    async def _sign_in(self, proof: Proof) -> str:
        self._in_line += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._hashing, self._staff.sign_in, proof)
        finally:
            self._in_line -= 1

    async def demo_account(self, request: Request) -> Response:
        """One demonstration account with a code that works now, for the button that fills in the form."""
        for person in DEMO_ACCOUNTS:
            if person.account == request.path_params["account"]:
                return protected(JSONResponse(await run_in_threadpool(self._offer, person)))
        return protected(PlainTextResponse("There is no such demonstration account.", 404))

    def _offer(self, person: DemoAccount) -> dict[str, str]:
        return {
            "account": person.account,
            "name": person.name,
            "role": person.role,
            "password": person.password,
            "code": self._staff.demo_code(person.account) or "",
        }

    async def _form(
        self, request: Request, *, onward: str, account: str = "", words: str = "", status: int = 200
    ) -> Response:
        page = request.cookies.get(self._page_cookie) or secrets.token_urlsafe(32)
        people = DEMO_ACCOUNTS if self._staff.demo else ()
        values: dict[str, Any] = {
            "page_csrf": csrf_of(page),
            "onward": onward,
            "account": account,
            "words": words,
            "demo_accounts": [await run_in_threadpool(self._offer, person) for person in people],
        }
        response = self._pages.page(request, "sign-in.html", values, member=None, status=status)
        self._set_cookie(response, self._page_cookie, page)
        return response

    def _is_own_form(self, request: Request, form: FormData) -> bool:
        page = request.cookies.get(self._page_cookie, "")
        return bool(page) and hmac.compare_digest(_text(form, "csrf").encode(), csrf_of(page).encode())

    def _set_cookie(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(name, value, path="/", secure=self._staff.secure, httponly=True, samesite="strict")


def _is_small(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= LARGEST_FORM


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    # A database takes no NUL, and nobody's name has one.
    return value[:LONGEST_FIELD].replace("\0", "") if isinstance(value, str) else ""


def _own_path(onward: str) -> str:
    """The path when it leads to a staff page of this site, or nothing: no redirect to strangers."""
    return onward if onward.startswith(("/desk", "/trainer", "/staff")) and "\\" not in onward else ""


def _wait_in_words(slow: TooSoon) -> str:
    seconds = math.ceil(slow.wait.total_seconds())
    wait = f"{seconds} seconds" if seconds < 120 else f"{math.ceil(seconds / 60)} minutes"
    return f"Too many tries. Wait {wait} and try again."
