"""A trainer's label changes what the running bot answers, without a restart and without a lost message."""

import re
import threading
import time

import pytest
from playwright.sync_api import expect

from tests.chat import DANA_LOGIN, signed_in

# Nothing in the training data is near it, so the bot cannot know it yet.
PUZZLING = "gimme the skinny on my casa tab"
BALANCE = "306,237.11"
TRAINING_LIMIT_MS = 600_000
# As fast as a person writes; faster would meet the rate limit.
PACE_SECONDS = 4


@pytest.fixture
def chatter(system):
    """A borrower who goes on asking while the model is switched; tells which answers were not the balance."""
    chat = signed_in(system.url, DANA_LOGIN)
    stop, answers = threading.Event(), []

    def talk():
        while not stop.is_set():
            answers.append(chat.ask("what's my balance"))
            stop.wait(PACE_SECONDS)
            # The same answer is not given twice running.
            chat.ask("thanks")
            stop.wait(PACE_SECONDS)

    talking = threading.Thread(target=talk)
    talking.start()
    yield answers
    stop.set()
    talking.join(timeout=60)
    assert [answer for answer in answers if BALANCE not in answer] == []


def label(page, url, text, intent):
    page.goto(f"{url}/trainer")
    page.get_by_role("link", name=text).click()
    expect(page.locator("blockquote")).to_have_text(text)
    others = page.get_by_text("Another intent")
    if not page.get_by_role("group", name=re.compile("^balance", re.IGNORECASE)).is_visible():
        others.click()
    page.locator(f'#intents button[value="{intent}"]').click()
    expect(page.get_by_role("status").first).to_contain_text(text)


def train_and_promote(page, url):
    page.goto(f"{url}/trainer/labels")
    page.get_by_role("button", name=re.compile("^Train")).click()
    expect(page.get_by_role("heading", name="Old model and new model")).to_be_visible(timeout=TRAINING_LIMIT_MS)
    expect(page.locator("main")).to_contain_text("The new model understands every one of your new labels")
    page.get_by_role("link", name=re.compile("Promote")).first.click()
    page.get_by_role("button", name=re.compile("Promote|Use")).first.click()


def test_a_label_reaches_the_running_bot(system, trainer, request):
    borrower = signed_in(system.url, DANA_LOGIN)
    assert BALANCE not in borrower.ask(PUZZLING)
    before = system.pid("rasa")
    label(trainer.page, system.url, PUZZLING, "balance_inquiry")
    assert f"- {PUZZLING}\n" in (system.root / "data/nlu/balance.yml").read_text(encoding="utf-8")
    answers = request.getfixturevalue("chatter")
    train_and_promote(trainer.page, system.url)
    limit = time.monotonic() + 60
    while BALANCE not in borrower.ask(PUZZLING):
        assert time.monotonic() < limit, "the label did not reach the bot"
        time.sleep(PACE_SECONDS)
    assert len(answers) > 5
    assert system.pid("rasa") == before
