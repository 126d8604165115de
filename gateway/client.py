"""The gateway for other rooms: see a conversation, take it over, speak in it, and be told when it changes."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

import httpx
import structlog

from gateway import holder, passing, rating, turn, uploads
from gateway.answering import Answering
from gateway.attendance import Attendance
from gateway.capability import CapabilityMint
from gateway.conversation import (
    ConversationView,
    UnknownConversation,
    all_entries,
    close_conversation,
    found,
    language_of,
    last4s,
    locked,
    others_of_party,
    view,
    views,
)
from gateway.documents import GivenDocuments, TicketOffice, TicketRefused, file_name
from gateway.door import Door
from gateway.figures import unsupported
from gateway.files.scanners import Scanner, StructureScanner
from gateway.handoff import Handoff, OwnDesk
from gateway.holder import MessageRefused, NotHolder, Unread
from gateway.hub import Hub
from gateway.letters import LetterCarrier, ToBorrower
from gateway.limits import Limiter, Refused, readable
from gateway.masking import mask_for_people
from gateway.outside import PeoplesLine
from gateway.parts import Parts
from gateway.ports import CaseBook, ServicingWith, TrainingInbox
from gateway.presence import Presence
from gateway.proofs import HostSignIn, ProofByCode
from gateway.rasa import DEADLINE, RasaLine
from gateway.receiving import Quarantine, Receiving
from gateway.saying import facts_said
from gateway.sender import CodeSender
from gateway.servicing_files import ServicingFiles
from gateway.supervising import Supervision
from gateway.uploads import CLEAN, Sent
from gateway.wording import Wording
from kernel.clock import Clock, SystemClock
from kernel.office import OfficeHours
from kernel.spoken import Language
from records.client import Entry, Records
from records.transcript import Format, transcript
from storage import Database

__all__ = [
    "ConversationView",
    "Gateway",
    "MessageRefused",
    "NotHolder",
    "TicketRefused",
    "ToBorrower",
    "UnknownConversation",
    "Unread",
    "file_name",
]

log = structlog.get_logger("gateway")


class Gateway:
    """The borrower's door. Sync functions block: from async code, run them in a worker thread.

    Args:
        database: the app's database.
        records: where every word goes first.
        cases: where requests for a person go.
        trainer: where messages go that the bot was unsure of.
        servicing: makes the system of record as seen with a capability token.
        sender: sends one-time codes.
        wording: the approved responses; the ones spoken here must be there in both languages.
        clock: the business's clock, whose date the bot is told.
        signing_key: the gateway's Ed25519 private key, PEM.
        host_verify_key: the servicer's web site's Ed25519 public key, PEM.
        pepper: 32 secret bytes that key the hashes of codes.
        rasa_url: where the bot serves.
        private_token: the secret shared with the bot.
        scanner: says whether a document that a borrower sends is clean; a look at its structure when not given.
        wall: the clock that sessions, codes and tokens run by; the machine's when not given.
        deadline: how long a turn may take until the borrower gets an apology.
        transport: stands in for the network to the bot, in tests.
        handoff, office: who has people told that one is wanted, and when they are there; our own desk's when not given.
        notice_address: where alone notices of error and requests go by mail; empty when the chat takes them.
        seconds: what limits and silences are counted by, a clock that only moves forward.
    """

    def __init__(
        self,
        *,
        database: Database,
        records: Records,
        cases: CaseBook,
        trainer: TrainingInbox,
        servicing: ServicingWith,
        sender: CodeSender,
        wording: Wording,
        clock: Clock,
        signing_key: str,
        host_verify_key: str,
        pepper: bytes,
        rasa_url: str,
        private_token: str,
        scanner: Scanner | None = None,
        wall: Clock | None = None,
        deadline: timedelta = DEADLINE,
        transport: httpx.AsyncBaseTransport | None = None,
        handoff: Handoff | None = None,
        office: OfficeHours | None = None,
        notice_address: str = "",
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        wording.demand()
        wall = wall or SystemClock()
        hub = Hub()
        ours = (handoff or OwnDesk(), office or OfficeHours())
        self.parts = Parts(database, records, wording, cases, trainer, clock, wall, pepper, hub, *ours, notice_address)
        self.supervision = Supervision(self.parts)
        self.limiter = Limiter(seconds)
        self.presence = Presence(hub, wall)
        self.attendance = Attendance(self.parts, seconds)
        self.outside = PeoplesLine(self.parts, self.presence)
        self._mint = CapabilityMint(signing_key)
        self._tickets = TicketOffice(signing_key)
        self.given = GivenDocuments(self.parts, self._mint, self._tickets, servicing)
        self.letters = LetterCarrier(self.parts, self._mint, servicing)
        self.servicing_files = ServicingFiles(self.parts, self._mint, servicing)
        self._http = httpx.AsyncClient(base_url=rasa_url, transport=transport, trust_env=False)
        line = RasaLine(self._http, token=private_token, deadline=deadline)
        self._answering = Answering(self.parts, self._mint, line, self.presence)
        self._by_code = ProofByCode(self.parts, self._mint, servicing, sender)
        self.by_host = HostSignIn(self.parts, self._mint, servicing, host_verify_key)
        self.door = Door(
            parts=self.parts,
            answering=self._answering,
            presence=self.presence,
            limiter=self.limiter,
            by_code=self._by_code,
            by_host=self.by_host,
        )
        scanner = scanner or StructureScanner()
        self.receiving = Receiving(self.parts, self.door, self.limiter, scanner)
        self.quarantine = Quarantine(self.parts, scanner)

    async def start(self) -> None:
        """Begins to answer, first what a crash or a stop has left unanswered."""
        await self._answering.start()
        await self.quarantine.start()
        await self.attendance.start()

    async def stop(self) -> None:
        """Stops answering; what is owed stays owed until the next start."""
        await self.attendance.stop()
        await self.quarantine.stop()
        await self._answering.stop()
        await self._by_code.finish()
        await self._http.aclose()

    def conversation(self, conversation_id: str) -> ConversationView:
        """The conversation as it stands; raises `UnknownConversation` when there is none."""
        with self.parts.database.read() as session:
            return view(self.parts, session, conversation_id)

    def conversations(self, conversation_ids: Sequence[str]) -> dict[str, ConversationView]:
        """Those of the conversations that there are, as they stand, by their ids."""
        with self.parts.database.read() as session:
            return views(self.parts, session, conversation_ids)

    def entries(self, conversation_id: str, after: int = 0) -> list[Entry]:
        """Everything on record after a place, in order."""
        with self.parts.database.read() as session:
            return list(all_entries(self.parts, session, conversation_id, after))

    def take(self, conversation_id: str, agent_id: str, agent_name: str) -> bool:
        """Gives the line to the agent, from the queue or from the bot; False when a colleague holds it."""
        with self.parts.database.begin() as session:
            taken = holder.take(self.parts, session, conversation_id, agent_id=agent_id, agent_name=agent_name)
        self.parts.hub.publish(conversation_id)
        return taken

    def hand_back(self, conversation_id: str, agent_id: str, read_to: int | None = None) -> bool:
        """Gives the line back to the bot; False when the agent does not hold it; raises `Unread` by `read_to`."""
        with self.parts.database.begin() as session:
            given_back = holder.hand_back(self.parts, session, conversation_id, agent_id=agent_id, read_to=read_to)
        self.parts.hub.publish(conversation_id)
        return given_back

    def pass_on(
        self,
        conversation_id: str,
        agent_id: str,
        *,
        team: str,
        reference: str,
        waits: bool,
        together: passing.Together,
    ) -> bool:
        """Passes a case on to a team and tells the borrower; False when a colleague holds the line or `together` fails.

        When the borrower `waits` in the chat, an agent's line goes back to the queue.
        Either all of it happens or nothing: what `together` does in its session stands or falls with the line.
        """
        try:
            with self.parts.database.begin() as session:
                passing.pass_on(
                    self.parts,
                    session,
                    conversation_id,
                    agent_id=agent_id,
                    team=team,
                    reference=reference,
                    waits=waits,
                    together=together,
                )
        except passing.NotPassedOn:
            return False
        self.parts.hub.publish(conversation_id)
        return True

    def keepable(self, text: str) -> str:
        """The text as it may be kept: readable, with secrets masked.

        Raises:
            MessageRefused: when it is empty, too long or unreadable.
        """
        try:
            return mask_for_people(readable(text, to_person=True)).text
        except Refused as refusal:
            raise MessageRefused(refusal.code) from None

    def say_as_agent(
        self, conversation_id: str, agent_id: str, agent_name: str, text: str, client_message_id: str
    ) -> Entry:
        """Says an agent's words to the borrower; the same id again gives the stored entry.

        Raises:
            NotHolder: when the agent does not hold the line. MessageRefused: when the text cannot be sent.
        """
        with self.parts.database.begin() as session:
            entry = holder.say_as_agent(
                self.parts,
                session,
                conversation_id,
                agent_id=agent_id,
                agent_name=agent_name,
                text=text,
                client_message_id=client_message_id,
            )
        self.presence.types(conversation_id, agent_name, False)
        self.parts.hub.publish(conversation_id)
        return entry

    def typing(self, conversation_id: str, agent_name: str, on: bool) -> None:
        """Shows the borrower that an agent is typing, or no longer."""
        self.presence.types(conversation_id, agent_name, on)

    def borrower_typing(self, conversation_id: str) -> bool:
        """Whether the borrower is typing at the moment."""
        return self.presence.borrower_typing(conversation_id)

    def conversations_of_borrower(self, conversation_id: str) -> list[str]:
        """The other conversations of the person who is verified in this one, newest first; none for a stranger."""
        with self.parts.database.read() as session:
            return others_of_party(self.parts, session, conversation_id)

    def figure_warnings(self, conversation_id: str, text: str) -> list[str]:
        """The figures in an agent's draft that nothing the bot has shown in this conversation vouches for."""
        with self.parts.database.read() as session:
            known, facts = last4s(found(session, conversation_id)), facts_said(self.parts, session, conversation_id)
        return unsupported(text, facts=facts, known=known)

    def here(self, agent_id: str) -> None:
        """The agent has a page of ours open at this moment."""
        self.attendance.here(agent_id)

    def wake(self, conversation_id: str) -> None:
        """Lets every open page that shows the conversation look again."""
        self.parts.hub.publish(conversation_id)

    def ask_rating(self, conversation_id: str) -> None:
        """Asks the borrower how the help was, if there was any and they were not asked before."""
        with self.parts.database.begin() as session:
            rating.ask(self.parts, session, locked(session, conversation_id))
        self.parts.hub.publish(conversation_id)

    def close(self, conversation_id: str) -> bool:
        """Ends a conversation for good; False when it was closed before."""
        with self.parts.database.begin() as session:
            closed = close_conversation(self.parts, session, conversation_id)
        self.parts.hub.publish(conversation_id)
        return closed

    async def watch(self, conversation_id: str | None, *, typing: bool = True) -> AsyncIterator[str]:
        """The ids of conversations, one or all, as they change or, with `typing`, as somebody types in them."""
        async for changed in self.parts.hub.changes(conversation_id, typing=typing):
            yield changed

    def waiting_for_bot(self) -> int:
        """In how many conversations the bot owes an answer at the moment."""
        with self.parts.database.read() as session:
            return len(turn.owing(session))

    def transcript(self, conversation_id: str, wanted: Format, language: Language | None) -> bytes:
        """The conversation as a file for the borrower: `txt`, `json` or `pdf`; the download is noted."""
        with self.parts.database.begin() as session:
            conversation = found(session, conversation_id)
            entries = list(all_entries(self.parts, session, conversation_id))
            who = conversation.party_id or "borrower"
            language = language or language_of(conversation)
            self.parts.records.log_access(
                session, conversation_id=conversation_id, who=who, what=f"transcript_{wanted}", why="borrower"
            )
        return transcript(entries, wanted, language, made_at=self.parts.clock.now())

    def document_states(self, conversation_id: str) -> dict[str, str]:
        """How each document that the borrower sent stands, by its id: `quarantine`, `clean` or `refused`."""
        with self.parts.database.read() as session:
            return uploads.states(session, conversation_id)

    def sent_ticket(self, conversation_id: str, document_id: str, reader: str) -> str | None:
        """A ticket with which one reader opens a document that the borrower sent; None when it cannot be opened."""
        with self.parts.database.read() as session:
            found_one = uploads.sent(self.parts, session, conversation_id, document_id)
        if found_one is None or found_one[0].state != CLEAN:
            return None
        return self._tickets.ticket(conversation_id, document_id, self.parts.wall.now(), reader=reader)

    def open_sent(self, ticket: str, document_id: str, reader: str) -> tuple[Sent, bytes]:
        """A document that the borrower sent, and its content.

        Raises:
            TicketRefused: when the ticket is not this reader's, not good any more, or the document is gone.
        """
        conversation_id = self._tickets.conversation(ticket, document_id, self.parts.wall.now(), reader=reader)
        with self.parts.database.read() as session:
            found_one = uploads.sent(self.parts, session, conversation_id, document_id)
            content = found_one and self.parts.records.file(session, conversation_id, found_one[1].seq)
        if found_one is None or content is None or found_one[0].state != CLEAN:
            raise TicketRefused
        return found_one[0], content
