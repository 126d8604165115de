"""A stage for actions: a servicing system that remembers what it was asked, turns, and the words as they are heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from kernel.facts import Fact
from servicing.client import Answer, DocumentLink, Loan, NotFound, Refusal

TODAY = date(2026, 11, 16)
AS_OF = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)

DANAS = Loan("4400100001", "0001", "conventional fixed 30", "001 Main St, Exampleville, OH", "current")
DANIELS_HOME = Loan("4400100018", "0018", "VA fixed 30", "018 Main St, Exampleville, OH", "current")
DANIELS_RENTAL = Loan("4400100118", "0118", "conventional fixed 30", "118 Rental Rd, Exampleville, OH", "current")


def fact(name: str, kind: Any, value: str) -> Fact:
    return Fact(name, kind, value, f"test.{name}", AS_OF)


def money(**values: str) -> tuple[Fact, ...]:
    return tuple(fact(name, "money", value) for name, value in values.items())


PAYOFF = (
    *money(payoff_total="308554.65", payoff_principal="306237.11", payoff_interest="2282.54", payoff_fees="35.00"),
    *money(per_diem="51.39"),
    fact("good_through", "date", "2026-12-15"),
)
BALANCE = (*money(unpaid_principal="306237.11"), fact("as_of", "date", "2026-11-16"))
FORM_1098 = (*money(box1_interest="19146.37"), fact("tax_year", "count", "2025"), fact("corrected", "text", "no"))


@dataclass
class FakeServicing:
    """The client's methods over plain values; `failure` is raised by every one of them."""

    their_loans: Sequence[Loan] = (DANAS,)
    failure: Exception | None = None
    status: str = "current"
    balance_facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=lambda: {DANAS.loan_id: BALANCE})
    payoff: Answer | Refusal | None = None
    form: Answer | Refusal | None = None
    years: Sequence[int] = (2025, 2024)
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def loans(self) -> list[Loan]:
        if self.failure is not None:
            raise self.failure
        return list(self.their_loans)

    def balance(self, loan_id: str) -> Answer:
        if loan_id not in self.balance_facts:
            raise NotFound
        return Answer(self.balance_facts[loan_id], None, self.status)

    def request_payoff_statement(self, loan_id: str, good_through: date, language: str, key: str) -> Answer | Refusal:
        self.asked.append((loan_id, good_through, language, key))
        return self.payoff or Answer(PAYOFF, document("Payoff statement"), None)

    def tax_form(self, loan_id: str, year: int) -> Answer | Refusal:
        return Answer(FORM_1098, None, None) if year in self.years else Refusal("no_interest", ())

    def request_tax_form_document(self, loan_id: str, year: int, language: str, key: str) -> Answer | Refusal:
        self.asked.append((loan_id, year, language, key))
        return self.form or Answer(FORM_1098, document("Form 1098 for 2025"), None)


def document(title: str) -> DocumentLink:
    return DocumentLink("D-1", title, "application/pdf", "statement", "0" * 64)


def turn(
    text: str = "",
    *,
    entities: Sequence[Mapping[str, Any]] = (),
    slots: Mapping[str, Any] | None = None,
    form: str | None = None,
    before: Sequence[Mapping[str, Any]] = (),
    intent: str | None = None,
    **metadata: str,
) -> Tracker:
    """The tracker of a turn; `before` is what the assistant said after the borrower's previous message."""
    given = {"capability": "token", "language": "en", "today": "2026-11-16", "message_id": "m-1", "level": "verified"}
    understood = {"intent": {"name": intent}, "intent_ranking": [{"name": intent}]} if intent else {"intent": {}}
    message = {"text": text, "entities": list(entities), "metadata": {**given, **metadata}, **understood}
    return Tracker(
        sender_id="c-1",
        slots={"loan_last4": None, "last_question": None, "payoff_date": None, "tax_year": None, **(slots or {})},
        latest_message=message,
        events=[{"event": "user", "text": "before"}, *before, {"event": "user", **message}],
        paused=False,
        followup_action=None,
        active_loop={"name": form} if form else {},
        latest_action_name="action_listen",
    )


def bot(response: str, *payloads: str) -> dict[str, Any]:
    """A message of the assistant as the tracker keeps it."""
    buttons = [{"title": payload, "payload": payload} for payload in payloads]
    return {"event": "bot", "metadata": {"utter_action": response}, "data": {"buttons": buttons}}


@dataclass
class Heard:
    """What came of an action: its messages and its events."""

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]
    language: str

    @property
    def message(self) -> dict[str, Any]:
        (only,) = self.messages
        return only

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages]

    @property
    def text(self) -> str:
        """The approved words with the action's values, as the borrower reads them."""
        return words(self.message["response"], self.language).format(**self.message)

    @property
    def custom(self) -> dict[str, Any]:
        return self.message["custom"]

    @property
    def outcome(self) -> str:
        return self.custom["result"]["outcome"]

    @property
    def payloads(self) -> list[str]:
        return [button["payload"] for button in self.message["buttons"]]

    def slot(self, name: str) -> Any:
        """What the slot is set to; fails when it is not set at all."""
        return [event["value"] for event in self.events if event["event"] == "slot" and event["name"] == name][-1]

    def names(self, kind: str) -> list[Any]:
        return [event["name"] for event in self.events if event["event"] == kind]


def words(response: str, language: str) -> str:
    for path in (Path("domain.yml"), *Path("domain").glob("*.yml")):
        for variation in (yaml.safe_load(path.read_text()).get("responses") or {}).get(response, ()):
            if variation["condition"][0]["value"] == language:
                return variation["text"]
    raise KeyError(response)


async def hear(action: Any, tracker: Tracker, servicing: FakeServicing | None = None) -> Heard:
    """Runs the action against the servicing system as the action server would."""
    if servicing is not None:
        action.servicing = lambda capability: servicing
    dispatcher = CollectingDispatcher()
    forms = {"payoff_form": ["payoff_date"], "tax_form_form": ["tax_year"]}
    domain = {"forms": {name: {"required_slots": slots} for name, slots in forms.items()}, "slots": {}}
    events = await action.run(dispatcher, tracker, domain)
    return Heard(dispatcher.messages, events, tracker.latest_message["metadata"]["language"])
