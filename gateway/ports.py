"""What the gateway asks of other rooms: the shape of each neighbour, so that a fake can stand in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from servicing.client import LoanFile


class OpenedCase(Protocol):
    """A case somebody will work on."""

    @property
    def reference(self) -> str:
        """What the borrower can quote, such as `HB-7Q4K-93X`."""
        ...


class DueDate(Protocol):
    """A day by which the law wants something done."""

    @property
    def name(self) -> str:
        """What is due, such as `noe.ack`."""
        ...

    @property
    def start(self) -> date:
        """The day of the event that starts the clock."""
        ...

    @property
    def due(self) -> date:
        """The last day for it."""
        ...

    @property
    def unit(self) -> str:
        """What is counted from the one to the other."""
        ...

    @property
    def skipped(self) -> Sequence[date]:
        """The days between them that do not count."""
        ...

    @property
    def citation(self) -> str:
        """The law that says so."""
        ...


class KnownCase(OpenedCase, Protocol):
    """A case as it stands."""

    @property
    def kind(self) -> str:
        """What it is about, such as `notice_of_error`."""
        ...

    @property
    def reason(self) -> str:
        """Why it was opened."""
        ...

    @property
    def status(self) -> str:
        """`open`, `taken`, `answered` or `closed`."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        ...

    @property
    def opened_at(self) -> datetime:
        """When it was opened."""
        ...

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed, if it is."""
        ...

    @property
    def answer_by(self) -> date | None:
        """The day by which it has to be answered, where there is one."""
        ...


class CaseEvent(Protocol):
    """One line of a case's trail."""

    @property
    def reference(self) -> str:
        """The case."""
        ...

    @property
    def kind(self) -> str:
        """What happened, such as `desk.case.taken`."""
        ...


class CaseBook(Protocol):
    """Where requests for a person go, and whatever else people have to do for a borrower."""

    def open_case(
        self,
        session: Session,
        *,
        conversation_id: str,
        kind: str,
        category: str | None = None,
        reason: str,
        language: str,
        party_name: str | None,
        loan_last4s: list[str],
        summary: dict[str, Any],
        facts: bytes | None = None,
    ) -> OpenedCase:
        """Opens a case in the caller's transaction, or returns the one of that kind and category that is open.

        The summary stands in clear; the facts are sealed.
        """
        ...

    def is_open(self, session: Session, *, conversation_id: str, kind: str, category: str | None = None) -> bool:
        """Whether the conversation has a case of this kind that is not closed; of one category when that is named."""
        ...

    def cases_of(self, session: Session, *conversation_ids: str) -> Sequence[KnownCase]:
        """All cases of the conversations, the newest first."""
        ...

    def case_for(self, session: Session, conversation_id: str, kind: str | None = None) -> KnownCase | None:
        """The conversation's newest open case of this kind, or else its newest one."""
        ...

    def note(
        self, session: Session, case: Any, *, kind: str, who: str, details: Mapping[str, str] | None = None
    ) -> None:
        """Adds a line to the trail of a case of this book without changing the case."""
        ...

    def close(self, session: Session, reference: str, *, agent_id: str) -> bool:
        """Closes a case in which nothing is left to do; False when a person has it or it was closed before."""
        ...

    def events(self, session: Session, conversation_id: str) -> Sequence[CaseEvent]:
        """The trail of the conversation's cases, earliest first."""
        ...

    def place_in_line(self, session: Session, *, conversation_id: str) -> int | None:
        """Which place the borrower has among those who wait, 1 for who is next; None when they do not wait."""
        ...

    def usual_wait_minutes(self, session: Session) -> int | None:
        """Within how many minutes most people were answered lately; None while nobody can say."""
        ...

    def let_go(self, session: Session, *, conversation_id: str, agent_id: str) -> bool:
        """Puts the case of an agent who is gone back at the head of the line; False when the agent has none."""
        ...

    def note_document(self, session: Session, *, conversation_id: str) -> Sequence[str]:
        """Notes on each open case of the conversation that a document came; their references, the newest first."""
        ...

    def due_dates(self, *, kind: str, category: str | None, received: date) -> Sequence[DueDate]:
        """What the law wants done by when in a case of this kind whose message came on that day."""
        ...


class TrainingInbox(Protocol):
    """Where messages the bot was unsure of go, without any key to the conversation."""

    def offer(
        self,
        session: Session,
        *,
        text: str,
        language: str,
        intent: str,
        confidence: float,
        ranking: Sequence[Mapping[str, Any]],
        reason: str,
    ) -> None:
        """Keeps a message, already masked for machines, for a trainer to look at."""
        ...


class Contact(Protocol):
    """A way to reach a person that was on file before today."""

    @property
    def masked(self) -> str:
        """The address as it may be shown."""
        ...

    @property
    def address(self) -> str:
        """The address itself; only for the sender."""
        ...


class Match(Protocol):
    """A person whose loan answers to a last four and a ZIP."""

    @property
    def party_id(self) -> str:
        """Who it is in the system of record."""
        ...

    @property
    def name(self) -> str:
        """The person's name."""
        ...

    @property
    def loans(self) -> Sequence[str]:
        """Ids of the loans this person may see."""
        ...

    @property
    def contact(self) -> Contact:
        """Where a code goes."""
        ...


class Party(Protocol):
    """The person behind a login of the servicer's web site."""

    @property
    def party_id(self) -> str:
        """Who it is in the system of record."""
        ...

    @property
    def name(self) -> str:
        """The person's name."""
        ...

    @property
    def language(self) -> str:
        """The language on file, `en` or `es`."""
        ...

    @property
    def loans(self) -> Sequence[str]:
        """Ids of the loans this person may see."""
        ...


class OpenLoan(Protocol):
    """A loan that is open to a person."""

    @property
    def in_default_when_obtained(self) -> bool:
        """Whether the servicer is a debt collector for it."""
        ...


class ServicingSystem(Protocol):
    """The system of record, as one capability lets the gateway see it."""

    def match_identity(self, last4: str, zip_code: str) -> Sequence[Match]:
        """The persons whose loan answers to a last four and a ZIP; needs a service capability."""
        ...

    def party_by_login(self, login: str) -> Party | None:
        """The person behind a login; needs a service capability."""
        ...

    def document(self, document_id: str) -> bytes:
        """A document's PDF."""
        ...

    def loans(self) -> Sequence[OpenLoan]:
        """The loans that the capability opens."""
        ...

    def servicing_file(self, loan_id: str) -> LoanFile:
        """What it gives to the loan's servicing file; needs a service capability that names the loan."""
        ...


ServicingWith = Callable[[str], ServicingSystem]
"""Makes the system of record as seen with a capability token."""
