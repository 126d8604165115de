"""What signals leave behind: a note on the record, a case for each right or duty, and words to the borrower, once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from gateway import metrics
from gateway.conversation import MESSAGE, derived_id, language_of, note, put, speak, worded
from gateway.letters import BY_MAIL, say_not_needed
from gateway.opening import open_case
from gateway.parts import Parts
from gateway.ports import DueDate
from gateway.signals import (
    ANY_ERROR,
    CONFIRMED,
    HARDSHIP_AWAITED,
    HARDSHIP_OFFER,
    INFORMATION_REQUEST,
    NOTICE_OF_ERROR,
    NOTICED,
    OFFERS,
    OWNER,
    TOLD,
    TOLD_OF_FURTHER_ERROR,
    WITHDRAWN,
    Course,
    Signal,
    Verdict,
    told_by,
    verdict_on,
)
from gateway.tables import Conversation
from kernel.facts import Fact
from kernel.spoken import say
from records.client import Entry

# The intent of whoever asks whether that is certain: it answers nothing that was asked before.
DOUBT = "certainty_inquiry"
# How far back the question that a yes or no answers may lie.
LOOK_BACK = 20
ACKNOWLEDGED, ANSWERED, HELD = ".ack", ".response", ".credit_hold"
ABOUT_ERROR = {
    "b1": "utter_error_about_b1",
    "b2": "utter_error_about_b2",
    "b3": "utter_error_about_b3",
    "b4": "utter_error_about_b4",
    "b5": "utter_error_about_b5",
    "b6": "utter_error_about_b6",
    "b7": "utter_error_about_b7",
    "b8": "utter_error_about_b8",
    "b9": "utter_error_about_b9",
    "b10": "utter_error_about_b10",
    "b11": "utter_error_about_b11",
}
# Said behind a question without taking its place: what buttons alone answer leaves a yes to what was asked before.
_ASK_NOTHING = frozenset(
    {BY_MAIL, "utter_handoff_opened", "utter_handoff_waiting", "utter_handoff_kept", "utter_signal_doubted"}
)
_YES_AND_NO: Mapping[str, Verdict] = {"affirm": "confirmed", "deny": "withdrawn"}
SAID = {"confirmed": "utter_signal_confirmed", "withdrawn": "utter_signal_withdrawn"}


@dataclass(frozen=True)
class Opened:
    """A case that was opened for a signal, and what the law wants done by when."""

    signal: Signal
    reference: str
    due: tuple[DueDate, ...]


def note_signals(parts: Parts, session: Session, conversation: Conversation, course: Course, *, seq: int) -> None:
    """Records which signals the message at this place carries, and counts them."""
    if not course.noticed:
        return
    body = {"message_seq": seq, "signals": [signal.as_json() for signal in course.noticed]}
    note(parts, session, conversation, NOTICED, body)
    for signal in course.noticed:
        metrics.SIGNALS.labels(signal.name).inc()


def open_cases(
    parts: Parts, session: Session, conversation: Conversation, course: Course, *, seq: int, received: date
) -> list[Opened]:
    """Opens a case for each duty that has none open here; its clocks run from the day of the message.

    Each covered error has a case of its own. What a message leaves in doubt belongs to whatever is open of its kind.
    """
    opened = []
    for signal in course.duties:
        if is_open(parts, session, conversation, signal):
            continue
        due = tuple(parts.cases.due_dates(kind=signal.name, category=signal.category, received=received))
        dated = {"message_seq": seq, "opened_on": parts.clock.today().isoformat(), "clocks": as_json(due)}
        case = open_case(
            parts, session, conversation, kind=signal.name, reason=signal.name, category=signal.category, **dated
        )
        opened.append(Opened(signal, case.reference, due))
    return opened


def is_open(parts: Parts, session: Session, conversation: Conversation, signal: Signal) -> bool:
    """Whether what a signal asks for has a case open here."""
    asked = None if signal.category == ANY_ERROR else signal.category
    return parts.cases.is_open(session, conversation_id=conversation.id, kind=signal.name, category=asked)


def as_json(due: Collection[DueDate]) -> list[dict[str, Any]]:
    """Dates as they stand in a case's summary."""
    return [
        {
            "name": each.name,
            "start": each.start.isoformat(),
            "due": each.due.isoformat(),
            "unit": each.unit,
            "skipped": [day.isoformat() for day in each.skipped],
            "citation": each.citation,
        }
        for each in due
    ]


def tell(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    opened: Collection[Opened],
    *,
    message_id: str,
    unsaid: Collection[str] = (),
    awaited: bool = False,
) -> bool:
    """Tells the borrower of each case in approved words, except by the responses that are to stay `unsaid`.

    Args:
        awaited: whether a person is awaited already, who then is not offered.

    Returns whether anything was told.
    """
    now = parts.wall.now()
    told: set[tuple[object, ...]] = set()
    for each in opened:
        response = told_by(each.signal)
        if response in unsaid:
            continue
        if response == HARDSHIP_OFFER and awaited:
            response = HARDSHIP_AWAITED
        dated = (response, *((clock.name, clock.due) for clock in each.due))
        if dated in told and response == TOLD[NOTICE_OF_ERROR]:
            response = TOLD_OF_FURTHER_ERROR
        told.add(dated)
        facts = {"reference": Fact("case_reference", "text", each.reference, "desk.case", now)}
        for value, ending in (("acknowledge_by", ACKNOWLEDGED), ("answer_by", ANSWERED), ("held_until", HELD)):
            for clock in each.due:
                if clock.name.endswith(ending):
                    facts[value] = Fact(value, "date", clock.due.isoformat(), clock.citation, now)
        spoken = {name: say(fact, language_of(conversation)) for name, fact in facts.items()}
        values = {"acknowledge_by": "", "answer_by": "", "held_until": "", **spoken}
        values["about"] = _about(parts, conversation, each.signal)
        shown = () if response in (HARDSHIP_OFFER, HARDSHIP_AWAITED) else list(facts.values())
        body = worded(parts, conversation, response, shown, values)
        # Of two errors that were read in one message, a button answers for its own.
        case = {"case": each.reference, "category": each.signal.category}
        named = {key: value for key, value in case.items() if value is not None}
        if "buttons" in body:
            body["buttons"] = [{**button, **named} for button in body["buttons"]]
        identifier = str(derived_id(conversation.id, message_id, f"{each.signal.name} {each.signal.category}"))
        put(parts, session, conversation, body, client_message_id=identifier)
    return bool(told)


def _about(parts: Parts, conversation: Conversation, signal: Signal) -> str:
    """What a covered error or a request is about, as its writer would call it; nothing for all other signals."""
    response = {
        NOTICE_OF_ERROR: ABOUT_ERROR.get(signal.category or ANY_ERROR),
        INFORMATION_REQUEST: "utter_request_about_owner" if signal.category == OWNER else "utter_request_about_loan",
    }.get(signal.name)
    return parts.wording.say(response, language_of(conversation)).text if response else ""


def note_verdict(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    verdict: Verdict,
    signal: str,
    *,
    button: Mapping[str, str],
    seq: int,
) -> None:
    """Records that the borrower confirmed or withdrew a signal. Its case stays for a person to close.

    Args:
        button: the one that says so, with the case it is about.
    """
    kind = CONFIRMED if verdict == "confirmed" else WITHDRAWN
    case = {key: button[key] for key in ("case", "category") if key in button}
    note(parts, session, conversation, kind, {"signal": signal, "message_seq": seq, **case})
    if kind == WITHDRAWN:
        say_not_needed(parts, session, conversation, signal, seq=seq)


def verdict_of(
    parts: Parts, session: Session, conversation: Conversation, intent: str | None, *, seq: int, message_id: str
) -> str | None:
    """What a typed yes or no says to how a message was read, or the offer it accepts; None when it is no such answer.

    The gateway itself asked, so the bot does not know what the answer is about.

    Args:
        intent: what was typed; None when it was not typed.
    """
    said = _YES_AND_NO.get(intent or "")
    question = _last_said(parts, session, conversation, seq=seq) if said else None
    asked = _asked_in(question) if question else None
    if said is None or question is None or asked is None:
        return None
    if asked in OFFERS:
        return asked if said == "confirmed" else None
    note_verdict(parts, session, conversation, said, asked, button=question.body.get("buttons", [{}])[0], seq=seq)
    identifier = str(derived_id(conversation.id, message_id, said))
    speak(parts, session, conversation, SAID[said], client_message_id=identifier)
    return said


def ask_again(parts: Parts, session: Session, conversation: Conversation, *, seq: int, message_id: str) -> None:
    """Asks once more what the latest message before this place asks; nothing where it asks nothing of the gateway's.

    Whoever wonders whether that is certain has said neither yes nor no.
    """
    question = _last_said(parts, session, conversation, seq=seq)
    asked = None if question is None else _asked_in(question)
    if question is None or asked is None:
        return
    response = asked if asked in OFFERS else "utter_certainty_reading"
    body = worded(parts, conversation, response, (), {})
    if asked not in OFFERS:
        body["buttons"] = question.body.get("buttons", [])
    identifier = str(derived_id(conversation.id, message_id, "asked again"))
    put(parts, session, conversation, body, client_message_id=identifier)


def _last_said(parts: Parts, session: Session, conversation: Conversation, *, seq: int) -> Entry | None:
    """The latest message before this place, if it is not the borrower's own.

    The letter to mail and the news that a person comes stand behind a question and ask nothing: it still stands.
    """
    entries = parts.records.entries(session, conversation.id, after=max(0, seq - 1 - LOOK_BACK))
    said = [entry for entry in entries if entry.seq < seq and entry.kind == MESSAGE]
    said = [entry for entry in said if entry.body.get("response") not in _ASK_NOTHING]
    return None if not said or said[-1].author.kind == "borrower" else said[-1]


def _asked_in(message: Entry) -> str | None:
    """The signal that a message asks about, or the offer it makes; None when it asks neither."""
    if (response := message.body.get("response")) in OFFERS:
        return str(response)
    verdicts = (verdict_on(str(button.get("payload"))) for button in message.body.get("buttons", ()))
    return next((verdict[1] for verdict in verdicts if verdict is not None), None)
