"""Keeps what borrowers write, and what is answered, out of Rasa's logs.

Rasa prints exceptions with their whole chain. The messages of those exceptions quote the action server's answer, which
quotes the request, which is the dialogue. So: an exception is logged as its types and the places it passed, never with
its message; and what the current turn holds (text, token, values) is struck out of every other line.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from contextvars import ContextVar
from typing import Any, Final

import sentry_sdk
import structlog

WITHHELD: Final = "[withheld]"
LONGEST_LINE: Final = 2_000
# Shorter strings ("en", "15") would strike out half of every line and identify nobody.
SHORTEST_SECRET: Final = 4
# Rasa's structured lines that carry the dialogue under these names.
_SPOKEN_KEYS: Final = frozenset(
    {
        "text", "response_text", "user_text", "slot_values", "parse_data_text", "parse_data_entities", "parse_data",
        "prediction_events", "tracker_latest_message", "prefilled_slots", "message", "response", "slot_candidates",
        "rasa_event", "rasa_events", "tracker_states", "current_states", "old_states", "successes", "current_entity",
        "next_entity", "states", "entity", "token_text", "user_message", "json_message", "tracker", "exception",
    }
)  # fmt: skip

_turn_secrets: ContextVar[tuple[str, ...]] = ContextVar("turn_secrets", default=())


def guard(secrets: Iterable[str]) -> None:
    """From now on and within this turn only, these strings are struck out of every line that is logged."""
    kept = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
    kept |= {json.dumps(secret)[1:-1] for secret in kept} | {repr(secret)[1:-1] for secret in kept}
    # Longest first, so that a part of a longer one does not leave the rest of it readable.
    _turn_secrets.set(tuple(sorted(kept, key=len, reverse=True)))


def places(error: BaseException | None) -> str:
    """An exception's types, chain and places, without one word of its messages."""
    lines: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        where = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-6:]))
        lines.append(f"{type(error).__module__}.{type(error).__qualname__} at {where or 'unknown place'}")
        error = error.__cause__ or error.__context__
    return " caused by ".join(lines)


def struck(line: str) -> str:
    """The line without the turn's secrets, and cut where it is too long to be anything but a dump."""
    for secret in _turn_secrets.get():
        line = line.replace(secret, WITHHELD)
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}… ({len(line)} characters)"


def _without_messages(line: str, error: BaseException | None) -> str:
    """The line without the messages of an exception and its causes, where the caller pasted them into it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        message = str(error)
        if len(message) >= SHORTEST_SECRET:
            line = line.replace(message, WITHHELD)
        error = error.__cause__ or error.__context__
    return line


class PrivateRecord(logging.LogRecord):
    """A log record that never carries an exception's message or the words of the turn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        error = self.exc_info[1] if self.exc_info else None
        line = self._formatted()
        # Rasa also pastes the exception it is just dealing with into its own sentences.
        for pasted in (error, sys.exc_info()[1], *_exceptions_in(self.args)):
            line = _without_messages(line, pasted)
        if error is not None:
            line = f"{line} ({places(error)})"
        self.msg, self.args, self.exc_info, self.exc_text = struck(line), (), None, None

    def _formatted(self) -> str:
        try:
            return super().getMessage()
        except (TypeError, ValueError):
            return f"unreadable log line of {self.name}"


def _exceptions_in(args: Any) -> list[BaseException]:
    values = args.values() if isinstance(args, dict) else args if isinstance(args, tuple) else ()
    return [value for value in values if isinstance(value, BaseException)]


def private_event(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: the same promise for Rasa's structured lines."""
    for key in _SPOKEN_KEYS & event.keys():
        event[key] = WITHHELD
    excinfo = event.pop("exc_info", None)
    if excinfo is True:
        excinfo = sys.exc_info()
    error = excinfo[1] if isinstance(excinfo, tuple) else excinfo
    if isinstance(error, BaseException):
        event["places"] = places(error)
    return event


def _guard_structlog() -> None:
    """Puts `private_event` before anything is rendered.

    Rasa's loggers freeze, when first used, the list of processors of that moment; so that very list is changed.
    """
    processors = structlog.get_config()["processors"]
    if private_event not in processors:
        marks = [index for index, each in enumerate(processors) if each is structlog.dev.set_exc_info]
        processors.insert(marks[0] + 1 if marks else 0, private_event)


def install() -> None:
    """Makes all logging of this process private; calling it again does nothing more."""
    logging.setLogRecordFactory(PrivateRecord)
    _guard_structlog()
    # Rasa sends exceptions to its makers unless somebody has switched telemetry off; from here nobody sends any.
    sentry_sdk.init(dsn="")
