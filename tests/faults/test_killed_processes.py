"""`kill -9` in the middle of a turn: the message is on record once and answered once, and the chain holds."""

import json
import subprocess
import sys
import threading
import time

import httpx
import pytest

from tests.chat import DANA_LOGIN, signed_in

RECOVERY_SECONDS = 15
BALANCE = "306,237.11"


@pytest.fixture
def chat(system):
    return signed_in(system.url, DANA_LOGIN)


def say_while_killing(system, chat, text, name, after):
    """Sends the message and kills the process a moment later; sends it again until it is acknowledged."""
    identifier = "7d9f3a52-6c1e-4b0a-9a53-" + f"{int(time.time() * 1000) % 16**12:012x}"
    killer = threading.Timer(after, system.kill, args=(name,))
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


@pytest.mark.parametrize("name", ["rasa", "actions", "app"])
@pytest.mark.parametrize("after", [0.0, 0.02, 0.06])
def test_a_message_outlives_a_process_killed_in_its_turn(system, chat, tmp_path, name, after):
    identifier = say_while_killing(system, chat, "what's my balance", name, after)
    system.wait_for(name)
    chat.wait(lambda: answers_to(chat, identifier), RECOVERY_SECONDS)
    time.sleep(2)
    chat.poll_now()
    said = answers_to(chat, identifier)
    assert len(said) == 1, [entry["text"] for entry in said]
    honest = "person" in said[0]["text"] or "can't reach" in said[0]["text"]
    assert BALANCE in said[0]["text"] or honest, said[0]["text"]
    assert_recorded_once_and_sound(system, chat, identifier, tmp_path)


def test_a_person_can_be_reached_while_the_bot_is_down(system, chat):
    system.kill("rasa")
    chat.send("person", id="0b6cf3b1-77d7-4f0e-8c5e-0f4d3a1b2c3d")
    chat.wait(lambda: any("HB-" in entry["text"] for entry in chat.entries), 10)
    assert chat.state["holder"] == "queue"
    system.wait_for("rasa")
