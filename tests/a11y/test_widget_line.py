"""What becomes of messages when the line breaks, the page is reloaded, or two tabs are open."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.a11y.chat_page import ChatPage
from tests.a11y.fake_gateway import FakeGateway
from tests.system import wait_until


def test_history_and_the_unsent_draft_survive_a_reload(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.say("hello")
    chat.hears("You wrote: hello")
    chat.composer.fill("half a sen")
    chat.page.reload()
    chat.hears("You wrote: hello")
    expect(chat.composer).to_have_value("half a sen")
    assert len(gateway.conversations) == 1


def test_the_window_stays_open_on_the_next_page_and_takes_no_focus(chat: ChatPage) -> None:
    chat.open()
    chat.page.goto(chat.page.url + "other")
    expect(chat.dialog).to_be_visible()
    chat.hears("Hello. I am an automated assistant")
    assert chat.page.evaluate("document.activeElement.tagName") == "BODY"


def test_nothing_is_stored_or_asked_before_the_chat_is_opened(chat: ChatPage, gateway: FakeGateway) -> None:
    assert chat.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert chat.page.context.cookies() == []
    assert gateway.conversations == {}
    chat.open()
    assert chat.page.evaluate("localStorage.length") > 0
    assert chat.page.context.cookies() == []


def test_a_message_written_offline_is_sent_once_when_the_line_is_back(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.unplug()
    expect(chat.status).to_contain_text("Connection lost")
    chat.say("written offline")
    expect(chat.log.get_by_text("Will be sent when the connection is back")).to_be_visible()
    gateway.plug_in()
    chat.hears("You wrote: written offline")
    assert gateway.messages() == ["written offline"]
    expect(chat.log.get_by_text("written offline", exact=True)).to_have_count(1)


def test_a_message_written_offline_survives_a_reload(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.unplug()
    expect(chat.status).to_contain_text("Connection lost")
    chat.say("written offline")
    chat.page.reload()
    expect(chat.log.get_by_text("written offline")).to_be_visible()
    gateway.plug_in()
    chat.hears("You wrote: written offline")
    assert gateway.messages() == ["written offline"]


def test_a_message_whose_acknowledgement_was_lost_is_sent_again_and_recorded_once(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    gateway.acknowledging = gateway.answering = False
    gateway.feeding = False
    chat.say("did you get this?")
    wait_until(lambda: gateway.messages() == ["did you get this?"], 8, "the message arrives")
    gateway.unplug()
    gateway.acknowledging = gateway.feeding = True
    gateway.plug_in()
    wait_until(lambda: len([f for f in gateway.received if f["type"] == "message"]) == 2, 20, "it is sent again")
    assert gateway.messages() == ["did you get this?"]
    expect(chat.log.get_by_text("did you get this?")).to_have_count(1)


def test_messages_that_came_while_the_line_was_down_are_shown_in_order(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.unplug()
    expect(chat.status).to_contain_text("Connection lost")
    for number in range(3):
        gateway.say("agent", f"part {number}", "Alex Rivera")
    gateway.plug_in()
    chat.hears("part 2")
    assert chat.log.locator(".agent .text").all_inner_texts() == ["part 0", "part 1", "part 2"]


@pytest.mark.parametrize("by_socket", [True, False], ids=["by socket", "by polling"])
def test_whoever_is_turned_away_reads_why_and_loses_nothing(
    chat: ChatPage, gateway: FakeGateway, by_socket: bool
) -> None:
    gateway.socket_opens = by_socket
    chat.open()
    expect(chat.status).to_have_text("Connected", timeout=15_000)
    gateway.fill()
    expect(chat.status).to_contain_text("Too many chats are open", timeout=15_000)
    chat.say("written meanwhile")
    expect(chat.log.get_by_text("Will be sent when the connection is back")).to_be_visible()
    gateway.crowded = False
    # As a browser does that is back on the net: otherwise it takes some twenty seconds.
    chat.page.evaluate("dispatchEvent(new Event('online'))")
    expect(chat.status).to_have_text("Connected", timeout=15_000)
    chat.hears("You wrote: written meanwhile")
    assert gateway.messages() == ["written meanwhile"]


def test_where_no_socket_opens_the_chat_works_by_long_polling(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.socket_opens = False
    chat.open()
    expect(chat.status).to_have_text("Connected", timeout=15_000)
    chat.say("hello")
    chat.hears("You wrote: hello")
    gateway.say("agent", "An agent here", "Alex Rivera")
    chat.hears("An agent here")
    assert gateway.messages() == ["hello"]


def test_an_ended_session_is_replaced_by_a_new_conversation_with_a_word_about_it(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    chat.say("hello")
    chat.hears("You wrote: hello")
    gateway.tokens.clear()
    gateway.conversations.clear()
    gateway.unplug()
    gateway.plug_in()
    expect(chat.dialog.get_by_text("This is a new one.")).to_be_visible(timeout=15_000)
    chat.hears("Hello. I am an automated assistant")
    expect(chat.log.get_by_text("You wrote: hello")).to_have_count(0)


def test_two_tabs_show_the_same_conversation(chat: ChatPage, gateway: FakeGateway, context: BrowserContext) -> None:
    chat.open()
    second = ChatPage(context.new_page())
    second.page.goto(chat.page.url)
    second.open()
    chat.say("from the first tab")
    second.hears("You wrote: from the first tab")
    second.say("from the second")
    chat.hears("You wrote: from the second")
    assert len(gateway.conversations) == 1


def test_after_a_proof_in_one_tab_the_other_goes_on_with_the_new_token(
    chat: ChatPage, gateway: FakeGateway, context: BrowserContext
) -> None:
    chat.open()
    second = ChatPage(context.new_page())
    second.page.goto(chat.page.url)
    second.open()
    chat.ask_for_balance()
    chat.verify()
    gateway.unplug()
    gateway.plug_in()
    second.hears("$306,237.11")
    expect(second.status).to_have_text("Connected", timeout=15_000)
    second.say("still here")
    chat.hears("You wrote: still here")
    assert len(gateway.conversations) == 1


def test_new_messages_are_counted_on_the_closed_launcher(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.press("Close chat")
    gateway.say("agent", "Are you there?", "Alex Rivera")
    gateway.say("agent", "I have an answer.", "Alex Rivera")
    expect(chat.page.get_by_role("button", name="Chat with us New messages: 2")).to_be_visible()


def test_a_refused_message_goes_back_to_where_it_can_be_changed(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.say("refuse me")
    expect(chat.composer).to_have_value("refuse me")
    expect(chat.page.get_by_role("alert").filter(has_text="unreadable")).to_be_visible()
    expect(chat.log.get_by_text("refuse me")).to_have_count(0)


def test_a_message_over_the_limit_is_kept_and_counted_and_not_sent(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.composer.fill("é" * 1_990)
    expect(chat.dialog.get_by_text("Characters left: 10")).to_be_visible()
    chat.composer.fill("é" * 2_003)
    expect(chat.dialog.get_by_text("Characters over the limit: 3")).to_be_visible()
    chat.composer.press("Enter")
    expect(chat.composer).to_have_value("é" * 2_003)
    assert gateway.messages() == []


def test_a_person_reads_longer_letters(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.hold("queue")
    expect(chat.status).to_contain_text("Waiting for a person")
    chat.say("x" * 5_000)
    wait_until(lambda: gateway.messages() == ["x" * 5_000], 8, "the letter arrives")


def test_ending_the_chat_leaves_nothing_on_the_device(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.say("hello")
    chat.hears("You wrote: hello")
    chat.press("More options")
    chat.press("End this chat on this device")
    expect(chat.dialog).to_be_hidden()
    chat.page.wait_for_function(
        """() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]
            .every((key) => key.endsWith(" language"))"""
    )
    chat.open()
    assert len(gateway.conversations) == 2


def test_without_storage_the_chat_still_works(page: Page, site: str, gateway: FakeGateway) -> None:
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
            Object.defineProperty(window, name, {get() { throw new DOMException("no", "SecurityError"); }});"""
    )
    page.goto(site)
    chat = ChatPage(page).open()
    chat.say("hello")
    chat.hears("You wrote: hello")
