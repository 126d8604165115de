"""What goes over the wire: requests as they are checked, answers as they are described."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kernel.facts import Kind
from kernel.spoken import Language

# Years with which dates can be reckoned; which of them have a form is another question.
FIRST_TAX_YEAR, LAST_TAX_YEAR = 1900, 9998

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


class MatchRequest(Request):
    """What somebody says about themselves before they are known."""

    last4: Last4
    zip: Zip


class LineModel(BaseModel):
    """One line of the arithmetic behind a figure."""

    label: str
    value: str
    source: str


class FactModel(BaseModel):
    """One value with where it came from and as of when."""

    name: str
    kind: Kind
    value: str
    source: str
    as_of: str = Field(json_schema_extra={"format": "date-time"})
    lines: list[LineModel]


class LoanModel(BaseModel):
    """A loan the caller may see."""

    loan_id: str
    last4: Last4
    product: str
    property: str
    status: Literal["current", "past_due", "foreclosure", "bankruptcy", "paid_off"]


class Loans(BaseModel):
    """The caller's loans."""

    loans: list[LoanModel]


class Balance(BaseModel):
    """The balance of a loan."""

    facts: list[FactModel]
    status: Literal["current", "past_due", "foreclosure", "bankruptcy", "paid_off"]


class Figures(BaseModel):
    """Figures and nothing else."""

    facts: list[FactModel]


class DocumentModel(BaseModel):
    """A document that was issued."""

    document_id: str
    title: str
    media_type: Literal["application/pdf"]
    kind: Literal["payoff_statement", "form_1098"]
    sha256: str


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
    needed: Literal["verified", "service"] | None = None
    fields: list[str] | None = None


class Health(BaseModel):
    """Whether the service is up, and the day its portfolio was made for."""

    status: Literal["ok", "not_ready"]
    as_of: date | None = None
