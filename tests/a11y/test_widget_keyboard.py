"""The chat window with a keyboard and with a screen reader."""

from playwright.sync_api import Page, expect

from tests.a11y.chat_page import ChatPage
from tests.a11y.fake_gateway import FakeGateway


def test_a_borrower_gets_through_the_whole_chat_without_a_mouse(chat: ChatPage, gateway: FakeGateway) -> None:
    keys = chat.page.keyboard
    for _ in range(2):
        keys.press("Tab")
    assert "Chat with us" in chat.focused()
    keys.press("Enter")
    chat.hears("Hello. I am an automated assistant")
    assert chat.focused() == "Your message"
    keys.type("balance")
    keys.press("Enter")
    expect(chat.page.get_by_label("Last 4")).to_be_visible()
    while chat.focused() != "last4":
        keys.press("Shift+Tab")
    keys.type("0001")
    keys.press("Tab")
    keys.type("44001")
    keys.press("Enter")
    expect(chat.page.get_by_label("6-digit code")).to_be_focused()
    keys.type("123456")
    keys.press("Enter")
    chat.hears("$306,237.11")
    expect(chat.composer).to_be_focused()
    keys.type("payoff")
    keys.press("Enter")
    expect(chat.page.get_by_role("button", name="Another date")).to_be_visible()
    while chat.focused() != "Another date":
        keys.press("Shift+Tab")
    keys.press("Enter")
    chat.hears("You wrote: Another date")
    expect(chat.composer).to_be_focused()
    keys.press("Escape")
    expect(chat.dialog).to_be_hidden()
    expect(chat.page.get_by_role("button", name="Chat with us")).to_be_focused()


def test_the_way_to_a_person_is_in_view_in_every_state_and_works_by_keyboard(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    person = chat.page.get_by_role("button", name="Talk to a person", exact=True).first
    chat.open()
    expect(person).to_be_in_viewport()
    chat.ask_for_balance()
    expect(person).to_be_in_viewport()
    chat.verify()
    expect(person).to_be_in_viewport()
    gateway.unplug()
    expect(chat.status).to_contain_text("Connection lost")
    expect(person).to_be_in_viewport()
    gateway.plug_in()
    expect(chat.status).to_have_text("Connected", timeout=15_000)
    person.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.status).to_have_text("Waiting for a person. You can keep writing.")
    expect(person).to_be_in_viewport()


def test_a_new_line_is_typed_with_shift_and_sent_with_the_rest(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.composer.press_sequentially("one")
    chat.composer.press("Shift+Enter")
    chat.composer.press_sequentially("two")
    chat.composer.press("Enter")
    chat.hears("You wrote: one")
    assert gateway.messages() == ["one\ntwo"]


def test_what_the_bot_says_is_announced_once(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.listen()
    chat.say("hello")
    chat.hears("You wrote: hello")
    assert chat.announced() == [("polite", "hello"), ("polite", "You wrote: hello")]


def test_history_is_shown_after_a_reload_without_being_read_out(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.say("hello")
    chat.hears("You wrote: hello")
    chat.page.reload()
    chat.listen()
    chat.hears("You wrote: hello")
    assert {live for live, _ in chat.announced()} <= {"off"}
    expect(chat.log).to_have_attribute("aria-live", "polite")
    gateway.say("bot", "Something new")
    chat.hears("Something new")
    assert chat.announced()[-1] == ("polite", "Something new")


def test_an_incoming_message_leaves_the_keyboard_where_it_is(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open().ask_for_balance()
    chat.page.get_by_label("ZIP code of the property").focus()
    gateway.say("bot", "One more thing.", form="identity")
    chat.hears("One more thing.")
    assert chat.focused() == "zip"


def test_replies_stand_outside_the_log_and_stay_readable_in_it_when_they_are_old(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    group = chat.page.get_by_role("group", name="Suggested replies")
    expect(group.get_by_role("button")).to_have_text(["My balance", "Talk to a person"])
    assert chat.log.get_by_role("button").count() == 0
    chat.say("hello")
    chat.hears("You wrote: hello")
    expect(group).to_have_count(0)
    expect(chat.log.get_by_text("My balance")).to_be_visible()


def test_while_a_person_is_awaited_the_assistant_s_replies_stand_until_something_is_written(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    gateway.hold("queue")
    expect(chat.status).to_contain_text("Waiting for a person")
    group = chat.page.get_by_role("group", name="Suggested replies")
    expect(group.get_by_role("button")).to_have_text(["My balance", "Talk to a person"])
    chat.say("please hurry")
    chat.hears("please hurry")
    expect(group).to_have_count(0)


def test_while_a_person_is_awaited_what_the_door_offers_stays_however_much_is_written(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    gateway.hold("queue")
    gateway.say("system", "A person will answer you here.", buttons=[{"title": "Call me"}], standing=2)
    group = chat.page.get_by_role("group", name="Suggested replies")
    expect(group.get_by_role("button")).to_have_text(["Call me"])
    chat.say("please hurry")
    chat.hears("please hurry")
    expect(group.get_by_role("button")).to_have_text(["Call me"])


def test_each_question_how_a_message_was_meant_stands_until_it_is_answered_or_something_is_written(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    for case in ("HB-1", "HB-2"):
        buttons = [{"title": f"Yes ({case})"}, {"title": f"No ({case})"}]
        gateway.say("bot", f"{case} is your case number. Is that right?", buttons=buttons, standing=1)
    gateway.say("system", "How would you like to hear from us?", buttons=[{"title": "Call me"}], standing=2)
    groups = chat.page.get_by_role("group", name="Suggested replies")
    expect(groups).to_have_count(3)
    groups.get_by_role("button", name="No (HB-1)").click()
    chat.hears("You wrote: No (HB-1)")
    expect(groups.get_by_role("button")).to_have_text(["Yes (HB-2)", "No (HB-2)", "Call me"])
    chat.say("and one more thing")
    chat.hears("You wrote: and one more thing")
    expect(groups).to_have_count(0)


def test_a_reply_under_the_keyboard_stays_but_can_no_longer_be_chosen(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    button = chat.page.get_by_role("button", name="My balance")
    button.focus()
    gateway.hold("agent")
    gateway.say("agent", "I am here now.", "Alex Rivera")
    chat.hears("I am here now.")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    button.press("Enter")
    gateway.say("agent", "Still here.", "Alex Rivera")
    chat.hears("Still here.")
    assert gateway.messages() == []


def test_a_reader_further_up_is_told_of_new_messages_and_not_moved(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    for number in range(12):
        gateway.say("bot", f"Line {number}\n\nof a long talk")
    chat.hears("Line 11")
    area = chat.dialog.locator(".scroll")
    area.focus()
    chat.page.keyboard.press("Home")
    chat.page.wait_for_function(
        """() => document.querySelector("doorstep-chat").shadowRoot.querySelector(".scroll").scrollTop === 0"""
    )
    gateway.say("bot", "The newest")
    button = chat.page.get_by_role("button", name="New messages")
    expect(button).to_be_visible()
    assert area.evaluate("one => one.scrollTop") == 0
    button.press("Enter")
    expect(chat.log.get_by_text("The newest")).to_be_in_viewport()
    expect(button).to_be_hidden()
    expect(area).to_be_focused()


def test_escape_closes_the_menu_before_it_closes_the_window(chat: ChatPage) -> None:
    chat.open()
    chat.press("More options")
    end = chat.page.get_by_role("button", name="End this chat on this device")
    expect(end).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(end).to_be_hidden()
    assert chat.focused() == "More options"
    chat.page.keyboard.press("Escape")
    expect(chat.dialog).to_be_hidden()


def test_on_a_small_screen_the_keyboard_stays_inside_the_open_window(page: Page, chat: ChatPage) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    chat.open()
    for _ in range(25):
        page.keyboard.press("Tab")
        assert chat.focused() != "Elsewhere"


def test_the_window_has_the_structure_a_screen_reader_needs(chat: ChatPage) -> None:
    chat.open()
    expect(chat.page.locator("doorstep-chat")).to_match_aria_snapshot("""
      - region "Chat with Harborline Home Servicing":
        - dialog "Harborline Home Servicing":
          - heading "Harborline Home Servicing" [level=2]
          - paragraph: Automated assistant
          - button "Español"
          - button "More options"
          - button "Close chat"
          - status: Connected
          - button "Talk to a person"
          - group "Conversation":
            - log "Conversation":
              - paragraph:
                - text: Assistant
                - time
              - paragraph: /Hello/
              - paragraph: /Suggested replies/
            - group "Suggested replies":
              - button "My balance"
              - button "Talk to a person"
          - textbox "Your message"
          - button "Send"
    """)
