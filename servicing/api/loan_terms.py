"""Answers about what the note says and who owns and serves the loan."""

from starlette.responses import Response

from kernel.calendar import months_after
from kernel.facts import Fact, Line
from kernel.money import ZERO
from servicing.api.figures import Maker
from servicing.api.loans import open_loan
from servicing.api.models import Figures
from servicing.api.operations import Call, Operation, answer_figures
from servicing.documents.codes import in_order
from servicing.store.loans import LoanRecord


def terms_facts(record: LoanRecord, make: Maker) -> list[Fact]:
    """The note's figures, the payment they make today, and how the loan is held and served.

    Interest above a servicemember's cap is no part of the payment; what is forgiven is a line of it.
    """
    loan, terms = record.loan, record.terms
    due = record.next_due or record.interest_paid_to
    lines = [
        Line("principal_and_interest", terms.payment_at(due), "loan.payment"),
        Line("escrow", terms.escrow_at(due), "loan.escrow_payment"),
    ]
    forgiven = record.split_of_interest(due).forgiven
    if forgiven:
        lines.append(Line("forgiven", -forgiven, "military_service.cap"))
    monthly = sum((line.value for line in lines), ZERO)
    facts = [
        make.text("last4", loan.last4, "loan.last4"),
        make.text("product", loan.product, "loan.product"),
        make.text("owner", loan.owner, "loan.owner"),
        make.text("occupancy", loan.occupancy, "loan.occupancy"),
        make.text("property", loan.property, "loan.property"),
        make.money("original_amount", terms.original_amount, "loan.original_amount"),
        make.rate("note_rate", terms.rate_at(due), "loan.note_rate"),
        make.rate("current_rate", terms.rate_charged(due), "loan.rate_charged"),
        make.count("term_months", terms.months, "loan.term_months"),
        make.date("originated_on", loan.originated_on, "loan.originated_on"),
        make.date("first_due", terms.first_due, "loan.first_due"),
        make.date("maturity", months_after(terms.first_due, terms.months - 1), "loan.term_months"),
        make.money("principal_and_interest", terms.payment_at(due), "loan.payment"),
        make.money("escrow_payment", terms.escrow_at(due), "loan.escrow_payment"),
        make.money("monthly_payment", monthly, "loan.payment", lines),
        make.count("grace_days", terms.grace_days, "loan.grace_days"),
        make.rate("late_charge_percent", terms.late_charge_percent, "loan.late_charge_percent"),
        make.text("applied_in_order", loan.waterfall, "loan.waterfall", in_order(loan.waterfall)),
        make.text("autopay", "yes" if loan.autopay else "no", "loan.autopay"),
        make.text(
            "in_default_when_obtained",
            "yes" if loan.in_default_when_obtained else "no",
            "loan.in_default_when_obtained",
        ),
    ]
    facts += [
        make.date("payment_changed_on", step.since_due, f"payment_change.{step.reason}") for step in terms.steps[-1:]
    ]
    return facts


def terms(call: Call) -> Response:
    """The terms of the loan."""
    with call.services.database.read() as session:
        record = open_loan(session, call)
    facts = terms_facts(record, Maker(call.services.clock.now()))
    return answer_figures(facts, version=record.version)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/loans/{loan_id}",
        "loan_terms",
        "What the note says, who owns the loan and how it is served",
        terms,
        Figures,
        problems=(404,),
    ),
)
