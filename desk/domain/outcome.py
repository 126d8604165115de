"""What came of a conversation: whether it ended in circles, whether a person was wished for, and whether one came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk.domain.summary import MISUNDERSTOOD, Heard, response_of

PERSON_WISHED, ANSWERED, FAILED = "gateway.person.asked", "gateway.turn.answered", "gateway.turn.failed"
NOTICED, HOLDER_CHANGED = "gateway.signal.noticed", "gateway.holder.changed"
WISH_INTENT, WISH_SIGNAL = "agent_request", "person_request"
# What CFPB, "Chatbots in consumer finance" (June 2023), calls a doom loop: the customer goes round without an answer.
# From how many rounds on it is one is a rule of the house: after two misunderstandings a person is due.
MISUNDERSTANDINGS, SAME_QUESTIONS = 2, 3
# Saying one of these again is no question asked again.
_SMALL_TALK = frozenset(
    {
        "affirm",
        "deny",
        "greeting",
        "thanks",
        "conversation_end",
        "language_preference_request",
    }
)


@dataclass(frozen=True)
class Outcome:
    """What came of a conversation.

    Attributes:
        messages: how many the borrower wrote.
        wished_at: the first wish for a person, said or pressed, or the moment it was passed to people; None without
            one.
        reached_after: from then until the first words of a person; None when none were said.
        is_loop: whether it ended in circles without an answer and without a person.
        is_answered: whether the assistant's last turn was understood and did not fail.
    """

    messages: int = 0
    wished_at: datetime | None = None
    reached_after: timedelta | None = None
    is_loop: bool = False
    is_answered: bool = False


@dataclass
class _Round:
    """What the borrower wrote, and all that came until they wrote again."""

    at: datetime
    intent: str | None = None
    trouble: bool = False
    informed: bool = False
    by_person: bool = False
    turned: bool = field(default=False)


def outcome_of(entries: Sequence[Heard]) -> Outcome:
    """The outcome of the conversation of these entries, which are all of it, in order."""
    rounds = _rounds(entries)
    turns = [each for each in rounds if each.turned or each.by_person]
    wished_at = min(_wishes(entries), default=None)
    return Outcome(
        messages=len(rounds),
        wished_at=wished_at,
        reached_after=None if wished_at is None else _reached(entries, wished_at),
        is_loop=_is_loop(turns),
        is_answered=bool(turns) and not turns[-1].trouble,
    )


def _rounds(entries: Sequence[Heard]) -> list[_Round]:
    rounds: list[_Round] = []
    for entry in entries:
        if entry.kind == "message" and entry.author.kind == "borrower":
            rounds.append(_Round(entry.at))
        elif rounds:
            _note(rounds[-1], entry)
    return rounds


def _note(current: _Round, entry: Heard) -> None:
    if entry.kind == ANSWERED:
        current.turned, current.intent = True, str(entry.body.get("intent") or "")
    elif entry.kind == FAILED:
        current.turned = current.trouble = True
    elif entry.kind == "message" and entry.author.kind == "agent":
        current.by_person = True
    elif entry.kind == "message":
        current.trouble |= response_of(entry) in MISUNDERSTOOD
        current.informed |= bool(entry.body.get("facts") or entry.body.get("documents"))


def _is_loop(turns: Sequence[_Round]) -> bool:
    """Whether the last rounds went in circles: not understood, or the same question, each time without a figure."""
    troubled = _last(turn.trouble and not turn.by_person for turn in turns)
    if troubled >= MISUNDERSTANDINGS:
        return True
    last = turns[-1].intent if turns else None
    if not last or last in _SMALL_TALK:
        return False
    same = (turn.intent == last and not (turn.informed or turn.by_person) for turn in turns)
    return _last(same) >= SAME_QUESTIONS


def _last(marks: Iterable[bool]) -> int:
    """How many at the end are true without a break."""
    listed = list(marks)
    return next((count for count, mark in enumerate(reversed(listed)) if not mark), len(listed))


def _wishes(entries: Sequence[Heard]) -> Iterable[datetime]:
    written = {entry.seq: entry.at for entry in entries}
    for entry in entries:
        if entry.kind == PERSON_WISHED or (entry.kind == HOLDER_CHANGED and entry.body.get("to") not in (None, "bot")):
            yield entry.at
        elif _is_wish(entry):
            # The wish was there when it was written, not when it was understood.
            yield written.get(entry.body.get("message_seq", entry.seq), entry.at)


def _is_wish(entry: Heard) -> bool:
    if entry.kind == ANSWERED:
        return entry.body.get("intent") == WISH_INTENT
    listed = entry.body.get("signals") if entry.kind == NOTICED else None
    return any(each.get("name") == WISH_SIGNAL for each in (listed if isinstance(listed, list) else ()))


def _reached(entries: Sequence[Heard], wished_at: datetime) -> timedelta | None:
    said = (entry.at for entry in entries if entry.kind == "message" and entry.author.kind == "agent")
    first = next((moment for moment in said if moment >= wished_at), None)
    return None if first is None else first - wished_at
