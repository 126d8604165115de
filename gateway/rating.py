"""How the help of a person was: asked once after it, in the borrower's language, to be skipped at will.

Nobody is asked who has told of a danger to their life, of abuse or of a death. The score stands on the case; the words
beside it are a message like any other, masked and on record, and read for what they show before they are thanked for.
"""

from sqlalchemy.orm import Session

from gateway.conversation import MESSAGE, SYSTEM, all_entries, speak
from gateway.parts import Parts
from gateway.ports import KnownCase
from gateway.signals import NEVER_ASKED, NEVER_ASKED_INTENTS
from gateway.summary import TURN_ANSWERED
from gateway.tables import Conversation
from records.client import Entry

HANDOFF = "handoff"
# The gateway's own buttons: their payloads never reach the bot.
SCORE, SKIP, COMMENT = "door:rate_", "door:skip_rating", "door:comment"
SCORES = frozenset("12345")
ASKED, GIVEN, SKIPPED = "desk.rating.asked", "desk.rating.given", "desk.rating.skipped"
COMMENTED = "desk.rating.commented"
COMMENT_ASKED, NOTED = "utter_rating_comment_ask", "utter_rating_noted"
SIGNALS_NOTICED = "gateway.signal.noticed"
LOOK_BACK = 5


def ask(parts: Parts, session: Session, conversation: Conversation) -> None:
    """Asks how the help was, when a person has said anything and it was not asked about this case before."""
    case = parts.cases.case_for(session, conversation.id, HANDOFF)
    if case is None or conversation.closed_at is not None or _events(parts, session, case, conversation.id):
        return
    entries = list(all_entries(parts, session, conversation.id))
    helped = any(entry.kind == MESSAGE and entry.author.kind == "agent" for entry in entries)
    if not helped or any(_is_grave(entry) for entry in entries) or _has_grave_case(parts, session, conversation.id):
        return
    parts.cases.note(session, case, kind=ASKED, who="gateway")
    speak(parts, session, conversation, "utter_rating_ask", author=SYSTEM)


def is_choice(payload: str) -> bool:
    """Whether a button belongs to the question how the help was."""
    return payload in (SKIP, COMMENT) or payload.removeprefix(SCORE) in SCORES


def choose(parts: Parts, session: Session, conversation: Conversation, payload: str) -> None:
    """Takes the answer to it. The first answer stands."""
    if payload == COMMENT:
        speak(parts, session, conversation, COMMENT_ASKED, author=SYSTEM)
        return
    case = parts.cases.case_for(session, conversation.id, HANDOFF)
    if case is None or {GIVEN, SKIPPED} & _events(parts, session, case, conversation.id):
        speak(parts, session, conversation, NOTED, author=SYSTEM)
    elif payload == SKIP:
        parts.cases.note(session, case, kind=SKIPPED, who="borrower")
        speak(parts, session, conversation, "utter_rating_skipped", author=SYSTEM)
    else:
        score = payload.removeprefix(SCORE)
        parts.cases.note(session, case, kind=GIVEN, who="borrower", details={"score": score})
        speak(parts, session, conversation, "utter_rating_thanks", author=SYSTEM)


def awaits_comment(parts: Parts, session: Session, conversation: Conversation) -> bool:
    """Whether the borrower's next words are the comment that was asked for."""
    head = parts.records.head(session, conversation.id).seq
    newest = all_entries(parts, session, conversation.id, max(0, head - LOOK_BACK))
    last = [entry for entry in newest if entry.kind == MESSAGE]
    return bool(last) and last[-1].body.get("response") == COMMENT_ASKED


def note_comment(parts: Parts, session: Session, conversation: Conversation, entry: Entry) -> None:
    """Notes on the case where the words beside the rating stand."""
    case = parts.cases.case_for(session, conversation.id, HANDOFF)
    if case is not None:
        parts.cases.note(session, case, kind=COMMENTED, who="borrower", details={"seq": str(entry.seq)})


def _events(parts: Parts, session: Session, case: KnownCase, conversation_id: str) -> set[str]:
    events = parts.cases.events(session, conversation_id)
    of_case = {event.kind for event in events if event.reference == case.reference}
    return of_case & {ASKED, GIVEN, SKIPPED, COMMENTED}


def _is_grave(entry: Entry) -> bool:
    if entry.kind == SIGNALS_NOTICED:
        return any(signal.get("name") in NEVER_ASKED for signal in entry.body.get("signals", ()))
    return entry.kind == TURN_ANSWERED and bool(
        NEVER_ASKED_INTENTS & {entry.body.get("intent"), *entry.body.get("also", ())}
    )


def _has_grave_case(parts: Parts, session: Session, conversation_id: str) -> bool:
    reasons = {case.reason for case in parts.cases.cases_of(session, conversation_id)}
    return bool(reasons & (NEVER_ASKED | NEVER_ASKED_INTENTS))
