"""From an error that is told in the chat to a letter that the borrower opens there."""

import re

from playwright.sync_api import expect

from tests.journeys.people import PATIENCE_MS

WORDS = "this is a notice of error: you charged me the same late fee twice in october"


def test_an_error_is_told_acknowledged_and_the_letter_opened_in_the_chat(borrower, agent, text_of):
    borrower.sign_in("Dana Whitfield")
    borrower.open_chat()
    borrower.say(WORDS)
    borrower.hears_somewhere("I read your message as a report of an error")
    reference = re.search(r"HB-\w{4}-\w{3}", borrower.log.inner_text())[0]

    desk = agent.page
    desk.goto(f"{agent.url}/desk")
    desk.get_by_role("row").filter(has_text=reference).get_by_role("link").first.click()
    desk.get_by_role("link", name=re.compile(f"Notice of error {reference}")).click()
    desk.get_by_role("link", name="Acknowledgment", exact=True).click()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_role("button", name="Keep and read it").click()
    expect(desk.get_by_role("heading", name=f"We received your notice of error, {reference}")).to_be_visible()
    desk.get_by_role("button", name="Send to Dana Whitfield").click()
    expect(desk.get_by_text("It stays as it was sent")).to_be_visible()

    borrower.hears_somewhere(f"{reference} has a letter for you")
    letter = text_of(borrower.document(f"We received your notice of error, {reference}"))
    for said in ("Dana Whitfield", WORDS, reference, "This costs you nothing", "ending in 0001"):
        assert said in letter
    desk.goto(f"{agent.url}/desk")
    desk.get_by_role("row").filter(has_text=reference).get_by_role("link").first.click()
    expect(desk.get_by_text("Letter sent: Acknowledgment")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.get_by_text("Acknowledge: done")).to_be_visible()
