"""Who the borrower is, and which of their loans they mean."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions import tax_form
from actions.assistance import ActionExplainApplication, ActionReportAssistance, ActionSendAssistanceChecklist
from actions.assumption import ActionSendAssumptionPackage
from actions.balance import ActionReportBalance
from actions.bankruptcy import ActionReportBankruptcy
from actions.base import IDENTITY_NEEDED, DoorstepAction, LoanAction, client_for, in_time
from actions.curtailment import ActionEstimateExtraPrincipal
from actions.escrow import (
    ActionExplainEscrowAnalysis,
    ActionExplainEscrowCushion,
    ActionReportEscrowBalance,
    ActionReportEscrowBills,
    ActionReportEscrowShortage,
    ActionReportEscrowSurplus,
)
from actions.foreclosure import ActionReportForeclosure
from actions.history import CHOICES, WHICH_LOAN, slot_before
from actions.insurance import ActionExplainInsuranceUpdate
from actions.late_charge import (
    ActionExplainLateCharge,
    ActionExplainLateChargeWaiver,
    ActionReportGracePeriod,
    ActionShowDisputedLateCharge,
)
from actions.loan_owner import ActionReportOwner
from actions.military import ActionExplainMilitaryProtection
from actions.mortgage_insurance import ActionReportMortgageInsurance
from actions.partial_payment import ActionExplainPartialPayment, ActionReportSuspense
from actions.payment_application import (
    ActionBreakDownPayment,
    ActionExplainPaymentOrder,
    ActionShowMisappliedPayment,
)
from actions.payment_delay import ActionReportPaymentStatus, ActionShowPaymentPostedLate, ActionTraceMissingPayment
from actions.payment_due import ActionExplainPaymentChange, ActionQuoteReinstatement, ActionReportPaymentDue
from actions.payment_history import ActionOfferStatementCopy, ActionShowPaymentHistory
from actions.payment_method import ActionExplainReturnedPayment, ActionExplainWaysToPay, ActionReportAutopay
from actions.payoff import ActionDisputePayoff, ActionQuotePayoff, ActionReportEscrowRefund, ActionReportLienRelease
from actions.rate import ActionReportRateChange, ActionReportTerms
from actions.tax_form import ActionDisputeTaxForm, ActionExplainTaxForm, ActionSendTaxForm
from actions.transfer import ActionReportTransfer
from actions.turn import Reply, Turn
from servicing.client import Loan, Servicing

TOPICS: dict[str, LoanAction] = {
    action.question: action
    for action in (
        ActionReportBalance(),
        ActionQuotePayoff(),
        ActionReportLienRelease(),
        ActionReportEscrowRefund(),
        ActionDisputePayoff(),
        ActionSendTaxForm(),
        ActionExplainTaxForm(),
        ActionDisputeTaxForm(),
        ActionReportTerms(),
        ActionReportOwner(),
        ActionReportTransfer(),
        ActionReportAutopay(),
        ActionEstimateExtraPrincipal(),
        ActionReportAssistance(),
        ActionSendAssistanceChecklist(),
        ActionSendAssumptionPackage(),
        ActionReportPaymentDue(),
        ActionExplainPaymentChange(),
        ActionQuoteReinstatement(),
        ActionBreakDownPayment(),
        ActionExplainPaymentOrder(),
        ActionReportPaymentStatus(),
        ActionShowPaymentHistory(),
        ActionExplainLateCharge(),
        ActionReportGracePeriod(),
        ActionReportSuspense(),
        ActionExplainPartialPayment(),
        ActionReportEscrowBalance(),
        ActionReportEscrowBills(),
        ActionExplainEscrowAnalysis(),
        ActionExplainEscrowCushion(),
        ActionReportEscrowShortage(),
        ActionReportEscrowSurplus(),
        ActionReportRateChange(),
        ActionReportMortgageInsurance(),
        ActionShowMisappliedPayment(),
        ActionTraceMissingPayment(),
        ActionShowPaymentPostedLate(),
        ActionShowDisputedLateCharge(),
        ActionExplainLateChargeWaiver(),
        ActionExplainReturnedPayment(),
        ActionExplainWaysToPay(),
        ActionOfferStatementCopy(),
        ActionExplainInsuranceUpdate(),
        ActionExplainApplication(),
        ActionReportBankruptcy(),
        ActionReportForeclosure(),
        ActionExplainMilitaryProtection(),
    )
}


class ActionStartVerification(DoorstepAction):
    """Opens the secure form for whoever is not verified yet."""

    def name(self) -> str:
        return "action_start_verification"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        if turn.verified:
            return Reply("utter_identity_already_verified")
        return IDENTITY_NEEDED


class ActionContinueQuestion(DoorstepAction):
    """Answers for the loan just chosen what was asked before the choice."""

    def name(self) -> str:
        return "action_continue_question"

    def servicing(self, capability: str) -> Servicing:
        """The servicing system, asked with the turn's capability."""
        return client_for(capability)

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        named = next(tracker.get_latest_entity_values("loan_last4"), None)
        # Naming a loan is the answer where it was asked for; at any other time the question that is open goes first.
        if turn.open_form and not turn.choice_open:
            loans = await in_time(self.servicing(turn.capability).loans) if named else []
            return beside_the_form(named, loans, turn, tracker)
        if named is None and _ANY.search(turn.text):
            turn = replace(turn, every_loan=True, loan_last4=None)
        elif named is None:
            # "The other one" names no loan: of two it is the one that was not meant before, of more none.
            turn = replace(turn, loan_last4=await in_time(self._other_loan, turn, tracker))
        reply = await answer_to(turn.waiting if turn.choice_open else (), turn)
        if named is None and reply.response == WHICH_LOAN and re.search(r"\d", turn.text):
            reply = replace(reply, response="utter_loan_number_unclear")
        return replace(reply, events=(SlotSet("loan_last4", turn.loan_last4), *reply.events))

    def _other_loan(self, turn: Turn, tracker: Tracker) -> str | None:
        """The last four digits of the second of two loans, when "the other one" is said after the first."""
        before = str(slot_before(tracker, "loan_last4") or "")
        if not before or not _OTHER.search(turn.text) or not turn.verified:
            return None
        others = [loan.last4 for loan in self.servicing(turn.capability).loans() if not before.endswith(loan.last4)]
        return others[0] if len(others) == 1 else None


async def answer_to(waiting: Sequence[str], turn: Turn) -> Reply:
    """The answers to what waits for the choice of a loan, or else to the last question, in the order they were asked.

    What has to ask something itself comes last. Where no question was asked, or one cannot be answered for want of a
    loan, a proof or the system of record, a single reply says so.
    """
    questions = [question.partition(" ") for question in waiting or [turn.last_question or ""]]
    replies: list[Reply] = []
    for topic, _, asked in questions:
        if topic not in TOPICS:
            continue
        reply = await TOPICS[topic].reply_to(asked, replace(turn, choice_open=None))
        if reply.response in CHOICES or reply.outcome in ("identity_needed", "unavailable"):
            kept = (SlotSet("waiting_questions", "\n".join(waiting)),)
            return replace(reply, events=(*reply.events, *kept) if waiting else reply.events)
        replies.append(reply)
    if not replies:
        return Reply("utter_ask_what_next", outcome="asked")
    return Reply.together(sorted(replies, key=lambda reply: reply.outcome == "asked"))


# How people say that they do not mind which loan, or do not know: then the answer for each is the shortest way.
_ANY = re.compile(
    r"\b(?:whichever|either|any(?: of them)?|idk|no idea|not sure|don'?t (?:know|care)|doesn'?t matter"
    r"|you (?:choose|pick)|cualquiera|da igual|no (?:s[eé]|importa)|el que sea|la que sea)\b",
    re.IGNORECASE,
)
# How people say that they mean the loan which was not spoken of.
_OTHER = re.compile(r"\b(?:other|otr[ao])\b", re.IGNORECASE)


def beside_the_form(named: str | None, loans: Sequence[Loan], turn: Turn, tracker: Tracker) -> Reply:
    """What is said to a number in the middle of a form: it is one of their loans, a year that cannot be, or no loan.

    A loan that is not theirs is not kept; the one chosen before still holds. The form asks on.
    """
    if named is None or any(str(named).endswith(loan.last4) for loan in loans):
        return Reply("utter_question_open", outcome="asked")
    kept = (SlotSet("loan_last4", slot_before(tracker, "loan_last4")),)
    if turn.open_form == tax_form.FORM and turn.text.strip(" .!?") == named:
        return Reply("utter_tax_year_no_such", outcome="refused", events=kept)
    return Reply("utter_loan_not_theirs", outcome="refused", events=kept)
