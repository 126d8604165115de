"""One turn as the gateway sends it and gets it back: what is accepted, and the shape of the answer."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from rasa.core.channels.channel import OutputChannel

CONVERSATION_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
MESSAGE_ID: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
LONGEST_TEXT: Final = 2_000
LONGEST_CAPABILITY: Final = 4_096
# A text of the longest length in four-byte characters, escaped, with the longest capability and all the rest.
LARGEST_BODY: Final = 40_000
LANGUAGES: Final = ("en", "es")
LEVELS: Final = ("none", "identified", "verified", "step_up", "service")
RANKING_LENGTH: Final = 5
MOST_SIGNALS: Final = 24
MOST_ALSO: Final = 3
FALLBACK_INTENT: Final = "nlu_fallback"
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
# How an action may end that leaves no room for a second answer: a person comes, or the borrower has to do something.
LAST_WORDS: Final = frozenset({"handoff", "identity_needed", "unavailable"})


class BadTurn(ValueError):
    """The request is not a turn; the message says which field, and never quotes its value."""


@dataclass(frozen=True)
class Turn:
    """A borrower's message, or a payload the gateway chose, with what the gateway knows about it."""

    conversation: str
    text: str
    message_id: str
    metadata: dict[str, str]


def _exactly(value: Any, name: str, fields: frozenset[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadTurn(f"{name} must be an object")
    if unknown := value.keys() - fields:
        raise BadTurn(f"{name} has {len(unknown)} unknown field(s)")
    if missing := fields - value.keys():
        raise BadTurn(f"{name} lacks {', '.join(sorted(missing))}")
    return value


def _text(value: Any, name: str, longest: int) -> str:
    if not isinstance(value, str):
        raise BadTurn(f"{name} must be a string")
    if len(value) > longest:
        raise BadTurn(f"{name} is longer than {longest} characters")
    if "\0" in value:
        raise BadTurn(f"{name} holds a NUL character")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadTurn(f"{name} holds half a character") from None
    return value


def _matching(value: Any, name: str, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadTurn(f"{name} is not well formed")
    return value


def _one_of(value: Any, name: str, choices: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise BadTurn(f"{name} must be one of {', '.join(choices)}")
    return value


def _day(value: Any, name: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise BadTurn(f"{name} must be a date written YYYY-MM-DD")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadTurn(f"{name} is no day of the calendar") from None


_TURN_FIELDS: Final = frozenset({"conversation", "text", "message_id", "metadata"})
_METADATA_FIELDS: Final = frozenset({"capability", "language", "today", "message_id", "level"})


def read_turn(body: Any) -> Turn:
    """The turn that a decoded request body asks for.

    Raises:
        BadTurn: for a missing, unknown, mistyped, overlong or malformed field.
    """
    fields = _exactly(body, "the turn", _TURN_FIELDS)
    metadata = _exactly(fields["metadata"], "metadata", _METADATA_FIELDS)
    text = _text(fields["text"], "text", LONGEST_TEXT)
    if not text.strip():
        raise BadTurn("text is empty")
    return Turn(
        conversation=_matching(fields["conversation"], "conversation", CONVERSATION_ID),
        text=text,
        message_id=_matching(fields["message_id"], "message_id", MESSAGE_ID),
        metadata={
            "capability": _text(metadata["capability"], "metadata.capability", LONGEST_CAPABILITY),
            "language": _one_of(metadata["language"], "metadata.language", LANGUAGES),
            "today": _day(metadata["today"], "metadata.today"),
            "message_id": _matching(metadata["message_id"], "metadata.message_id", MESSAGE_ID),
            "level": _one_of(metadata["level"], "metadata.level", LEVELS),
        },
    )


class WholeMessages(OutputChannel):
    """Collects every bot message as one piece, with the name of the response it was made from."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in conditions and logs."""
        return "gateway"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps the message; nothing of it is split or dropped."""
        self.messages.append(
            {
                "response": message.get("utter_action"),
                "text": message.get("text") or "",
                "buttons": [
                    {"title": str(button.get("title", "")), "payload": str(button.get("payload", ""))}
                    for button in message.get("buttons") or []
                ],
                "custom": message.get("custom") or {},
            }
        )


def understood(parse: dict[str, Any]) -> dict[str, Any]:
    """What was understood: the intent acted upon, and the real intents that came closest, best first.

    `nlu_fallback` may be the intent but is never in the ranking, so the first of the ranking is always the best guess.
    With it come the names of what else was asked, the signals that were noticed or are doubted, without the borrower's
    words, and the language the message is written in, where that is known.
    """
    intent = parse.get("intent") or {}
    ranking = [
        {"intent": guess["name"], "confidence": round(float(guess["confidence"]), 4)}
        for guess in parse.get("intent_ranking") or [intent]
        if guess.get("name") and guess["name"] != FALLBACK_INTENT
    ]
    tongue = parse.get("tongue")
    return {
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "ranking": ranking[:RANKING_LENGTH],
        "entities": list(dict.fromkeys(entity["entity"] for entity in parse.get("entities") or [])),
        "also": [each["name"] for each in also_asked(parse)],
        "signals": _signals(parse.get("signals")),
        "doubted": _signals(parse.get("doubted_signals")),
        "language": tongue if tongue in LANGUAGES else None,
    }


def also_asked(parse: dict[str, Any]) -> list[dict[str, Any]]:
    """What the message asks beside its main intent: names of intents with their entities, in order, at most three."""
    found = parse.get("also")
    asked = [each for each in found if _is_named(each)] if isinstance(found, list) else []
    return asked[:MOST_ALSO]


def _signals(found: Any) -> list[dict[str, str]]:
    """Each signal once, with its category; the sentence it was found in stays here."""
    signals: dict[tuple[str, str | None], dict[str, str]] = {}
    for each in found if isinstance(found, list) else []:
        if _is_named(each):
            category = each.get("category")
            category = category if isinstance(category, str) and NAME.fullmatch(category) else None
            named = {"name": each["name"]} if category is None else {"name": each["name"], "category": category}
            signals.setdefault((each["name"], category), named)
    return list(signals.values())[:MOST_SIGNALS]


def _is_named(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("name"), str) and bool(NAME.fullmatch(each["name"]))


def further(turn: Turn, asked: dict[str, Any]) -> Turn:
    """The turn in which something else that the message asked is answered: a payload, under an id of its own.

    The id follows from the message's, so that a message sent again gets nothing done twice.
    """
    identifier = str(uuid.uuid5(uuid.NAMESPACE_OID, f"doorstep|{turn.message_id}|also|{asked['name']}"))
    values = {
        str(entity["entity"]): str(entity["value"])
        for entity in asked.get("entities") or []
        if isinstance(entity, dict) and entity.get("entity") and entity.get("value") is not None
    }
    return replace(
        turn,
        text=f"/{asked['name']}" + (json.dumps(values, ensure_ascii=False) if values else ""),
        message_id=identifier,
        metadata={**turn.metadata, "message_id": identifier},
    )


def leaves_room(messages: list[dict[str, Any]]) -> bool:
    """Whether something else can be answered in the same turn after these messages."""
    customs = [message["custom"] for message in messages]
    outcomes = {(custom.get("result") or {}).get("outcome") for custom in customs}
    return not any("handoff" in custom for custom in customs) and not outcomes & LAST_WORDS


def once_each(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages without those that are said again later: a form repeats its question after every answer, and which
    loan is meant may be asked on behalf of several questions.
    """
    told = [_told(message) for message in messages]
    return [
        message for place, message in enumerate(messages) if not message["text"] or told[place] not in told[place + 1 :]
    ]


def _told(message: dict[str, Any]) -> dict[str, Any]:
    """What the borrower gets of a message; of a question it does not matter which action asked it."""
    asks = (message["custom"].get("result") or {}).get("outcome") == "asked"
    return {**message, "custom": {}} if asks else message
