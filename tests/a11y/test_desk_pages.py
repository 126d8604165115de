"""The desk in a browser: axe finds no violation on any page, on a narrow screen and with text twice as large."""

import pytest

from desk.labels import make_label
from tests.a11y.desk_room import HELD, WAITING, desk_with_work, serve_desk
from tests.browser import axe_violations

NARROW = {"width": 390, "height": 844}
AGENT_PAGES = [
    "/desk",
    "/desk?queue=mine",
    "/desk?queue=unassigned",
    "/desk?queue=breaching",
    "/desk?queue=aside",
    "/desk/chats",
    "/desk/mentions",
    "/desk/search",
    "/desk/preferences",
    f"/desk/conversations/{HELD}",
    f"/desk/conversations/{HELD}?did=aside",
    f"/desk/conversations/{HELD}/approved",
    f"/desk/conversations/{HELD}/pass",
    f"/desk/conversations/{WAITING}",
]


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A desk with work on it, served."""
    desk = desk_with_work(tmp_path_factory.mktemp("desk"))
    served = serve_desk(desk)
    yield desk, served.url
    served.stop()
    desk.database.close()


@pytest.fixture
def visit(room, browser):
    """Opens a page as somebody, and collects what the browser complains of."""
    desk, url = room
    opened = []

    def page_of(account, path, **context):
        opened.append(browser.new_context(**context))
        opened[-1].add_cookies([{"name": desk.staff.cookie, "value": desk.session_of(account), "url": url}])
        page = opened[-1].new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if "Security" in said.text else None)
        page.goto(url + path)
        return page

    yield page_of
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def agent_session(room):
    """One sign-in for all pages."""
    desk, _ = room
    return desk.session_of("alex.agent")


def check(page):
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("path", AGENT_PAGES)
def test_a_page_of_an_agent(room, browser, agent_session, path):
    desk, url = room
    context = browser.new_context(viewport=NARROW)
    context.add_cookies([{"name": desk.staff.cookie, "value": agent_session, "url": url}])
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Security" in said.text else None)
    page.goto(url + path)
    check(page)
    assert complaints == []
    context.close()


def test_the_labels_of_a_supervisor(room, visit):
    desk, _ = room
    with desk.database.begin() as session:
        make_label(session, words="Another", tint="danger", by="x", at=desk.clock.moment)
    page = visit("sue.supervisor", "/desk/labels", viewport=NARROW)
    check(page)
    assert page.complaints == []


def test_what_was_found_and_what_was_not(visit):
    page = visit("alex.agent", "/desk/search", viewport=NARROW)
    for words in ("reyes", "x", "nobody"):
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("button", name="Search").click()
        check(page)
        page.evaluate("document.documentElement.style.fontSize = ''")


def test_the_list_of_keys_and_the_form_that_puts_aside(visit):
    page = visit("alex.agent", f"/desk/conversations/{HELD}", viewport=NARROW)
    page.get_by_role("link", name="Keys").click()
    page.get_by_role("dialog", name="Keys").wait_for()
    check(page)
    page.keyboard.press("Escape")
    page.get_by_text("Until a time, or until the borrower writes").click()
    check(page)


def test_without_a_script_everything_is_still_there(visit):
    page = visit("alex.agent", f"/desk/conversations/{HELD}", java_script_enabled=False)
    page.get_by_label("Note for colleagues").fill("no script, @sam.agent")
    page.get_by_role("button", name="Keep note").click()
    page.get_by_text("no script, @sam.agent").wait_for()
    page.get_by_role("link", name="Approved replies").click()
    page.get_by_label("Words").fill("greeting")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Send Greeting").click()
    page.get_by_text("Alex Morgan here. I look into it.").wait_for()
    page.get_by_label("Label to put").select_option("Can be closed")
    page.get_by_role("button", name="Put", exact=True).click()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("button", name="Take off Can be closed").count() == 0
