"""What goes over the wire: requests as they are checked, answers as they are described."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kernel.facts import Kind
from kernel.spoken import Language
from servicing.domain.access import Scope
from servicing.interface import DocumentKind

# Years with which dates can be reckoned; which of them have a form is another question.
FIRST_TAX_YEAR, LAST_TAX_YEAR = 1900, 9998

# At most 99,999,999.99; that it is not nothing is checked where it is used.
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,8}\.[0-9]{2}$")]
Last4 = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Zip = Annotated[str, Field(pattern=r"^[0-9]{5}$")]


class Request(BaseModel):
    """A request body: no field is left out, none is added."""

    model_config = ConfigDict(extra="forbid")


class PayoffStatementRequest(Request):
    """A payoff statement for funds that arrive on a day."""

    good_through: str = Field(max_length=40, json_schema_extra={"format": "date"})
    language: Language


class TaxFormRequest(Request):
    """Form 1098 of a calendar year."""

    year: int = Field(ge=FIRST_TAX_YEAR, le=LAST_TAX_YEAR)
    language: Language


class DocumentRequest(Request):
    """A document of a kind; a payment breakdown may name its payment, by number or confirmation."""

    kind: DocumentKind
    language: Language
    payment: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")] | None = None


class PaymentRequest(Request):
    """A payment that was received; amounts are dollars and cents, such as `1949.34`."""

    received: str = Field(max_length=40, json_schema_extra={"format": "date"})
    amount: Amount
    channel: Literal["website", "autopay", "mail", "wire", "phone", "lockbox", "prior_servicer"] = "website"
    confirmation: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{4,64}$")] | None = None
    conforming: bool = True
    designated: list[Literal["next_payment", "principal", "charges"]] = Field(default_factory=list, max_length=3)


class ReversalRequest(Request):
    """A payment that came back, with the fee the note allows for it."""

    reason: Literal["returned", "posting_error"]
    fee: Amount | None = None


class WaiverRequest(Request):
    """Why a charge is waived."""

    reason: Literal["courtesy", "error", "transfer_protection", "settlement"]


class MatchRequest(Request):
    """What somebody says about themselves before they are known."""

    last4: Last4
    zip: Zip


class Posted(BaseModel):
    """What was written: the numbers of the new entries, the loan's new version, and the balances after it."""

    entries: list[int]
    version: int
    facts: list["FactModel"]


class LineModel(BaseModel):
    """One line of the arithmetic behind a figure."""

    label: str
    value: str
    source: str
    as_of: str = Field(json_schema_extra={"format": "date-time"})


class FactModel(BaseModel):
    """One value with where it came from and as of when."""

    name: str
    kind: Kind
    value: str
    source: str
    as_of: str = Field(json_schema_extra={"format": "date-time"})
    lines: list[LineModel]
    words: dict[Language, str] | None = Field(default=None, description="What a code is called in each language")


class LoanModel(BaseModel):
    """A loan the caller may see."""

    loan_id: str
    last4: Last4
    product: str
    property: str
    status: Literal["current", "past_due", "foreclosure", "bankruptcy", "paid_off"]
    in_default_when_obtained: bool
    scopes: list[Scope]


class Loans(BaseModel):
    """A page of the caller's loans; `next` is where the next page begins, absent on the last."""

    loans: list[LoanModel]
    next: str | None


class Balance(BaseModel):
    """The balance of a loan."""

    facts: list[FactModel]
    status: Literal["current", "past_due", "foreclosure", "bankruptcy", "paid_off"]


class Figures(BaseModel):
    """Figures and nothing else."""

    facts: list[FactModel]


class ColumnModel(BaseModel):
    """A column of a table."""

    name: str
    kind: Kind


class TableModel(BaseModel):
    """Rows of canonical text under columns; a cell without a value is null."""

    name: str
    columns: list[ColumnModel]
    rows: list[list[str | None]]


class FiguresWithTable(BaseModel):
    """Figures and a table; `next` is where the next page of rows begins, null on the last."""

    facts: list[FactModel]
    table: TableModel
    next: str | None


class DocumentModel(BaseModel):
    """A document that was issued; asked for again under the same title it gets the next version."""

    document_id: str
    title: str
    media_type: Literal["application/pdf"]
    kind: DocumentKind | Literal["payoff_statement", "form_1098"]
    version: int
    sha256: str


class ListedDocumentModel(DocumentModel):
    """A document of the list."""

    language: Language
    created_at: str = Field(json_schema_extra={"format": "date-time"})


class DocumentsModel(BaseModel):
    """A page of issued documents; `next` is where the next page begins, null on the last."""

    documents: list[ListedDocumentModel]
    next: str | None


class DocumentLinkModel(BaseModel):
    """A link, as path and query on this service, and when it runs out."""

    path: str
    expires_at: str = Field(json_schema_extra={"format": "date-time"})


class Issued(BaseModel):
    """A document and the figures it states."""

    document: DocumentModel
    facts: list[FactModel]


class ContactModel(BaseModel):
    """The contact on file; `address` is for the sender of the code alone."""

    channel: Literal["sms"]
    masked: str
    address: str


class MatchModel(BaseModel):
    """A party who may be the person."""

    party_id: str
    name: str
    loans: list[str]
    contact: ContactModel


class Matches(BaseModel):
    """The parties who match."""

    matches: list[MatchModel]


class PartyModel(BaseModel):
    """The party behind a login."""

    party_id: str
    name: str
    language: Language
    loans: list[str]


class ProblemModel(BaseModel):
    """Problem details (RFC 9457) with a code."""

    type: str
    title: str
    status: int
    code: str
    facts: list[FactModel]
    needed: Literal["verified", "step_up", "service"] | None = None
    scope: Scope | None = None
    version: int | None = None
    fields: list[str] | None = None


class Health(BaseModel):
    """Whether the service is up, and the day its portfolio was made for."""

    status: Literal["ok", "not_ready"]
    as_of: date | None = None
