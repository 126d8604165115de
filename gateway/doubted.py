"""Rights that a letter may invoke, read with too little certainty to open a case: its writer is asked, once.

The case that a tap opens runs from the day of the letter, as if it had been read rightly at once.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from gateway import duties
from gateway.conversation import business_date, derived_id, put, speak, worded
from gateway.holder import BOT_HOLDS
from gateway.letters import give_letters_to_mail
from gateway.parts import Parts
from gateway.rating import NOTED
from gateway.signals import ALSO, Course, Signal
from gateway.tables import Conversation

ASKED = "utter_signal_doubted"
MOST = 3
NONE = f"{ALSO}none"


def ask(
    parts: Parts, session: Session, conversation: Conversation, course: Course, *, seq: int, message_id: str
) -> None:
    """Asks which of the doubted rights was meant, the likeliest first; not for what has a case open here.

    Args:
        seq: the place of the letter.
    """
    doubted = [each for each in course.doubted if not duties.is_open(parts, session, conversation, each)][:MOST]
    if not doubted:
        return
    body = worded(parts, conversation, ASKED, (), {})
    by_payload = {button["payload"]: button for button in body["buttons"]}
    body["buttons"] = [{**by_payload[ALSO + each.name], "seq": str(seq), **each.as_json()} for each in doubted] + [
        by_payload[NONE]
    ]
    put(parts, session, conversation, body, client_message_id=str(derived_id(conversation.id, message_id, ASKED)))


def is_choice(payload: str) -> bool:
    """Whether a button belongs to that question."""
    return payload.startswith(ALSO)


def choose(
    parts: Parts, session: Session, conversation: Conversation, button: Mapping[str, str], *, message_id: str
) -> None:
    """Opens the case of what was meant, and tells of it."""
    told = False
    if button["payload"] != NONE:
        signal, seq = Signal(button["name"], button.get("category")), int(button["seq"])
        course = Course(noticed=(signal,), duties=(signal,))
        letter = parts.records.entries(session, conversation.id, after=seq - 1, limit=1)[0]
        received = business_date(parts, letter.at)
        opened = duties.open_cases(parts, session, conversation, course, seq=seq, received=received)
        if opened:
            awaited = conversation.holder != BOT_HOLDS
            duties.note_signals(parts, session, conversation, course, seq=seq)
            told = duties.tell(parts, session, conversation, opened, message_id=message_id, awaited=awaited)
            give_letters_to_mail(parts, session, conversation, course, received=received, message_id=message_id)
    if not told:
        speak(parts, session, conversation, NOTED)
