"""What is due next, why the monthly payment is another than before, and what brings a loan current."""

from datetime import date

from rasa_sdk import Tracker

from actions.base import LoanAction, answered, refused
from actions.figures import fact_of, facts_named, has_amount, parts_of, value_of
from actions.forms import phrases_wanted
from actions.spoken_dates import NoSuchDay, spoken_date
from actions.turn import Reply, Turn
from kernel.facts import Fact
from servicing.client import Answer, Loan, Refusal, Servicing

PAID_OFF, PAST_DUE = "paid_off", "past_due"
NEXT_PARTS = {"principal": "next_principal", "escrow": "next_escrow"}

# What is due, where the next payment alone does not say it.
BY_STATUS = {
    PAID_OFF: "utter_payment_due_paid_off",
    "bankruptcy": "utter_payment_due_bankruptcy",
    "foreclosure": "utter_payment_due_foreclosure",
}
NOTHING_TO_REINSTATE = {
    PAID_OFF: "utter_payment_due_paid_off",
    "in_bankruptcy": "utter_reinstatement_bankruptcy",
    "date_too_far": "utter_reinstatement_too_far",
}


class ActionReportPaymentDue(LoanAction):
    """Says the next payment with its date and parts, or what is behind."""

    question = "payment_due"

    def name(self) -> str:
        return "action_report_payment_due"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        balance = servicing.balance(loan.loan_id)
        if balance.status in BY_STATUS:
            return answered(BY_STATUS[balance.status], balance)
        if balance.status == PAST_DUE:
            behind = servicing.delinquency(loan.loan_id, turn.today)
            if isinstance(behind, Refusal):
                return refused(behind, NOTHING_TO_REINSTATE)
            return Reply("utter_payment_due_past_due", facts=(*balance.facts, *behind.facts))
        parts = parts_of(fact_of(balance, "next_payment"), NEXT_PARTS)
        with_escrow = any(part.name == "next_escrow" and part.amount for part in parts)
        response = "utter_payment_due_answer" if with_escrow else "utter_payment_due_answer_without_escrow"
        return Reply(response, facts=(*balance.facts, *parts))


class ActionQuoteReinstatement(LoanAction):
    """Says what brings the loan current today or on the day that is named; in a foreclosure this is an estimate."""

    question = "reinstatement"

    def name(self) -> str:
        return "action_quote_reinstatement"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        phrases = phrases_wanted(tracker.latest_message or {}, "date")
        day = next((spoken_date(str(phrase.get("value") or ""), turn.today) for phrase in reversed(phrases)), None)
        later = day is not None and not isinstance(day, NoSuchDay) and day > turn.today
        return await self.reply_to(str(day) if later else "", turn)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        behind = servicing.delinquency(loan.loan_id, date.fromisoformat(asked) if asked else turn.today)
        if isinstance(behind, Refusal):
            return refused(behind, NOTHING_TO_REINSTATE)
        if asked and value_of(behind, "confirmed_by_counsel") != "needed" and has_amount(behind, "reinstatement_total"):
            return Reply("utter_reinstatement_later", facts=behind.facts)
        charges = facts_named(servicing.ask(loan.loan_id, "late-charges"), "charges_due")
        held = facts_named(servicing.ask(loan.loan_id, "suspense"), "suspense")
        return Reply(reinstatement_response(behind, held), facts=(*behind.facts, *charges, *held))


def reinstatement_response(behind: Answer, held: tuple[Fact, ...]) -> str:
    """The response for what is behind: payments, charges alone or nothing, and whether money is held."""
    if value_of(behind, "confirmed_by_counsel") == "needed":
        return "utter_reinstatement_foreclosure"
    if not has_amount(behind, "reinstatement_total"):
        return "utter_reinstatement_nothing"
    if value_of(behind, "installments_due") == "0":
        return "utter_reinstatement_charges_only"
    with_credit = any(fact.amount for fact in held)
    return "utter_reinstatement_answer_with_credit" if with_credit else "utter_reinstatement_answer"


class ActionExplainPaymentChange(LoanAction):
    """Says what changed the monthly payment and when, or what may change it next."""

    question = "payment_change"

    def name(self) -> str:
        return "action_explain_payment_change"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if loan.status == PAID_OFF:
            return Reply("utter_payment_due_paid_off", outcome="refused")
        terms = servicing.terms(loan.loan_id)
        return (
            change_by_service(servicing.ask(loan.loan_id, "military-service"))
            or change_by_escrow(terms, servicing.ask(loan.loan_id, "escrow/analysis"))
            or change_on_file(terms)
            or change_ahead(terms, servicing.ask(loan.loan_id, "rate"))
            or answered("utter_payment_change_none", terms)
        )


def change_by_service(service: Answer | Refusal) -> Reply | None:
    """The payment that active duty lowers."""
    if isinstance(service, Refusal) or not has_amount(service, "forgiven_interest"):
        return None
    return answered("utter_payment_change_military", service)


def change_by_escrow(terms: Answer, analysis: Answer | Refusal) -> Reply | None:
    """The change that the newest escrow analysis makes, unless another came after it."""
    if isinstance(analysis, Refusal):
        return None
    if value_of(analysis, "old_escrow_payment") == value_of(analysis, "new_escrow_payment"):
        return None
    if (value_of(terms, "payment_changed_on") or "") > (value_of(analysis, "escrow_effective_on") or ""):
        return None
    short = has_amount(analysis, "escrow_shortage")
    return answered("utter_payment_change_escrow_shortage" if short else "utter_payment_change_escrow", analysis)


def change_on_file(terms: Answer) -> Reply | None:
    """The last change of the payment: of the rate, as the source of its date tells, or of something else."""
    changed = fact_of(terms, "payment_changed_on")
    if changed is None:
        return None
    by_rate = changed.source == "payment_change.rate_adjustment"
    return answered("utter_payment_change_rate" if by_rate else "utter_payment_change_on_file", terms)


def change_ahead(terms: Answer, rate: Answer | Refusal) -> Reply | None:
    """The change that an adjustable rate has ahead."""
    if isinstance(rate, Refusal):
        return None
    dates = facts_named(rate, "change_on", "first_new_payment_due", "estimated_payment", "estimated_rate")
    return Reply("utter_payment_change_rate_ahead", facts=(*terms.facts, *dates))
