"""A borrower's document: on record with its hash and sealed, and kept from people until it is found clean.

It belongs to the conversation it was sent in and is noted on the cases that are open there; it opens none by itself.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway import metrics
from gateway.conversation import (
    BOT,
    MESSAGE,
    SYSTEM,
    borrower,
    business_date,
    derived_id,
    language_of,
    level_at,
    locked,
    note,
    speak,
    touch,
)
from gateway.files.kinds import MediaType, Reason, title_of
from gateway.holder import BOT_HOLDS
from gateway.intake import TO_DOOR, TO_PERSON
from gateway.limits import Refused
from gateway.masking import mask_for_people
from gateway.parts import Parts
from gateway.tables import Conversation, SentDocument
from kernel.facts import Fact
from kernel.references import new_id
from kernel.spoken import say
from records.client import Entry

Label = Literal["payment", "income", "hardship", "insurance", "identity", "other"]
# What a document is, in the borrower's words.
ABOUT: Mapping[str, str] = {
    "payment": "utter_document_about_payment",
    "income": "utter_document_about_income",
    "hardship": "utter_document_about_hardship",
    "insurance": "utter_document_about_insurance",
    "identity": "utter_document_about_identity",
    "other": "utter_document_about_other",
}
# An application for help has about a dozen papers; more is said to a person first.
MOST_IN_CONVERSATION = 30
# Kept from people; open to them; gone.
QUARANTINE, CLEAN, REFUSED = "quarantine", "clean", "refused"


@dataclass(frozen=True)
class Arrival:
    """A file as it came: which frame brought it, what the borrower calls it, and what it is by its content."""

    client_id: str
    name: str
    label: Label
    remark: str
    content: bytes
    media_type: MediaType


@dataclass(frozen=True)
class Sent:
    """A document that a borrower has sent; `state` is `quarantine`, `clean` or `refused`."""

    document_id: str
    title: str
    media_type: str
    state: str
    received_at: datetime


def demand_known(conversation: Conversation, now: datetime) -> None:
    """Only somebody whose identity is proven, or whom a person is talking with, may leave a file here.

    Raises:
        Refused: in words that say why.
    """
    if conversation.closed_at is not None:
        raise Refused("conversation_closed")
    if level_at(conversation, now) not in ("verified", "step_up") and not conversation.holder.startswith("agent:"):
        raise Refused("document_refused_stranger")


def take_document(parts: Parts, session: Session, conversation_id: str, arrival: Arrival, *, clean: bool) -> Entry:
    """Records the document and keeps its file sealed; the same id again changes nothing and gives the same entry.

    Args:
        clean: whether it was found clean; otherwise it stays in quarantine until `settle`.

    Raises:
        Refused: when this borrower may send none, or no more.
    """
    conversation = locked(session, conversation_id)
    stored = parts.records.by_client_id(session, conversation_id, arrival.client_id)
    if stored is not None:
        return stored
    now = parts.wall.now()
    demand_known(conversation, now)
    if _count(session, conversation_id) >= MOST_IN_CONVERSATION:
        raise Refused("document_refused_limit")
    touch(parts, session, conversation)
    document_id, remark = new_id(), mask_for_people(arrival.remark)
    entry = _record(parts, session, conversation, arrival, document_id=document_id, remark=remark.text)
    parts.records.keep_file(session, entry, arrival.content)
    row = SentDocument(
        id=document_id, conversation_id=conversation_id, seq=entry.seq, state=QUARANTINE, received_at=now
    )
    session.add(row)
    if remark.kinds:
        speak(parts, session, conversation, "utter_secret_masked")
    if clean:
        _accept(parts, session, conversation, row, entry)
    else:
        _speak_about(parts, session, conversation, entry, "utter_document_checking")
    return entry


def place_of(stored: Entry) -> int:
    """The place of a document's entry.

    Raises:
        Refused: when another frame had used its id before.
    """
    if "attachments" not in stored.body:
        raise Refused("id_taken")
    return stored.seq


def settle(parts: Parts, session: Session, document_id: str, reason: Reason | None) -> str | None:
    """Ends a document's quarantine: clean when there is no reason, or else gone; the borrower is told which.

    Returns the conversation to wake, or None when the document is in quarantine no more.
    """
    row = session.get(SentDocument, document_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != QUARANTINE:
        return None
    conversation = locked(session, row.conversation_id)
    entry = _entry(parts, session, row)
    if entry.erased:
        row.state, row.settled_at = REFUSED, parts.wall.now()
    elif reason is None:
        _accept(parts, session, conversation, row, entry)
    else:
        row.state, row.settled_at = REFUSED, parts.wall.now()
        parts.records.drop_file(session, row.conversation_id, row.seq)
        note_refusal(parts, session, conversation, reason, document_id=row.id)
        _speak_about(parts, session, conversation, entry, "utter_document_refused_unsafe")
    return row.conversation_id


def note_refusal(parts: Parts, session: Session, conversation: Conversation, reason: str, **about: str | int) -> None:
    """Records that a file was not taken and why: what a borrower has tried to send may matter later."""
    metrics.DOCUMENTS.labels(reason).inc()
    note(parts, session, conversation, "gateway.document.refused", {"reason": reason, **about})


def states(session: Session, conversation_id: str) -> dict[str, str]:
    """How each document of the conversation stands, by its id."""
    rows = select(SentDocument).where(SentDocument.conversation_id == conversation_id)
    return {row.id: row.state for row in session.scalars(rows)}


def sent(parts: Parts, session: Session, conversation_id: str, document_id: str) -> tuple[Sent, Entry] | None:
    """The document and the entry it came with, when it was sent in this conversation and can be read."""
    row = session.get(SentDocument, document_id)
    if row is None or row.conversation_id != conversation_id:
        return None
    entry = _entry(parts, session, row)
    if entry.erased:
        return None
    attached = entry.body["attachments"][0]
    return Sent(row.id, attached["title"], attached["media_type"], row.state, row.received_at), entry


def waiting(session: Session) -> list[tuple[str, str, int]]:
    """The documents in quarantine, the earliest first: id, conversation, place of the entry."""
    rows = select(SentDocument).where(SentDocument.state == QUARANTINE).order_by(SentDocument.received_at)
    return [(row.id, row.conversation_id, row.seq) for row in session.scalars(rows)]


def _count(session: Session, conversation_id: str) -> int:
    rows = select(func.count()).select_from(SentDocument).where(SentDocument.conversation_id == conversation_id)
    return session.scalar(rows) or 0


def _entry(parts: Parts, session: Session, row: SentDocument) -> Entry:
    return parts.records.entries(session, row.conversation_id, after=row.seq - 1, limit=1)[0]


def _record(
    parts: Parts, session: Session, conversation: Conversation, arrival: Arrival, *, document_id: str, remark: str
) -> Entry:
    title = title_of(arrival.name, arrival.media_type)
    about = parts.wording.say(ABOUT[arrival.label], language_of(conversation)).text
    attached = {
        "document_id": document_id,
        "title": title,
        "label": arrival.label,
        "remark": remark,
        "media_type": arrival.media_type,
        "size": len(arrival.content),
        "sha256": hashlib.sha256(arrival.content).hexdigest(),
    }
    return parts.records.append(
        session,
        conversation_id=conversation.id,
        author=borrower(conversation),
        kind=MESSAGE,
        body={
            "text": f"{about} ({remark}): {title}" if remark else f"{about}: {title}",
            "language": conversation.language,
            "addressee": TO_DOOR if conversation.holder == BOT_HOLDS else TO_PERSON,
            "attachments": [attached],
        },
        client_message_id=arrival.client_id,
    )


def _accept(parts: Parts, session: Session, conversation: Conversation, row: SentDocument, entry: Entry) -> None:
    """The document is clean: people may open it, the open cases show it, and the borrower hears what happens next."""
    metrics.DOCUMENTS.labels("clean").inc()
    row.state, row.settled_at = CLEAN, parts.wall.now()
    note(parts, session, conversation, "gateway.document.cleared", {"document_id": row.id})
    cases = parts.cases.note_document(session, conversation_id=conversation.id)
    if conversation.holder.startswith("agent:"):
        _speak_about(parts, session, conversation, entry, "utter_document_received_person")
    elif cases:
        _speak_about(parts, session, conversation, entry, "utter_document_received_case", case_reference=cases[0])
    else:
        _speak_about(parts, session, conversation, entry, "utter_document_received")


def _speak_about(
    parts: Parts, session: Session, conversation: Conversation, entry: Entry, response: str, **values: str
) -> None:
    """Says a response about the document of an entry, once."""
    now, attached = parts.wall.now(), entry.body["attachments"][0]
    received = Fact("received_on", "date", business_date(parts, entry.at).isoformat(), "record.entry.at", now)
    facts = [received, *(Fact(name, "text", value, "desk.case", now) for name, value in values.items())]
    speak(
        parts,
        session,
        conversation,
        response,
        author=BOT if conversation.holder == BOT_HOLDS else SYSTEM,
        facts=facts,
        client_message_id=str(derived_id(conversation.id, str(entry.client_message_id), response)),
        received_on=say(received, language_of(conversation)),
        document_title=str(attached["title"]),
        **values,
    )
