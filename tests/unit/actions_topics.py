"""A servicing system that gives one answer to every question about a loan, whatever the topic."""

from dataclasses import dataclass

from servicing.client import Answer, Refusal
from tests.unit.actions_stage import FakeServicing, document

UNKNOWN = Refusal("rule_not_known")
STILL_OWED = Refusal("not_paid_off")


@dataclass
class TopicServicing(FakeServicing):
    """Gives `answer`, to a request for a document together with one; knows nothing of a payoff."""

    answer: Answer | Refusal = UNKNOWN

    def ask(self, loan_id: str, topic: str) -> Answer | Refusal:
        self.asked.append((loan_id, topic))
        return STILL_OWED if topic == "payoff" else self.answer

    def request_document(self, loan_id: str, kind: str, language: str, key: str) -> Answer | Refusal:
        self.asked.append((loan_id, kind, language, key))
        return self.answer if isinstance(self.answer, Refusal) else Answer(self.answer.facts, document(kind))
