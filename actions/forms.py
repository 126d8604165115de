"""What all forms have in common: they ask only whom they may answer, and take a value only from words said now."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import FAILED, report_failure, say
from actions.history import misunderstood_before
from actions.turn import Reply, turn_of

# "the 20th instead of the 15th": what follows these words is what the borrower does not want.
TAKEN_BACK = re.compile(
    r"\b(instead of|rather than|not|isn'?t|en vez de|en lugar de|no)(l?\s+(on|for|by|the|el|para|para el|del|al))?\s*$|"
    r"\ben (vez|lugar) del\s*$",
    re.IGNORECASE,
)


def phrases_wanted(message: Mapping[str, Any], *kinds: str) -> list[dict[str, Any]]:
    """The phrases of these kinds in a message, in order, without those that are taken back, unless all of them are."""
    found = [item for item in message.get("entities") or () if item.get("entity") in kinds]
    text = str(message.get("text") or "")
    return [item for item in found if not TAKEN_BACK.search(text[: item.get("start") or 0])] or found


class DoorstepForm(FormValidationAction, ABC):  # type: ignore[misc]
    """Checks what a form of one slot was told.

    Attributes:
        entity: the kind of phrase the slot is filled from.
        slot: the form's slot.
    """

    entity: ClassVar[str]
    slot: ClassVar[str]

    @abstractmethod
    def name(self) -> str: ...

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """The slots as the form may keep them; a failure is said in words and leaves the slot empty."""
        try:
            return list(await super().run(dispatcher, tracker, domain))
        except Exception as error:
            turn = turn_of(tracker)
            report_failure(self.name(), turn.message_id, error)
            say(dispatcher, self.name(), turn, FAILED)
            return [SlotSet(self.slot, None)]

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """Nothing, before the borrower is verified: whoever cannot be answered is not questioned."""
        return domain_slots if turn_of(tracker).verified else []

    def phrases(self, tracker: Tracker) -> list[str]:
        """What in the present message the slot is meant to hold, in the order in which to try it.

        First the last phrase that is not taken back, then the message from there on: "next month" is no day, but
        "next month on the 5th" is. None of it comes from an earlier message.
        """
        message: dict[str, Any] = tracker.latest_message or {}
        text = str(message.get("text") or "")
        chosen = phrases_wanted(message, self.entity)[-1:]
        rest = [text[item["start"] :] for item in chosen if item.get("start") is not None and not text.startswith("/")]
        return [str(item.get("value") or "") for item in chosen] + rest

    def refuse(self, dispatcher: CollectingDispatcher, tracker: Tracker, response: str) -> dict[str, str | None]:
        """Says why the phrase cannot be taken; the form then asks again."""
        say(dispatcher, self.name(), turn_of(tracker), Reply(response, outcome="refused"))
        return {self.slot: None}

    def misunderstand(self, dispatcher: CollectingDispatcher, tracker: Tracker, response: str) -> dict[str, str | None]:
        """Says that the phrase was not understood, or offers a person when that is the second time in a row."""
        again = misunderstood_before(tracker)
        return self.refuse(dispatcher, tracker, "utter_misunderstood_twice" if again else response)
