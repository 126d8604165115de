"""The bot while a person is awaited: it answers what it can, and what it cannot is kept for the person.

Every message is read for rights and dangers, whoever is to answer it. Only where a life or safety is at stake does the
bot fall silent: then nothing is said that a person would not say.
"""

import re
from collections.abc import Collection
from typing import Final

from sqlalchemy.orm import Session

from gateway import waiting
from gateway.holder import BOT_HOLDS, CASE_KIND, QUEUE_HOLDS
from gateway.opening import open_case
from gateway.parts import Parts
from gateway.rasa import BotMessage, Reply
from gateway.saying import documents_of, facts_of
from gateway.signals import BORROWER_REQUEST, DANGERS
from gateway.tables import Conversation
from gateway.telling import CALLBACK, wish_in

# That something cannot be answered here helps nobody for whom a person is on the way.
_NO_HELP = frozenset({"utter_out_of_scope"})
# What needs no answer from somebody who only keeps the borrower company.
_SMALL_TALK = frozenset({"affirm", "deny", "greeting"})
# The button that calls a person with the one that does not, and the question at the end of a text that they answer.
_CALLS_PERSON, _NOT_NOW = "/agent_request", "/deny"
_LAST_QUESTION: Final = re.compile(r"\s*[^.!?:]*\?\s*$")


def listens(parts: Parts, session: Session, conversation: Conversation) -> bool:
    """Whether the bot hears what is written in this conversation now."""
    if conversation.holder != QUEUE_HOLDS:
        return conversation.holder == BOT_HOLDS
    case = parts.cases.case_for(session, conversation.id, CASE_KIND)
    return case is None or case.reason not in waiting.NEVER_ASKED


def helpful(reply: Reply, misunderstood: Collection[str]) -> list[BotMessage]:
    """What of a reply helps somebody who waits: no offer of a person, no small talk, no lack of words."""
    messages = [
        each
        for each in map(without_offer, reply.messages)
        if ((each.text or "").strip() or wish_in(each)) and each.response not in {*misunderstood, *_NO_HELP}
    ]
    if reply.understood.intent in _SMALL_TALK and not any(facts_of(each) or documents_of(each) for each in messages):
        return []
    return messages


def without_offer(message: BotMessage) -> BotMessage:
    """A message without the button that calls a person, and without the question that nothing else answers."""
    payloads = {button.payload for button in message.buttons}
    if _CALLS_PERSON not in payloads:
        return message
    others = [button for button in message.buttons if button.payload not in (_CALLS_PERSON, _NOT_NOW)]
    text = message.text if others else re.sub(":$", ".", _LAST_QUESTION.sub("", message.text or ""))
    return message.model_copy(update={"buttons": others, "text": text})


def keep(
    parts: Parts, session: Session, conversation: Conversation, *, reason: str | None, answered: bool, told: str | None
) -> None:
    """Tells that a message is kept for the person, unless the bot answered it; a danger makes the case more urgent.

    Args:
        reason: why the message itself calls a person; None when it calls nobody.
        told: what the bot had told from our own record in answer to it.
    """
    if reason in DANGERS:
        open_case(parts, session, conversation, kind=CASE_KIND, reason=reason)
    if reason in waiting.NEVER_ASKED:
        # What was asked just before is not answered any more either.
        conversation.answered_seq, conversation.again_seq = conversation.asked_seq, None
    # Whoever asks to be called and is promised it was heard; that a person comes here too is known.
    promised = told == CALLBACK and reason == BORROWER_REQUEST
    if not answered or (reason is not None and not promised):
        waiting.acknowledge(parts, session, conversation)
