"""The app as it is served, with a Chatwoot behind it: from a borrower's wish to the end, without anybody's help."""

import os
import subprocess
import sys
import uuid

import pytest

from helpdesk.client import WEBHOOK
from kernel.clock import SystemClock
from tests.app_alone import app_process
from tests.chat import open_chat
from tests.contract.chatwoot_stand_in import ACCOUNT, INBOX, SECRET, TOKEN, StandIn, serving
from tests.gateway import wait_until


@pytest.fixture
def chatwoot():
    with serving(StandIn(clock=SystemClock())) as stand_in:
        yield stand_in


def settings_for(stand_in):
    return {
        "DOORSTEP_HANDOFF": "chatwoot",
        "DOORSTEP_CHATWOOT_URL": stand_in.url,
        "DOORSTEP_CHATWOOT_ACCOUNT": str(ACCOUNT),
        "DOORSTEP_CHATWOOT_INBOX": str(INBOX),
        "DOORSTEP_CHATWOOT_TOKEN": TOKEN,
        "DOORSTEP_CHATWOOT_WEBHOOK_SECRET": SECRET,
    }


def test_a_borrower_and_an_agent_of_the_chatwoot_talk_and_part(chatwoot, tmp_path):
    with app_process(tmp_path, **settings_for(chatwoot)) as url:
        chatwoot.webhook = url + WEBHOOK
        chat = open_chat(url)
        chat.send("person", id=str(uuid.uuid4()))
        chat.say("my escrow looks wrong")
        wait_until(lambda: chatwoot.talks and "my escrow looks wrong" in chatwoot.heard())
        chatwoot.agent_writes("I look at it right now.")
        chat.wait(lambda: any("I look at it right now." in entry["text"] for entry in chat.entries))
        assert chat.state["name"] == "Morgan Lee"
        chatwoot.resolve()
        chat.wait(lambda: chat.state["holder"] == "bot")
        chat.wait(lambda: any("How helpful was the person" in entry["text"] for entry in chat.entries))
        assert chatwoot.refused == []


def test_settings_that_cannot_be_used_refuse_the_start_with_a_plain_sentence(tmp_path):
    environment = {**os.environ, "DOORSTEP_HOME": str(tmp_path), "DOORSTEP_HANDOFF": "chatwoot"}
    command = [sys.executable, "-m", "app.supervisor"]
    started = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)
    assert started.returncode == 2
    assert "cannot start: DOORSTEP_CHATWOOT_URL=''" in started.stdout + started.stderr
    assert "Traceback" not in started.stdout + started.stderr
