"""A servicing system that gives one answer to every question about a loan, whatever the topic."""

from dataclasses import dataclass

from actions.identity import TOPICS, ActionContinueQuestion
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import DANIELS_HOME, DANIELS_RENTAL, FakeServicing, document, hear, turn

UNKNOWN = Refusal("rule_not_known")
STILL_OWED = Refusal("not_paid_off")


@dataclass
class TopicServicing(FakeServicing):
    """Gives `answer`, to a request for a document together with one; knows nothing of a payoff."""

    answer: Answer | Refusal = UNKNOWN

    def ask(self, loan_id: str, topic: str) -> Answer | Refusal:
        self.asked.append((loan_id, topic))
        return STILL_OWED if topic == "payoff" else self.answer

    def request_document(
        self, loan_id: str, kind: str, language: str, key: str, payment: str | None = None
    ) -> Answer | Refusal:
        self.asked.append((loan_id, kind, language, key))
        return self.answer if isinstance(self.answer, Refusal) else Answer(self.answer.facts, document(kind))


async def loan_asked_about(question: str) -> str:
    """The loan the system is asked about when its borrower, who has two, chooses the rental for an open question."""
    servicing = TopicServicing(their_loans=(DANIELS_HOME, DANIELS_RENTAL))
    action = TOPICS[question]
    action.servicing = lambda capability: servicing
    chosen = [{"entity": "loan_last4", "value": DANIELS_RENTAL.last4}]
    slots = {"last_question": question, "loan_last4": DANIELS_RENTAL.last4}
    try:
        await hear(ActionContinueQuestion(), turn(entities=chosen, slots=slots))
    finally:
        del action.servicing
    return servicing.asked[0][0]
