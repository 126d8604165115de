"""A person who was asked for and is not wanted any more: the line goes back to the bot, and the case is closed.

What the message itself asked for stands: a case that a danger opened is looked into by a person all the same, and so
are the rights the borrower invoked. Only who answers in this window changes.
"""

from sqlalchemy.orm import Session

from gateway.conversation import SYSTEM, derived_id, speak
from gateway.holder import BOT_HOLDS, CASE_KIND, QUEUE_HOLDS, pass_to
from gateway.parts import Parts
from gateway.signals import BORROWER_REQUEST, PERSON_REQUEST
from gateway.tables import Conversation
from kernel.facts import Fact

# How the bot's action reports it.
OUTCOME = "person_withdrawn"
# What the case's trail calls it.
WITHDRAWN = "desk.case.withdrawn"
# Nobody but the borrower wanted a person for these: without the wish there is nothing left to do.
_BY_WISH_ALONE = frozenset({BORROWER_REQUEST, PERSON_REQUEST, "agent_request", "misunderstood", "outage"})
_NONE, _CLOSED, _KEPT = "utter_person_not_called", "utter_person_called_off", "utter_person_still_looks"


def call_off(parts: Parts, session: Session, conversation: Conversation, *, message_id: str) -> None:
    """Gives the line of a conversation the caller has locked back to the bot, and says what becomes of the case.

    Where nobody was called it says so, and changes nothing.
    """
    identifier = str(derived_id(conversation.id, message_id, "called off"))
    case = parts.cases.case_for(session, conversation.id, CASE_KIND)
    if conversation.holder != QUEUE_HOLDS or case is None or not case.is_open:
        speak(parts, session, conversation, _NONE, client_message_id=identifier)
        return
    closes = case.reason in _BY_WISH_ALONE
    parts.cases.note(session, case, kind=WITHDRAWN, who="gateway")
    if closes:
        parts.cases.close(session, case.reference, agent_id="gateway")
    pass_to(parts, session, conversation, BOT_HOLDS, by=SYSTEM, owes=True)
    speak(
        parts,
        session,
        conversation,
        _CLOSED if closes else _KEPT,
        client_message_id=identifier,
        facts=[Fact("reference", "text", case.reference, "desk.case", parts.wall.now())],
        reference=case.reference,
    )
