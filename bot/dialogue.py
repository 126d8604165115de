"""What of a dialogue must be kept so that the assistant goes on exactly as if it had kept everything.

Rasa replays the whole dialogue several times in each turn, so a long one becomes slow. Forms and rules look only at
the slots, the active form and the last few turns. So the far past is replaced by a snapshot: events which, replayed,
lead to the same slots and the same active form. The cut lies before a borrower's message, where the assistant was
listening, and outside any form when possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    ConversationPaused,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

# A dialogue longer than this is cut. A turn is six to twelve events.
MOST_EVENTS: Final = 120
# What is kept word for word: more turns than any story or rule of ours looks back.
KEPT_TURNS: Final = 8
# Guesses kept with a past message, which only people read.
KEPT_GUESSES: Final = 5
# Lives two minutes at most and is worth nothing afterwards; it must not lie in a database.
SHORT_LIVED: Final = frozenset({"capability"})
_PARSE_FIELDS: Final = ("text", "intent", "entities", "intent_ranking", "message_id")


def trimmed(
    events: Iterable[Event],
    slots: Sequence[Slot],
    *,
    most_events: int = MOST_EVENTS,
    kept_turns: int = KEPT_TURNS,
) -> list[Event]:
    """The current session's events, shortened to a snapshot and the last turns when there are more than `most_events`.

    Replaying the result leads to the same slots, active form, latest message and latest action.
    """
    session = current_session(list(events))
    if len(session) <= most_events:
        return session
    cut = _cut(session, slots, kept_turns)
    return session if cut is None else [*_snapshot(session, cut, slots), *session[cut:]]


def current_session(events: list[Event]) -> list[Event]:
    """The events from the last start of a session, or restart, on: those before it no longer play a part."""
    for index in range(len(events) - 1, 0, -1):
        if isinstance(events[index], SessionStarted):
            # The action that started the session comes along, as in a dialogue's natural beginning.
            before = events[index - 1]
            named = isinstance(before, ActionExecuted) and before.action_name == ACTION_SESSION_START_NAME
            return events[index - 1 if named else index :]
        if isinstance(events[index], Restarted):
            return events[index:]
    return events


def _turn_starts(events: Sequence[Event]) -> list[int]:
    """Where a borrower's message follows upon listening."""
    starts, listening = [], False
    for index, event in enumerate(events):
        if isinstance(event, ActionExecuted):
            listening = event.action_name == ACTION_LISTEN_NAME
        elif isinstance(event, UserUttered) and listening:
            starts.append(index)
    return starts


def _cut(events: Sequence[Event], slots: Sequence[Slot], kept_turns: int) -> int | None:
    """The latest place that leaves enough turns behind it: outside forms if one such place is not too far back."""
    places = _turn_starts(events)[1:-kept_turns]
    if not places:
        return None
    outside = None
    tracker = DialogueStateTracker("", slots)
    for index, event in enumerate(events[: places[-1] + 1]):
        if index in places and tracker.active_loop_name is None:
            outside = index
        tracker.update(event)
    far_enough = len(events) // 3
    return outside if outside is not None and outside >= far_enough else places[-1]


def _snapshot(events: Sequence[Event], cut: int, slots: Sequence[Slot]) -> list[Event]:
    """Events that lead to the state which the events before `cut` led to."""
    tracker = DialogueStateTracker.from_events("", list(events[:cut]), slots)
    snapshot: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    snapshot += [
        SlotSet(slot.name, slot.value)
        for slot in tracker.slots.values()
        if slot.has_been_set and slot.name != SESSION_START_METADATA_SLOT
    ]
    if tracker.is_paused():
        snapshot.append(ConversationPaused())
    if tracker.active_loop is not None and tracker.active_loop_name is not None:
        # In the order in which Rasa itself records the start of a form.
        trigger: Mapping[str, Any] = tracker.active_loop.trigger_message or {}
        if trigger.get("intent"):
            snapshot.append(ActionExecuted(ACTION_LISTEN_NAME))
            snapshot.append(
                UserUttered(trigger.get("text"), trigger["intent"], trigger.get("entities"), dict(trigger))  # type: ignore[arg-type]
            )
        snapshot.append(ActionExecuted(tracker.active_loop_name))
        snapshot.append(ActiveLoop(tracker.active_loop_name))
        if tracker.is_active_loop_rejected:
            snapshot.append(ActionExecutionRejected(tracker.active_loop_name))
    snapshot.append(ActionExecuted(ACTION_LISTEN_NAME))
    for event in snapshot:
        event.timestamp = events[cut].timestamp
    return snapshot


def storable(event: Event) -> dict[str, Any]:
    """The event as it may lie in a database: without short-lived secrets and without what nothing reads again."""
    stored = event.as_dict()
    if isinstance(event, UserUttered):
        parse = stored.get("parse_data") or {}
        kept = {field: parse[field] for field in _PARSE_FIELDS if field in parse}
        if "intent_ranking" in kept:
            kept["intent_ranking"] = kept["intent_ranking"][:KEPT_GUESSES]
        stored["parse_data"] = kept
    elif isinstance(event, SlotSet) and event.key == SESSION_START_METADATA_SLOT:
        stored["value"] = None
    stored["metadata"] = {key: value for key, value in (stored.get("metadata") or {}).items() if key not in SHORT_LIVED}
    return stored
