"""When a conversation may be erased, and erasing it: what was said, its files, its notes and letters, and the names.

What stays is what nobody can be recognised by: the chain, which still verifies, codes, dates and references.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

import desk.erasing
import gateway.erasing
import helpdesk.store
from kernel.calendar import months_after
from kernel.clock import Clock
from records.client import Author, Records
from records.holds import in_force, keep_still

# 12 CFR 1024.38(c)(1), checked 2026-11: records about a loan account are kept until one year after the loan is
# discharged or its servicing is transferred.
KEPT_MONTHS = 12
BECAUSE = ("request", "retention")
# How whoever asks was known to be the borrower. A request that nobody has verified erases nothing.
IDENTIFIED_BY = ("site", "code", "letter", "in_person")
_PARTY = "party."


@dataclass(frozen=True)
class Warrant:
    """Why something is to be erased.

    Attributes:
        who: the staff id of who answers for it.
        identified_by: how the borrower who asked was verified; none where nobody asked.
        loans_ended_on: when the last of the borrower's loans was discharged or transferred, as the servicer states it.
    """

    who: str
    because: str
    identified_by: str | None = None
    loans_ended_on: date | None = None

    @property
    def code(self) -> str:
        """As it stands in the log of accesses."""
        return ".".join(part for part in (self.because, self.identified_by) if part)


@dataclass(frozen=True)
class Left:
    """What has to be erased by hand: the conversation's number at an outside help desk."""

    conversation_id: str
    remote_id: int


def party_subject(party_id: str) -> str:
    """What a hold on a person is placed on."""
    return _PARTY + party_id


def refusals(
    session: Session, conversation_id: str, warrant: Warrant, *, today: date, records: Records
) -> Iterator[str]:
    """Each reason why the conversation must not be erased, in words; it cannot change until the transaction ends.

    Raises:
        UnknownConversation: when there is none.
    """
    keep_still(session)
    stands = gateway.erasing.standing(session, conversation_id)
    subjects = [conversation_id, *([party_subject(stands.party_id)] if stands.party_id else [])]
    if in_force(session, subjects):
        yield "it is on legal hold"
    if warrant.because == "request" and warrant.identified_by is None:
        yield "nobody has verified who asks: say how with --identified-by"
    waiting = desk.erasing.open_references(session, conversation_id)
    if waiting:
        yield f"a case is open: {', '.join(waiting)}"
    if not stands.is_quiet:
        yield "somebody waits in it, or has its line"
    if not records.below(session, conversation_id):
        yield "it is erased already"
    elif stands.is_known or desk.erasing.has_loan(session, conversation_id):
        ended = warrant.loans_ended_on
        if ended is None:
            yield "it is about a loan, which the law keeps (12 CFR 1024.38(c)(1)): say when it ended, --loans-ended-on"
        elif months_after(ended, KEPT_MONTHS) > today:
            yield f"the law keeps it until {months_after(ended, KEPT_MONTHS).isoformat()} (12 CFR 1024.38(c)(1))"


def erase(session: Session, conversation_id: str, warrant: Warrant, *, records: Records, clock: Clock) -> Left | None:
    """Erases the conversation with all that stands beside it, in the caller's transaction.

    Raises:
        RecordHeld, RecordErased, UnknownConversation: when it cannot be.
    """
    author = Author("system", warrant.who)
    for name in (conversation_id, *desk.erasing.records_beside(records, session, conversation_id)):
        records.erase(session, name, author=author, reason=warrant.code)
    desk.erasing.forget(session, conversation_id, who=warrant.who, clock=clock)
    gateway.erasing.forget(session, conversation_id, now=clock.now())
    remote = helpdesk.store.forget(session, conversation_id)
    return None if remote is None else Left(conversation_id, remote)
