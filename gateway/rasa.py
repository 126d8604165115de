"""The private line to the bot: one turn there, and what came back, believed only in the agreed shape."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from gateway.signals import SIGNALS, Signal

DEADLINE = timedelta(seconds=10)
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 1.5
# So many failures in a row, and the server counts as one that does not answer.
MOST_FAILED = 5
LONGEST_TEXT = 2_000
LONGEST_NAME = 64
MOST_SIGNALS = 24
MOST_ALSO = 2
PATH = "/webhooks/gateway/turn"
# Answers of a server that is starting or has no model yet; anything else from it is its last word.
_TRY_AGAIN = frozenset({404, 502, 503, 504})


class TurnFailed(Exception):
    """The bot gave no answer that can be shown; `reason` is a short code for logs and counters."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Turn:
    """What the bot is asked: the text already masked for machines, or a payload the gateway chose."""

    conversation_id: str
    message_id: str
    text: str
    capability: str
    language: str
    today: str
    level: str

    def as_json(self) -> dict[str, Any]:
        """The request's body."""
        return {
            "conversation": self.conversation_id,
            "text": self.text[:LONGEST_TEXT],
            "message_id": self.message_id,
            "metadata": {
                "capability": self.capability,
                "language": self.language,
                "today": self.today,
                "message_id": self.message_id,
                "level": self.level,
            },
        }


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Button(_Shape):
    """A suggested reply."""

    title: str = Field(min_length=1)
    payload: str = Field(min_length=1)


class Guess(_Shape):
    """An intent and how sure the bot is of it."""

    intent: str
    confidence: float


def _signals(given: Any) -> list[Signal]:
    """The signals that are known here, each once; what has another shape is no signal and spoils no answer."""
    found: list[Signal] = []
    for each in (given if isinstance(given, list) else [])[:MOST_SIGNALS]:
        if isinstance(each, Mapping) and isinstance(name := each.get("name"), str) and name in SIGNALS:
            category = each.get("category")
            found.append(Signal(name, category if _is_name(category) else None))
    return list(dict.fromkeys(found))


def _names(given: Any) -> list[str]:
    return [each for each in (given if isinstance(given, list) else []) if _is_name(each)][:MOST_ALSO]


def _name(given: Any) -> str | None:
    return given if _is_name(given) else None


def _is_name(given: Any) -> bool:
    return isinstance(given, str) and 0 < len(given) <= LONGEST_NAME


class Understood(_Shape):
    """What the bot took the message for.

    Attributes:
        also: what else was asked and answered in the same turn.
        signals: what the message shows or invokes beside what it asks.
        doubted: what a letter may show or invoke besides, the likeliest first.
        language: the language it is written in. A conversation changes its language on evidence of its own.
    """

    intent: str | None = None
    confidence: float = 0.0
    ranking: list[Guess] = []
    entities: list[str] = []
    also: Annotated[list[str], BeforeValidator(_names)] = []
    signals: Annotated[list[Signal], BeforeValidator(_signals)] = []
    doubted: Annotated[list[Signal], BeforeValidator(_signals)] = []
    language: Annotated[str | None, BeforeValidator(_name)] = None


class BotMessage(_Shape):
    """One message of the bot."""

    response: str | None = None
    text: str | None = None
    buttons: list[Button] = []
    custom: dict[str, Any] = {}


class Reply(_Shape):
    """Everything that came of a turn."""

    messages: list[BotMessage]
    understood: Understood = Understood()
    failed_actions: list[str] = []

    def came_to(self, outcome: str) -> bool:
        """Whether one of the actions that ran says that it came to this."""
        results = (message.custom.get("result") for message in self.messages)
        return any(isinstance(result, Mapping) and result.get("outcome") == outcome for result in results)


class Breaker:
    """Keeps questions from a server that hangs: after some failures in a row only one at a time is let through.

    Without it, every borrower in a long row would wait the whole deadline, one after the other.
    """

    def __init__(self) -> None:
        self._failed = 0
        self._trying = False

    def lets_through(self) -> bool:
        """Whether the next question may go out; each that may has to be reported on."""
        if self._failed < MOST_FAILED:
            return True
        if self._trying:
            return False
        self._trying = True
        return True

    def report(self, *, answered: bool) -> None:
        """What became of a question that was let through."""
        self._failed = 0 if answered else self._failed + 1
        self._trying = False


class RasaLine:
    """Asks the Rasa server, again and quickly while it cannot be reached, but never past the deadline."""

    def __init__(self, client: httpx.AsyncClient, *, token: str, deadline: timedelta = DEADLINE) -> None:
        self._client = client
        self._headers: Mapping[str, str] = {"Authorization": f"Bearer {token}"}
        self._deadline = deadline
        self._breaker = Breaker()

    async def ask(self, turn: Turn) -> Reply:
        """The bot's reply.

        The same message id goes out with every try: actions use it to do nothing twice.

        Raises:
            TurnFailed: `timeout`, `unreachable`, `status_<code>`, `bad_shape`, or `breaker` while the server is known
                not to answer.
        """
        if not self._breaker.lets_through():
            raise TurnFailed("breaker")
        tried: list[str] = []
        answered = False
        try:
            async with asyncio.timeout(self._deadline.total_seconds()):
                response = await self._ask(turn, tried)
            answered = True
        except TimeoutError:
            raise TurnFailed(tried[-1] if tried else "timeout") from None
        finally:
            self._breaker.report(answered=answered)
        return read_reply(response)

    async def _ask(self, turn: Turn, tried: list[str]) -> httpx.Response:
        pause = FIRST_PAUSE
        while True:
            try:
                response = await self._client.post(PATH, json=turn.as_json(), headers=dict(self._headers), timeout=None)
            except httpx.TransportError:
                tried.append("unreachable")
            else:
                if response.status_code not in _TRY_AGAIN:
                    return response
                tried.append(f"status_{response.status_code}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def read_reply(response: httpx.Response) -> Reply:
    """The reply in a response.

    Raises:
        TurnFailed: when it is not one.
    """
    if response.status_code != httpx.codes.OK:
        raise TurnFailed(f"status_{response.status_code}")
    try:
        return Reply.model_validate_json(response.content)
    except ValidationError:
        raise TurnFailed("bad_shape") from None
