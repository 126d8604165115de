"""Answers about a loan whose servicing came from somebody else."""

from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.transfer import protected_through


def transfer(view: View) -> Told:
    """Since when the loan is served here, and until when payments to the old servicer are protected.

    Raises:
        Problem: 422 `not_transferred`.
    """
    loan, make = view.record.loan, view.make
    if loan.transferred_on is None:
        raise refusal("not_transferred")
    last = protected_through(loan.transferred_on)
    facts = [
        make.date("transferred_on", loan.transferred_on, "loan.transferred_on"),
        make.date("protected_through", last, "12 CFR 1024.33(c)(1)"),
        make.text("protected", "yes" if view.today <= last else "no", "12 CFR 1024.33(c)(1)"),
        make.text(
            "in_default_when_obtained",
            "yes" if loan.in_default_when_obtained else "no",
            "loan.in_default_when_obtained",
        ),
    ]
    if loan.prior_servicer is not None:
        facts.append(make.text("prior_servicer", loan.prior_servicer, "loan.prior_servicer"))
    return told(facts)


OPERATIONS = (topic("/transfer", "transfer", "Since when the loan is served here", transfer),)
