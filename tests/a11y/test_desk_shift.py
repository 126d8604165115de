"""A whole shift at the desk by keyboard alone; and what the desk tells an agent who looks elsewhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.a11y.desk_room import ALSO_HELD, HELD, WAITING, desk_with_work, serve_desk


@pytest.fixture
def desk(tmp_path):
    """A desk with work on it, served."""
    desk = desk_with_work(tmp_path)
    desk.served = serve_desk(desk)
    yield desk
    desk.served.stop()
    desk.database.close()


@pytest.fixture
def arrive(desk, browser):
    """A browser of somebody who is signed in."""
    opened = []

    def at(path, account="alex.agent", **context):
        opened.append(browser.new_context(viewport={"width": 1280, "height": 900}, **context))
        cookie = {"name": desk.staff.cookie, "value": desk.session_of(account), "url": desk.served.url}
        opened[-1].add_cookies([cookie])
        page = opened[-1].new_page()
        page.set_default_timeout(10_000)
        page.goto(desk.served.url + path)
        return page

    yield at
    for context in opened:
        context.close()


def focused(page, name):
    """Whether the focus is on the control of this name."""
    expect(page.locator(":focus")).to_have_accessible_name(re.compile(name))


def said(desk, conversation):
    entries = desk.gateway.entries(conversation)
    return [entry.body["text"] for entry in entries if entry.kind == "message" and entry.author.kind == "agent"]


def arrives(page, heading):
    """Waits until a page is there, with its scripts."""
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.wait_for_load_state()


def shows(page, words):
    """Waits until a page that says this is there, with its scripts."""
    expect(page.get_by_text(words).first).to_be_visible()
    page.wait_for_load_state()


def test_a_whole_shift_by_keyboard_alone(desk, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    keys = page.keyboard
    page.goto(f"{desk.served.url}/desk")
    # Signs in: the offer of a demonstration account is a button like any other.
    page.get_by_role("button", name=re.compile("Fill in")).first.focus()
    keys.press("Enter")
    focused(page, "Sign in")
    keys.press("Enter")
    arrives(page, "Queue")
    # Finds out which keys there are.
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    # Goes down the list and takes who waits.
    keys.press("j")
    focused(page, "Visitor")
    keys.press("t")
    shows(page, "You answer")
    # Answers in own words.
    keys.press("r")
    focused(page, "Your message to Visitor")
    keys.type("I am here. q t x stay letters in a field")
    keys.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("stay letters in a field")
    keys.press("Escape")
    # Sends an approved reply.
    keys.press("a")
    arrives(page, "Approved replies")
    keys.press("/")
    keys.type("greeting")
    expect(page.get_by_text("1 reply")).to_be_visible()
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    focused(page, "Send Greeting")
    keys.press("Enter")
    shows(page, "Alex Morgan here. I look into it.")
    # Leaves a note that tells a colleague.
    keys.press("n")
    focused(page, "Note for colleagues")
    keys.type("Sale date is not known yet, @sam.agent")
    keys.press("Tab")
    keys.press("Tab")
    focused(page, "Keep note")
    keys.press("Enter")
    shows(page, "Told: Sam Rivera")
    # Labels the case, thinks better of it, and puts the case aside until the borrower writes.
    keys.press("l")
    focused(page, "Label to put")
    keys.type("Can be")
    keys.press("Tab")
    keys.press("Enter")
    shows(page, "Label put: Can be closed.")
    keys.press("u")
    shows(page, "Label taken off: Can be closed.")
    keys.press("z")
    focused(page, "Until")
    for _ in range(12):
        keys.press("Tab")
        if page.evaluate("document.activeElement.id") == "aside-written":
            break
    keys.press("Enter")
    shows(page, "Put aside until the borrower writes.")
    # Looks at the other chats side by side and answers the second.
    keys.press("c")
    arrives(page, re.compile("^Chats"))
    keys.press("j")
    first = page.evaluate("document.activeElement.closest('[data-pane]').dataset.conversation")
    keys.press("j")
    second = page.evaluate("document.activeElement.closest('[data-pane]').dataset.conversation")
    assert first != second
    keys.press("r")
    keys.type("side by side")
    keys.press("Enter")
    expect(page.locator(f"[data-conversation='{second}'] .log")).to_contain_text("side by side")
    keys.press("Escape")
    # Finds a case by name, closes it, and takes that back.
    keys.press("/")
    arrives(page, "Search")
    keys.type("reyes")
    keys.press("Enter")
    arrives(page, re.compile("By name"))
    keys.press("j")
    keys.press("Enter")
    arrives(page, "Alma Reyes")
    keys.press("x")
    focused(page, "Close case")
    keys.press("Enter")
    shows(page, "closed.")
    keys.press("u")
    arrives(page, "Alma Reyes")
    # Goes home.
    page.get_by_role("button", name="Sign out").focus()
    keys.press("Enter")
    arrives(page, re.compile("Sign in"))
    context.close()
    assert said(desk, WAITING) == ["I am here. q t x stay letters in a field", "Alex Morgan here. I look into it."]
    assert said(desk, second) == ["side by side"]
    with desk.database.read() as session:
        assert desk.cases.case_for(session, HELD, "handoff").is_open


def test_keys_that_were_switched_off_do_nothing(arrive):
    page = arrive("/desk/preferences")
    page.get_by_label("Shortcuts of one key").uncheck()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
    page.locator("main").focus()
    for key in ("?", "c", "/", "m"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("/desk/preferences"))


@pytest.mark.parametrize("keys", ["Control+c", "Alt+q", "Meta+m"])
def test_a_key_with_a_modifier_is_the_browsers(arrive, keys):
    page = arrive("/desk/preferences")
    page.locator("main").focus()
    page.keyboard.press(keys)
    expect(page).to_have_url(re.compile("/desk/preferences"))


def test_what_a_borrower_writes_is_marked_until_the_agent_turns_to_it(desk, arrive):
    page = arrive("/desk/chats")
    one, other = (page.locator(f"[data-conversation='{each}']") for each in (HELD, ALSO_HELD))
    for pane in (one, other):
        pane.get_by_role("textbox").focus()
    expect(page).to_have_title(re.compile("^Chats"))
    expect(page.locator("[data-live-words]")).to_have_text("Live")
    desk.gateway.borrower_says("are you there?")
    desk.gateway.borrower_says("hello?")
    expect(one.locator("[data-unread]")).to_have_text("2 unread")
    expect(other.locator("[data-unread]")).to_be_hidden()
    expect(page).to_have_title(re.compile(r"^\(2\) Chats"))
    assert page.locator("link[rel=icon]").get_attribute("href").startswith("data:image/svg+xml,")
    one.get_by_role("textbox").focus()
    expect(one.locator("[data-unread]")).to_be_hidden()
    expect(page).to_have_title(re.compile("^Chats"))
    assert page.locator("link[rel=icon]").get_attribute("href").endswith("door.svg")


def test_a_draft_in_one_chat_stays_when_another_is_sent(desk, arrive):
    page = arrive("/desk/chats")
    one, other = (page.locator(f"[data-conversation='{each}']") for each in (HELD, ALSO_HELD))
    one.get_by_role("textbox").fill("not ready yet")
    other.get_by_role("textbox").fill("ready")
    other.get_by_role("textbox").press("Enter")
    expect(other.locator(".log")).to_contain_text("ready")
    expect(other.get_by_role("textbox")).to_have_value("")
    expect(one.get_by_role("textbox")).to_have_value("not ready yet")
    assert said(desk, HELD) == []


def test_each_chat_shows_its_own_borrower_typing(desk, arrive):
    page = arrive("/desk/chats")
    expect(page.locator("[data-live-words]")).to_have_text("Live")
    desk.gateway.lines[ALSO_HELD].typing = True
    desk.gateway.tell(ALSO_HELD)
    expect(page.locator(f"[data-conversation='{ALSO_HELD}'] .typing")).to_have_text("Ben Ortiz is typing…")
    expect(page.locator(f"[data-conversation='{HELD}'] .typing")).to_have_text("")


def test_labels_and_putting_aside_show_at_once_are_announced_and_keep_the_keyboard(desk, arrive):
    page = arrive(f"/desk/conversations/{HELD}")
    page.evaluate("window.stillHere = true")
    told = page.locator("#did")
    expect(told).to_have_attribute("role", "status")
    expect(told).to_be_empty()
    # A half-written note stands beside the forms, and stays.
    page.get_by_label("Note for colleagues").fill("half a thought")
    page.get_by_label("Label to put").focus()
    page.get_by_label("Label to put").select_option("can_be_closed")
    page.locator("#put-label").press("Enter")
    expect(told).to_contain_text("Label put: Can be closed.")
    expect(page.locator("#sorting .labels")).to_contain_text("Can be closed")
    expect(page.locator("#sorting h3").first).to_be_focused()
    page.get_by_role("button", name="Take off Can be closed").press("Enter")
    expect(told).to_contain_text("Label taken off: Can be closed.")
    expect(page.locator("#sorting h3").first).to_be_focused()
    page.keyboard.press("u")
    expect(told).to_contain_text("Label put: Can be closed.")
    page.get_by_text("Until a time, or until the borrower writes").press("Enter")
    page.get_by_role("button", name="Put aside until then").press("Enter")
    expect(told).to_contain_text("Choose a day and a time.")
    page.get_by_text("Until a time, or until the borrower writes").press("Enter")
    page.get_by_role("button", name="Until the borrower writes", exact=True).press("Enter")
    expect(told).to_contain_text("Put aside until the borrower writes.")
    focused(page, "Bring back")
    page.locator(":focus").press("Enter")
    expect(told).to_have_text("Brought back.")
    focused(page, "Until a time, or until the borrower writes")
    expect(page.get_by_label("Note for colleagues")).to_have_value("half a thought")
    assert page.evaluate("window.stillHere")


def test_a_label_that_a_colleague_puts_shows_on_an_open_queue(desk, arrive):
    queue, other = arrive("/desk?queue=mine"), arrive(f"/desk/conversations/{HELD}")
    expect(queue.locator("[data-live-words]")).to_have_text("Live")
    other.get_by_label("Label to put").select_option("can_be_closed")
    other.locator("#put-label").click()
    expect(queue.locator("main")).to_contain_text("Can be closed")


def test_two_agents_at_one_case_see_each_other(desk, arrive):
    alex = arrive(f"/desk/conversations/{WAITING}")
    sam = arrive(f"/desk/conversations/{WAITING}", "sam.agent")
    expect(alex.locator(".presence")).to_contain_text("Sam Rivera is reading this")
    sam.get_by_label("Note for colleagues").press_sequentially("I have seen")
    expect(alex.locator(".presence")).to_contain_text("Sam Rivera is writing a note")


LISTEN = """() => {
  window.sounded = 0;
  document.addEventListener("desk:sounded", () => { window.sounded += 1; });
}"""


def test_a_sound_is_heard_by_whoever_switched_it_on_and_by_nobody_else(desk, arrive):
    quiet, loud = arrive("/desk/chats"), arrive("/desk/preferences", "alex.agent")
    loud.get_by_label("A short sound").check()
    loud.get_by_role("button", name="Keep").click()
    loud.goto(f"{desk.served.url}/desk/chats")
    for page in (quiet, loud):
        page.evaluate(LISTEN)
        page.locator(".log").first.click()
        expect(page.locator("[data-live-words]")).to_have_text("Live")
    desk.gateway.borrower_says("ping")
    for page in (quiet, loud):
        expect(page.locator(f"[data-conversation='{HELD}'] .log")).to_contain_text("ping")
    loud.wait_for_function("window.sounded === 1")
    assert quiet.evaluate("window.sounded") == 0


ASKED = """() => {
  window.asked = 0;
  Notification.requestPermission = async () => { window.asked += 1; return "granted"; };
}"""


def test_permission_for_notices_is_asked_only_when_they_are_switched_on(desk, arrive):
    page = arrive("/desk")
    page.context.add_init_script(f"({ASKED})()")
    for path in ("/desk", "/desk/chats", "/desk/preferences"):
        page.goto(desk.served.url + path)
        assert page.evaluate("window.asked") == 0
    page.get_by_label("A desktop notice").check()
    expect(page.get_by_text("Your browser allows notices.")).to_be_visible()
    assert page.evaluate("window.asked") == 1
    page.get_by_label("A desktop notice").uncheck()
    assert page.evaluate("window.asked") == 1


TOLD = """() => {
  window.told = [];
  window.Notification = class {
    constructor(title, more) { window.told.push(title + ": " + more.body); }
    addEventListener() {}
  };
  window.Notification.permission = "granted";
  Object.defineProperty(Document.prototype, "hidden", { get: () => true });
}"""


def test_a_notice_names_nobody_and_repeats_no_word(desk, arrive):
    page = arrive("/desk/preferences")
    page.get_by_label("A desktop notice").check()
    page.get_by_role("button", name="Keep").click()
    page.context.add_init_script(f"({TOLD})()")
    page.goto(f"{desk.served.url}/desk/conversations/{HELD}")
    expect(page.locator("[data-live-words]")).to_have_text("Live")
    desk.gateway.borrower_says("my secret is 42")
    expect(page.get_by_role("log")).to_contain_text("my secret is 42")
    page.wait_for_function("window.told.length === 1")
    assert page.evaluate("window.told") == ["Doorstep desk: A borrower has written."]
