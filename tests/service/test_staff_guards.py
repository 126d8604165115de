"""Every address of the staff screens has a guard, and the guard holds."""

import re

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from desk.web.room import ANSWERERS, FILE_MAKERS, OVERSEERS, READERS, SUPERVISORS
from staff.web import guards_of
from tests.desk import CONVERSATION, csrf_in, desk_in

OPEN_ON_PURPOSE = {
    "GET /staff/sign-in",
    "HEAD /staff/sign-in",
    "POST /staff/sign-in",
    "GET /staff/demo-accounts/{account}",
    "HEAD /staff/demo-accounts/{account}",
}


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    desk.wait_for_person()
    yield desk
    desk.database.close()


def addresses(desk):
    for address in guards_of(desk.app.routes):
        method, path = address.split()
        yield method, re.sub(r"\{(\w+)\}", CONVERSATION, path), address


def test_every_address_is_guarded_or_open_on_purpose(desk):
    assert {address for address, roles in guards_of(desk.app.routes).items() if roles is None} == OPEN_ON_PURPOSE


def test_the_desk_is_read_by_readers_and_answered_by_answerers(desk):
    for address, roles in guards_of(desk.app.routes).items():
        method, path = address.split()
        if path.startswith("/desk"):
            assert roles == frozenset(expected_at(method, path)), address


def expected_at(method, path):
    supervised = path.endswith(("/take-over", "/give-back")) or path.startswith("/desk/labels")
    if supervised or (method == "POST" and path.startswith("/desk/oversight/team")):
        return SUPERVISORS
    if path.startswith(("/desk/oversight", "/desk/insights")):
        return OVERSEERS
    # Whoever reads may also search and say how they like their desk.
    if path in {"/desk/search", "/desk/preferences"}:
        return READERS
    if path.endswith("/servicing-file"):
        return FILE_MAKERS
    answers = (
        method == "POST" or path.endswith(("/pass", "/approved", "/letters/write")) or path.startswith("/desk/chats")
    )
    return ANSWERERS if answers else READERS


def test_a_route_without_a_guard_is_found():
    async def forgotten(request):
        return PlainTextResponse("anybody")

    with pytest.raises(LookupError, match="/desk/forgotten"):
        guards_of([Route("/desk/forgotten", forgotten)])


async def test_nobody_gets_past_the_sign_in_page_without_a_session(desk):
    for method, path, address in addresses(desk):
        if address not in OPEN_ON_PURPOSE:
            answer = await desk.browser().request(method, path)
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith("/staff/sign-in"), address


async def test_every_form_without_the_sessions_value_is_refused(desk):
    browser = desk.browser("alex.agent")
    for method, path, address in addresses(desk):
        if method == "POST" and address not in OPEN_ON_PURPOSE:
            assert (await browser.post(path)).status_code == 403, address
    assert desk.gateway.lines[CONVERSATION].holder == "queue"


async def test_a_trainer_reaches_nothing_of_the_desk(desk):
    browser = desk.browser("tara.trainer")
    csrf = csrf_in((await browser.get("/staff")).text)
    for method, path, address in addresses(desk):
        if path.startswith("/desk"):
            assert (await browser.request(method, path, headers={"x-csrf-token": csrf})).status_code == 403, address


async def test_a_made_up_or_stale_cookie_is_nobodys(desk):
    for token in ("x" * 43, "", "../../etc", "é"):
        browser = desk.browser()
        answer = await browser.get("/desk", headers={"cookie": f"doorstep_staff={token}".encode()})
        assert answer.status_code == 303


async def test_a_fragment_or_a_stream_without_session_is_told_so_instead_of_being_led_elsewhere(desk):
    fragment = await desk.browser().get("/desk", headers={"hx-request": "true"})
    assert fragment.status_code == 401
    assert fragment.headers["hx-redirect"].startswith("/staff/sign-in")
    stream = await desk.browser().get("/desk/live", headers={"accept": "text/event-stream"})
    assert stream.status_code == 401


@pytest.mark.parametrize("declares", [True, False])
async def test_a_form_that_is_too_large_is_refused_while_it_comes(desk, declares):
    browser = desk.browser("alex.agent")
    sent = 0

    async def endless():
        nonlocal sent
        for _ in range(60):
            sent += 1
            yield b"note=" + b"x" * 1024 * 1024

    headers = {"content-type": "application/x-www-form-urlencoded"}
    if declares:
        headers["content-length"] = str(60 * 1024 * 1024)
    answer = await browser.post("/staff/password", content=endless(), headers=headers)
    assert (answer.status_code, "too large" in answer.text) == (413, True)
    assert sent <= 2
