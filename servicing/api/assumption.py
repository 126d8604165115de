"""Answers about somebody else taking the loan over."""

from kernel.calendar import months_after
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.assumption import EXEMPT_TRANSFERS, assumption
from servicing.domain.payment_application import installment_number


def whether_assumable(view: View) -> Told:
    """Whether a buyer may take the loan over, what it asks, and the figures they would take over.

    Raises:
        Problem: 422 `paid_off`.
    """
    record, make = view.record, view.make
    due = record.next_due
    if due is None:
        raise refusal("paid_off")
    terms, loan = record.terms, record.loan
    found = assumption(product=loan.product, originated_on=loan.originated_on)
    return told(
        [
            make.text("assumable", "yes" if found.assumable else "no", "loan.product"),
            make.text("credit_review", "yes" if found.credit_review else "no", "loan.product"),
            make.text("release_of_liability", "yes" if found.release_of_liability else "no", "loan.product"),
            make.text("assumption_steps", " ".join(found.steps), "loan.product"),
            make.text("exempt_transfers", " ".join(EXEMPT_TRANSFERS), "12 USC 1701j-3(d)"),
            make.text("product", loan.product, "loan.product"),
            make.money("unpaid_principal", record.account.unpaid_principal, "ledger.principal"),
            make.date("as_of", view.today, "clock.today"),
            make.rate("note_rate", terms.rate_at(due), "loan.note_rate"),
            make.money("principal_and_interest", terms.payment_at(due), "loan.payment"),
            make.count("remaining_months", terms.months - installment_number(terms, due) + 1, "loan.term_months"),
            make.date("maturity", months_after(terms.first_due, terms.months - 1), "loan.term_months"),
        ]
    )


OPERATIONS = (
    topic(
        "/assumption",
        "assumption",
        "Whether somebody else may take the loan over, and what that asks",
        whether_assumable,
        scope="assumption",
    ),
)
