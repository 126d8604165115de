"""Answers about a foreclosure: how far it has come, and the dates before the sale that matter."""

from datetime import timedelta

from kernel.rules import rule
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic


def foreclosure(view: View) -> Told:
    """The steps of the foreclosure and the days until the sale; nothing here says that a sale will be stopped.

    Raises:
        Problem: 422 `no_foreclosure`.
    """
    loan, make = view.record.loan, view.make
    if loan.foreclosure_on is None:
        raise refusal("no_foreclosure")
    steps = {
        "accelerated_on": loan.accelerated_on,
        "referred_on": loan.foreclosure_on,
        "first_filing_on": loan.first_filing_on,
        "sale_on": loan.foreclosure_sale_on,
    }
    facts = [make.date(name, day, f"loan.{name}") for name, day in steps.items() if day is not None]
    sale = loan.foreclosure_sale_on
    if sale is not None:
        facts.append(make.count("days_to_sale", (sale - view.today).days, "loan.sale_on"))
        for name in ("appeal_right_until", "acknowledgment_until", "full_review_until"):
            least = rule("foreclosure", f"{name}_days", on=view.today)
            facts.append(make.date(name, sale - timedelta(days=least.count), least.citation))
    return told(facts)


OPERATIONS = (topic("/foreclosure", "foreclosure", "How far a foreclosure has come", foreclosure),)
