"""A stage for answers about payments: a servicing system that answers each question with what it was given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kernel.facts import Fact
from servicing.client import Answer, NotFound, Refusal, Table
from tests.unit.actions_stage import FakeServicing, fact


@dataclass
class FakePayments(FakeServicing):
    """Answers by the name of the question; a payment, document or history that was not given is not there."""

    told: Mapping[str, Answer | Refusal] = field(default_factory=dict)

    def terms(self, loan_id: str) -> Answer | Refusal:
        return self._answer("terms")

    def payment(self, loan_id: str, which: str = "last") -> Answer | Refusal:
        return self._answer("payment")

    def payments(self, loan_id: str, since: date, until: date, after: str = "") -> Answer | Refusal:
        return self._answer("payments")

    def delinquency(self, loan_id: str, good_through: date) -> Answer | Refusal:
        return self._answer("delinquency")

    def ask(self, loan_id: str, topic: str) -> Answer | Refusal:
        return self.told.get(topic, Refusal("not_here"))

    def request_document(
        self, loan_id: str, kind: str, language: str, key: str, payment: str | None = None
    ) -> Answer | Refusal:
        self.asked.append((loan_id, kind, language, key, payment))
        return self._answer(kind)

    def _answer(self, question: str) -> Answer | Refusal:
        if question not in self.told:
            raise NotFound
        return self.told[question]


def answer(*facts: Fact, table: Table | None = None) -> Answer:
    """These facts as an answer."""
    return Answer(facts, None, None, table)


HISTORY = (
    ("number", "count"), ("kind", "text"), ("received", "date"), ("installment_due", "date"), ("amount", "money"),
    ("reversal_of", "count"), ("posted", "date"), ("effective", "date"),
)  # fmt: skip


def history(*lines: tuple[str, ...], following: str | None = None) -> Answer:
    """Lines of a ledger, each as number, kind, day of receipt, due date, amount, and the number of what it takes back.

    Each is posted on the day after it came and counts from the day it came.
    """
    rows = []
    for number, kind, received, due, amount, *undoes in lines:
        posted = (date.fromisoformat(received) + timedelta(days=1)).isoformat()
        rows.append((number, kind, received, due, amount, (undoes or [None])[0], posted, received))
    return answer(fact("year", "count", "2026"), table=Table("payment_history", HISTORY, tuple(rows), following))


def said(text: str, *phrases: tuple[str, str]) -> dict[str, Any]:
    """A message with the phrases it names, each with its kind and where it stands, as keywords for a turn."""
    entities = [
        {"entity": kind, "value": phrase, "start": text.index(phrase), "end": text.index(phrase) + len(phrase)}
        for kind, phrase in phrases
    ]
    return {"text": text, "entities": entities}
