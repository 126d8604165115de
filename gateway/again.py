"""An answer that was given in the turn before is not given once more in the same words.

Whoever asks the same thing twice has not been helped by the answer. The second time it says that nothing has changed
and offers a person; the third time only the offer is made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gateway.conversation import derived_id, language_of, said_before
from gateway.holder import QUEUE_HOLDS
from gateway.meanwhile import without_offer
from gateway.parts import Parts
from gateway.rasa import BotMessage, Button
from gateway.saying import documents_of, facts_of, say_one
from gateway.tables import Conversation
from gateway.wording import Spoken
from kernel.spoken import Language

SAME_ANSWER = "utter_same_answer"
# Small talk may be the same every time, and so may the way to a form that still has to be filled in.
MAY_BE_REPEATED = frozenset(
    {
        "utter_welcome",
        "utter_greeting",
        "utter_thanks",
        "utter_goodbye",
        "utter_deny_received",
        "utter_ask_how_to_help",
        "utter_identity_needed",
        "utter_language_english",
        "utter_language_spanish",
        "utter_signal_confirmed",
        "utter_signal_withdrawn",
    }
)


@dataclass(frozen=True)
class Told:
    """What the gateway says itself in a turn, and before which of the bot's messages, by its place."""

    place: int
    tell: Callable[[], None]


def say_unrepeated(
    parts: Parts,
    session: Session,
    conversation: Conversation,
    messages: Mapping[int, BotMessage],
    *,
    seq: int,
    message_id: str,
    told: Told | None = None,
) -> tuple[bool, bool]:
    """Says the bot's messages, each behind the figure gate and in words that were not the last answer's.

    Args:
        messages: what is said, by its place in the bot's reply.
        seq: the place of the message that is answered, and `message_id` its id.
        told: what the gateway says itself among them.

    Returns whether anything was said, and whether anything was left unsaid because there was nothing new in it.
    """
    before = [str(entry.body["text"]) for entry in said_before(parts, session, conversation, seq=seq)]
    withheld = unchanged = said = False
    waits = told
    for place, message in messages.items():
        if waits is not None and place >= waits.place:
            waits.tell()
            waits = None
        worded = not_again(parts, message, before, language_of(conversation))
        if worded is not None and conversation.holder == QUEUE_HOLDS:
            worded = without_offer(worded)
        if worded is None:
            unchanged = True
            continue
        identifier = str(derived_id(conversation.id, message_id, str(place)))
        fails = say_one(
            parts, session, conversation, message, worded, seq=seq, identifier=identifier, withheld=withheld
        )
        withheld, said = withheld or fails, True
    if waits is not None:
        waits.tell()
    return said or told is not None, unchanged


def not_again(parts: Parts, message: BotMessage, before: Sequence[str], language: Language) -> BotMessage | None:
    """The message as it may be said after what was said `before` in the previous turn; None when it may not at all."""
    text = (message.text or "").strip()
    if _may_be_repeated(message):
        return message
    if not (facts_of(message) or documents_of(message)):
        return None if text in before else message
    again = parts.wording.say(SAME_ANSWER, language, answer=text)
    if again.text in before:
        return None
    return _offering(message, again) if text in before else message


def _may_be_repeated(message: BotMessage) -> bool:
    """Small talk, and every question: a form repeats its own until it is answered or left, and so does the door."""
    result = message.custom.get("result")
    asked = isinstance(result, dict) and result.get("outcome") in {"asked", "identity_needed"}
    response = message.response or ""
    return asked or response in MAY_BE_REPEATED or response.startswith("utter_ask_")


def _offering(message: BotMessage, again: Spoken) -> BotMessage:
    offers = [Button(title=button["title"], payload=button["payload"]) for button in again.buttons]
    kept = [button for button in message.buttons if button.payload not in {offer.payload for offer in offers}]
    return message.model_copy(update={"text": again.text, "buttons": [*kept, *offers]})
