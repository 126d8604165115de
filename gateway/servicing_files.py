"""What a loan's servicing file needs of the gateway: the part of the system of record, and the conversations."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from gateway.capability import CapabilityMint
from gateway.conversation import found
from gateway.parts import Parts
from gateway.ports import ServicingWith
from gateway.tables import Conversation
from servicing.client import LoanFile

log = structlog.get_logger("gateway")


@dataclass(frozen=True)
class About:
    """A conversation that was open to the loan.

    Attributes:
        other_loans: how many more loans of the same person were open in it.
    """

    conversation_id: str
    opened_at: datetime
    other_loans: int


@dataclass(frozen=True)
class Material:
    """A loan's file in the system of record, and the conversations about the loan, the earliest first."""

    loan: LoanFile
    conversations: tuple[About, ...]


class ServicingFiles:
    """Gathers what a servicing file is made from, for people of the servicer."""

    def __init__(self, parts: Parts, mint: CapabilityMint, servicing: ServicingWith) -> None:
        self._parts, self._mint, self._servicing = parts, mint, servicing

    def material(self, conversation_id: str, last4: str) -> Material | None:
        """For one of the loans of the conversation; None when the system of record does not answer.

        Raises:
            UnknownConversation: when there is none.
            LookupError: when no loan of the conversation ends in those digits.
        """
        parts = self._parts
        with parts.database.read() as session:
            loans = [loan_id for loan_id in found(session, conversation_id).loans if loan_id[-4:] == last4]
            if len(loans) != 1:
                raise LookupError(last4)
            conversations = _about(session, loans[0])
        token = self._mint.for_servicing_file(conversation_id, loans[0], parts.wall.now())
        try:
            loan = self._servicing(token).servicing_file(loans[0])
        except Exception as error:
            # The system of record may be down in many ways; for who asks they are one.
            log.error("servicing file not fetched", conversation=conversation_id, error=type(error).__name__)
            return None
        return Material(loan, conversations)


def _about(session: Session, loan_id: str) -> tuple[About, ...]:
    named = cast(Conversation.loans, String).contains(f'"{loan_id}"', autoescape=True)
    rows = session.scalars(select(Conversation).where(named).order_by(Conversation.opened_at, Conversation.id))
    return tuple(About(row.id, row.opened_at, len(row.loans) - 1) for row in rows if loan_id in row.loans)
