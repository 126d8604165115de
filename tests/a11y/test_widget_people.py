"""Who the borrower is, who answers, and in which language."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.a11y.chat_page import ChatPage
from tests.a11y.fake_gateway import FakeGateway
from tests.system import wait_until


def test_the_form_says_beside_each_field_what_is_wrong_with_it(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open().ask_for_balance()
    chat.page.get_by_label("Last 4").fill("12")
    chat.press("Send me a code")
    for label, words in (
        ("Last 4", "Enter the 4 digits, for example 0417."),
        ("ZIP", "Enter the 5 digits of the ZIP code."),
    ):
        field = chat.page.get_by_label(label)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(words)
    assert chat.focused() == "last4"
    assert not [frame for frame in gateway.received if frame["type"] == "identify"]


def test_the_form_forgives_spaces_and_a_longer_zip(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open().ask_for_balance()
    chat.page.get_by_label("Last 4").fill(" 00 01")
    chat.page.get_by_label("ZIP").fill("44001-1234")
    chat.press("Send me a code")
    expect(chat.page.get_by_label("6-digit code")).to_be_visible()
    (sent,) = [frame for frame in gateway.received if frame["type"] == "identify"]
    assert (sent["last4"], sent["zip"]) == ("0001", "44001")


def test_fields_help_phones_to_fill_them(chat: ChatPage) -> None:
    chat.open().ask_for_balance()
    expect(chat.page.get_by_label("ZIP")).to_have_attribute("autocomplete", "postal-code")
    expect(chat.page.get_by_label("ZIP")).to_have_attribute("inputmode", "numeric")
    chat.page.get_by_label("Last 4").fill("0001")
    chat.page.get_by_label("ZIP").fill("44001")
    chat.press("Send me a code")
    code = chat.page.get_by_label("6-digit code")
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    expect(code).to_have_attribute("inputmode", "numeric")


def test_the_form_says_what_is_never_asked_for(chat: ChatPage) -> None:
    chat.open().ask_for_balance()
    expect(chat.dialog.get_by_text("We never ask here for your Social Security number")).to_be_visible()


def test_a_wrong_code_leaves_the_form_for_another_try(chat: ChatPage) -> None:
    chat.open().ask_for_balance()
    chat.page.get_by_label("Last 4").fill("0001")
    chat.page.get_by_label("ZIP").fill("44001")
    chat.press("Send me a code")
    chat.page.get_by_label("6-digit code").fill("999999")
    chat.press("Confirm")
    chat.hears("That code is not right")
    expect(chat.page.get_by_label("6-digit code")).to_have_value("")
    chat.page.get_by_label("6-digit code").fill("123456")
    chat.press("Confirm")
    chat.hears("$306,237.11")
    expect(chat.dialog.get_by_text("Identity confirmed")).to_be_visible()
    expect(chat.page.get_by_label("6-digit code")).to_have_count(0)


def test_a_right_code_whose_answer_was_lost_is_not_asked_for_again(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open().ask_for_balance()
    chat.page.get_by_label("Last 4").fill("0001")
    chat.page.get_by_label("ZIP").fill("44001")
    chat.press("Send me a code")
    gateway.losing_proof = True
    chat.page.get_by_label("6-digit code").fill("123456")
    chat.press("Confirm")
    chat.hears("$306,237.11")
    expect(chat.dialog.get_by_text("Identity confirmed")).to_be_visible()
    assert len(gateway.conversations) == 1


def test_proof_of_identity_is_never_written_to_storage(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open().ask_for_balance()
    gateway.unplug()
    expect(chat.status).to_contain_text("Connection lost")
    chat.page.get_by_label("Last 4").fill("0417")
    chat.page.get_by_label("ZIP").fill("98765")
    chat.press("Send me a code")
    expect(chat.page.get_by_role("button", name="Checking…")).to_be_visible()
    stored = chat.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "0417" not in stored
    assert "98765" not in stored


def test_the_form_can_be_put_aside(chat: ChatPage) -> None:
    chat.open().ask_for_balance()
    chat.press("Not now")
    expect(chat.page.get_by_label("Last 4")).to_have_count(0)
    expect(chat.composer).to_be_focused()


def test_a_visitor_who_is_signed_in_on_the_site_is_known_in_the_chat(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.host_login = "dana.whitfield@example.com"
    chat.open()
    expect(chat.dialog.get_by_text("Identity confirmed")).to_be_visible()
    chat.say("balance")
    chat.hears("$306,237.11")


def test_signing_in_later_upgrades_the_same_conversation(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.say("hello")
    chat.hears("You wrote: hello")
    chat.press("Close chat")
    gateway.host_login = "dana.whitfield@example.com"
    chat.open()
    expect(chat.dialog.get_by_text("Identity confirmed")).to_be_visible()
    assert len(gateway.conversations) == 1


def test_a_visitor_who_signs_in_in_another_tab_is_known_as_soon_as_it_matters(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    gateway.host_login = "dana.whitfield@example.com"
    chat.say("balance")
    expect(chat.dialog.get_by_text("Identity confirmed")).to_be_visible()
    expect(chat.page.get_by_label("Last 4")).to_have_count(0)
    assert len(gateway.conversations) == 1


def test_when_the_proof_lapses_the_sign_in_of_the_site_is_used_again(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.host_login = "dana.whitfield@example.com"
    chat.open()
    expect(chat.dialog.get_by_text("Identity confirmed")).to_be_visible()
    gateway.only.level = "none"
    gateway.push(gateway.only.state())
    wait_until(lambda: [frame for frame in gateway.received if frame["type"] == "host_token"], 8, "a new sign-in")
    assert gateway.only.level == "verified"


def test_the_next_visitor_does_not_see_the_chat_of_the_one_who_signed_out(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.host_login = "dana.whitfield@example.com"
    chat.open()
    chat.say("balance")
    chat.hears("$306,237.11")
    chat.press("Close chat")
    gateway.host_login = "marcus.oyelaran@example.com"
    chat.page.reload()
    chat.open()
    for _ in range(50):
        if len(gateway.conversations) == 2:
            break
        chat.page.wait_for_timeout(100)
    assert len(gateway.conversations) == 2
    expect(chat.log.get_by_text("$306,237.11")).to_have_count(0)


def test_the_status_line_names_the_agent(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.page.get_by_role("button", name="Talk to a person", exact=True).first.click()
    expect(chat.status).to_have_text("Waiting for a person. You can keep writing.")
    gateway.hold("agent")
    gateway.say("agent", "Hello, this is Alex.", "Alex Rivera")
    expect(chat.status).to_have_text("You are talking with Alex Rivera")
    expect(chat.log.get_by_text("Alex Rivera", exact=True)).to_be_visible()
    gateway.hold("bot")
    expect(chat.status).to_have_text("Connected")


def test_an_agent_learns_that_the_borrower_is_typing_and_the_bot_does_not(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.composer.press_sequentially("to the bot")
    gateway.hold("agent")
    gateway.say("agent", "Hello, this is Alex.", "Alex Rivera")
    chat.hears("Hello, this is Alex.")
    assert not [frame for frame in gateway.received if frame["type"] == "typing"]
    chat.composer.press_sequentially("to Alex")
    wait_until(lambda: [frame for frame in gateway.received if frame["type"] == "typing"], 8, "typing is told")


def test_words_from_outside_are_shown_as_text(chat: ChatPage, gateway: FakeGateway, complaints: list[str]) -> None:
    payload = """<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"""
    chat.open()
    chat.say(payload)
    gateway.say("agent", payload, payload, buttons=[{"title": payload}], documents=[
        {"document_id": "x", "title": payload, "media_type": "application/pdf"}
    ])  # fmt: skip
    expect(chat.log.get_by_text(payload)).to_have_count(6)
    assert chat.dialog.locator("img, script").count() == 0
    assert chat.page.title() == "Harborline Home Servicing"
    assert complaints == []


def test_a_document_opens_in_a_tab_of_its_own(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.say("payoff")
    card = chat.page.get_by_role("button", name="Payoff statement, loan ending 0001 PDF, opens in a new tab")
    with chat.page.expect_popup() as popup:
        card.focus()
        card.press("Enter")
    popup.value.wait_for_url("**/chat/documents/doc-1?ticket=t")
    expect(popup.value.get_by_text("document doc-1")).to_be_visible()


def test_a_verified_borrower_downloads_the_conversation(chat: ChatPage) -> None:
    chat.open().ask_for_balance()
    chat.press("More options")
    expect(chat.page.get_by_role("button", name="Plain text")).to_have_count(0)
    chat.press("More options")
    chat.verify()
    chat.press("More options")
    with chat.page.expect_download() as download:
        chat.press("Plain text")
    assert download.value.suggested_filename == "conversation.txt"
    assert "$306,237.11" in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_language_switch_changes_every_word_of_the_window_and_tells_the_gateway(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open().ask_for_balance()
    chat.press("Español")
    for name in ("Hablar con una persona", "Cerrar el chat", "Envíenme un código", "Enviar"):
        expect(chat.page.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(chat.page.get_by_role("textbox", name="Su mensaje")).to_be_visible()
    wait_until(lambda: gateway.only.language == "es", 8, "the gateway knows the language")
    gateway.say("bot", "Claro que sí.")
    expect(chat.page.get_by_text("Claro que sí.")).to_have_attribute("lang", "es")
    expect(chat.page.get_by_text("Hello. I am an automated assistant")).to_have_attribute("lang", "en")
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="Hablar con una persona")).to_be_visible()


def test_the_bot_can_change_the_language_of_the_window(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.only.language = "es"
    gateway.push(gateway.only.state())
    expect(chat.page.get_by_role("button", name="Hablar con una persona")).to_be_visible()


def test_a_spanish_page_gets_a_spanish_window(page: Page, site: str, gateway: FakeGateway) -> None:
    page.goto(f"{site}/?lang=es")
    page.get_by_role("button", name="Chatee con nosotros").click()
    expect(page.get_by_text("Hola. Soy un asistente automático")).to_be_visible()
    assert gateway.only.language == "es"


def test_both_languages_have_the_same_words(page: Page, site: str) -> None:
    page.goto(site)
    tables = page.evaluate(
        """async () => {
            const {STRINGS} = await import("/src/strings/index.js");
            return JSON.stringify(STRINGS);
        }"""
    )
    en, es = json.loads(tables)["en"], json.loads(tables)["es"]
    assert list(en) == list(es)
    assert all(words.strip() for words in [*en.values(), *es.values()])
    assert [key for key in en if en[key] == es[key]] == []
