"""Calls to the action server: a short deadline, a cheap check of the answer, and a true account of what failed.

Rasa answers a borrower although an action never ran: it logs the failure, keeps the dialogue going and says nothing. So
each turn keeps a `TurnAccount`, written where every call to the action server passes: `RemoteAction.run`, whether the
action was predicted, validates a form, or asks for a slot. Calls that raise have failed. So have predicted actions that
came back without a message whose custom payload reports `{"result": {"action": <its own name>}}`: an answer that named
an unknown response, or forgot to say how it went, is as silent for the borrower as no answer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

import rasa.core.actions.action as rasa_actions
from jsonschema import Draft7Validator, ValidationError
from rasa.shared.core.events import BotUttered, Event

from bot.settings import ACTION_TIMEOUT

# These work inside a form or before the policies; what they have to say is said by the form or the next action.
SILENT_PREFIXES: Final = ("validate_", "action_ask_", "action_validate_")

_account: ContextVar[TurnAccount | None] = ContextVar("turn_account", default=None)

Run = Callable[..., Coroutine[Any, Any, list[Event]]]


@dataclass
class TurnAccount:
    """What the action server was asked to do in one turn, and what came of it."""

    failed: list[str] = field(default_factory=list)

    def add_failure(self, action: str) -> None:
        """Notes once that this action failed."""
        if action not in self.failed:
            self.failed.append(action)


def open_account() -> TurnAccount:
    """A fresh account for the turn that the calling task is about to run."""
    account = TurnAccount()
    _account.set(account)
    return account


def reports_itself(action: str, events: list[Event]) -> bool:
    """Whether one of the action's messages says, in its custom payload, how this action went."""
    for event in events:
        if isinstance(event, BotUttered):
            result = (event.data.get("custom") or {}).get("result")
            if isinstance(result, dict) and result.get("action") == action:
                return True
    return False


def _accounted(run: Run) -> Run:
    @functools.wraps(run)
    async def accounted(action: rasa_actions.RemoteAction, *args: Any, **kwargs: Any) -> list[Event]:
        account = _account.get() or TurnAccount()
        name = action.name()
        try:
            events = await run(action, *args, **kwargs)
        except rasa_actions.ActionExecutionRejection:
            # The action ran and declined: the policies choose another.
            raise
        except Exception:
            account.add_failure(name)
            raise
        if not name.startswith(SILENT_PREFIXES) and not reports_itself(name, events):
            account.add_failure(name)
        return events

    accounted.is_accounted = True  # type: ignore[attr-defined]
    return accounted


@functools.lru_cache(maxsize=1)
def _answer_validator() -> Draft7Validator:
    return Draft7Validator(rasa_actions.RemoteAction.action_response_format_spec())


def _validate_action_result(_: rasa_actions.RemoteAction, result: Any) -> bool:
    """Rasa's own check with a validator that is built once instead of for every answer.

    Raises:
        ValidationError: naming the place of the fault but none of the answer's contents.
    """
    if not isinstance(result, dict):
        raise ValidationError("the action server's answer is not an object")
    fault = next(iter(_answer_validator().iter_errors(result)), None)
    if fault is not None:
        raise ValidationError(f"the action server's answer is wrong at {list(fault.absolute_path)}")
    return True


def install() -> None:
    """Makes every call to the action server in this process accounted for; calling it again does nothing more."""
    remote = rasa_actions.RemoteAction
    if not getattr(remote.run, "is_accounted", False):
        remote.run = _accounted(remote.run)  # type: ignore[method-assign]
        remote._validate_action_result = _validate_action_result  # type: ignore[method-assign]
        rasa_actions.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT.total_seconds()
