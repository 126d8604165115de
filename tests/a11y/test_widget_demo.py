"""The demonstration's site."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.a11y.chat_page import ChatPage
from tests.a11y.fake_gateway import FakeGateway
from tests.system import wait_until
from widget.demo import people

PAGES = ["/demo", "/demo/sign-in", "/demo/account"]


def _sign_in(page: Page, site: str, name: str = "Dana Whitfield") -> None:
    page.goto(f"{site}/demo/sign-in")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    expect(page.get_by_role("heading", name=f"Welcome, {name}")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_pages(
    path: str, scheme: Any, page: Page, demo: str, axe: Callable[[], list[Any]], complaints: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    _sign_in(page, demo)
    page.goto(demo + path)
    page.locator("summary").click()
    assert axe() == []
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_screen_of_320_pixels(path: str, page: Page, demo: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    _sign_in(page, demo)
    page.goto(demo + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_javascript_the_pages_can_be_read_and_a_person_signed_in(browser: Browser, demo: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{demo}/demo")
    expect(page.get_by_role("heading", name="Your mortgage, looked after")).to_be_visible()
    expect(page.get_by_text("The chat needs JavaScript.")).to_be_visible()
    expect(page.get_by_text("(555) 555-0100")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    _sign_in(page, demo)
    page.context.close()


def test_every_page_says_that_it_is_fiction(page: Page, demo: str) -> None:
    _sign_in(page, demo)
    for path in PAGES:
        page.goto(demo + path)
        expect(page.get_by_text("Fictional demonstration.")).to_be_visible()


def test_signed_in_the_chat_knows_the_person_and_signed_out_it_does_not(
    page: Page, demo: str, gateway: FakeGateway
) -> None:
    _sign_in(page, demo)
    chat = ChatPage(page).open()
    expect(chat.dialog.get_by_text("Identity confirmed")).to_be_visible()
    chat.press("Close chat")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    chat.open()
    expect(chat.dialog.get_by_text("Identity confirmed")).to_have_count(0)
    wait_until(lambda: len(gateway.conversations) == 2, 10, "a conversation of the stranger's own")


def test_a_sample_question_is_written_into_the_chat_but_not_sent(page: Page, demo: str, gateway: FakeGateway) -> None:
    page.goto(f"{demo}/demo")
    page.get_by_role("button", name="Ask: What is my balance?").click()
    chat = ChatPage(page)
    expect(chat.composer).to_have_value("What is my balance?")
    expect(chat.composer).to_be_focused()
    chat.hears("Hello. I am an automated assistant")
    assert gateway.messages() == []


def test_the_phone_opens_when_a_text_arrives(page: Page, demo: str, gateway: FakeGateway) -> None:
    page.goto(f"{demo}/demo")
    expect(page.get_by_text("Borrower’s phone")).to_be_visible()
    gateway.texts.append(
        {"to_masked": "(•••) •••-0101", "text": "Your code is 123456.", "at": "2026-11-16T15:00:00+00:00"}
    )
    expect(page.get_by_text("Your code is 123456.")).to_be_visible()
    expect(page.get_by_text("To (•••) •••-0101")).to_be_visible()


def test_rosa_is_met_in_spanish(page: Page, demo: str) -> None:
    _sign_in(page, demo, "Rosa Elena Marín")
    page.get_by_role("button", name="Chatee con nosotros").click()
    expect(page.get_by_text("Hola. Soy un asistente automático")).to_be_visible()


def test_the_site_vouches_for_nobody_who_is_not_signed_in(demo: str) -> None:
    assert httpx.get(f"{demo}/demo/host-token", trust_env=False).status_code == 401


def test_the_host_token_holds_what_the_gateway_asks_and_is_never_the_same(demo: str) -> None:
    with httpx.Client(base_url=demo, trust_env=False, follow_redirects=True) as visitor:
        visitor.post("/demo/sign-in", data={"login": "dana.whitfield@example.com"})
        tokens = [visitor.get("/demo/host-token").json()["token"] for _ in range(2)]
    first, second = (jwt.decode(token, options={"verify_signature": False}) for token in tokens)
    assert set(first) == {"iss", "aud", "sub", "iat", "nbf", "exp", "jti"}
    assert (first["iss"], first["aud"], first["sub"]) == (
        "harborline-site",
        "doorstep-gateway",
        "dana.whitfield@example.com",
    )
    assert first["exp"] - first["iat"] == 300
    assert first["jti"] != second["jti"]
    assert jwt.get_unverified_header(tokens[0])["alg"] == "EdDSA"


def test_the_cookie_is_no_host_token_and_is_kept_from_scripts(demo: str) -> None:
    with httpx.Client(base_url=demo, trust_env=False) as visitor:
        answer = visitor.post("/demo/sign-in", data={"login": "dana.whitfield@example.com"})
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    value = re.search(r"harborline_demo=([^;]+)", cookie)
    assert value is not None
    assert jwt.decode(value[1], options={"verify_signature": False})["aud"] == "harborline-site"


@pytest.mark.parametrize("path", ["/demo/sign-in", "/demo/sign-out"])
def test_other_sites_can_neither_sign_in_nor_out(path: str, demo: str) -> None:
    with httpx.Client(base_url=demo, trust_env=False) as visitor:
        answer = visitor.post(
            path, data={"login": "dana.whitfield@example.com"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
    assert "set-cookie" not in answer.headers


def test_the_people_are_those_of_the_servicing_system() -> None:
    known = json.loads(Path("servicing/personas.json").read_text(encoding="utf-8"))["personas"]
    keys = {
        (party["login"], party["name"], loan["loan_id"][-4:], loan["zip"])
        for persona in known
        for party in persona["parties"]
        for loan in persona["loans"]
        if party.get("login")
    }
    assert {(one.login, one.name, one.last4, one.zip) for one in people()} <= keys
