"""The pages of those who work here: no violation axe can find, none of the page's own policy, no sideways scroll."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import axe_violations
from tests.chat import DANA_LOGIN, signed_in

NARROW = {"width": 320, "height": 700}
DESK = ["/desk", "/staff", "/staff/lessons", "/staff/lessons/phishing"]
TRAINER = ["/trainer", "/trainer/labels", "/trainer/runs", "/trainer/models"]


def check(page):
    assert axe_violations(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.emulate_media(color_scheme="dark")
    assert axe_violations(page) == []


@pytest.fixture
def complaints():
    return []


def listen(page, complaints):
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))


def test_the_sign_in_page(system, somebody, complaints):
    page = somebody().new_page()
    listen(page, complaints)
    page.goto(f"{system.url}/staff/sign-in")
    check(page)
    assert complaints == []


@pytest.mark.parametrize("path", DESK)
def test_the_desk(system, agent, complaints, path):
    listen(agent.page, complaints)
    agent.page.goto(f"{system.url}{path}")
    check(agent.page)
    assert complaints == []


def test_a_conversation_at_the_desk(system, agent, complaints):
    chat = signed_in(system.url, DANA_LOGIN)
    chat.ask("what's my balance")
    chat.send("person", id="5f2c1f5e-4a54-4d6e-9d3b-0a1b2c3d4e5f")
    chat.wait(lambda: chat.state.get("holder") == "queue")
    listen(agent.page, complaints)
    agent.page.goto(f"{system.url}/desk/conversations/{chat.conversation}")
    agent.page.get_by_role("button", name="Take").click()
    expect(agent.page.get_by_label(re.compile("Your message to"))).to_be_visible()
    check(agent.page)
    assert complaints == []


def test_what_a_supervisor_sees(system, worker, complaints):
    page = worker("/desk", "sue.supervisor").page
    listen(page, complaints)
    page.goto(f"{system.url}/desk/insights")
    check(page)
    assert complaints == []


def test_passing_a_case_on(system, agent, complaints):
    chat = signed_in(system.url, DANA_LOGIN)
    chat.send("person", id="0b6e0b0e-6a2f-4d57-9a52-6f1f0c9a7d11")
    chat.wait(lambda: chat.state.get("holder") == "queue")
    listen(agent.page, complaints)
    agent.page.goto(f"{system.url}/desk/conversations/{chat.conversation}/pass")
    expect(agent.page.get_by_label("What the next person should know")).to_be_visible()
    check(agent.page)
    assert complaints == []


def reported(system):
    """A conversation in which an error was told, and its case's letters at the desk."""
    chat = signed_in(system.url, DANA_LOGIN)
    chat.ask("this is a notice of error: you charged me the same late fee twice")
    told = chat.wait(lambda: next((entry["text"] for entry in chat.entries if "HB-" in entry["text"]), None))
    return f"{system.url}/desk/conversations/{chat.conversation}", re.search(r"HB-\w{4}-\w{3}", told)[0]


def test_the_letters_of_a_case(system, agent, complaints):
    here, reference = reported(system)
    page = agent.page
    listen(page, complaints)
    for path in (
        "letters?",
        "letters/write?kind=notice_of_error.excused&",
        "letters/write?kind=notice_of_error.no_error&",
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(f"{here}/{path}case={reference}")
        check(page)
    page.get_by_role("button", name="Keep and read it").click()
    expect(page.get_by_role("alert")).to_contain_text("Reasons why no error was found")
    check(page)
    page.get_by_label(re.compile("Reasons why")).fill("The fee stands once. We guarantee $5.00.")
    page.get_by_role("button", name="Keep and read it").click()
    expect(page.get_by_role("button", name=re.compile("^Send to"))).to_be_visible()
    check(page)
    assert complaints == []


def test_a_servicing_file(system, worker, complaints):
    here, _reference = reported(system)
    page = worker("/desk", "sue.supervisor").page
    listen(page, complaints)
    page.goto(f"{here}/servicing-file")
    expect(page.get_by_role("button", name="Make the file of the loan ending in 0001")).to_be_visible()
    check(page)
    assert complaints == []


@pytest.mark.parametrize("path", TRAINER)
def test_the_trainers_pages(system, trainer, complaints, path):
    signed_in(system.url, DANA_LOGIN).ask("zibble the frobnitz of my escrowish whatsit")
    listen(trainer.page, complaints)
    trainer.page.goto(f"{system.url}{path}")
    check(trainer.page)
    assert complaints == []
