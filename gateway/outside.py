"""What an outside help desk may do to a conversation: answer in it, give it back, and have the borrower told."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from gateway.conversation import MESSAGE, SYSTEM, derived_id, language_of, locked, speak
from gateway.handoff import is_outside, outside_agent
from gateway.holder import BOT_HOLDS, QUEUE_HOLDS, give_back, held_by, pass_to
from gateway.limits import Refused, readable
from gateway.masking import mask_for_people
from gateway.opening import facts_in
from gateway.parts import Parts
from gateway.presence import Presence
from gateway.tables import Conversation
from records.client import Author

__all__ = ["NotAnswered", "PeoplesLine", "outside_agent"]

# What happens together with a change of the line, in its transaction.
Together = Callable[[Session], None]


class NotAnswered(Exception):
    """What an outside agent wrote does not reach the borrower; `reason` is `held`, `closed` or a refusal's code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PeoplesLine:
    """What an outside help desk may do to a conversation. Functions block, and each is one transaction."""

    def __init__(self, parts: Parts, presence: Presence) -> None:
        self._parts = parts
        self._presence = presence

    def facts(self, conversation_id: str, sealed: bytes | None) -> dict[str, Any]:
        """The facts that a case of this conversation was opened with."""
        with self._parts.database.read() as session:
            return facts_in(self._parts, session, conversation_id, sealed)

    def answer(
        self,
        conversation_id: str,
        *,
        agent_id: str,
        agent_name: str,
        text: str,
        message_id: str,
        together: Together,
        files: Sequence[str] = (),
    ) -> bool:
        """Says an outside agent's words to the borrower, who is told who came; False when that was said before.

        The line goes to this agent from the queue, from the bot, and from a colleague outside, but never from an agent
        of our own desk.

        Args:
            agent_id: as `outside_agent` makes it.
            message_id: the same for the same words, however often they come.
            files: addresses of what comes with the words, which may then be empty.

        Raises:
            NotAnswered: when one of our own agents holds the line, the conversation is closed, or the text is empty,
                too long or unreadable.
        """
        parts, agent = self._parts, Author("agent", agent_id, agent_name)
        first, *others = (
            str(derived_id(conversation_id, message_id, f"outside {number}")) for number in range(len(files) + 1)
        )
        with parts.database.begin() as session:
            conversation = locked(session, conversation_id)
            if parts.records.by_client_id(session, conversation_id, (others or [first])[-1]) is not None:
                return False
            clean = "" if files and not text.strip() else _readable(text)
            self._give_line(session, conversation, agent)
            if clean:
                parts.records.append(
                    session,
                    conversation_id=conversation_id,
                    author=agent,
                    kind=MESSAGE,
                    body={"text": mask_for_people(clean).text, "language": language_of(conversation)},
                    client_message_id=first,
                )
            for identifier, address in zip(others, files, strict=True):
                speak(
                    parts,
                    session,
                    conversation,
                    "utter_people_file",
                    author=agent,
                    client_message_id=identifier,
                    agent=agent_name,
                    address=address,
                )
            together(session)
        self._presence.types(conversation_id, agent_name, False)
        self._parts.hub.publish(conversation_id)
        return True

    def _give_line(self, session: Session, conversation: Conversation, agent: Author) -> None:
        if conversation.closed_at is not None:
            raise NotAnswered("closed")
        if conversation.holder == held_by(agent.id):
            return
        if conversation.holder not in (BOT_HOLDS, QUEUE_HOLDS) and not is_outside(conversation.holder):
            raise NotAnswered("held")
        pass_to(self._parts, session, conversation, held_by(agent.id), by=agent, name=agent.name)
        speak(self._parts, session, conversation, "utter_agent_joined", author=SYSTEM, agent=agent.name or "")

    def release(self, conversation_id: str, *, together: Together) -> bool:
        """Gives the line back to the bot from the queue or from outside; False when it is neither."""
        with self._parts.database.begin() as session:
            conversation = locked(session, conversation_id)
            if conversation.holder != QUEUE_HOLDS and not is_outside(conversation.holder):
                return False
            give_back(self._parts, session, conversation)
            together(session)
        self._parts.hub.publish(conversation_id)
        return True

    def tell(self, conversation_id: str, response: str, *, message_id: str) -> None:
        """Says a response to the borrower for the people's side; the same id says it once."""
        identifier = str(derived_id(conversation_id, message_id, response))
        with self._parts.database.begin() as session:
            conversation = locked(session, conversation_id)
            if self._parts.records.by_client_id(session, conversation_id, identifier) is None:
                speak(
                    self._parts,
                    session,
                    conversation,
                    response,
                    author=SYSTEM,
                    client_message_id=identifier,
                )
        self._parts.hub.publish(conversation_id)


def _readable(text: str) -> str:
    try:
        return readable(text, to_person=True)
    except Refused as refusal:
        raise NotAnswered(refusal.code) from None
