"""What extra principal saves, once or with every payment, and a payment worked out anew after it."""

from collections.abc import Sequence
from decimal import Decimal

from rasa_sdk import Tracker

from actions.base import LoanAction, answered, refused
from actions.spoken_amounts import is_monthly, spoken_amount
from actions.turn import Reply, Turn
from kernel.money import ZERO
from servicing.client import Answer, Loan, Refusal, Servicing

MONTHLY, ONCE = "monthly", "once"

REFUSED = {
    "paid_off": "utter_curtailment_paid_off",
    "rate_is_capped": "utter_curtailment_rate_capped",
    "more_than_the_balance": "utter_curtailment_more_than_owed",
}


class ActionEstimateExtraPrincipal(LoanAction):
    """Says what the amount in the message would save; without one, what extra principal does."""

    question = "curtailment"

    def name(self) -> str:
        return "action_estimate_extra_principal"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        phrases = [str(phrase) for phrase in tracker.get_latest_entity_values("amount")]
        amount = next((amount for phrase in phrases if (amount := spoken_amount(phrase)) is not None), None)
        if amount is not None and amount > ZERO:
            return await self.reply_to(f"{MONTHLY if is_monthly(turn.text) else ONCE} {amount}", turn)
        return no_amount(phrases, amount)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        how, _, amount = asked.partition(" ")
        paid = {ONCE: ZERO, MONTHLY: ZERO, how: Decimal(amount)}
        answer = servicing.extra_principal(loan.loan_id, paid[ONCE], paid[MONTHLY])
        if isinstance(answer, Refusal):
            return refused(answer, REFUSED, "utter_curtailment_needs_person")
        return answered(response_for(answer, how), answer)


def no_amount(phrases: Sequence[str], amount: Decimal | None) -> Reply:
    """What is said where nothing can be worked out: no amount was named, one not in figures, or none above zero."""
    if not phrases:
        return Reply("utter_curtailment_explained")
    unclear = amount is None
    return Reply("utter_curtailment_unclear" if unclear else "utter_curtailment_not_above_zero", outcome="refused")


def response_for(answer: Answer, how: str) -> str:
    """The response for money paid with every payment or once, and for a sum after which a recast may follow."""
    if how == MONTHLY:
        return "utter_curtailment_monthly_saves"
    recast = any(fact.name == "recast_payment" for fact in answer.facts)
    return "utter_curtailment_once_saves_or_recast" if recast else "utter_curtailment_once_saves"
