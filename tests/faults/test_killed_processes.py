"""`kill -9` in the middle of a turn: the message is on record once and answered once, and the chain holds."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid

import httpx
import pytest

from tests.chat import DANA_LOGIN, signed_in

RECOVERY_SECONDS = 15
BALANCE = "306,237.11"


@pytest.fixture
def chat(system):
    return signed_in(system.url, DANA_LOGIN)


def say_and_kill_in_the_turn(system, chat, text, name):
    """Sends a message, and kills the process while the turn certainly runs: it waits for the actions, held still."""
    actions = system.pid("actions")
    os.kill(actions, signal.SIGSTOP)
    try:
        identifier = chat.say(text)
        time.sleep(1)
        assert answers_to(chat, identifier) == []
        system.kill(name)
    finally:
        if name != "actions":
            os.kill(actions, signal.SIGCONT)
    return identifier


def say_while_killing(system, chat, text, name):
    """Kills the process while the message is on its way, and sends it again until it is kept, as the window does."""
    identifier = str(uuid.uuid4())
    killer = threading.Timer(0.01, system.kill, args=(name,))
    killer.start()
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        try:
            chat.send("message", id=identifier, text=text)
            break
        except httpx.HTTPError:
            time.sleep(0.2)
    killer.join()
    return identifier


def answers_to(chat, identifier):
    seq = next((entry["seq"] for entry in chat.entries if entry["client_message_id"] == identifier), None)
    return [] if seq is None else chat.said_since(seq)


def assert_recorded_once_and_sound(system, chat, identifier, tmp_path):
    mine = [entry for entry in chat.entries if entry["client_message_id"] == identifier]
    assert len(mine) == 1
    bundle = tmp_path / "bundle.json"
    answer = httpx.get(
        f"{system.url}/chat/transcript", params={"format": "json"}, headers=chat.headers, timeout=30, trust_env=False
    )
    bundle.write_bytes(answer.raise_for_status().content)
    assert json.loads(bundle.read_bytes())
    verdict = subprocess.run(
        [sys.executable, "records/verifier.py", str(bundle)], check=False, capture_output=True, text=True
    )
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def assert_answered_once(system, chat, identifier, tmp_path):
    chat.wait(lambda: answers_to(chat, identifier), RECOVERY_SECONDS)
    time.sleep(3)
    chat.poll_now()
    heard = answers_to(chat, identifier)
    # An apology comes with a case for the question.
    said = [entry for entry in heard if "is the case number for your question" not in entry["text"]]
    assert len(heard) <= 2
    assert len(said) == 1, [entry["text"] for entry in said]
    honest = "person" in said[0]["text"] or "can't reach" in said[0]["text"]
    assert BALANCE in said[0]["text"] or honest, said[0]["text"]
    assert_recorded_once_and_sound(system, chat, identifier, tmp_path)


@pytest.mark.parametrize("name", ["rasa", "actions", "app"])
@pytest.mark.parametrize("ways", [say_and_kill_in_the_turn, say_while_killing], ids=["in the turn", "on its way"])
def test_a_message_outlives_a_killed_process(system, chat, tmp_path, name, ways):
    identifier = ways(system, chat, "what's my balance", name)
    system.wait_for(name)
    assert_answered_once(system, chat, identifier, tmp_path)
    assert BALANCE in chat.ask("what's my balance"), "the system is whole again"


def test_the_app_killed_in_a_turn_answers_with_the_figure_after_all(system, chat, tmp_path):
    identifier = say_and_kill_in_the_turn(system, chat, "what's my balance", "app")
    system.wait_for("app")
    assert_answered_once(system, chat, identifier, tmp_path)
    assert BALANCE in answers_to(chat, identifier)[0]["text"]


def test_a_person_can_be_reached_while_the_bot_is_down(system, chat):
    system.kill("rasa")
    chat.send("person", id="0b6cf3b1-77d7-4f0e-8c5e-0f4d3a1b2c3d")
    chat.wait(lambda: any("HB-" in entry["text"] for entry in chat.entries), 10)
    assert chat.state["holder"] == "queue"
    system.wait_for("rasa")
