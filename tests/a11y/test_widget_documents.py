"""Adding a document in the chat window: offered to whom it is for, by keyboard, on a phone, and refused clearly."""

import contextlib
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.a11y.chat_page import ChatPage
from tests.a11y.fake_gateway import NO_KIND_OF_OURS, FakeGateway
from tests.files import pdf
from tests.gateway import ORIGIN, host_token, house_in

RECEIPT = {"name": "Recibo año.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 paid in full"}
ADD = "Add a document"


@pytest.fixture
def verified(chat: ChatPage) -> ChatPage:
    chat.open()
    chat.ask_for_balance()
    chat.verify()
    return chat


def open_form(chat: ChatPage) -> None:
    chat.press(ADD)
    expect(chat.page.get_by_label("What is it?")).to_be_focused()


def test_a_stranger_is_offered_no_way_to_add_a_document_until_a_person_is_there(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    button = chat.page.get_by_role("button", name=ADD)
    expect(button).to_have_count(0)
    gateway.hold("agent")
    expect(button).to_be_visible()
    gateway.hold("bot")
    expect(button).to_have_count(0)


def test_a_document_goes_with_its_label_by_keyboard_and_shows_in_the_conversation(
    verified: ChatPage, gateway: FakeGateway
) -> None:
    chat, keys = verified, verified.page.keyboard
    chat.composer.focus()
    keys.press("Shift+Tab")
    assert chat.focused() == ADD
    keys.press("Enter")
    expect(chat.page.get_by_label("What is it?")).to_be_focused()
    chat.page.get_by_label("What is it?").select_option("other")
    keys.press("Tab")
    keys.type("letter from the bank")
    keys.press("Tab")
    assert chat.focused() == "file"
    chat.page.get_by_label("Choose a file").set_input_files([RECEIPT])
    chat.page.get_by_role("button", name="Send document").focus()
    keys.press("Enter")
    chat.hears("We have “Recibo año.pdf”")
    [(about, content)] = gateway.uploads
    assert content == RECEIPT["buffer"]
    assert {**about, "id": ""} == {
        "id": "",
        "name": "Recibo año.pdf",
        "label": "other",
        "remark": "letter from the bank",
    }
    expect(chat.page.get_by_label("What is it?")).to_have_count(0)
    expect(chat.composer).to_be_focused()


def test_a_refusal_is_announced_in_the_gateways_words_and_the_form_stays(
    verified: ChatPage, gateway: FakeGateway
) -> None:
    open_form(verified)
    verified.page.get_by_label("Choose a file").set_input_files([{**RECEIPT, "buffer": b"MZ"}])
    verified.press("Send document")
    expect(verified.page.get_by_role("alert").filter(has_text=NO_KIND_OF_OURS)).to_be_visible()
    verified.page.get_by_label("Choose a file").set_input_files([RECEIPT])
    expect(verified.page.get_by_text(NO_KIND_OF_OURS)).to_have_count(0)
    verified.press("Send document")
    verified.hears("We have “Recibo año.pdf”")


def test_a_file_that_is_missing_or_too_large_is_said_before_anything_is_sent(
    verified: ChatPage, gateway: FakeGateway
) -> None:
    open_form(verified)
    verified.press("Send document")
    expect(verified.page.get_by_text("Choose a file first.")).to_be_visible()
    verified.page.get_by_label("Choose a file").set_input_files([{**RECEIPT, "buffer": bytes(10 * 1024 * 1024 + 1)}])
    expect(verified.page.get_by_text("This file has more than 10 MB.")).to_be_visible()
    verified.press("Send document")
    assert gateway.uploads == []


def test_a_broken_line_loses_nothing_and_the_second_try_has_the_same_id(
    verified: ChatPage, gateway: FakeGateway
) -> None:
    open_form(verified)
    verified.page.get_by_label("Choose a file").set_input_files([RECEIPT])
    verified.page.route("**/chat/uploads", lambda route: route.abort())
    verified.press("Send document")
    expect(verified.page.get_by_text("That did not work. Please try again.")).to_be_visible()
    verified.page.unroute("**/chat/uploads")
    verified.press("Send document")
    verified.hears("We have “Recibo año.pdf”")
    assert len(gateway.uploads) == 1


def test_a_document_under_way_shows_its_progress_and_can_be_cancelled(verified: ChatPage, gateway: FakeGateway) -> None:
    gateway.taking = False
    open_form(verified)
    verified.page.get_by_label("Choose a file").set_input_files([RECEIPT])
    verified.press("Send document")
    expect(verified.page.get_by_role("progressbar", name="Sending…")).to_be_visible()
    verified.page.keyboard.press("Escape")
    expect(verified.page.get_by_role("progressbar")).to_have_count(0)
    expect(verified.page.get_by_role("button", name=ADD)).to_be_focused()
    expect(verified.dialog).to_be_visible()
    gateway.taking = True


def test_axe_finds_nothing_in_the_form_in_either_language(verified: ChatPage, axe) -> None:
    open_form(verified)
    assert axe() == []
    verified.press("Español")
    expect(verified.page.get_by_text("Revise que se lea cada línea")).to_be_visible()
    assert axe() == []


def test_on_a_phone_the_camera_is_offered_and_the_form_fits(page: Page, browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    phone = ChatPage(context.new_page())
    phone.page.goto(site)
    phone.open()
    phone.ask_for_balance()
    phone.verify()
    phone.press(ADD)
    camera = phone.page.get_by_label("Or take a photo")
    expect(camera).to_be_visible()
    assert camera.get_attribute("capture") == "environment"
    send = phone.page.get_by_role("button", name="Send document")
    send.scroll_into_view_if_needed()
    expect(send).to_be_in_viewport()
    width = phone.page.evaluate(
        "document.querySelector('doorstep-chat').shadowRoot.querySelector('dialog').scrollWidth"
    )
    assert width <= 320
    context.close()


PAGE = f"""<!doctype html><html lang="en"><title>Harborline</title><h1>Your loan</h1>
<script type="module" src="{ORIGIN}/chat.js"></script>
<doorstep-chat gateway="http://127.0.0.1:%d/" host-token-url="/who"></doorstep-chat></html>"""


def test_the_real_gateway_takes_it_from_a_page_of_another_site(page: Page, tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        answers = {
            "/": ("text/html", PAGE % house.port),
            "/chat.js": ("text/javascript", Path("widget/dist/doorstep-chat.js").read_text(encoding="utf-8")),
            "/who": ("application/json", json.dumps({"token": host_token()})),
        }

        def answer(route: Route) -> None:
            kind, body = answers.get(urlsplit(route.request.url).path, ("text/plain", ""))
            route.fulfill(content_type=kind, body=body)

        # Newer browsers ask before a page of the internet talks to this machine; older ones do not know the question.
        with contextlib.suppress(Error):
            page.context.grant_permissions(["local-network-access"], origin=ORIGIN)
        page.route(f"{ORIGIN}/**", answer)
        page.goto(f"{ORIGIN}/")
        page.get_by_role("button", name="Chat with us").click()
        open_form(ChatPage(page))
        page.get_by_label("Choose a file").set_input_files([{**RECEIPT, "buffer": b"MZ"}])
        page.get_by_role("button", name="Send document").click()
        expect(page.get_by_role("alert").filter(has_text="Only PDF, JPEG and PNG files")).to_be_visible()
        page.get_by_label("Choose a file").set_input_files([{**RECEIPT, "buffer": pdf()}])
        page.get_by_role("button", name="Send document").click()
        expect(page.get_by_text("Proof of payment: Recibo año.pdf")).to_be_visible()
        expect(page.get_by_text("We have “Recibo año.pdf”, received November 16, 2026.")).to_be_visible()
