"""Answers about mortgage insurance: when it may be cancelled and when it ends by itself."""

from kernel.facts import Fact
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.amortisation import schedule
from servicing.domain.mortgage_insurance import (
    LatePayment,
    fha_premium_ends,
    good_payment_history,
    insurance_dates,
    last_premium,
    loan_to_value,
    refund_by,
    request_obstacles,
)
from servicing.store.loans import LoanRecord
from servicing.store.tables import MortgageInsurance


def mortgage_insurance(view: View) -> Told:
    """The premium, the loan to the original value, and the dates and conditions of the insurance's end.

    Raises:
        Problem: 422 `not_insured`, or `paid_off`.
    """
    insurance, record, make = view.story.mortgage_insurance, view.record, view.make
    if record.next_due is None:
        raise refusal("paid_off")
    if insurance is None:
        raise refusal("not_insured")
    ltv = loan_to_value(balance=record.account.unpaid_principal, value=insurance.original_value)
    facts = [
        make.text("insurance_kind", insurance.kind, "mortgage_insurance.kind"),
        make.money("insurance_monthly", insurance.monthly, "mortgage_insurance.monthly"),
        make.money("original_value", insurance.original_value, "mortgage_insurance.original_value"),
        make.money("unpaid_principal", record.account.unpaid_principal, "ledger.principal"),
        make.date("as_of", view.today, "clock.today"),
        make.rate("loan_to_original_value", ltv, "ledger.principal"),
    ]
    return told(facts + (_private(view, insurance) if insurance.kind == "pmi" else _fha(view, insurance)))


def late_payments(record: LoanRecord) -> list[LatePayment]:
    """Every installment that was paid after its due date, and by how many days."""
    paid = [entry for entry in record.entries if entry.kind == "payment" and entry.installment_due is not None]
    return [
        LatePayment(entry.installment_due, (entry.effective - entry.installment_due).days)
        for entry in paid
        if entry.installment_due is not None and entry.effective > entry.installment_due
    ]


def _private(view: View, insurance: MortgageInsurance) -> list[Fact]:
    record, terms, make = view.record, view.record.terms, view.make
    dates = insurance_dates(
        schedule=schedule(terms),
        original_amount=terms.original_amount,
        original_value=insurance.original_value,
        first_due=terms.first_due,
        months=terms.months,
    )
    reached = dates.request_from is not None and dates.request_from <= view.today
    current = record.next_due is not None and record.next_due >= view.today
    history = good_payment_history(late_payments(record), on=view.today)
    obstacles = request_obstacles(
        balance=record.account.unpaid_principal,
        balance_for_request=dates.balance_for_request,
        scheduled_reached=reached,
        current=current,
        good_history=history,
    )
    law = "12 USC 4902"
    facts = [
        make.money("balance_for_request", dates.balance_for_request, "12 USC 4901(2)"),
        make.money("balance_for_termination", dates.balance_for_termination, "12 USC 4901(18)"),
        make.text("request_possible", "no" if obstacles else "yes", law),
        make.text("request_obstacles", " ".join(obstacles) or "nothing", law),
        make.text("good_payment_history", "yes" if history else "no", "12 USC 4901(4)"),
        make.date("insurance_ends_at_latest", dates.ends_at_latest, f"{law}(c)"),
    ]
    if dates.request_from is not None:
        facts.append(make.date("request_from", dates.request_from, "schedule.balance"))
    if dates.terminates_on is not None:
        facts.append(make.date("insurance_terminates_on", dates.terminates_on, "schedule.balance"))
        facts.append(make.date("last_premium_by", last_premium(dates.terminates_on), f"{law}(e)"))
        facts.append(make.date("premium_refund_by", refund_by(dates.terminates_on), f"{law}(f)"))
    return facts


def _fha(view: View, insurance: MortgageInsurance) -> list[Fact]:
    terms, make = view.record.terms, view.make
    ends = fha_premium_ends(
        first_due=terms.first_due,
        originated_on=view.record.loan.originated_on,
        base_amount=insurance.base_amount,
        original_value=insurance.original_value,
        months=terms.months,
    )
    source = "HUD Mortgagee Letter 2013-04"
    if ends is None:
        return [make.text("insurance_for_life_of_loan", "yes", source)]
    return [make.text("insurance_for_life_of_loan", "no", source), make.date("insurance_terminates_on", ends, source)]


OPERATIONS = (
    topic(
        "/mortgage-insurance",
        "mortgage_insurance",
        "When mortgage insurance may be cancelled and when it ends",
        mortgage_insurance,
    ),
)
