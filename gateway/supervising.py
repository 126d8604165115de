"""A supervisor moves lines: takes over a live conversation in the open, gives it back, or gives several to one agent.

The borrower is told each time in approved words, and what the desk keeps of it stands or falls with the line.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from gateway.conversation import SYSTEM, business_date, locked, speak
from gateway.holder import QUEUE_HOLDS, held_by, pass_to
from gateway.parts import Parts
from records.client import Author

AGENT_HOLDS = "agent:"

# What else happens in the same transaction; told the id of the agent who held the line before. False undoes all of it.
WithFormer = Callable[[Session, str], bool]
Together = Callable[[Session], bool]


class _Undone(Exception):
    """What belongs to it did not happen, so nothing did."""


class Supervision:
    """The part of the gateway that supervisors use; functions block."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def take_over(
        self, conversation_id: str, supervisor_id: str, supervisor_name: str, *, together: WithFormer
    ) -> bool:
        """Gives a line that an agent holds to the supervisor.

        False, and nothing done, when no other agent holds it or `together` says False.
        """
        parts = self._parts

        def change(session: Session) -> None:
            conversation = locked(session, conversation_id)
            former, name = conversation.holder.removeprefix(AGENT_HOLDS), conversation.holder_name or ""
            if conversation.closed_at is not None or not conversation.holder.startswith(AGENT_HOLDS):
                raise _Undone
            if former == supervisor_id or not together(session, former):
                raise _Undone
            by = Author("agent", supervisor_id, supervisor_name)
            pass_to(parts, session, conversation, held_by(supervisor_id), by=by, name=supervisor_name)
            speak(
                parts,
                session,
                conversation,
                "utter_supervisor_took_over",
                author=SYSTEM,
                supervisor=supervisor_name,
                agent=name,
            )

        return self._changed(change, [conversation_id])

    def give_back(
        self, conversation_id: str, supervisor_id: str, agent_id: str, agent_name: str, *, together: Together
    ) -> bool:
        """Gives a line that the supervisor holds to the agent.

        False, and nothing done, when the supervisor does not hold it or `together` says False.
        """
        parts = self._parts

        def change(session: Session) -> None:
            conversation = locked(session, conversation_id)
            if conversation.holder != held_by(supervisor_id) or not together(session):
                raise _Undone
            by = Author("agent", supervisor_id, conversation.holder_name)
            pass_to(parts, session, conversation, held_by(agent_id), by=by, name=agent_name)
            speak(parts, session, conversation, "utter_agent_took_back", author=SYSTEM, agent=agent_name)

        return self._changed(change, [conversation_id])

    def assign(
        self, lines: Collection[str], agent_id: str, agent_name: str, *, by: tuple[str, str], together: Together
    ) -> bool:
        """Gives those of the lines on which somebody waits for a person, or talks with one, to the agent.

        All of them and what is done `together`, or nothing. A line that the assistant holds stays with it: nobody
        waits.

        Args:
            by: the id and the name of the supervisor who decides it.
        """
        parts = self._parts

        def change(session: Session) -> None:
            # In one order everywhere, so that two who move several at once do not wait for each other for ever.
            found = [locked(session, conversation_id) for conversation_id in sorted(set(lines))]
            if not together(session):
                raise _Undone
            for conversation in found:
                held = conversation.holder == QUEUE_HOLDS or conversation.holder.startswith(AGENT_HOLDS)
                if conversation.closed_at is not None or not held or conversation.holder == held_by(agent_id):
                    continue
                author = Author("agent", *by)
                pass_to(parts, session, conversation, held_by(agent_id), by=author, name=agent_name)
                speak(parts, session, conversation, "utter_agent_joined", author=SYSTEM, agent=agent_name)

        return self._changed(change, lines)

    def received_on(self, moment: datetime) -> date:
        """The business's date on which something came: the day that clocks of the law run from."""
        return business_date(self._parts, moment)

    def _changed(self, change: Callable[[Session], None], lines: Collection[str]) -> bool:
        try:
            with self._parts.database.begin() as session:
                change(session)
        except _Undone:
            return False
        for conversation_id in lines:
            self._parts.hub.publish(conversation_id)
        return True
