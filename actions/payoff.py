"""What it takes to pay a loan in full by the date the borrower names, with the official statement, and what follows."""

from dataclasses import replace
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.balance import PAID_OFF
from actions.base import LoanAction, answered, asking_again
from actions.base import refused as refused_for
from actions.escrow import after_payoff, response_for_difference, without_figures
from actions.figures import by_name
from actions.forms import DoorstepForm
from actions.handoff import person
from actions.history import said_before
from actions.idempotency import document_key
from actions.spoken_dates import NoSuchDay, spoken_date
from actions.turn import Button, Reply, Turn, turn_of
from kernel.facts import Fact
from kernel.spoken import Language, say
from servicing.client import Answer, Loan, Refusal, Servicing

FORM, SLOT = "payoff_form", "payoff_date"

# Parts that few payoffs have: money advanced from escrow, and money already held for the borrower.
UNUSUAL_PARTS = frozenset({"payoff_escrow_advance", "payoff_suspense_credit"})
ANSWERS = {
    frozenset[str](): "utter_payoff_answer",
    frozenset({"payoff_escrow_advance"}): "utter_payoff_answer_with_advance",
    frozenset({"payoff_suspense_credit"}): "utter_payoff_answer_with_credit",
    UNUSUAL_PARTS: "utter_payoff_answer_with_advance_and_credit",
}
# For a day on which no wire arrives; whatever parts there are, the statement shows them.
CLOSED_DAY = "utter_payoff_answer_closed_day"
OPEN_DAYS = ("business_day_before", "business_day_after")
QUOTED = frozenset({*ANSWERS.values(), CLOSED_DAY})

# Why a person is called who looks into a payoff that is said to be wrong.
DISPUTE = "payoff_error_dispute"

# Refusals after which another date may do, and refusals that end the question.
OTHER_DATE = {
    "date_in_past": "utter_payoff_date_in_past",
    "date_too_far": "utter_payoff_date_too_far",
    "date_invalid": "utter_payoff_date_invalid",
}
NO_PAYOFF = {"paid_off": "utter_payoff_paid_off", "needs_specialist": "utter_payoff_needs_specialist"}


class ActionQuotePayoff(LoanAction):
    """Says the payoff amount with its parts, files the written request and attaches the statement."""

    question = "payoff"
    slot = SLOT

    def name(self) -> str:
        return "action_quote_payoff"

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        reply = await super().reply_to(asked, turn)
        # Whoever asks may be a title company: it hears what it needs, and not whether there is a loan.
        return reply if turn.verified else replace(reply, response="utter_payoff_identity_needed")

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if not asked:
            return asking_again(FORM, SLOT, Reply("utter_payoff_date_needed", outcome="asked"))
        key = document_key(turn.message_id, self.name(), loan.loan_id, asked, turn.language)
        day = date.fromisoformat(asked)
        answer = servicing.request_payoff_statement(loan.loan_id, day, turn.language, key)
        return refused(answer) if isinstance(answer, Refusal) else quoted(answer, turn)


def quoted(answer: Answer, turn: Turn) -> Reply:
    """The reply that says a payoff; for a day without wires, with the business days around it to choose from."""
    said = by_name(answer)
    around = [said[name] for name in OPEN_DAYS if name in said]
    if not around:
        return answered(response_for(answer), answer)
    to_come = [day for day in around if date.fromisoformat(day.value) >= turn.today]
    return replace(answered(CLOSED_DAY, answer), buttons=tuple(day_button(day, turn.language) for day in to_come))


def day_button(day: Fact, language: Language) -> Button:
    """The choice of another day for the payoff."""
    return Button(say(day, language), f'/payoff_estimate_inquiry{{"date": "{day.value}"}}')


def response_for(answer: Answer) -> str:
    """The response that names every part of this payoff, so that the parts sum to the total."""
    return ANSWERS[frozenset(fact.name for fact in answer.facts) & UNUSUAL_PARTS]


def refused(refusal: Refusal) -> Reply:
    """Words for why there is no payoff amount; where another date may do, the form asks for one."""
    if refusal.code in OTHER_DATE:
        return asking_again(FORM, SLOT, Reply(OTHER_DATE[refusal.code], outcome="refused", facts=refusal.facts))
    return Reply(NO_PAYOFF.get(refusal.code, "utter_payoff_needs_specialist"), outcome="refused", facts=refusal.facts)


def day_quoted_before(tracker: Tracker) -> date | None:
    """The day of the payoff that was answered just before: "make it the 20th" is a day of the same month."""
    topic, _, asked = (turn_of(tracker).last_question or "").partition(" ")
    if topic != ActionQuotePayoff.question or not any(said.response in QUOTED for said in said_before(tracker)):
        return None
    return date.fromisoformat(asked)


class ValidatePayoffForm(DoorstepForm):
    """Turns the phrase the borrower said into a day, or says why it is none."""

    entity = "date"
    slot = SLOT

    def name(self) -> str:
        return "validate_payoff_form"

    def validate_payoff_date(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, str | None]:
        """The day as YYYY-MM-DD, or none with the reason said."""
        phrases = self.phrases(tracker)
        days = [spoken_date(phrase, turn_of(tracker).today, near=day_quoted_before(tracker)) for phrase in phrases]
        day = next((day for day in days if day is not None), None)
        if isinstance(day, NoSuchDay):
            return self.refuse(dispatcher, tracker, "utter_payoff_date_invalid")
        if phrases and day is None:
            return self.misunderstand(dispatcher, tracker, "utter_payoff_date_unclear")
        return {SLOT: day.isoformat() if day else None}


class ActionReportLienRelease(LoanAction):
    """Says what becomes of the lien: after a payoff how it is released, before one that it stays."""

    question = "lien_release"

    def name(self) -> str:
        return "action_report_lien_release"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if loan.status != PAID_OFF:
            return answered("utter_payoff_lien_stays", servicing.balance(loan.loan_id))
        answer = servicing.ask(loan.loan_id, "payoff")
        if isinstance(answer, Refusal):
            return refused_for(answer, {})
        return answered("utter_payoff_lien_release", answer)


class ActionReportEscrowRefund(LoanAction):
    """Says by when the money left in escrow comes back after a payoff; before one, when it would."""

    question = "escrow_refund"

    def name(self) -> str:
        return "action_report_escrow_refund"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if loan.status == PAID_OFF:
            return after_payoff(loan, servicing, turn)
        answer = servicing.ask(loan.loan_id, "escrow")
        if isinstance(answer, Refusal):
            return without_figures(answer, loan, servicing, turn)
        not_yet = answered("utter_payoff_escrow_not_yet", answer)
        # Who is owed a surplus may well mean that check.
        analysis = servicing.ask(loan.loan_id, "escrow/analysis")
        if isinstance(analysis, Refusal) or "surplus_refund_by" not in by_name(analysis):
            return not_yet
        return Reply.together([answered(response_for_difference(analysis), analysis), not_yet])


class ActionDisputePayoff(LoanAction):
    """Calls a person for a payoff said to be wrong, with the figures the record has today.

    A wrong payoff balance is an error that is answered within seven business days (12 CFR 1024.35(b)(6), (e)(3)(i)(A)).
    """

    question = "payoff_dispute"

    def name(self) -> str:
        return "action_dispute_payoff"

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        # The right to point out an error does not wait for a proof.
        return await super().reply_to(asked, turn) if turn.verified else dispute_received()

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.payoff_quote(loan.loan_id, turn.today)
        if isinstance(answer, Refusal):
            return dispute_received()
        return replace(person(DISPUTE), response="utter_payoff_dispute_figures", facts=answer.facts)


def dispute_received() -> Reply:
    """The call for a person where no figure can be shown."""
    return replace(person(DISPUTE), response="utter_payoff_dispute_received")
