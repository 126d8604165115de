"""Which variation of a response is said: the one in the language of the borrower's latest message."""

from __future__ import annotations

import copy
from typing import Any, Final

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

LANGUAGE: Final = "language"
DEFAULT_LANGUAGE: Final = "en"


def turn_language(tracker: DialogueStateTracker) -> str:
    """The language the gateway gave with the borrower's latest message; English when it gave none."""
    metadata = tracker.latest_message.metadata if tracker.latest_message is not None else None
    language = (metadata or {}).get(LANGUAGE)
    return language if isinstance(language, str) and language else DEFAULT_LANGUAGE


class LanguageNLG(TemplatedNaturalLanguageGenerator):
    """Fills the response variation whose condition on the slot `language` fits the turn.

    The slot's stored value plays no part: the turn's metadata decides. Conditions on other slots are honoured as Rasa
    does. Where several variations fit, they are said in turn, so that the same dialogue is always worded the same.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response filled with slots and the given values; None for a response nobody has written."""
        if utter_action not in self.responses:
            return None
        language = turn_language(tracker)
        for spoken in dict.fromkeys((language, DEFAULT_LANGUAGE)):
            slots = {**tracker.current_slot_values(), LANGUAGE: spoken}
            fitting = ResponseVariationFilter(self.responses).responses_for_utter_action(
                utter_action, output_channel, slots
            )
            if fitting:
                chosen = fitting[_times_said(tracker, utter_action) % len(fitting)] if len(fitting) > 1 else fitting[0]
                return self._fill_response(copy.deepcopy(chosen), slots, **kwargs)
        return None


def _times_said(tracker: DialogueStateTracker, utter_action: str) -> int:
    return sum(
        1
        for event in tracker.events
        if isinstance(event, BotUttered) and event.metadata.get("utter_action") == utter_action
    )
