"""Conversations with the trained assistant: the real model, rules, forms, wording and actions."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START_SECONDS = 30
MODEL_CACHE = Path("var/test-models")
APP_PYTHON = Path(".venv/bin/python")

_numbers = itertools.count(1)


def trained_model() -> Path:
    """The model in DOORSTEP_TEST_MODEL, or the one that fits the data, trained now if need be."""
    if given := os.environ.get("DOORSTEP_TEST_MODEL"):
        return Path(given)
    trained = subprocess.run(
        [sys.executable, "-m", "bot.train", "--out", str(MODEL_CACHE)], check=True, capture_output=True, text=True
    )
    return Path(trained.stdout.strip().splitlines()[-1])


@contextmanager
def action_server() -> Iterator[str]:
    """The real actions over the small portfolio, in a process of their own; gives the address of the webhook."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([str(APP_PYTHON), "-m", "tests.dialogue.portfolio", str(port)])
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the action server did not start")


@dataclass(frozen=True)
class Heard:
    """What came back in a turn."""

    messages: list[dict[str, Any]]
    intent: str
    confidence: float
    failed_actions: list[str]
    signals: list[str]

    @property
    def responses(self) -> list[str]:
        """The names of what was said, in order; `None` for a report without words."""
        return [message["response"] for message in self.messages]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        return {button["title"]: button["payload"] for message in self.messages for button in message["buttons"]}

    @property
    def outcomes(self) -> list[str]:
        results = [message["custom"].get("result") for message in self.messages]
        return [result["outcome"] for result in results if result]

    @property
    def handoff(self) -> str | None:
        """Why a person was called, if one was."""
        reasons = [
            message["custom"]["handoff"]["reason"] for message in self.messages if "handoff" in message["custom"]
        ]
        return reasons[-1] if reasons else None


@dataclass
class Borrower:
    """Somebody in a conversation of their own."""

    talk: Any
    name: str = "dana"
    language: str = "en"
    level: str = "verified"
    conversation: str = field(default_factory=lambda: f"dialogue-{next(_numbers):05d}")
    last: Heard | None = None

    def says(self, text: str) -> Heard:
        """Sends the text as the gateway would, and returns what came of it."""
        metadata = {
            "capability": self.name,
            "language": self.language,
            "today": "2026-11-16",
            "message_id": f"m-{next(_numbers)}",
            "level": self.level,
        }
        self.last = self.talk(self.conversation, text, metadata)
        assert self.last.failed_actions == [], f"{text!r}: {self.last.failed_actions} failed"
        assert self.last.messages, f"silence after {text!r}"
        return self.last

    def taps(self, title: str) -> Heard:
        """Chooses a button of the latest answer by its title."""
        assert self.last is not None
        return self.says(self.last.buttons[title])


class Assistant:
    """The loaded model; `talk` runs one turn."""

    def __init__(self, model: Path, webhook: str) -> None:
        from rasa.core.agent import Agent
        from rasa.utils.endpoints import EndpointConfig

        from bot import private_logs, remote_actions

        private_logs.install()
        remote_actions.install()
        self._loop = asyncio.new_event_loop()
        self._agent = Agent.load(
            str(model),
            action_endpoint=EndpointConfig(webhook),
            generator=EndpointConfig(type="bot.nlg.LanguageNLG"),
        )

    def talk(self, conversation: str, text: str, metadata: dict[str, str]) -> Heard:
        """One turn, through the same code that serves the gateway."""
        from bot.channel import run_turn
        from bot.turn import Turn

        turn = Turn(conversation, text, metadata["message_id"], metadata)
        result = json.loads(json.dumps(self._loop.run_until_complete(run_turn(self._agent, turn))))
        understood = result["understood"]
        return Heard(
            messages=result["messages"],
            intent=understood["intent"],
            confidence=understood["confidence"],
            failed_actions=result["failed_actions"],
            signals=[each["name"] for each in understood["signals"]],
        )

    def reads(self, text: str) -> dict[str, Any]:
        """What the model makes of a message, without answering it."""
        return dict(self._loop.run_until_complete(self._agent.parse_message(text)))

    def close(self) -> None:
        """Ends the loop."""
        self._loop.close()
