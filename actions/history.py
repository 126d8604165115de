"""What was said just before the borrower's present message: needed to know what a yes or a second stumble refers to."""

from typing import Any, NamedTuple

from rasa_sdk import Tracker

PERSON, NO = "/agent_request", "/deny"

# After one of these, another misunderstanding is the second in a row.
MISUNDERSTANDINGS = frozenset(
    {
        "utter_default",
        "utter_misunderstood_twice",
        "utter_not_understood_in_question",
        "utter_payoff_date_unclear",
        "utter_tax_year_unclear",
    }
)


class Said(NamedTuple):
    """One message of the assistant: its response, and what its buttons say when tapped."""

    response: str
    payloads: frozenset[str]

    @property
    def offers_a_person(self) -> bool:
        """Whether a yes to this message means: yes, a person. A menu that merely lists a person does not count."""
        return PERSON in self.payloads <= {PERSON, NO}


def said_before(tracker: Tracker) -> list[Said]:
    """What the assistant said between the borrower's previous message and the present one, latest first."""
    said: list[Said] = []
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages == 2:
            break
        if messages == 1 and event.get("event") == "bot":
            said.append(_said(event))
    return said


def _said(event: dict[str, Any]) -> Said:
    buttons = (event.get("data") or {}).get("buttons") or ()
    response = (event.get("metadata") or {}).get("utter_action") or ""
    return Said(response, frozenset(str(button.get("payload", "")) for button in buttons))


def misunderstood_before(tracker: Tracker) -> bool:
    """Whether the borrower's previous message was not understood either."""
    return any(message.response in MISUNDERSTANDINGS for message in said_before(tracker))


def slot_before(tracker: Tracker, name: str) -> Any:
    """What a slot held before the borrower's present message: None when it was never filled."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages and event.get("event") == "slot" and event.get("name") == name:
            return event.get("value")
    return None
