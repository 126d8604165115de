"""The bot's turn, around the bot: which message is owed an answer, what is asked, and what of the reply is said.

Between `next_question` and `answer` lies the call to the bot, outside any transaction. An answer is written together
with the note that its question is answered, and only if that note was not there before: so whatever crashes, a
question is answered once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway import calling_off, doubted, duties, meanwhile, metrics, waiting
from gateway.again import Told, say_unrepeated
from gateway.capability import CapabilityMint
from gateway.collector import say_notice
from gateway.conversation import (
    MESSAGE,
    all_entries,
    business_date,
    derived_id,
    language_of,
    level_at,
    locked,
    speak,
)
from gateway.failures import failure_of, open_failed, say_sorry
from gateway.holder import BOT_HOLDS, QUEUE_HOLDS, hand_to_person
from gateway.intake import JOINED, TO_BOT
from gateway.letters import give_letters_to_mail, say_notice_address
from gateway.masking import mask_for_machines
from gateway.parts import Parts
from gateway.rasa import BotMessage, Reply, Turn
from gateway.rating import NOTED
from gateway.saying import documents_of, facts_of
from gateway.signals import ANSWER_UNCHANGED, HARDSHIP_OFFER, OFFERS, Course, course_of, reason_for_person
from gateway.tables import Conversation
from gateway.telling import place_of_wish, tell, wished
from gateway.understanding import MISUNDERSTOOD_RESPONSES, note_understood
from kernel.spoken import LANGUAGES
from records.client import Entry

# From which confidence on a yes or a no is taken for one: much else is short ("and since when").
SURE = 0.5
LISTENING = (BOT_HOLDS, QUEUE_HOLDS)


@dataclass(frozen=True)
class Question:
    """A message the bot owes an answer to. `again` when it had to wait for the borrower to prove who they are; one that
    `comments` on the help of a person is thanked for, unless it shows or wants anything.
    """

    seq: int
    turn: Turn
    typed: bool
    again: bool
    written_at: datetime
    comments: bool = False


def owing(session: Session) -> list[str]:
    """The conversations in which the bot owes an answer."""
    return list(
        session.scalars(
            select(Conversation.id).where(
                Conversation.holder.in_(LISTENING),
                Conversation.closed_at.is_(None),
                (Conversation.asked_seq > Conversation.answered_seq) | Conversation.again_seq.is_not(None),
            )
        )
    )


def next_question(parts: Parts, session: Session, conversation_id: str, mint: CapabilityMint) -> Question | None:
    """The earliest message the bot owes an answer to, ready to be asked; None when it owes none."""
    conversation = session.get(Conversation, conversation_id, populate_existing=True)
    if conversation is None or conversation.holder not in LISTENING or conversation.closed_at is not None:
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
        message_id=str(derived_id(conversation.id, message_id, "again")) if again else message_id,
        text=text,
        capability=capability,
        language=language_of(conversation),
        today=parts.clock.today().isoformat(),
        level=level,
    )
    return Question(
        entry.seq, turn, typed=not payload, again=again, written_at=entry.at, comments="comments" in entry.body
    )


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


def answer(parts: Parts, session: Session, question: Question, reply: Reply) -> bool:
    """Says the bot's reply, once; False when the question was answered or passed to a person meanwhile.

    What the message signals is seen to in the same transaction, whether or not the reply can stand: a case for each
    right it invokes, and a person where it shows a danger.
    """
    conversation = _still_owed(parts, session, question)
    if conversation is None:
        return False
    course = _course(question, reply)
    if question.comments and not course.noticed and _wish(reply) is None:
        identifier = str(derived_id(conversation.id, question.turn.message_id, NOTED))
        speak(parts, session, conversation, NOTED, client_message_id=identifier)
        return True
    heard = reply.understood.intent if question.typed and reply.understood.confidence >= SURE else None
    message_id = question.turn.message_id
    verdict = duties.verdict_of(parts, session, conversation, heard, seq=question.seq, message_id=message_id)
    wish = OFFERS.get(verdict) if verdict else _wish(reply)
    reason = reason_for_person(course, wish)
    waits = conversation.holder == QUEUE_HOLDS
    withdrawn = reason is None and reply.came_to(calling_off.OUTCOME)
    failure = None if reason or verdict or waits else failure_of(reply)
    spoken = failure is not None
    if waits:
        reply = reply.model_copy(update={"messages": meanwhile.helpful(reply, MISUNDERSTOOD_RESPONSES)})
    duties.note_signals(parts, session, conversation, course, seq=question.seq)
    if failure is not None:
        say_sorry(parts, session, conversation, failure, seq=question.seq, message_id=question.turn.message_id)
    else:
        note_understood(parts, session, conversation, reply, seq=question.seq)
        conversation.language = _spoken_from_now_on(reply) or conversation.language
        spoken = _say_all(
            parts,
            session,
            conversation,
            question,
            course=course,
            messages=[] if verdict else reply.messages,
            wish=None if verdict else wished(reply),
        )
    person = reason is not None
    answered = bool(spoken or verdict)
    # A right that was invoked before opens nothing more; whoever invokes it again still hears something.
    quiet = bool(course.noticed) and not (answered or waits or person or withdrawn)
    answered |= _see_to_duties(
        parts, session, conversation, question, course=course, reply=reply, person=person, quiet=quiet
    )
    if failure is None and reason is None and reply.understood.intent == duties.DOUBT:
        duties.ask_again(parts, session, conversation, seq=question.seq, message_id=question.turn.message_id)
    if failure is None and reply.came_to("identity_needed"):
        conversation.pending_identity_seq = question.seq
    if reason is None and failure is None and reply.came_to("unavailable"):
        open_failed(parts, session, conversation, seq=question.seq, message_id=question.turn.message_id)
    if withdrawn:
        calling_off.call_off(parts, session, conversation, message_id=message_id)
    elif waits:
        meanwhile.keep(parts, session, conversation, reason=reason, answered=answered, told=wished(reply))
    elif reason is not None:
        hand_to_person(parts, session, conversation, reason=reason)
    if failure is None:
        metrics.TURNS.labels("handed_over" if reason else "answered").inc()
    return True


def apologise(parts: Parts, session: Session, question: Question, reason: str) -> bool:
    """Says that this went wrong and offers a person, once; False when it is no longer owed."""
    conversation = _still_owed(parts, session, question)
    if conversation is None:
        return False
    if conversation.holder == QUEUE_HOLDS:
        waiting.acknowledge(parts, session, conversation)
    else:
        say_sorry(parts, session, conversation, reason, seq=question.seq, message_id=question.turn.message_id)
    return True


def _course(question: Question, reply: Reply) -> Course:
    """What the message obliges us to. When it is asked again after a proof, that has been seen to."""
    if question.again:
        return Course()
    understood = reply.understood
    intents = [understood.intent or "", *understood.also]
    return course_of(understood.signals, intents=intents, doubted=understood.doubted)


def _say_all(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    question: Question,
    *,
    course: Course,
    messages: list[BotMessage],
    wish: str | None,
) -> bool:
    """Says the words that come first, the bot's messages that stand beside the signals, and what it wants told.

    Returns whether anything was said.
    """
    message_id = question.turn.message_id
    if course.first_words is not None:
        identifier = str(derived_id(conversation.id, message_id, "first"))
        speak(parts, session, conversation, course.first_words, client_message_id=identifier)
    standing = {place: message for place, message in enumerate(messages) if _stands(message, course)}
    say_notice(parts, session, conversation, standing.values(), message_id=message_id)
    # What is told comes where the bot asked for it: the question of a form that goes on stands behind it.
    told = None
    if wish is not None and not course.alone:
        place = place_of_wish(messages)
        told = Told(place, lambda: tell(parts, session, conversation, wish, seq=question.seq, message_id=message_id))
    said, left_out = say_unrepeated(
        parts, session, conversation, standing, seq=question.seq, message_id=message_id, told=told
    )
    say_notice_address(parts, session, conversation, standing.values(), message_id=message_id)
    # To whoever awaits a person it is said that their words are kept for that person.
    if unchanged := (left_out and not said and course.person_for is None and conversation.holder != QUEUE_HOLDS):
        _say_unchanged(parts, session, conversation, message_id=message_id)
    return said or unchanged or course.first_words is not None


def _say_unchanged(parts: Parts, session: Session, conversation: Conversation, *, message_id: str) -> None:
    identifier = str(derived_id(conversation.id, message_id, "unchanged"))
    speak(parts, session, conversation, ANSWER_UNCHANGED, client_message_id=identifier)


def _stands(message: BotMessage, course: Course) -> bool:
    """Whether a message is said beside the signals: a question would be left hanging when a person takes over.

    While a danger calls a person, an answer is said, and what explains the topic and calls the person itself.
    """
    # A right that was read in the message was understood, whatever else was not.
    if not (message.text or "").strip() or (course.duties and message.response in MISUNDERSTOOD_RESPONSES):
        return False
    is_answer = bool(facts_of(message) or documents_of(message))
    explains = isinstance(message.custom.get("handoff"), Mapping) and not message.buttons
    return not course.alone and (course.person_for is None or is_answer or explains)


def _see_to_duties(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    question: Question,
    *,
    course: Course,
    reply: Reply,
    person: bool,
    quiet: bool,
) -> bool:
    """Opens the cases of the message and tells of them; hardship is met with an offer, unless that stands already.

    Args:
        quiet: whether something has to be said even if there is nothing new to tell.

    Returns whether anything was told.
    """
    # It may have waited for a server that was down.
    received = business_date(parts, question.written_at)
    opened = duties.open_cases(parts, session, conversation, course, seq=question.seq, received=received)
    if course.alone:
        return False
    offered = person or any(message.response == HARDSHIP_OFFER for message in reply.messages)
    unsaid = [HARDSHIP_OFFER] if offered else []
    message_id = question.turn.message_id
    awaited = conversation.holder == QUEUE_HOLDS
    told = duties.tell(parts, session, conversation, opened, message_id=message_id, unsaid=unsaid, awaited=awaited)
    give_letters_to_mail(parts, session, conversation, course, received=received, message_id=message_id)
    if quiet and not told:
        _say_unchanged(parts, session, conversation, message_id=message_id)
    doubted.ask(parts, session, conversation, course, seq=question.seq, message_id=message_id)
    return told or quiet


def _still_owed(parts: Parts, session: Session, question: Question) -> Conversation | None:
    """The conversation, locked and with the question marked as answered; None when nothing is owed any more."""
    conversation = locked(session, question.turn.conversation_id)
    if conversation.holder not in LISTENING:
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


def _wish(reply: Reply) -> str | None:
    """Why the bot wants a person to take over, when it does; such a wish always stands."""
    wishes = (message.custom.get("handoff") for message in reply.messages)
    wish = next((wish for wish in wishes if isinstance(wish, Mapping)), None)
    return None if wish is None else str(wish.get("reason") or "borrower_request")


def _spoken_from_now_on(reply: Reply) -> str | None:
    """The language the borrower asked the bot for, when this turn was about that."""
    return next((wish for message in reply.messages if (wish := message.custom.get("language")) in LANGUAGES), None)
