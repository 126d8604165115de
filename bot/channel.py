"""The one door of the Rasa server: the gateway sends a turn and gets everything that came of it.

`POST /webhooks/gateway/turn` answers 200 with `messages`, `understood` and `failed_actions`; 400 for a request that is
not a turn, 401 without the shared secret, 413 for a body that is too large, 503 while there is no model or the dialogue
cannot be read or kept, and 500 when the turn broke. Every answer but 200 carries problem+json. `GET
/webhooks/gateway/ready` answers 200 once a model is loaded.

`failed_actions` names the custom actions that ran in this turn and failed; see `bot.remote_actions` for how that is
known.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import private_logs, remote_actions
from bot.bare_answers import as_answer, bare_entities
from bot.environment import settle_memory
from bot.follow_ups import as_follow_up, asked_without_subject
from bot.nlu.words import folded, without_dropped
from bot.settings import private_token
from bot.tracker_store import DialogueUnavailable
from bot.turn import (
    FALLBACK_INTENT,
    LARGEST_BODY,
    BadTurn,
    Turn,
    WholeMessages,
    also_asked,
    further,
    leaves_room,
    once_each,
    read_turn,
    understood,
)

logger = logging.getLogger(__name__)

# What ends a form.
DENY = "deny"


class NoModel(RuntimeError):
    """The server has not loaded a model yet."""


class GatewayInput(InputChannel):
    """Accepts turns from the gateway, and from nobody else."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        private_logs.install()
        remote_actions.install()

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is also its part of the URL."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """The channel for the secret in DOORSTEP_PRIVATE_TOKEN; `credentials.yml` itself holds no secret."""
        return cls(private_token())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        routes = Blueprint("gateway")

        @routes.listener("after_server_start")
        async def settle(app: Any, _: Any) -> None:
            keep_store_failures_visible(app.ctx.agent)
            await warm_up(app.ctx.agent)
            settle_memory()

        @routes.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            is_ready = request.app.ctx.agent.is_ready()
            return response.json({"ready": is_ready}, status=200 if is_ready else 503)

        @routes.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            return await self._answer(request)

        return routes

    async def _answer(self, request: Request) -> HTTPResponse:
        if not self._is_gateway(request):
            return problem(401, "unauthorized", "The shared secret is missing or wrong.")
        if len(request.body) > LARGEST_BODY:
            return problem(413, "too_large", f"A turn has at most {LARGEST_BODY} bytes.")
        try:
            accepted = read_turn(json.loads(request.body))
        except BadTurn as refusal:
            return problem(400, "bad_turn", str(refusal))
        except (ValueError, RecursionError):
            return problem(400, "bad_turn", "The body is not JSON.")
        private_logs.guard([accepted.text, accepted.text.strip(), accepted.metadata["capability"]])
        try:
            return response.json(await run_turn(request.app.ctx.agent, accepted))
        except NoModel:
            return problem(503, "no_model", "No model is loaded yet.")
        except DialogueUnavailable:
            return problem(503, "dialogue_unavailable", "The dialogue cannot be read or kept.")
        except Exception:
            logger.exception("A turn of conversation %s broke", accepted.conversation)
            return problem(500, "turn_broke", "The turn broke; the log names the place.")

    def _is_gateway(self, request: Request) -> bool:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token.encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._token) and scheme.lower() == "bearer"


async def run_turn(agent: Agent, turn: Turn) -> dict[str, Any]:
    """Runs one turn of a conversation to its end and tells what came of it.

    A message may ask for several things. What it asks beside the first is answered in the same turn, as long as nothing
    failed and the conversation does not go to a person or wait for the borrower to prove who they are.

    Raises:
        NoModel: while no model is loaded.
        DialogueUnavailable: when the conversation's dialogue could not be read or kept.
    """
    if not agent.is_ready() or agent.processor is None:
        raise NoModel
    account = remote_actions.open_account()
    said = WholeMessages()
    message = _message(turn, said)
    async with agent.lock_store.lock(turn.conversation):
        # One processor for the whole turn, whatever model arrives meanwhile.
        processor: MessageProcessor = agent.processor
        message.parse_data = await _understanding(processor, message)
        await _leave_what_was_dropped(processor, turn)
        await processor.handle_message(message)
        answers, before = [said.messages], 0
        for asked in _also(message):
            if account.failed or not leaves_room([each for answer in answers for each in answer]):
                break
            one = WholeMessages()
            await processor.handle_message(_message(further(turn, asked), one))
            # What was asked before the main wish is answered before it.
            answers.insert(before if asked.get("before") else len(answers), one.messages)
            before += bool(asked.get("before"))
    return {
        "messages": once_each([each for answer in answers for each in answer]),
        "understood": understood(message.parse_data),
        "failed_actions": account.failed,
    }


async def _understanding(processor: MessageProcessor, message: UserMessage) -> dict[str, Any]:
    """What the message means, and where it is nothing but a phrase or has no subject, what it means after the last."""
    parse: dict[str, Any] = await processor.parse_message(message)
    if bare_entities(parse):
        return as_answer(parse, await processor.get_tracker(message.sender_id), processor.domain)
    if asked_without_subject(str(parse.get("text") or "")):
        return as_follow_up(parse, await processor.get_tracker(message.sender_id))
    return parse


async def _leave_what_was_dropped(processor: MessageProcessor, turn: Turn) -> None:
    """Ends the form that is asking where a message drops what it is about before it asks for something else."""
    whole = folded(turn.text)
    if without_dropped(whole) != whole and (await processor.get_tracker(turn.conversation)).active_loop_name:
        await processor.handle_message(_message(further(turn, {"name": DENY}), WholeMessages()))


def _message(turn: Turn, said: WholeMessages) -> UserMessage:
    return UserMessage(
        turn.text,
        said,
        turn.conversation,
        input_channel=GatewayInput.name(),
        message_id=turn.message_id,
        metadata=turn.metadata,
    )


def _also(message: UserMessage) -> list[dict[str, Any]]:
    """What else the message asks; nothing of a message that was not understood."""
    parse: dict[str, Any] = message.parse_data or {}
    return [] if (parse.get("intent") or {}).get("name") == FALLBACK_INTENT else also_asked(parse)


def keep_store_failures_visible(agent: Agent) -> None:
    """Takes away the wrapper with which Rasa answers from an empty dialogue when the store fails.

    A borrower whose context is silently gone is worse off than one who is asked to try again.
    """
    if isinstance(agent.tracker_store, FailSafeTrackerStore):
        agent.tracker_store = agent.tracker_store._tracker_store
    if agent.processor is not None:
        agent.processor.tracker_store = agent.tracker_store


async def warm_up(agent: Agent) -> None:
    """Reads a sentence in each language, so that no borrower's first message waits while grammars are put together."""
    if agent.is_ready():
        for text in ("What is due on May 15?", "¿Qué debo pagar el 15 de mayo?"):
            await agent.parse_message(text)


def problem(status: int, code: str, detail: str) -> HTTPResponse:
    """An RFC 9457 problem."""
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    return response.json(body, status=status, content_type="application/problem+json")
