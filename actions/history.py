"""What was said just before the borrower's present message: needed to know what a yes or a second stumble refers to."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from rasa_sdk import Tracker

PERSON, NO = "/agent_request", "/deny"

# How the borrower is asked which loan is meant, and the questions after which naming a loan is the answer.
WHICH_LOAN, WHICH_LOAN_TOO = "utter_ask_which_loan", "utter_ask_which_loan_too"
WHICH_LOAN_STILL = "utter_ask_which_loan_still"
CHOICES = frozenset({WHICH_LOAN, WHICH_LOAN_TOO, WHICH_LOAN_STILL, "utter_loan_not_found", "utter_loan_number_unclear"})

# After one of these, another misunderstanding is the second in a row.
MISUNDERSTANDINGS = frozenset(
    {
        "utter_default",
        "utter_misunderstood_twice",
        "utter_not_understood_in_question",
        "utter_payoff_date_unclear",
        "utter_tax_year_unclear",
        WHICH_LOAN_STILL,
    }
)


# An offer that is only made once more: it stands for the one before it.
OFFERED_AGAIN = "utter_certainty_offer"
REPEATED = "last_words"


class Said(NamedTuple):
    """One message of the assistant: its response, what its buttons say when tapped, whether it shows figures, and what
    it has the gateway tell.
    """

    response: str
    payloads: frozenset[str]
    figures: bool = False
    tell: str | None = None

    @property
    def offers_a_person(self) -> bool:
        """Whether a yes to this message means: yes, a person.

        A menu that merely lists a person does not count, nor does an answer in figures: "fine" takes note of it.
        """
        return PERSON in self.payloads <= {PERSON, NO} and not self.figures


def said_before(tracker: Tracker) -> list[Said]:
    """What the assistant said between the borrower's previous message and the present one, latest first."""
    return next(said_by_turn(tracker), [])


def said_by_turn(tracker: Tracker) -> Iterator[list[Said]]:
    """What the assistant said before the borrower's present message, latest first, turn by turn."""
    said: list[Said] = []
    messages = 0
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            if messages:
                yield said
            said = []
            messages += 1
        elif messages and event.get("event") == "bot":
            said.append(_said(event))
    yield said


def offers_open(tracker: Tracker) -> list[str]:
    """The responses that offer a person and may be answered now, the latest first; one that was only made once more
    brings along the one it stands for.
    """
    offers: list[str] = []
    for said in said_by_turn(tracker):
        offers += [message.response for message in said if message.offers_a_person]
        if not any(message.response == OFFERED_AGAIN or message.tell == REPEATED for message in said):
            break
    return offers


def _said(event: dict[str, Any]) -> Said:
    buttons = (event.get("data") or {}).get("buttons") or ()
    response = (event.get("metadata") or {}).get("utter_action") or ""
    custom = (event.get("data") or {}).get("custom") or {}
    payloads = frozenset(str(button.get("payload", "")) for button in buttons)
    return Said(response, payloads, bool(custom.get("facts")), custom.get("tell"))


def choice_open(tracker: Tracker) -> str | None:
    """With which response the borrower was asked, before the present message, which loan is meant; None if not."""
    return next((message.response for message in said_before(tracker) if message.response in CHOICES), None)


def misunderstood_before(tracker: Tracker) -> bool:
    """Whether the borrower's previous message was not understood either."""
    return any(message.response in MISUNDERSTANDINGS for message in said_before(tracker))


def times_asked(tracker: Tracker, form: str) -> int:
    """After how many of the borrower's last messages in a row, before the present one, a form asked its question."""
    asked, times = False, -1
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            times += 1
            if times and not asked:
                return times - 1
            asked = False
        elif event.get("event") == "bot":
            asked = asked or _said(event).response.startswith(f"utter_ask_{form}_")
    return max(times, 0)


def slot_before(tracker: Tracker, name: str) -> Any:
    """What a slot held before the borrower's present message: None when it was never filled."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages and event.get("event") == "slot" and event.get("name") == name:
            return event.get("value")
    return None
