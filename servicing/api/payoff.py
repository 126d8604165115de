"""Answers about paying a loan off: the quote, and the statement that says the same on paper."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session
from starlette.responses import Response

from kernel.facts import Fact
from servicing.api.figures import Maker, payoff_facts, statement_due_fact
from servicing.api.loans import open_loan
from servicing.api.models import Figures, Issued, PayoffStatementRequest
from servicing.api.operations import DAY, Call, Operation, Parameter, answer_figures
from servicing.api.problems import refusal
from servicing.api.writes import issue_once, kept
from servicing.documents.payoff_statement import payoff_statement
from servicing.domain.loan import insurer
from servicing.domain.payoff import (
    InterestEnd,
    PayoffQuote,
    fha_interest_end,
    latest_good_through,
    payoff_quote,
    payoff_refusal,
)
from servicing.store.loans import LoanRecord
from servicing.store.tables import Document


def quote_for(record: LoanRecord, *, good_through: date, today: date, make: Maker) -> PayoffQuote:
    """The quote for funds that arrive on the day.

    Raises:
        Problem: 422 with the reason as its code; `date_too_far` states the latest date.
    """
    due = record.next_due
    code = payoff_refusal(
        today=today,
        good_through=good_through,
        paid_off=record.account.paid_off,
        needs_specialist=record.loan.bankruptcy_on is not None or record.loan.foreclosure_on is not None,
    )
    if code == "date_too_far":
        raise refusal(code, [make.date("latest_date", latest_good_through(today), "payoff.max_days_ahead")])
    if code is not None or due is None:
        raise refusal(code or "paid_off")
    return payoff_quote(
        balance=record.account.unpaid_principal,
        annual_rate=record.terms.rate_charged(due),
        interest_paid_to=record.interest_paid_to,
        good_through=good_through,
        quoted_on=today,
        charges=record.charges,
        recording_fee=record.loan.recording_fee,
        escrow_balance=record.account.escrow_balance,
        suspense=record.account.suspense,
        interest_end=_interest_end(record),
    )


def _interest_end(record: LoanRecord) -> InterestEnd:
    fha = insurer(record.loan.product) == "fha"
    return fha_interest_end(closed_on=record.loan.originated_on) if fha else "day_of_receipt"


def _read_day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise refusal("date_invalid") from error


def quote(call: Call) -> Response:
    """What pays the loan off on a day."""
    clock = call.services.clock
    make = Maker(clock.now())
    with call.services.database.read() as session:
        record = open_loan(session, call)
    found = quote_for(record, good_through=_read_day(call.query.get("good_through")), today=clock.today(), make=make)
    return answer_figures(payoff_facts(found, make), version=record.version)


def request_statement(call: Call) -> Response:
    """The payoff statement as a document, issued at once, well inside the time the law gives."""
    asked = call.read(PayoffStatementRequest)
    clock = call.services.clock
    make, today = Maker(clock.now()), clock.today()

    def issue(session: Session, record: LoanRecord) -> tuple[Document, Sequence[Fact]]:
        found = quote_for(record, good_through=_read_day(asked.good_through), today=today, make=make)
        title, pdf = payoff_statement(
            found, loan=record.identity(session), language=asked.language, issued_at=clock.now()
        )
        document = kept(session, call, record, kind="payoff_statement", title=title, language=asked.language, pdf=pdf)
        return document, [*payoff_facts(found, make), statement_due_fact(today, make)]

    return issue_once(call, asked.model_dump(), issue)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/loans/{loan_id}/payoff-quote",
        "payoff_quote",
        "What pays the loan in full on a day, line by line",
        quote,
        Figures,
        scope="payoff",
        parameters=(Parameter("good_through", "The day the funds arrive", DAY, required=True),),
        problems=(404, 422),
    ),
    Operation(
        "POST",
        "/v1/loans/{loan_id}/payoff-statements",
        "request_payoff_statement",
        "The payoff statement as a document",
        request_statement,
        Issued,
        scope="payoff",
        status=201,
        body=PayoffStatementRequest,
        problems=(400, 404, 409, 422),
    ),
)
