"""Documents asked for by kind, made from the very figures and tables that the API answers with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from kernel.facts import Fact
from servicing.api import assistance, assumption, escrow, payment_history, rate
from servicing.api.models import DocumentRequest, Issued
from servicing.api.operations import Call, Operation
from servicing.api.topics import Tell, Told, View, asked, told, view_of
from servicing.api.writes import issue_once, kept
from servicing.documents.assistance_checklist import assistance_checklist
from servicing.documents.assumption_package import assumption_package
from servicing.documents.escrow_analysis import escrow_analysis
from servicing.documents.escrow_annual_statement import escrow_annual_statement
from servicing.documents.payment_breakdown import payment_breakdown
from servicing.documents.payment_history import payment_history as payment_history_document
from servicing.documents.rate_notice import rate_notice
from servicing.documents.statement import Paper
from servicing.domain.access import document_scope
from servicing.domain.payment_history import payment_history as history_lines
from servicing.domain.tables import Table
from servicing.store.loans import LoanRecord
from servicing.store.tables import Document

# Title and PDF of a document, from facts and tables by their names.
Layout = Callable[[Mapping[str, Fact], Mapping[str, Table], Paper], tuple[str, bytes]]


@dataclass(frozen=True)
class Kind:
    """What a document states, and how it is set."""

    tells: tuple[Tell, ...]
    layout: Layout


def _history(view: View) -> Told:
    lines = history_lines(view.record.entries)
    facts = payment_history.year_facts(view.record, view.today.year, view.make)
    return told(facts, payment_history.history_table(lines))


def _payment(view: View) -> Told:
    wanted = view.call.read(DocumentRequest).payment or payment_history.LAST
    entry = payment_history.found_payment(view.record, wanted)
    return told(payment_history.payment_facts(view.record, entry, view.make))


KINDS: dict[str, Kind] = {
    "payment_history": Kind((_history,), payment_history_document),
    "payment_breakdown": Kind((_payment,), payment_breakdown),
    "escrow_analysis": Kind((escrow.analysis,), escrow_analysis),
    "escrow_annual_statement": Kind((escrow.analysis, escrow.annual_statement), escrow_annual_statement),
    "rate_notice": Kind((rate.rate,), rate_notice),
    "assistance_checklist": Kind((assistance.blank_checklist,), assistance_checklist),
    "assumption_package": Kind((assumption.whether_assumable,), assumption_package),
}


def request_document(call: Call) -> Response:
    """A document of a kind about the loan as it is today, and the figures it states."""
    request = call.read(DocumentRequest)
    clock = call.services.clock

    def issue(session: Session, record: LoanRecord) -> tuple[Document, Sequence[Fact]]:
        view = view_of(session, call, record)
        kind = KINDS[request.kind]
        answers = [asked(tell, view) for tell in kind.tells]
        facts = {fact.name: fact for answer in answers for fact in answer.facts}
        title, pdf = kind.layout(
            facts,
            {answer.table.name: answer.table for answer in answers if answer.table is not None},
            Paper(record.identity(session), request.language, clock.now(), call.today),
        )
        document = kept(session, call, record, kind=request.kind, title=title, language=request.language, pdf=pdf)
        return document, list(facts.values())

    return issue_once(call, request.model_dump(), issue, also=document_scope(request.kind))


OPERATIONS = (
    Operation(
        "POST",
        "/v1/loans/{loan_id}/documents",
        "request_document",
        "A document of a kind about the loan as it is today",
        request_document,
        Issued,
        scope="documents",
        status=201,
        body=DocumentRequest,
        problems=(400, 404, 409, 422),
    ),
)
