"""What people at Chatwoot do reaches the borrower: their words once, and the line back to the bot when they resolve."""

import contextlib
from urllib.parse import urlsplit

import structlog
from sqlalchemy.orm import Session

from desk.client import Cases
from gateway.client import Gateway
from gateway.outside import NotAnswered, outside_agent
from helpdesk import store
from helpdesk.chatwoot import Remark
from helpdesk.settings import ChatwootSettings
from helpdesk.store import OPEN, WantedAgain
from storage import Database

log = structlog.get_logger("helpdesk")

HANDOFF = "handoff"
# Somebody without a name there is still a person.
NAMELESS = "Our colleague"
LONGEST_NAME = 80
WHY_NOT = {
    "held": "an agent in Doorstep answers this borrower",
    "closed": "the chat was ended",
    "message_empty": "it holds no words",
    "message_too_long": "it is longer than 10,000 characters",
}


class Hearing:
    """Takes what comes from Chatwoot, by webhook or fetched. The same message may come often."""

    def __init__(self, *, database: Database, cases: Cases, door: Gateway, settings: ChatwootSettings) -> None:
        self._database = database
        self._cases = cases
        self._door = door
        self._settings = settings
        self._host = urlsplit(settings.url).netloc

    def hear(self, conversation_id: str, remark: Remark) -> None:
        """Says a person's words to the borrower. What cannot be said is noted there, so that nobody relies on it."""
        if not remark.is_for_borrower or remark.agent is None:
            return
        number, name = remark.agent
        agent_id = outside_agent(f"chatwoot.{number}")
        files = [each for each in remark.files if self._is_there(each)]
        if len(files) < len(remark.files):
            self._owe(conversation_id, f"Not passed on: a file of message {remark.id}, whose address is elsewhere.")
        if not files and remark.files and not remark.text.strip():
            return
        try:
            self._door.outside.answer(
                conversation_id,
                agent_id=agent_id,
                agent_name=name[:LONGEST_NAME] or NAMELESS,
                text=remark.text,
                message_id=f"chatwoot {self._settings.account} {remark.id}",
                files=files,
                together=lambda session: self._take_case(session, conversation_id, agent_id),
            )
        except NotAnswered as reason:
            why = WHY_NOT.get(reason.reason, "it cannot be shown")
            self._owe(conversation_id, f"Not passed on to the borrower, because {why}: message {remark.id}.")

    def resolved(self, conversation_id: str, *, wanted_seq: int) -> None:
        """Gives the line back to the bot. The case is answered, and stays at our desk until somebody closes it.

        Args:
            wanted_seq: since when the person was wanted who has now resolved it: a later wish stands.
        """

        def together(session: Session) -> None:
            store.end(session, conversation_id, wanted_seq=wanted_seq)
            self._answer_case(session, conversation_id)

        with contextlib.suppress(WantedAgain):
            if not self._door.outside.release(conversation_id, together=together):
                with self._database.begin() as session:
                    store.end(session, conversation_id, wanted_seq=wanted_seq)

    def _is_there(self, address: str) -> bool:
        """Whether a file lies at the help desk itself: no other address is shown to a borrower in our window."""
        parts = urlsplit(address)
        return parts.scheme == urlsplit(self._settings.url).scheme and parts.netloc == self._host

    def _take_case(self, session: Session, conversation_id: str, agent_id: str) -> None:
        case = self._cases.case_for(session, conversation_id, HANDOFF)
        if case is not None and case.is_open and not (case.status == "taken" and case.taken_by == agent_id):
            self._cases.take(session, case.reference, agent_id=agent_id, holds_line=True)
        store.change(session, conversation_id, state=OPEN)

    def _answer_case(self, session: Session, conversation_id: str) -> None:
        case = self._cases.case_for(session, conversation_id, HANDOFF)
        if case is not None and case.status == "taken" and case.taken_by is not None:
            self._cases.hand_back(session, case.reference, agent_id=case.taken_by, answered=True)

    def _owe(self, conversation_id: str, text: str) -> None:
        with self._database.begin() as session:
            store.owe_note(session, conversation_id, text)
