"""The bot's turn, around the bot: which message is owed an answer, what is asked, and what of the reply is said.

Between `next_question` and `answer` lies the call to the bot, outside any transaction. An answer is written together
with the note that its question is answered, and only if that note was not there before: so whatever crashes, a
question is answered once.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway import metrics
from gateway.capability import CapabilityMint
from gateway.conversation import BOT, MESSAGE, all_entries, language_of, last4s, level_at, locked, note, speak
from gateway.figures import unsupported
from gateway.holder import BOT_HOLDS, hand_to_person
from gateway.intake import JOINED, TO_BOT
from gateway.masking import mask_for_machines
from gateway.parts import Parts
from gateway.rasa import BotMessage, Reply, Turn
from gateway.summary import TURN_ANSWERED, TURN_FAILED
from gateway.tables import Conversation
from kernel.facts import Fact, NotAFact, fact_from_json
from kernel.spoken import LANGUAGES
from records.client import Entry

log = structlog.get_logger("gateway.turn")

FALLBACK_INTENTS = frozenset({"nlu_fallback", "out_of_scope"})
MISUNDERSTOOD_RESPONSES = frozenset({"utter_default", "utter_misunderstood_twice"})
DOCUMENT_FIELDS = ("document_id", "title", "media_type")
FORMS = frozenset({"identity", "code"})


@dataclass(frozen=True)
class Question:
    """A message the bot owes an answer to. `again` when it had to wait for the borrower to prove who they are."""

    seq: int
    turn: Turn
    typed: bool
    again: bool


def owing(session: Session) -> list[str]:
    """The conversations in which the bot owes an answer."""
    return list(
        session.scalars(
            select(Conversation.id).where(
                Conversation.holder == BOT_HOLDS,
                Conversation.closed_at.is_(None),
                (Conversation.asked_seq > Conversation.answered_seq) | Conversation.again_seq.is_not(None),
            )
        )
    )


def next_question(parts: Parts, session: Session, conversation_id: str, mint: CapabilityMint) -> Question | None:
    """The earliest message the bot owes an answer to, ready to be asked; None when it owes none."""
    conversation = session.get(Conversation, conversation_id, populate_existing=True)
    if conversation is None or conversation.holder != BOT_HOLDS or conversation.closed_at is not None:
        return None
    again = conversation.again_seq
    if again is not None:
        asked = parts.records.entries(session, conversation_id, after=again - 1, limit=1)
    elif conversation.asked_seq > conversation.answered_seq:
        asked = [
            entry
            for entry in all_entries(parts, session, conversation_id, after=conversation.answered_seq)
            if entry.seq <= conversation.asked_seq and _is_for_bot(entry)
        ][:1]
    else:
        return None
    return _question(parts, session, conversation, asked[0], mint, again=again is not None) if asked else None


def _is_for_bot(entry: Entry) -> bool:
    return entry.kind == MESSAGE and entry.author.kind == "borrower" and entry.body.get("addressee") == TO_BOT


def _question(
    parts: Parts, session: Session, conversation: Conversation, entry: Entry, mint: CapabilityMint, *, again: bool
) -> Question:
    now = parts.wall.now()
    level = level_at(conversation, now)
    message_id = entry.client_message_id or f"{conversation.id}.{entry.seq}"
    payload = entry.body.get("payload")
    text = str(payload) if payload else _words(parts, session, entry)
    capability = mint.for_conversation(
        conversation.id, party_id=conversation.party_id, loans=conversation.loans, level=level, now=now
    )
    turn = Turn(
        conversation_id=conversation.id,
        message_id=str(_derived(conversation.id, message_id, "again")) if again else message_id,
        text=text,
        capability=capability,
        language=language_of(conversation),
        today=parts.clock.today().isoformat(),
        level=level,
    )
    return Question(entry.seq, turn, typed=not payload, again=again)


def _words(parts: Parts, session: Session, entry: Entry) -> str:
    """What a borrower typed, as the bot may see it: masked for machines, and never a command to it."""
    before = [
        str(earlier.body["text"])
        for earlier in parts.records.entries(session, entry.conversation_id, after=max(0, entry.seq - 1 - 40))
        if earlier.seq < entry.seq and earlier.kind == MESSAGE and earlier.author.kind == "borrower"
    ]
    masked = mask_for_machines(str(entry.body["text"]), before[-JOINED:]).text
    return neutral(masked)


def neutral(text: str) -> str:
    """The text so that the dialogue engine reads it as words: it takes one that begins with a slash for a command."""
    return re.sub(r"^[/\s]+", "", text) or "?"


def _derived(conversation_id: str, message_id: str, what: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"doorstep|{conversation_id}|{message_id}|{what}")


def answer(parts: Parts, session: Session, question: Question, reply: Reply) -> bool:
    """Says the bot's reply, once; False when the question was answered or passed to a person meanwhile."""
    failure = _failure(reply)
    if failure is not None:
        return apologise(parts, session, question, failure)
    conversation = _still_owed(parts, session, question)
    if conversation is None:
        return False
    _note_understood(parts, session, conversation, question, reply)
    conversation.language = _spoken_from_now_on(reply) or conversation.language
    handoff = next((reason for message in reply.messages if (reason := _handoff(message))), None)
    withheld = False
    for place, message in enumerate(reply.messages):
        if (message.text or "").strip():
            withheld = (
                _say(parts, session, conversation, question, place=place, message=message, withheld=withheld)
                or withheld
            )
    if _needs_identity(reply):
        conversation.pending_identity_seq = question.seq
    if handoff is not None:
        hand_to_person(parts, session, conversation, reason=handoff)
    metrics.TURNS.labels("handed_over" if handoff else "answered").inc()
    return True


def apologise(parts: Parts, session: Session, question: Question, reason: str) -> bool:
    """Says that this went wrong and offers a person, once; False when it is no longer owed."""
    conversation = _still_owed(parts, session, question)
    if conversation is None:
        return False
    note(parts, session, conversation, TURN_FAILED, {"message_seq": question.seq, "reason": reason})
    identifier = str(_derived(conversation.id, question.turn.message_id, "failed"))
    speak(parts, session, conversation, "utter_turn_failed", client_message_id=identifier)
    metrics.TURNS.labels("failed").inc()
    metrics.TURN_FAILURES.labels(reason).inc()
    return True


def _still_owed(parts: Parts, session: Session, question: Question) -> Conversation | None:
    """The conversation, locked and with the question marked as answered; None when nothing is owed any more."""
    conversation = locked(session, question.turn.conversation_id)
    if conversation.holder != BOT_HOLDS:
        return None
    if question.again:
        if conversation.again_seq != question.seq:
            return None
        conversation.again_seq = None
        return conversation
    if conversation.answered_seq >= question.seq:
        return None
    conversation.answered_seq = question.seq
    return conversation


def _failure(reply: Reply) -> str | None:
    """Why a reply cannot stand as an answer; a wish for a person always stands."""
    if any(_handoff(message) for message in reply.messages):
        return None
    if reply.failed_actions:
        return "failed_action"
    if not any((message.text or "").strip() for message in reply.messages):
        return "empty"
    return None


def _handoff(message: BotMessage) -> str | None:
    """Why the bot wants a person to take over, when it does."""
    wish = message.custom.get("handoff")
    return str(wish.get("reason") or "borrower_request") if isinstance(wish, Mapping) else None


def _spoken_from_now_on(reply: Reply) -> str | None:
    """The language the borrower asked the bot for, when this turn was about that."""
    return next((wish for message in reply.messages if (wish := message.custom.get("language")) in LANGUAGES), None)


def _needs_identity(reply: Reply) -> bool:
    results = (message.custom.get("result") for message in reply.messages)
    return any(isinstance(result, Mapping) and result.get("outcome") == "identity_needed" for result in results)


def _note_understood(
    parts: Parts, session: Session, conversation: Conversation, question: Question, reply: Reply
) -> None:
    understood = reply.understood
    missed = understood.intent in FALLBACK_INTENTS or any(
        message.response in MISUNDERSTOOD_RESPONSES for message in reply.messages
    )
    conversation.misunderstandings = conversation.misunderstandings + 1 if missed else conversation.misunderstandings
    note(
        parts,
        session,
        conversation,
        TURN_ANSWERED,
        {
            "message_seq": question.seq,
            "intent": understood.intent,
            "confidence": round(understood.confidence, 4),
            "entities": understood.entities,
            "responses": [message.response for message in reply.messages if message.response],
        },
    )


def _say(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    question: Question,
    *,
    place: int,
    message: BotMessage,
    withheld: bool,
) -> bool:
    """Says one message of the bot, unless it shows a figure that is nobody's fact: then an apology, once a turn.

    Returns whether the message was withheld.
    """
    identifier = str(_derived(conversation.id, question.turn.message_id, str(place)))
    facts = _facts(message)
    wrong = _unvouched(parts, conversation, message, facts)
    if wrong:
        metrics.WITHHELD.inc()
        log.warning("figure withheld", conversation=conversation.id, seq=question.seq, response=message.response)
        body = {"message_seq": question.seq, "response": message.response, "figures": wrong}
        note(parts, session, conversation, "gateway.figure.withheld", body)
        if not withheld:
            speak(parts, session, conversation, "utter_figure_withheld", client_message_id=identifier)
        return True
    parts.records.append(
        session,
        conversation_id=conversation.id,
        author=BOT,
        kind=MESSAGE,
        body=_body(conversation, message, facts),
        client_message_id=identifier,
    )
    return False


def _unvouched(parts: Parts, conversation: Conversation, message: BotMessage, facts: list[Fact]) -> list[str]:
    """The figures in a message that nobody vouches for.

    The titles of the documents that come with it are the system of record's own words. A button may carry a bare
    number, as in the address of a property, but no amount, date or rate that is nobody's fact.
    """
    approved = (parts.wording.approved(message.response) if message.response else ()) + tuple(
        document["title"] for document in _documents(message)
    )
    known = last4s(conversation)
    titles = "\n".join(button.title for button in message.buttons)
    return [
        *unsupported(message.text or "", facts=facts, approved=approved, known=known),
        *unsupported(titles, facts=facts, approved=approved, known=known, kinds=("money", "date", "rate")),
    ]


def _documents(message: BotMessage) -> list[dict[str, str]]:
    given = message.custom.get("documents")
    return [
        {field: str(document.get(field, "")) for field in DOCUMENT_FIELDS}
        for document in (given if isinstance(given, list) else [])
        if isinstance(document, Mapping) and document.get("document_id")
    ]


def _body(conversation: Conversation, message: BotMessage, facts: list[Fact]) -> dict[str, Any]:
    form = message.custom.get("form")
    body: dict[str, Any] = {
        "text": (message.text or "").strip(),
        "language": conversation.language,
        "response": message.response,
        "facts": [fact.as_json() for fact in facts],
        "buttons": [{"title": button.title, "payload": button.payload} for button in message.buttons],
        "documents": _documents(message),
    }
    if form in FORMS:
        body["form"] = form
    return {key: value for key, value in body.items() if value or key == "text"}


def _facts(message: BotMessage) -> list[Fact]:
    """The facts that came with a message; what is not a fact vouches for nothing."""
    facts: list[Fact] = []
    given = message.custom.get("facts")
    for item in given if isinstance(given, list) else []:
        try:
            facts.append(fact_from_json(item))
        except NotAFact:
            continue
    return facts
