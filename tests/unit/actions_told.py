"""A servicing system that was told what to say: one answer to whatever is asked about a loan."""

from dataclasses import dataclass, field
from typing import Any

from servicing.client import Answer, Refusal
from tests.unit.actions_stage import DANAS, FakeServicing, fact

TERMS = Answer(
    (
        fact("product", "text", DANAS.product),
        fact("owner", "text", "Fannie Mae"),
        fact("current_rate", "rate", "6.125"),
        fact("note_rate", "rate", "6.125"),
        fact("term_months", "count", "360"),
        fact("original_amount", "money", "320000.00"),
    )
)


@dataclass
class ToldServicing(FakeServicing):
    """Dana's loan with the terms of its note, and `told` as the answer to every other question."""

    told: Answer | Refusal = field(default_factory=lambda: Refusal("rule_not_known"))

    def terms(self, loan_id: str) -> Answer:
        return TERMS

    def ask(self, loan_id: str, topic: str) -> Answer | Refusal:
        return self.told

    def extra_principal(self, *asked: Any) -> Answer | Refusal:
        self.asked.append(asked)
        return self.told

    def request_document(self, *asked: Any) -> Answer | Refusal:
        self.asked.append(asked)
        return self.told
