"""Answers about a loan whose borrower is in bankruptcy: for information, never as a demand."""

from datetime import date
from decimal import Decimal

from kernel.calendar import months_after
from kernel.facts import Line
from kernel.money import ZERO
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain import ledger
from servicing.domain.bankruptcy import petition_standing
from servicing.domain.payment_history import standing


def bankruptcy(view: View) -> Told:
    """What was unpaid at the petition, through which due date payments since then reach, and what the next one is.

    Raises:
        Problem: 422 `not_in_bankruptcy`.
    """
    case, record, make = view.story.bankruptcy, view.record, view.make
    if case is None:
        raise refusal("not_in_bankruptcy")
    before = ledger.account(entry for entry in record.entries if entry.effective < case.petition_on)
    oldest: date = (
        record.terms.first_due
        if before.last_paid_installment is None
        else months_after(before.last_paid_installment, 1)
    )
    since = [
        entry for entry in standing(record.entries) if entry.effective >= case.petition_on and entry.kind == "payment"
    ]
    found = petition_standing(
        oldest_unpaid=oldest, petition=case.petition_on, payments_since=len(since), today=view.today
    )

    def whole(due: date) -> Decimal:
        return record.terms.payment_at(due) + record.terms.escrow_at(due)

    lines = [Line(f"installment {due.isoformat()}", whole(due), "loan.payment") for due in found.unpaid_at_petition]
    arrears = sum((line.value for line in lines), ZERO)
    facts = [
        make.count("chapter", case.chapter, "bankruptcy.chapter"),
        make.date("petition_on", case.petition_on, "bankruptcy.petition_on"),
        make.text("case_number", case.case_number, "bankruptcy.case_number"),
        make.count("pre_petition_installments", len(found.unpaid_at_petition), "ledger.installment_due"),
        make.money("pre_petition_arrears", arrears, "ledger.installment_due", lines),
        make.money("post_petition_payment", whole(found.next_due), "loan.payment"),
        make.count("post_petition_days_delinquent", found.days_delinquent, "ledger.installment_due"),
    ]
    if found.paid_through is not None:
        facts.append(make.date("post_petition_paid_through", found.paid_through, "ledger.installment_due"))
    if case.attorney is not None:
        facts.append(make.text("attorney", case.attorney, "bankruptcy.attorney"))
    return told(facts)


OPERATIONS = (
    topic(
        "/bankruptcy",
        "bankruptcy",
        "Where a loan in bankruptcy stands before and after the petition; for information only",
        bankruptcy,
    ),
)
