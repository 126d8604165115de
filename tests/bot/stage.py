"""A small assistant on stage: an action server inside the process, and turns as the gateway sends them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot import remote_actions
from bot.turn import Turn

PROJECT = Path(__file__).parent / "project"

Answer = dict[str, Any]


class FakeActionServer(EndpointConfig):
    """Answers as the real action server does over HTTP, and fails in the ways it can fail."""

    def __init__(self) -> None:
        super().__init__(url="http://actions.invalid/webhook")
        self.called: list[str] = []
        self.answers: dict[str, Callable[[dict[str, Any]], Any]] = {
            "action_tell_payoff": self._payoff,
            "action_tell_balance": lambda call: reported("action_tell_balance", text="It is known."),
            "action_request_person": lambda call: reported("action_request_person"),
            "validate_payoff_form": self._validate,
        }

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """The answer prepared for the action, or the failure."""
        call = kwargs["json"]
        self.called.append(call["next_action"])
        return self.answers[call["next_action"]](call)

    @staticmethod
    def _payoff(call: dict[str, Any]) -> Answer:
        return reported("action_tell_payoff", response="utter_payoff_total", payoff_total="$1,098.00")

    @staticmethod
    def _validate(call: dict[str, Any]) -> Answer:
        date = call["tracker"]["slots"].get("payoff_date")
        known = [{"event": "slot", "name": "payoff_date", "value": date}] if date else []
        return {"events": known, "responses": []}

    def break_down(self, action: str) -> None:
        """From now on the action fails as a crashed SDK action does: 500, with the whole request in its body."""

        def fail(call: dict[str, Any]) -> Answer:
            raise ClientResponseError(500, "Internal Server Error", str(call))

        self.answers[action] = fail


def reported(action: str, **message: Any) -> Answer:
    """The answer of an action that says something and reports how it went."""
    result = {"facts": [], "documents": [], "result": {"action": action, "outcome": "answered"}}
    return {"events": [], "responses": [{**message, "custom": result}]}


def agent_with(model: Path, actions: EndpointConfig, store: TrackerStore | None = None) -> Agent:
    """An agent as the Rasa server makes one."""
    remote_actions.install()
    return Agent.load(
        model, generator=EndpointConfig(type="bot.nlg.LanguageNLG"), action_endpoint=actions, tracker_store=store
    )


def turn(text: str, language: str = "en", conversation: str = "conversation-1") -> Turn:
    """A turn as the gateway sends it."""
    metadata = {
        "capability": "token-for-this-turn-only",
        "language": language,
        "today": "2026-11-23",
        "message_id": "message-1",
        "level": "none",
    }
    return Turn(conversation, text, "message-1", metadata)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of something asynchronous."""
    return asyncio.run(work)
