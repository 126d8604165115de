"""A borrower's words come in: read, freed of secrets, and on record before anybody answers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from gateway import doubted, duties, meanwhile, metrics, rating, waiting
from gateway.codes import is_near_code, spoken_code
from gateway.conversation import MESSAGE, all_entries, borrower, language_of, locked, speak, touch
from gateway.holder import BOT_HOLDS, QUEUE_HOLDS, hand_to_person
from gateway.identity import confirm, has_open_challenge
from gateway.language import language_after
from gateway.limits import BOT_LIMIT, Refused, has_words, readable
from gateway.masking import Masked, mask_for_people
from gateway.parts import Parts
from gateway.signals import verdict_on
from gateway.tables import Conversation
from kernel.spoken import Language
from records.client import Entry

PERSON_PAYLOAD = "/agent_request"
# Who a recorded message was meant for: only the bot's are ever answered by it.
TO_BOT, TO_PERSON, TO_DOOR = "bot", "person", "door"
# How many of the borrower's last messages are read together with a new one, because numbers get split.
JOINED = 2
LOOK_BACK = 40


@dataclass(frozen=True)
class Taken:
    """What became of a frame that was taken: its place in the record, and the session's new token after a proof."""

    seq: int
    token: str | None = None


def take_message(
    parts: Parts,
    session: Session,
    conversation_id: str,
    *,
    client_id: str,
    text: str,
    language: Language | None,
    source: str,
) -> Taken:
    """Records what the borrower wrote; the same id again changes nothing and gives the same place.

    Args:
        source: what stands for the address it comes from, for which wrong codes are counted.

    Raises:
        Refused: when it is empty or too long; then nothing is stored.
    """
    conversation = locked(session, conversation_id)
    stored = parts.records.by_client_id(session, conversation_id, client_id)
    if stored is not None:
        return Taken(stored.seq)
    _refuse_closed(conversation)
    clean = readable(text, to_person=conversation.holder != BOT_HOLDS)
    first = conversation.asked_seq == 0 and conversation.answered_seq == 0
    touch(parts, session, conversation)
    conversation.language = language_after(clean, (first and language) or language_of(conversation))
    code = spoken_code(clean)
    if code is not None and has_open_challenge(parts, session, conversation):
        return _take_code(parts, session, conversation, client_id, code, source=source)
    if is_near_code(clean) and has_open_challenge(parts, session, conversation):
        return _take_near_code(parts, session, conversation, client_id)
    masked = mask_for_people(clean, _last_words(parts, session, conversation))
    addressee = _addressee(parts, session, conversation, masked)
    comments = addressee != TO_PERSON and rating.awaits_comment(parts, session, conversation)
    entry = _record(
        parts,
        session,
        conversation,
        client_id=client_id,
        text=masked.text,
        addressee=addressee,
        masked=list(masked.kinds),
        comments=comments,
        waiting=conversation.holder == QUEUE_HOLDS,
    )
    if comments:
        rating.note_comment(parts, session, conversation, entry)
    _answer_at_the_door(parts, session, conversation, masked, addressee)
    return Taken(entry.seq)


def take_choice(parts: Parts, session: Session, conversation_id: str, *, client_id: str, seq: int, index: int) -> Taken:
    """Records the button the borrower pressed: its title as their words, its payload for the bot.

    A button of an answer that has been followed by another counts as typed words: its payload answered a
    question that no longer stands. Whether a message was read rightly may be answered at any time, to whoever holds
    the line.

    Raises:
        Refused: `choice_unknown` when there is no such button in this conversation.
    """
    conversation = locked(session, conversation_id)
    stored = parts.records.by_client_id(session, conversation_id, client_id)
    if stored is not None:
        return Taken(stored.seq)
    _refuse_closed(conversation)
    button, newest = _button(parts, session, conversation, seq, index)
    touch(parts, session, conversation)
    payload = button["payload"]
    if payload == PERSON_PAYLOAD:
        entry = _record(
            parts, session, conversation, client_id=client_id, text=button["title"], addressee=TO_DOOR, answers=seq
        )
        hand_to_person(parts, session, conversation, reason="borrower_request")
        return Taken(entry.seq)
    if rating.is_choice(payload) or waiting.is_choice(payload) or doubted.is_choice(payload):
        return Taken(_answer_the_door(parts, session, conversation, client_id, button, answers=seq))
    addressee = TO_BOT if meanwhile.listens(parts, session, conversation) else TO_PERSON
    verdict = verdict_on(payload)
    entry = _record(
        parts,
        session,
        conversation,
        client_id=client_id,
        text=button["title"],
        addressee=addressee,
        answers=seq,
        payload=payload if (newest or verdict) and payload.startswith("/") else None,
    )
    if verdict is not None:
        duties.note_verdict(parts, session, conversation, *verdict, button=button, seq=entry.seq)
    if addressee == TO_PERSON:
        _tell_waiting(parts, session, conversation)
    return Taken(entry.seq)


def _answer_the_door(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    client_id: str,
    button: Mapping[str, str],
    *,
    answers: int,
) -> int:
    """An answer to what the gateway itself asked: the bot does not hear of it. Its place in the record."""
    payload = button["payload"]
    entry = _record(
        parts, session, conversation, client_id=client_id, text=button["title"], addressee=TO_DOOR, answers=answers
    )
    if rating.is_choice(payload):
        rating.choose(parts, session, conversation, payload)
    elif doubted.is_choice(payload):
        doubted.choose(parts, session, conversation, button, message_id=client_id)
    else:
        waiting.choose(parts, session, conversation, payload, seq=entry.seq, message_id=client_id)
    return entry.seq


def _refuse_closed(conversation: Conversation) -> None:
    if conversation.closed_at is not None:
        raise Refused("conversation_closed")


def _take_code(
    parts: Parts, session: Session, conversation: Conversation, client_id: str, code: str, *, source: str
) -> Taken:
    """A one-time code typed as an ordinary message: it counts, and only a mask of it is kept."""
    entry = _record(
        parts, session, conversation, client_id=client_id, text="[code]", addressee=TO_DOOR, masked=["code"]
    )
    return Taken(entry.seq, confirm(parts, session, conversation, code, source=source))


def _take_near_code(parts: Parts, session: Session, conversation: Conversation, client_id: str) -> Taken:
    """A one-time code with a digit too many or too few: it costs no try, and nothing of it is kept."""
    entry = _record(
        parts, session, conversation, client_id=client_id, text="[code]", addressee=TO_DOOR, masked=["code"]
    )
    speak(parts, session, conversation, "utter_identity_code_length", form="code")
    return Taken(entry.seq)


def _addressee(parts: Parts, session: Session, conversation: Conversation, masked: Masked) -> str:
    wordless = not has_words(masked.text) or bool(masked.kinds and not _says_more(masked))
    if conversation.holder == BOT_HOLDS:
        return TO_DOOR if wordless else TO_BOT
    # A letter longer than the bot can read to its end is a person's to read.
    heard = not wordless and len(masked.text) <= BOT_LIMIT and meanwhile.listens(parts, session, conversation)
    return TO_BOT if heard else TO_PERSON


def _says_more(masked: Masked) -> bool:
    """Whether the message says anything beside its secrets: what a number is for is no question."""
    rest = masked.text
    for kind in masked.kinds:
        rest = rest.replace(f"[{kind}]", " ")
    return len(rest.split()) > 5 or "?" in rest


def _record(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    *,
    client_id: str,
    text: str,
    addressee: str,
    **extra: Any,
) -> Entry:
    given = {name: value for name, value in extra.items() if value}
    body = {"text": text, "language": conversation.language, "addressee": addressee, **given}
    entry = parts.records.append(
        session,
        conversation_id=conversation.id,
        author=borrower(conversation),
        kind=MESSAGE,
        body=body,
        client_message_id=client_id,
    )
    if addressee == TO_BOT:
        conversation.asked_seq = entry.seq
    return entry


def _answer_at_the_door(
    parts: Parts, session: Session, conversation: Conversation, masked: Masked, addressee: str
) -> None:
    for kind in masked.kinds:
        metrics.MASKED.labels(kind).inc()
    if masked.kinds:
        speak(parts, session, conversation, "utter_secret_masked")
    elif addressee == TO_DOOR:
        speak(parts, session, conversation, "utter_message_unreadable")
    if addressee == TO_PERSON:
        _tell_waiting(parts, session, conversation)


def _tell_waiting(parts: Parts, session: Session, conversation: Conversation) -> None:
    """Says to a borrower who writes while nobody is there yet that the words are kept for the person."""
    if conversation.holder == QUEUE_HOLDS:
        waiting.acknowledge(parts, session, conversation)


def _recent(parts: Parts, session: Session, conversation: Conversation) -> list[Entry]:
    head = parts.records.head(session, conversation.id).seq
    return list(all_entries(parts, session, conversation.id, after=max(0, head - LOOK_BACK)))


def _last_words(parts: Parts, session: Session, conversation: Conversation) -> list[str]:
    """The borrower's last messages, earliest first."""
    words = [
        str(entry.body["text"])
        for entry in _recent(parts, session, conversation)
        if entry.kind == MESSAGE and entry.author.kind == "borrower"
    ]
    return words[-JOINED:]


def _button(
    parts: Parts, session: Session, conversation: Conversation, seq: int, index: int
) -> tuple[Mapping[str, str], bool]:
    """The button at this place, and whether it belongs to the newest message that has any."""
    entries = parts.records.entries(session, conversation.id, after=seq - 1, limit=1)
    buttons = entries[0].body.get("buttons", ()) if entries and entries[0].author.kind != "borrower" else ()
    if index >= len(buttons):
        raise Refused("choice_unknown")
    later = all_entries(parts, session, conversation.id, after=seq)
    overtaken = any(
        entry.kind == MESSAGE and (entry.author.kind == "borrower" or entry.body.get("buttons")) for entry in later
    )
    return buttons[index], not overtaken
