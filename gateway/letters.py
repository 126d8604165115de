"""Letters in the chat: those that people wrote to the borrower, and those in the borrower's own words, to be mailed.

A letter's file lies sealed beside the entry it came with, so that it is erased with the conversation.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog
from sqlalchemy.orm import Session

from gateway.capability import CapabilityMint
from gateway.conversation import (
    BOT,
    MESSAGE,
    SYSTEM,
    all_entries,
    derived_id,
    found,
    language_of,
    last4s,
    level_at,
    locked,
    speak,
    worded,
)
from gateway.parts import Parts
from gateway.ports import ServicingWith
from gateway.rasa import BotMessage
from gateway.signals import NOTICE_OF_ERROR, NOTICED, WITHDRAWN, Course, covered_error
from gateway.tables import Conversation
from kernel.facts import Fact
from kernel.spoken import say_date
from letters.catalogue import composed, labels, letters_by_mail
from letters.paper import Paper, letter_pdf
from letters.servicer import HARBORLINE
from records.client import Author, Entry

PDF = "application/pdf"

log = structlog.get_logger("gateway")

# Where the bot tells our addresses, the one for notices is told with them.
ADDRESSES, NOTICE_ADDRESS = "utter_contact_addresses", "utter_notice_address"
BY_MAIL, NOT_NEEDED = "utter_notice_by_mail", "utter_notice_letter_not_needed"


@dataclass(frozen=True)
class ToBorrower:
    """A letter that people send.

    Attributes:
        letter_id: sent again under the same id, it is sent once.
        title: what it is called in the chat.
        reference: the case it belongs to.
    """

    letter_id: str
    title: str
    content: bytes
    reference: str


class NotSent(Exception):
    """Nothing was sent, because what belongs to it did not happen."""


class LetterCarrier:
    """What people put into a borrower's chat beside words."""

    def __init__(self, parts: Parts, mint: CapabilityMint, servicing: ServicingWith) -> None:
        self._parts, self._mint, self._servicing = parts, mint, servicing

    def today(self) -> date:
        """The business's date, which stands on a letter."""
        return self._parts.clock.today()

    def is_from_collector(self, conversation_id: str) -> bool | None:
        """Whether a letter here comes from a debt collector, by the loans of the conversation: 12 CFR 1006.18(e)(2).

        Not once a bankruptcy was spoken of: there nothing is collected. None when the system of record does not say.

        Raises:
            UnknownConversation: when there is none.
        """
        parts, now = self._parts, self._parts.wall.now()
        with parts.database.read() as session:
            conversation = found(session, conversation_id)
            party_id, loans = conversation.party_id, list(conversation.loans)
            if any(_tells_of_bankruptcy(entry) for entry in all_entries(parts, session, conversation_id)):
                return False
        # People answer whoever proved to be the borrower, also after the proof has lapsed in the chat.
        token = self._mint.for_conversation(conversation_id, party_id=party_id, loans=loans, level="verified", now=now)
        try:
            return bool(loans) and any(loan.in_default_when_obtained for loan in self._servicing(token).loans())
        except Exception as error:
            # The system of record may be down in many ways; for who writes the letter they are one.
            log.error("loans not fetched", conversation=conversation_id, error=type(error).__name__)
            return None

    def deliver(self, conversation_id: str, letter: ToBorrower, together: Callable[[Session], bool]) -> bool:
        """Puts the letter into the chat, in one transaction with `together`; False, and nothing done, when that fails.

        A conversation that has ended takes it too: its record shows what was sent.

        Raises:
            UnknownConversation: when there is none.
        """
        parts = self._parts
        try:
            with parts.database.begin() as session:
                conversation = locked(session, conversation_id)
                if not together(session):
                    raise NotSent
                _give(parts, session, conversation, letter)
        except NotSent:
            return False
        parts.hub.publish(conversation_id)
        return True


def _tells_of_bankruptcy(entry: Entry) -> bool:
    signals = entry.body.get("signals", ()) if entry.kind == NOTICED else ()
    return any(signal.get("name") == "bankruptcy" for signal in signals)


def _give(parts: Parts, session: Session, conversation: Conversation, letter: ToBorrower) -> None:
    body = worded(
        parts,
        conversation,
        "utter_letter_sent",
        [_case_fact(parts, letter.reference)],
        {"reference": letter.reference, "letter_title": letter.title},
    )
    document = _document(letter.letter_id, letter.title, letter.content)
    _append(parts, session, conversation, author=SYSTEM, body=body, document=document, content=letter.content)


def _append(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    *,
    author: Author,
    body: dict[str, Any],
    document: Mapping[str, Any],
    content: bytes,
) -> None:
    """Says it, once, and keeps the file beside it."""
    entry = parts.records.append(
        session,
        conversation_id=conversation.id,
        author=author,
        kind=MESSAGE,
        body={**body, "documents": [dict(document)]},
        client_message_id=str(document["document_id"]),
    )
    if entry.appended:
        parts.records.keep_file(session, entry, content)


def _case_fact(parts: Parts, reference: str) -> Fact:
    return Fact("case_reference", "text", reference, "desk.case", parts.wall.now())


def _document(document_id: str, title: str, content: bytes, *, needs_proof: bool = True) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    about: dict[str, object] = {"document_id": document_id, "title": title, "media_type": PDF, "sha256": digest}
    return {**about, "kept": True, "needs_proof": needs_proof}


def give_letters_to_mail(
    parts: Parts, session: Session, conversation: Conversation, course: Course, *, received: date, message_id: str
) -> None:
    """Where the chat is no designated place for notices, says so and gives a letter in the borrower's own words.

    The case stands open whatever becomes of the letter. A later message of the same kind gives a new letter, which
    holds what was written since the borrower last said that it was not meant.
    """
    if not parts.notice_address:
        return
    open_cases = {case.kind: case for case in parts.cases.cases_of(session, conversation.id) if case.is_open}
    for signal in course.duties:
        case = open_cases.get(signal.name)
        if case is None or signal.name not in letters_by_mail():
            continue
        document_id = str(derived_id(conversation.id, message_id, f"letter {signal.name}"))
        title, content, known = _own_letter(
            parts, session, conversation, kind=signal.name, reference=case.reference, received=received
        )
        values = {"reference": case.reference, "notice_address": _addressee(parts)}
        body = worded(parts, conversation, BY_MAIL, [_case_fact(parts, case.reference)], values)
        document = {**_document(document_id, title, content, needs_proof=known), "signal": signal.name}
        _append(parts, session, conversation, author=BOT, body=body, document=document, content=content)


def say_notice_address(
    parts: Parts, session: Session, conversation: Conversation, messages: Collection[BotMessage], *, message_id: str
) -> None:
    """Where notices go by mail alone, says to which address after the bot has told the others."""
    if not parts.notice_address or all(message.response != ADDRESSES for message in messages):
        return
    speak(
        parts,
        session,
        conversation,
        NOTICE_ADDRESS,
        client_message_id=str(derived_id(conversation.id, message_id, NOTICE_ADDRESS)),
        notice_address=_addressee(parts),
    )


def say_not_needed(parts: Parts, session: Session, conversation: Conversation, signal: str, *, seq: int) -> None:
    """When the borrower meant nothing of the kind, says that the letter need not be mailed.

    While another error of the same letter stands, the letter is still to be mailed.
    """
    if _meant(parts, session, conversation, signal):
        return
    given = [
        entry
        for entry in all_entries(parts, session, conversation.id)
        if any(document.get("signal") == signal for document in entry.body.get("documents", ()))
    ]
    if not given:
        return
    reference = next(fact["value"] for fact in given[-1].body["facts"])
    speak(
        parts,
        session,
        conversation,
        NOT_NEEDED,
        author=BOT,
        facts=[_case_fact(parts, reference)],
        client_message_id=str(derived_id(conversation.id, str(seq), f"letter not needed {signal}")),
        reference=reference,
    )


def _addressee(parts: Parts) -> str:
    return f"{HARBORLINE.name}, {parts.notice_address}"


def _own_letter(
    parts: Parts, session: Session, conversation: Conversation, *, kind: str, reference: str, received: date
) -> tuple[str, bytes, bool]:
    """Title and PDF of the letter, and whether it shows who the borrower is: a stranger fills that in by hand."""
    language, letter = language_of(conversation), letters_by_mail()[kind]
    words, today = labels(language), parts.clock.today()
    known = level_at(conversation, parts.wall.now()) != "none" and bool(conversation.party_name)
    name = conversation.party_name if known and conversation.party_name else words["name_blank"]
    ending = words["ending"].format(last4s=", ".join(last4s(conversation)))
    title = letter.title[language]
    facts = {"reference": reference, "received_on": say_date(received, language)}
    told = "\n\n".join(_meant(parts, session, conversation, kind))
    paper = Paper(
        title=title,
        language=language,
        written_on=today,
        sender=[name],
        recipient=[HARBORLINE.name, parts.notice_address],
        about=[
            (words["name"], name),
            (words["loan"], ending if known else words["loan_blank"]),
            (words["case"], reference),
        ],
        parts=composed(letter, language, facts=facts, written={}, words=told),
    )
    return title, letter_pdf(paper, made_at=parts.clock.now()), known


def _meant(parts: Parts, session: Session, conversation: Conversation, kind: str) -> list[str]:
    """The borrower's messages of this kind that they still mean; of several errors in one, until none is left."""
    entries = list(all_entries(parts, session, conversation.id))
    texts = {entry.seq: str(entry.body.get("text", "")) for entry in entries if entry.kind == MESSAGE}
    meant: dict[int, set[str]] = {}
    for entry in entries:
        if entry.kind == WITHDRAWN and entry.body.get("signal") == kind:
            category = entry.body.get("category") if kind == NOTICE_OF_ERROR else None
            meant = {seq: left for seq, errors in meant.items() if category and (left := errors - {category})}
        if entry.kind == NOTICED:
            errors = {covered_error(each.get("category")) for each in entry.body["signals"] if each["name"] == kind}
            if errors:
                meant[int(entry.body["message_seq"])] = errors
    return [texts.get(seq, "") for seq in meant]
