"""The supervisor's part of the stand-in for the gateway: lines in memory, the desk's part in the real database."""

from kernel.clock import SERVICER_ZONE
from records.client import Author


class FakeSupervision:
    """Moves the lines of a `tests.desk.FakeGateway` as the gateway does."""

    def __init__(self, gateway) -> None:
        self._gateway = gateway

    def take_over(self, conversation_id, supervisor_id, supervisor_name, *, together) -> bool:
        line = self._gateway.lines[conversation_id]
        former = line.holder.removeprefix("agent:")
        if not line.holder.startswith("agent:") or former == supervisor_id:
            return False
        with self._gateway.records.database.begin() as session:
            if not together(session, former):
                return False
        self._pass(conversation_id, supervisor_id, "utter_supervisor_took_over")
        return True

    def give_back(self, conversation_id, supervisor_id, agent_id, agent_name, *, together) -> bool:
        if self._gateway.lines[conversation_id].holder != f"agent:{supervisor_id}":
            return False
        with self._gateway.records.database.begin() as session:
            if not together(session):
                return False
        self._pass(conversation_id, agent_id, "utter_agent_took_back")
        return True

    def assign(self, lines, agent_id, agent_name, *, by, together) -> bool:
        with self._gateway.records.database.begin() as session:
            if not together(session):
                session.rollback()
                return False
        for conversation_id in lines:
            if self._gateway.lines[conversation_id].holder not in ("bot", f"agent:{agent_id}"):
                self._pass(conversation_id, agent_id, "utter_agent_joined")
        return True

    def received_on(self, moment):
        return moment.astimezone(SERVICER_ZONE).date()

    def _pass(self, conversation_id, agent_id, response) -> None:
        self._gateway.lines[conversation_id].holder = f"agent:{agent_id}"
        to = {"to": f"agent:{agent_id}"}
        self._gateway.add("gateway.holder.changed", to, conversation_id=conversation_id)
        body = {"text": response, "language": "en", "response": response}
        self._gateway.add("message", body, author=Author("system", "gateway"), conversation_id=conversation_id)
