"""Letting somebody open a document: a ticket for one document of one conversation, good for five minutes."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
import structlog
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from sqlalchemy.orm import Session

from gateway.capability import CapabilityMint
from gateway.conversation import MESSAGE, all_entries, found, level_at
from gateway.parts import Parts
from gateway.ports import ServicingWith

AUDIENCE = "doorstep-documents"
ISSUER = "doorstep-gateway"
BORROWER = "borrower"
TICKET_LIFE = timedelta(minutes=5)

log = structlog.get_logger("gateway")


class TicketRefused(Exception):
    """The ticket does not open the document."""


def verify_key_of(signing_key: str) -> str:
    """The public half of a private key, both PEM."""
    key = load_pem_private_key(signing_key.encode(), password=None)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@dataclass(frozen=True)
class Given:
    """A document that was given in a conversation.

    Attributes:
        seq: the place of the entry it came with.
        kept: whether its file lies beside that entry; the system of record has any other.
        needs_proof: whether it is opened only to somebody who has proven who they are.
    """

    document_id: str
    title: str
    media_type: str
    seq: int
    kept: bool = False
    needs_proof: bool = True


class TicketOffice:
    """Signs and reads tickets with the gateway's own key (Ed25519, PEM)."""

    def __init__(self, signing_key: str) -> None:
        self._signing_key = signing_key
        self._verify_key = verify_key_of(signing_key)

    def ticket(self, conversation_id: str, document_id: str, now: datetime, *, reader: str = BORROWER) -> str:
        """A ticket for one document of one conversation, good for its reader alone."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": document_id,
            "conversation": conversation_id,
            "reader": reader,
            "jti": uuid.uuid4().hex,
            "iat": now,
            "exp": now + TICKET_LIFE,
        }
        return jwt.encode(claims, self._signing_key, algorithm="EdDSA")

    def conversation(self, ticket: str, document_id: str, now: datetime, *, reader: str = BORROWER) -> str:
        """The conversation whose document the reader may open.

        Raises:
            TicketRefused: when the ticket is for another document or reader, expired or not ours.
        """
        try:
            claims = jwt.decode(
                ticket,
                self._verify_key,
                algorithms=["EdDSA"],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={
                    "require": ["iss", "aud", "sub", "conversation", "reader", "jti", "iat", "exp"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "strict_aud": True,
                },
            )
            ends = datetime.fromtimestamp(float(claims["exp"]), tz=UTC)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError):
            raise TicketRefused from None
        if not now < ends <= now + TICKET_LIFE or (claims["sub"], claims["reader"]) != (document_id, reader):
            raise TicketRefused
        return str(claims["conversation"])


class GivenDocuments:
    """The documents that were given to borrowers, as their browsers open them."""

    def __init__(self, parts: Parts, mint: CapabilityMint, tickets: TicketOffice, servicing: ServicingWith) -> None:
        self._parts, self._mint, self._tickets, self._servicing = parts, mint, tickets, servicing

    def ticket(self, conversation_id: str, document_id: str, *, proven: bool) -> str | None:
        """A ticket for a document that was given in this conversation; None for any other.

        Raises:
            TicketRefused: when it opens only to somebody who is `proven` to be the borrower.
        """
        with self._parts.database.read() as session:
            document = given(self._parts, session, conversation_id, document_id)
        if not proven and (document is None or document.needs_proof):
            raise TicketRefused
        return self._tickets.ticket(conversation_id, document_id, self._parts.wall.now()) if document else None

    def open(self, ticket: str, document_id: str) -> tuple[Given, bytes | None]:
        """The document a ticket opens, and its PDF; None in its place when it cannot be fetched.

        Raises:
            TicketRefused: when the ticket is not good, or the borrower no longer counts as verified.
        """
        parts, now = self._parts, self._parts.wall.now()
        conversation_id = self._tickets.conversation(ticket, document_id, now)
        with parts.database.read() as session:
            document = given(parts, session, conversation_id, document_id)
            conversation = found(session, conversation_id)
            level = level_at(conversation, now)
            if document is None or (level == "none" and document.needs_proof):
                raise TicketRefused
            if document.kept:
                return document, parts.records.file(session, conversation_id, document.seq)
        capability = self._mint.for_conversation(
            conversation_id, party_id=conversation.party_id, loans=conversation.loans, level=level, now=now
        )
        try:
            return document, self._servicing(capability).document(document_id)
        except Exception as error:
            # The system of record may be down in many ways; for the borrower they are one.
            log.error("document not fetched", conversation=conversation_id, error=type(error).__name__)
            return document, None


def given(parts: Parts, session: Session, conversation_id: str, document_id: str) -> Given | None:
    """The document, when it was given in this conversation."""
    for entry in all_entries(parts, session, conversation_id):
        for document in entry.body.get("documents", ()) if entry.kind == MESSAGE else ():
            if document["document_id"] == document_id:
                return Given(
                    document_id,
                    str(document.get("title", "")),
                    str(document.get("media_type", "")),
                    entry.seq,
                    kept=document.get("kept") is True,
                    needs_proof=document.get("needs_proof") is not False,
                )
    return None


def file_name(title: str) -> str:
    """A name for the file that no system can misread: letters, digits and dashes."""
    plain = "".join(character if character.isascii() and character.isalnum() else "-" for character in title)
    words = [word for word in plain.split("-") if word]
    return "-".join(words)[:80] or "document"
