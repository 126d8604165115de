"""What the desk asks of the borrower's door: the shape of the gateway, so that a stand-in can take its place."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from desk.domain.summary import Heard
from gateway.client import ToBorrower
from servicing.client import LoanFile


class Conversation(Protocol):
    """A conversation as the gateway shows it."""

    @property
    def conversation_id(self) -> str:
        """Its id."""
        ...

    @property
    def holder(self) -> str:
        """Who answers: `bot`, `queue` or `agent:<staff id>`."""
        ...

    @property
    def holder_name(self) -> str | None:
        """The name of the agent who answers, as the borrower was told it."""
        ...

    @property
    def language(self) -> str:
        """The language the borrower is answered in."""
        ...

    @property
    def level(self) -> str:
        """What the borrower has proven by now."""
        ...

    @property
    def party_name(self) -> str | None:
        """The borrower's name, once proven."""
        ...

    @property
    def loan_last4s(self) -> list[str]:
        """The last four digits of the loans the borrower was verified for."""
        ...

    @property
    def last_seq(self) -> int:
        """The place of its newest entry."""
        ...


class SentDocument(Protocol):
    """A document that a borrower has sent."""

    @property
    def title(self) -> str:
        """Its name, with the ending of what it is."""
        ...

    @property
    def media_type(self) -> str:
        """What it is by its content."""
        ...


class SupervisorsDoor(Protocol):
    """The part of the gateway that supervisors use."""

    def take_over(
        self,
        conversation_id: str,
        supervisor_id: str,
        supervisor_name: str,
        *,
        together: Callable[[Session, str], bool],
    ) -> bool:
        """Gives a line that another agent holds to the supervisor and tells the borrower, in one transaction.

        `together` is told who held it. False, and nothing done, when nobody else does or `together` says False.
        """
        ...

    def give_back(
        self,
        conversation_id: str,
        supervisor_id: str,
        agent_id: str,
        agent_name: str,
        *,
        together: Callable[[Session], bool],
    ) -> bool:
        """Gives the supervisor's line to the agent and tells the borrower, in one transaction with `together`."""
        ...

    def assign(
        self,
        lines: Collection[str],
        agent_id: str,
        agent_name: str,
        *,
        by: tuple[str, str],
        together: Callable[[Session], bool],
    ) -> bool:
        """Gives those of the lines that people hold or wait on to the agent: all, with `together`, or none."""
        ...

    def received_on(self, moment: datetime) -> date:
        """The business's date on which something came."""


class Carrier(Protocol):
    """What puts letters into a borrower's chat."""

    def today(self) -> date:
        """The business's date, which stands on a letter."""
        ...

    def is_from_collector(self, conversation_id: str) -> bool | None:
        """Whether a letter here comes from a debt collector; None when the system of record does not say."""
        ...

    def deliver(self, conversation_id: str, letter: ToBorrower, together: Callable[[Session], bool]) -> bool:
        """Puts the letter into the chat, in one transaction with `together`; False, and nothing done, without it."""
        ...


class AboutLoan(Protocol):
    """A conversation that was open to a loan."""

    @property
    def conversation_id(self) -> str:
        """Its id."""
        ...

    @property
    def other_loans(self) -> int:
        """How many more loans of the same person were open in it."""
        ...


class Material(Protocol):
    """What a servicing file is made from."""

    @property
    def loan(self) -> LoanFile:
        """The loan in the system of record."""
        ...

    @property
    def conversations(self) -> Sequence[AboutLoan]:
        """The conversations about the loan, the earliest first."""
        ...


class MaterialSource(Protocol):
    """What gathers the material of servicing files."""

    def material(self, conversation_id: str, last4: str) -> Material | None:
        """For one of the loans of the conversation; None when the system of record does not answer."""
        ...


class BorrowersDoor(Protocol):
    """The part of the gateway that people use."""

    @property
    def supervision(self) -> SupervisorsDoor:
        """What supervisors do with lines."""
        ...

    @property
    def servicing_files(self) -> MaterialSource:
        """Where the material of servicing files comes from."""
        ...

    @property
    def letters(self) -> Carrier:
        """The carrier of letters."""
        ...

    def conversation(self, conversation_id: str) -> Conversation:
        """The conversation as it stands; raises `LookupError` when there is none."""
        ...

    def conversations(self, conversation_ids: Sequence[str]) -> Mapping[str, Conversation]:
        """Those of the conversations that there are, as they stand, by their ids; few questions for many of them."""
        ...

    def entries(self, conversation_id: str, after: int = 0) -> Sequence[Heard]:
        """Its entries after a place, in order."""
        ...

    def take(self, conversation_id: str, agent_id: str, agent_name: str) -> bool:
        """Gives the line to the agent; False when another agent holds it."""
        ...

    def hand_back(self, conversation_id: str, agent_id: str, read_to: int | None = None) -> bool:
        """Gives the line back to the bot; False when the agent does not hold it.

        Raises `gateway.client.Unread` when the borrower wrote something after the place that the agent has read to.
        """
        ...

    def pass_on(
        self,
        conversation_id: str,
        agent_id: str,
        *,
        team: str,
        reference: str,
        waits: bool,
        together: Callable[[Session], bool],
    ) -> bool:
        """Passes a case on to a team and tells the borrower so, in one transaction with `together`.

        When the borrower `waits` in the chat, the line goes back to the queue.
        False, and nothing done, when a colleague holds the line or `together` says False.
        """
        ...

    def keepable(self, text: str) -> str:
        """The text as it may be kept, with secrets masked; raises `gateway.client.MessageRefused`."""
        ...

    def say_as_agent(
        self, conversation_id: str, agent_id: str, agent_name: str, text: str, client_message_id: str
    ) -> Heard:
        """Records and delivers the agent's message; a client message id counts once.

        Raises `gateway.client.NotHolder` or `gateway.client.MessageRefused`.
        """
        ...

    def here(self, agent_id: str) -> None:
        """The agent has a page open at this moment; one who is heard so no more gives the line back."""
        ...

    def wake(self, conversation_id: str) -> None:
        """Lets every open page that shows the conversation look again, after a change that is the desk's own."""
        ...

    def ask_rating(self, conversation_id: str) -> None:
        """Asks the borrower how the help was, once a case and never after a grave conversation."""
        ...

    def typing(self, conversation_id: str, agent_name: str, on: bool) -> None:
        """Tells the borrower that the agent types, or has stopped."""
        ...

    def borrower_typing(self, conversation_id: str) -> bool:
        """Whether the borrower types at this moment; it lapses by itself."""
        ...

    def conversations_of_borrower(self, conversation_id: str) -> Sequence[str]:
        """The borrower's other conversations, when it is proven who they are; none otherwise."""
        ...

    def figure_warnings(self, conversation_id: str, text: str) -> list[str]:
        """What in the text looks like a figure that nobody has vouched for."""
        ...

    def document_states(self, conversation_id: str) -> Mapping[str, str]:
        """How each document the borrower sent stands, by its id: `quarantine`, `clean` or `refused`."""
        ...

    def sent_ticket(self, conversation_id: str, document_id: str, reader: str) -> str | None:
        """A ticket with which one reader opens a document; None when it cannot be opened."""
        ...

    def open_sent(self, ticket: str, document_id: str, reader: str) -> tuple[SentDocument, bytes]:
        """The document and its content; raises `gateway.client.TicketRefused`."""
        ...

    def watch(self, conversation_id: str | None, *, typing: bool = True) -> AsyncIterator[str]:
        """The ids of conversations as they change; None watches all. With `typing`, also when somebody types."""
        ...
