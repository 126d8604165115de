"""A Social Security, card or bank number typed into the chat reaches neither tracker, nor log, nor trainer."""

import re
import sqlite3

import pytest

from tests.chat import DANA_LOGIN, signed_in

# Fictional: an unissued Social Security number, a test card, a routing number with a valid check digit.
SECRETS = {
    "ssn": ("my social is 219-09-9999 ok", "219099999"),
    "ssn in spaces": ("ssn 219 09 9999", "219099999"),
    "card": ("charge 4111 1111 1111 1111 please", "4111111111111111"),
    "card without a word": ("4111-1111-1111-1111", "4111111111111111"),
    "bank": ("routing 021000021 account 9876543210123", "9876543210123"),
    "spanish": ("mi seguro social es 219-09-9999 y mi tarjeta 4111111111111111", "4111111111111111"),
}


def digits(text):
    return re.sub(r"\D", "", text)


def everything_stored(system):
    """Every byte of every file the system wrote, but for keys and models."""
    kept = [path for path in system.home.rglob("*") if path.is_file() and path.suffix not in {".gz", ".pem"}]
    return {str(path.relative_to(system.home)): path.read_bytes() for path in kept}


@pytest.fixture(scope="module")
def after_typing(system):
    """A borrower typed every secret, each in a message of its own and one within a question the bot does not know."""
    chat = signed_in(system.url, DANA_LOGIN)
    for text, _ in SECRETS.values():
        chat.ask(text)
    chat.ask("gimme the zesty skinny, 219-09-9999, on my casa tab")
    return chat


@pytest.mark.parametrize("name", SECRETS)
def test_the_borrower_is_told_and_sees_it_masked(after_typing, name):
    text, secret = SECRETS[name]
    seen = " ".join(entry["text"] for entry in after_typing.entries)
    assert secret not in digits(seen)
    assert text not in seen
    assert "[" in seen


@pytest.mark.parametrize("name", SECRETS)
def test_no_file_of_the_system_holds_it(system, after_typing, name):
    _, secret = SECRETS[name]
    ways = {secret.encode(), "-".join(re.findall(r"\d{4}", secret)).encode(), b"219-09-9999", b"219 09 9999"}
    for path, content in everything_stored(system).items():
        assert not [way for way in ways if way and way in content], path


def test_the_tracker_holds_masked_words(system, after_typing):
    rows = sqlite3.connect(system.home / "tracker.db").execute("SELECT * FROM bot_dialogue").fetchall()
    stored = digits(" ".join(str(row) for row in rows if after_typing.conversation in str(row)))
    assert stored
    for _, secret in SECRETS.values():
        assert secret not in stored


def test_no_log_line_holds_it(system, after_typing):
    log = digits(system.log())
    for _, secret in SECRETS.values():
        assert secret not in log


def test_the_trainers_page_holds_it_nowhere(system, after_typing, trainer):
    trainer.page.goto(f"{system.url}/trainer")
    body = trainer.page.content()
    assert "zesty skinny" in body
    assert "219-09-9999" not in body
    for _, secret in SECRETS.values():
        assert secret not in digits(body)
