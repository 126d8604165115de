"""Letting somebody open a document: a ticket for one document of one conversation, good for five minutes."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from sqlalchemy.orm import Session

from gateway.conversation import MESSAGE, all_entries
from gateway.parts import Parts

AUDIENCE = "doorstep-documents"
ISSUER = "doorstep-gateway"
BORROWER = "borrower"
TICKET_LIFE = timedelta(minutes=5)


class TicketRefused(Exception):
    """The ticket does not open the document."""


def verify_key_of(signing_key: str) -> str:
    """The public half of a private key, both PEM."""
    key = load_pem_private_key(signing_key.encode(), password=None)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@dataclass(frozen=True)
class Given:
    """A document the bot has given in a conversation."""

    document_id: str
    title: str
    media_type: str


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


def given(parts: Parts, session: Session, conversation_id: str, document_id: str) -> Given | None:
    """The document, when the bot has given it in this conversation."""
    for entry in all_entries(parts, session, conversation_id):
        for document in entry.body.get("documents", ()) if entry.kind == MESSAGE else ():
            if document["document_id"] == document_id:
                return Given(document_id, str(document.get("title", "")), str(document.get("media_type", "")))
    return None


def file_name(title: str) -> str:
    """A name for the file that no system can misread: letters, digits and dashes."""
    plain = "".join(character if character.isascii() and character.isalnum() else "-" for character in title)
    words = [word for word in plain.split("-") if word]
    return "-".join(words)[:80] or "document"
