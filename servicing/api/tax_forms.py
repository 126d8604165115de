"""Answers about Form 1098: the boxes of a year, and the statement that says the same on paper."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session
from starlette.responses import Response

from kernel.facts import Fact
from servicing.api.figures import Maker, tax_form_facts
from servicing.api.loans import open_loan
from servicing.api.models import FIRST_TAX_YEAR, LAST_TAX_YEAR, Figures, Issued, TaxFormRequest
from servicing.api.operations import Call, Operation, answer_figures
from servicing.api.problems import invalid, refusal
from servicing.api.writes import issue_once, kept
from servicing.documents.tax_form import tax_form_statement
from servicing.domain.tax_correction import Correction, correction
from servicing.domain.tax_form import (
    Form1098,
    form_1098,
    furnished_on,
    interest_by_year,
    tax_form_refusal,
)
from servicing.store.loans import LoanRecord
from servicing.store.tables import Document

YEAR_DIGITS = 4


def form_for(record: LoanRecord, *, year: int, today: date, make: Maker) -> tuple[Form1098, Correction | None]:
    """The form of a year as the ledger has it now, and what that corrects in one that was furnished before.

    Raises:
        Problem: 422 with the reason as its code; a form not yet furnished states when it will be, a year before
            the loan states its first year, and a year before a transfer states since when the servicing is here.
    """
    loan, insurance = record.loan, record.mortgage_insurance(year)
    form = form_1098(
        year=year,
        entries=record.entries,
        originated_on=loan.originated_on,
        original_amount=loan.original_amount,
        serviced_from=loan.transferred_on,
        mortgage_insurance=insurance,
    )
    first_year = min(interest_by_year(record.entries), default=None)
    code = tax_form_refusal(year=year, today=today, first_year=first_year, reported=form.box1_interest)
    if code is not None:
        raise refusal(code, _refusal_facts(record, code, year, first_year, make))
    corrected = correction(
        year=year,
        entries=record.entries,
        originated_on=loan.originated_on,
        original_amount=loan.original_amount,
        serviced_from=loan.transferred_on,
        mortgage_insurance=insurance,
    )
    return form, corrected


def _refusal_facts(record: LoanRecord, code: str, year: int, first_year: int | None, make: Maker) -> list[Fact]:
    if code in ("year_in_future", "year_not_ready"):
        return [make.date("available_on", furnished_on(year), "26 CFR 1.6050H-2")]
    if code == "year_before_origination" and first_year is not None:
        return [make.count("first_year", first_year, "ledger.interest")]
    if record.loan.transferred_on is not None:
        return [make.date("serviced_since", record.loan.transferred_on, "loan.transferred_on")]
    return []


def _read_year(text: str) -> int:
    if len(text) != YEAR_DIGITS or not text.isdecimal() or not text.isascii():
        raise invalid(["year"])
    if not FIRST_TAX_YEAR <= int(text) <= LAST_TAX_YEAR:
        raise invalid(["year"])
    return int(text)


def boxes(call: Call) -> Response:
    """The boxes of the form for the year in the path."""
    year = _read_year(call.path["year"])
    clock = call.services.clock
    make = Maker(clock.now())
    with call.services.database.read() as session:
        record = open_loan(session, call)
    form, corrected = form_for(record, year=year, today=clock.today(), make=make)
    facts = tax_form_facts(form, last4=record.loan.last4, correction=corrected, make=make)
    return answer_figures(facts, version=record.version)


def request_document(call: Call) -> Response:
    """The year's statement as a document."""
    asked = call.read(TaxFormRequest)
    clock = call.services.clock
    make, today = Maker(clock.now()), clock.today()

    def issue(session: Session, record: LoanRecord) -> tuple[Document, Sequence[Fact]]:
        form, corrected = form_for(record, year=asked.year, today=today, make=make)
        title, pdf = tax_form_statement(
            form,
            corrected=corrected is not None,
            loan=record.identity(session),
            language=asked.language,
            issued_at=clock.now(),
            issued_on=today,
        )
        document = kept(session, call, record, kind="form_1098", title=title, language=asked.language, pdf=pdf)
        return document, tax_form_facts(form, last4=record.loan.last4, correction=corrected, make=make)

    return issue_once(call, asked.model_dump(), issue)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/loans/{loan_id}/tax-forms/{year}",
        "tax_form",
        "The boxes of Form 1098 for a calendar year",
        boxes,
        Figures,
        scope="tax_form",
        problems=(400, 404, 422),
    ),
    Operation(
        "POST",
        "/v1/loans/{loan_id}/tax-form-documents",
        "request_tax_form_document",
        "The Form 1098 statement of a calendar year as a document",
        request_document,
        Issued,
        scope="tax_form",
        status=201,
        body=TaxFormRequest,
        problems=(400, 404, 409, 422),
    ),
)
