"""A Social Security, card or bank number typed into the chat reaches neither tracker, nor log, nor trainer."""

import json
import re
import sqlite3

import pytest
from sqlalchemy import text

from app.keys import read_secret
from kernel.clock import SystemClock
from records.client import EnvelopeCipher, Records
from storage import open_database
from tests.chat import DANA_LOGIN, signed_in

# Fictional: an unissued Social Security number, a test card, a routing number with a valid check digit.
SSN, CARD, ROUTING, ACCOUNT = "219099999", "4111111111111111", "021000021", "9876543210123"
SECRETS = {
    "ssn": ("my social is 219-09-9999 ok", [SSN]),
    "ssn in spaces": ("ssn 219 09 9999", [SSN]),
    "card": ("charge 4111 1111 1111 1111 please", [CARD]),
    "card without a word": ("4111-1111-1111-1111", [CARD]),
    "bank": ("routing 021000021 account 9876543210123", [ROUTING, ACCOUNT]),
    "spanish": ("mi seguro social es 219-09-9999 y mi tarjeta 4111111111111111", [SSN, CARD]),
}
WAYS = {
    written.encode()
    for secret in (SSN, CARD, ROUTING, ACCOUNT)
    for written in (secret, "219-09-9999", "219 09 9999", *(mark.join(re.findall("....", CARD)) for mark in " -"))
}


def digits(text):
    return re.sub(r"\D", "", text)


def everything_stored(system):
    """Every byte of every file the system wrote, but for keys and models."""
    kept = [path for path in system.home.rglob("*") if path.is_file() and path.suffix not in {".gz", ".pem"}]
    return {str(path.relative_to(system.home)): path.read_bytes() for path in kept}


@pytest.fixture(scope="module")
def after_typing(system):
    """A borrower typed every secret, each in a message of its own and one within a question the bot is unsure of."""
    chat = signed_in(system.url, DANA_LOGIN)
    # The question first: after so many numbers a person may have the conversation.
    chat.ask("does the zesty skinny letter month bring my rate of payment toward 219-09-9999 with the tax")
    for typed, _ in SECRETS.values():
        chat.ask(typed)
    return chat


@pytest.mark.parametrize("name", SECRETS)
def test_the_borrower_is_told_and_sees_it_masked(after_typing, name):
    typed, secrets = SECRETS[name]
    seen = " ".join(entry["text"] for entry in after_typing.entries)
    assert not [secret for secret in secrets if secret in digits(seen)]
    assert typed not in seen
    assert "[" in seen


def test_no_file_of_the_system_holds_one(system, after_typing):
    for path, content in everything_stored(system).items():
        assert not [way for way in WAYS if way in content], path


def test_the_decrypted_record_and_the_trainers_tables_hold_none(system, after_typing):
    database = open_database(f"sqlite:///{system.home}/app.db")
    keys = EnvelopeCipher(read_secret(system.home / "keys", "records.key"))
    records = Records(database, keys, SystemClock())
    with database.read() as session:
        said = [entry.body for entry in records.entries(session, after_typing.conversation)]
        offered = [str(row) for row in session.execute(text("SELECT text FROM trainer_message"))]
    database.close()
    assert any("skinny" in str(body) for body in said)
    assert any("skinny" in row for row in offered)
    kept = digits(json.dumps([body.get("text", "") for body in said])) + digits(" ".join(offered))
    assert not [secret for secret in (SSN, CARD, ROUTING, ACCOUNT) if secret in kept]


def test_the_tracker_holds_masked_words(system, after_typing):
    rows = sqlite3.connect(system.home / "tracker.db").execute("SELECT * FROM bot_dialogue").fetchall()
    stored = digits(" ".join(str(row) for row in rows if after_typing.conversation in str(row)))
    assert stored
    assert not [secret for secret in (SSN, CARD, ROUTING, ACCOUNT) if secret in stored]


def test_no_log_line_holds_it(system, after_typing):
    log = digits(system.log())
    assert not [secret for secret in (SSN, CARD, ROUTING, ACCOUNT) if secret in log]


def test_the_trainers_page_holds_it_nowhere(system, after_typing, trainer):
    trainer.page.goto(f"{system.url}/trainer")
    body = trainer.page.content()
    assert "zesty skinny" in body
    assert "219-09-9999" not in body
    assert not [secret for secret in (SSN, CARD, ROUTING, ACCOUNT) if secret in digits(body)]
