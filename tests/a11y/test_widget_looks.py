"""What the chat window looks like to axe, to the content security policy, and on small or enlarged screens."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.a11y.chat_page import ChatPage
from tests.a11y.fake_gateway import FakeGateway

Axe = Callable[[], list[dict[str, Any]]]


def _closed(chat: ChatPage, gateway: FakeGateway) -> None:
    expect(chat.page.get_by_role("button", name="Chat with us")).to_be_visible()


def _open(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()


def _documents(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.say("payoff")
    chat.hears("Payoff statement, loan ending 0001")


def _form(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open().ask_for_balance()


def _form_with_errors(chat: ChatPage, gateway: FakeGateway) -> None:
    _form(chat, gateway)
    chat.press("Send me a code")
    expect(chat.page.get_by_text("Enter the 4 digits")).to_be_visible()


def _verified_with_menu(chat: ChatPage, gateway: FakeGateway) -> None:
    _form(chat, gateway)
    chat.verify()
    chat.press("More options")
    expect(chat.page.get_by_role("button", name="PDF")).to_be_visible()


def _with_agent(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.hold("agent")
    gateway.say("agent", "Hello, this is Alex.", "Alex Rivera")
    chat.hears("Hello, this is Alex.")
    gateway.push({"type": "typing", "author": "Alex Rivera", "on": True})
    expect(chat.page.get_by_text("Alex Rivera is typing")).to_be_visible()


def _disconnected(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.unplug()
    chat.say("are you there?")
    expect(chat.status).to_contain_text("Connection lost")


def _spanish(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.press("Español")
    expect(chat.page.get_by_role("button", name="Hablar con una persona")).to_be_visible()


STATES = [
    _closed,
    _open,
    _documents,
    _form,
    _form_with_errors,
    _verified_with_menu,
    _with_agent,
    _disconnected,
    _spanish,
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__.strip("_"))
def test_axe_finds_nothing(reach: Any, scheme: Any, chat: ChatPage, gateway: FakeGateway, axe: Axe) -> None:
    chat.page.emulate_media(color_scheme=scheme)
    reach(chat, gateway)
    assert axe() == []


def test_axe_notices_a_button_without_a_name(chat: ChatPage, axe: Axe) -> None:
    chat.open()
    chat.page.evaluate(
        """document.querySelector("doorstep-chat").shadowRoot.querySelector("header")
           .append(document.createElement("button"))"""
    )
    assert [rule["id"] for rule in axe()] == ["button-name"]


def test_a_whole_conversation_breaks_no_content_security_policy(
    chat: ChatPage, gateway: FakeGateway, complaints: list[str]
) -> None:
    _verified_with_menu(chat, gateway)
    chat.press("More options")
    chat.say("payoff")
    chat.hears("Payoff statement, loan ending 0001")
    assert complaints == []


def test_the_policy_is_enforced_on_the_test_page(chat: ChatPage, complaints: list[str]) -> None:
    chat.page.evaluate("""document.body.setAttribute("style", "color: red")""")
    chat.page.wait_for_function("getComputedStyle(document.body).color === 'rgb(0, 0, 0)'")
    assert any("Content Security Policy" in complaint for complaint in complaints)


@pytest.mark.parametrize(
    "reach", [_open, _documents, _form_with_errors, _with_agent], ids=lambda r: r.__name__.strip("_")
)
def test_nothing_is_wider_than_a_screen_of_320_pixels(reach: Any, chat: ChatPage, gateway: FakeGateway) -> None:
    chat.page.set_viewport_size({"width": 320, "height": 640})
    reach(chat, gateway)
    widest = chat.dialog.evaluate(
        """dialog => Math.max(document.documentElement.scrollWidth,
            ...[dialog, ...dialog.querySelectorAll("*")].map((one) => one.getBoundingClientRect().right))"""
    )
    assert widest <= 320


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (320, 640)])
def test_with_text_twice_as_large_everything_can_be_reached(
    width: int, height: int, chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.page.set_viewport_size({"width": width, "height": height})
    chat.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    _form(chat, gateway)
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= width
    for button in ("Talk to a person", "Close chat", "Send me a code", "Send"):
        control = chat.page.get_by_role("button", name=button, exact=True)
        control.scroll_into_view_if_needed()
        expect(control).to_be_in_viewport()


def test_what_can_be_pressed_is_at_least_24_pixels_high_and_wide(chat: ChatPage, gateway: FakeGateway) -> None:
    _verified_with_menu(chat, gateway)
    sizes = chat.dialog.get_by_role("button").evaluate_all(
        """all => all.map((one) => [one, one.getBoundingClientRect()])
            .map(([one, box]) => [one.textContent.trim(), box.width, box.height])"""
    )
    assert sizes
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_the_page_around_it_does_not_change_how_the_window_looks(chat: ChatPage) -> None:
    chat.open()
    before = chat.composer.evaluate("field => getComputedStyle(field).fontFamily + getComputedStyle(field).color")
    chat.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { color: red !important; font-family: cursive !important; display: inline }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    after = chat.composer.evaluate("field => getComputedStyle(field).fontFamily + getComputedStyle(field).color")
    assert after == before


def test_motion_stops_for_those_who_ask_for_less(page: Page, chat: ChatPage, gateway: FakeGateway) -> None:
    page.emulate_media(reduced_motion="reduce")
    _with_agent(chat, gateway)
    assert chat.dialog.locator(".beat i").first.evaluate("dot => getComputedStyle(dot).animationName") == "none"


def test_edges_stay_visible_in_forced_colors(page: Page, chat: ChatPage, gateway: FakeGateway) -> None:
    page.emulate_media(forced_colors="active")
    chat.open()
    message = chat.log.locator(".text").first
    assert message.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
