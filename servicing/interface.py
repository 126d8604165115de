"""What a system of record has to answer: the interface between Doorstep and a servicer's own system, and its values.

A servicer puts an adapter to its own system behind `Servicing`. `servicing.client.ServicingClient` is that to the mock
service in this folder; `tests/contract` holds every body to the same promises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from kernel.facts import Fact


class ServicingUnavailable(Exception):
    """The system of record did not answer, or not in a way that can be trusted."""


class IdentityNeeded(Exception):
    """The caller's level does not reach this; `level` does."""

    def __init__(self, level: str) -> None:
        super().__init__(level)
        self.level = level


class NotFound(Exception):
    """There is nothing here for this caller, whether it exists or not."""


class NotAuthorized(NotFound):
    """Some of the loan is open to the caller, this is not; `scope` is what would open it."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


# The questions about a loan that take nothing but the loan, as the last part of their path.
Topic = Literal[
    "suspense",
    "late-charges",
    "bankruptcy",
    "foreclosure",
    "transfer",
    "assistance",
    "assumption",
    "escrow",
    "escrow/analysis",
    "escrow/annual-statement",
    "rate",
    "mortgage-insurance",
    "military-service",
    "schedule",
    "payoff",
]
# The documents that are asked for by kind; payoff statement and Form 1098 have their own requests.
DocumentKind = Literal[
    "payment_history",
    "payment_breakdown",
    "escrow_analysis",
    "escrow_annual_statement",
    "rate_notice",
    "assistance_checklist",
    "assumption_package",
]


@dataclass(frozen=True)
class Loan:
    """A loan the caller may see.

    Attributes:
        in_default_when_obtained: whether it was in default when its servicing came here: then the servicer is a debt
            collector (12 CFR 1006.2(i)(2)(vi)(C), checked 2026-11).
    """

    loan_id: str
    last4: str
    product: str
    property: str
    status: str
    in_default_when_obtained: bool = False


@dataclass(frozen=True)
class DocumentLink:
    """A document that was issued; its bytes come from `document`."""

    document_id: str
    title: str
    media_type: str
    kind: str
    sha256: str
    version: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of canonical text under named columns; a cell without a value is None.

    Attributes:
        columns: name and kind of each, the kind as of a fact.
        following: where the next page of rows begins, or None on the last.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str | None, ...], ...]
    following: str | None = None


@dataclass(frozen=True)
class Answer:
    """Figures as facts, with the document that states them, the loan's status or a table where there is one."""

    facts: tuple[Fact, ...]
    document: DocumentLink | None = None
    status: str | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Refusal:
    """The answer is no: why, as a code, and the facts that help to ask better."""

    code: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class ContactOnFile:
    """Where a one-time code goes; `masked` may be shown, `address` is for the sender alone."""

    channel: str
    masked: str
    address: str


@dataclass(frozen=True)
class IdentityMatch:
    """A party who may be the person."""

    party_id: str
    name: str
    loans: tuple[str, ...]
    contact: ContactOnFile


@dataclass(frozen=True)
class PartyLoans:
    """A party with the loans open to them."""

    party_id: str
    name: str
    language: str
    loans: tuple[str, ...]


@dataclass(frozen=True)
class Issued:
    """A document that was issued about a loan: its number, kind, title, fingerprint and moment."""

    document_id: str
    kind: str
    title: str
    sha256: str
    created_at: str


@dataclass(frozen=True)
class LoanFile:
    """What the system of record gives to a loan's servicing file (12 CFR 1024.38(c)(2)(i), (ii) and (iv)).

    Attributes:
        version: the last line of the ledger.
        fields: every data field about the loan: rows by the name of their table.
        security_instrument: the copy on file as a PDF; None where there is none.
    """

    loan_id: str
    last4: str
    borrowers: tuple[str, ...]
    property: str
    version: int
    transactions: Table
    fields: Mapping[str, Sequence[Mapping[str, str | None]]]
    issued: tuple[Issued, ...]
    security_instrument: bytes | None


class Servicing(Protocol):
    """The system of record as other rooms see it.

    Every method raises `ServicingUnavailable` when no trustworthy answer comes, `IdentityNeeded` when the level
    does not reach, and, where it names a loan or a document, `NotFound` for what is not there or not theirs.
    """

    def loans(self) -> list[Loan]:
        """The caller's loans."""
        ...

    def balance(self, loan_id: str) -> Answer:
        """What the loan owes and holds today, with its status."""
        ...

    def terms(self, loan_id: str) -> Answer:
        """What the note says, who owns the loan and how it is served."""
        ...

    def payments(self, loan_id: str, since: date, until: date, after: str = "") -> Answer:
        """What was posted between two days, a page of the table at a time, with the sums of the last day's year."""
        ...

    def payment(self, loan_id: str, which: str = "last") -> Answer:
        """Where one payment went: by its number, its confirmation, or `last`."""
        ...

    def delinquency(self, loan_id: str, good_through: date) -> Answer | Refusal:
        """How late the loan is, and what brings it current on a day."""
        ...

    def extra_principal(self, loan_id: str, once: Decimal, monthly: Decimal) -> Answer | Refusal:
        """What extra principal saves."""
        ...

    def ask(self, loan_id: str, topic: Topic) -> Answer | Refusal:
        """The answer to a question that takes nothing but the loan; a refusal when it does not concern this loan."""
        ...

    def arithmetic(self, loan_id: str, figure: str) -> Answer:
        """One figure of today by its name, with the lines that sum to it."""
        ...

    def payoff_quote(self, loan_id: str, good_through: date) -> Answer | Refusal:
        """What pays the loan in full on a day."""
        ...

    def request_payoff_statement(
        self, loan_id: str, good_through: date, language: str, idempotency_key: str
    ) -> Answer | Refusal:
        """The payoff statement as a document; the same again for the same key."""
        ...

    def tax_form(self, loan_id: str, year: int) -> Answer | Refusal:
        """The boxes of Form 1098 for a calendar year."""
        ...

    def request_tax_form_document(
        self, loan_id: str, year: int, language: str, idempotency_key: str
    ) -> Answer | Refusal:
        """The year's statement as a document; the same again for the same key."""
        ...

    def request_document(
        self, loan_id: str, kind: DocumentKind, language: str, idempotency_key: str, payment: str | None = None
    ) -> Answer | Refusal:
        """A document of a kind about the loan as it is today; the same again for the same key.

        A payment breakdown is of the payment of that number or confirmation, and of the newest one when none is given.
        """
        ...

    def documents(self, loan_id: str) -> list[DocumentLink]:
        """The documents that were issued about the loan and are open to the caller, oldest first."""
        ...

    def document(self, document_id: str) -> bytes:
        """The bytes of a document."""
        ...

    def match_identity(self, last4: str, zip_code: str) -> list[IdentityMatch]:
        """Who may be meant by a last four and a ZIP code; for a service capability."""
        ...

    def party_by_login(self, login: str) -> PartyLoans | None:
        """Who signs in with an address, or None; for a service capability."""
        ...

    def servicing_file(self, loan_id: str) -> LoanFile:
        """What goes into the loan's servicing file; for a service capability that names the loan."""
        ...
