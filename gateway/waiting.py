"""What a borrower who waits for a person hears: their place, how long it may take, and when people are back.

Nothing is promised that was not measured: without enough pick-ups to go by, the borrower hears that we do not know.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from gateway import telling
from gateway.conversation import SYSTEM, language_of, level_at, speak
from gateway.parts import Parts
from gateway.tables import Conversation
from kernel.facts import Fact
from kernel.spoken import Language, say, say_duration

HANDOFF = "handoff"
# The gateway's own buttons: their payloads never reach the bot.
BY_PHONE, IN_CHAT = "door:wait_by_phone", "door:wait_in_chat"
CHOSEN = "desk.answer.chosen"
# Whoever is in danger is asked nothing, and a call to the telephone on file may reach the one they fear.
NEVER_ASKED = frozenset({"crisis", "self_harm_signal", "abuse", "abuse_signal"})


def words(parts: Parts, session: Session, conversation: Conversation) -> str:
    """The sentence about the wait that stands in what a waiting borrower is told."""
    now, language = parts.clock.now(), language_of(conversation)
    if not parts.office.is_open(now):
        return parts.wording.say("utter_wait_closed", language, open_on=_opening(parts, conversation)).text
    place = parts.cases.place_in_line(session, conversation_id=conversation.id) or 1
    line = _line(parts, place, language)
    minutes = parts.cases.usual_wait_minutes(session)
    if minutes is None:
        return parts.wording.say("utter_wait_unknown", language, line=line).text
    usual = say_duration(timedelta(minutes=minutes), language)
    return parts.wording.say("utter_wait_usual", language, line=line, usual=usual).text


def _line(parts: Parts, place: int, language: Language) -> str:
    """How many people are served before whoever has this place in line; the first place is 1."""
    response = {1: "utter_wait_first", 2: "utter_wait_second"}.get(place)
    if response is not None:
        return parts.wording.say(response, language).text
    return parts.wording.say("utter_wait_further", language, ahead=str(place - 1)).text


def tell(parts: Parts, session: Session, conversation: Conversation) -> None:
    """Tells a waiting borrower who wrote that the words are kept, and how the line stands."""
    speak(
        parts,
        session,
        conversation,
        "utter_handoff_waiting",
        author=SYSTEM,
        wait=words(parts, session, conversation),
    )


def acknowledge(parts: Parts, session: Session, conversation: Conversation) -> None:
    """Tells that what was written is kept for the person: by turns with how the line stands and in short."""
    conversation.waiting_told = not conversation.waiting_told
    if conversation.waiting_told:
        tell(parts, session, conversation)
    else:
        speak(parts, session, conversation, "utter_handoff_kept", author=SYSTEM)


def offer_after_hours(parts: Parts, session: Session, conversation: Conversation, *, reason: str) -> None:
    """Asks, while nobody is there, whether to call or to answer in the chat; when people are there, nothing.

    Args:
        reason: why a person is wanted.
    """
    if reason not in NEVER_ASKED and not parts.office.is_open(parts.clock.now()):
        _say(parts, session, conversation, "utter_wait_choice")


def is_choice(payload: str) -> bool:
    """Whether a button says how the borrower wants to be answered."""
    return payload in (BY_PHONE, IN_CHAT)


def choose(
    parts: Parts, session: Session, conversation: Conversation, payload: str, *, seq: int, message_id: str
) -> None:
    """Keeps on the case how the borrower wants to be answered, and promises it with the day and the hours.

    A call goes to the telephone on file, so that we have to know who the borrower is.
    """
    if payload == BY_PHONE and level_at(conversation, parts.wall.now()) == "none":
        _say(parts, session, conversation, "utter_wait_call_unknown", form="identity")
        return
    case = parts.cases.case_for(session, conversation.id, HANDOFF)
    if case is not None and case.is_open:
        chosen = {"by": "phone" if payload == BY_PHONE else "chat"}
        parts.cases.note(session, case, kind=CHOSEN, who="gateway", details=chosen)
    if payload == BY_PHONE:
        telling.tell(parts, session, conversation, telling.CALLBACK, seq=seq, message_id=message_id)
    else:
        _say(parts, session, conversation, "utter_wait_in_chat")


def _say(parts: Parts, session: Session, conversation: Conversation, response: str, *, form: str | None = None) -> None:
    day = _opening_day(parts)
    opening = say(day, language_of(conversation))
    speak(parts, session, conversation, response, author=SYSTEM, form=form, facts=[day], open_on=opening)


def _opening(parts: Parts, conversation: Conversation) -> str:
    return say(_opening_day(parts), language_of(conversation))


def _opening_day(parts: Parts) -> Fact:
    now = parts.clock.now()
    opening = parts.office.next_opening(now).date()
    return Fact("open_on", "date", opening.isoformat(), "office.hours", now)
