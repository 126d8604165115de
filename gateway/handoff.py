"""Where people answer: at our own desk, or at a help desk that the servicer has. Cases and their clocks are ours."""

from typing import Protocol

from sqlalchemy.orm import Session

# Staff of an outside help desk hold the line under the help desk's name and their number there.
OUTSIDE = "outside."


class Handoff(Protocol):
    """Takes care that people hear of a borrower who wants one.

    Whoever stands behind it, the case is opened at our desk first, and stays there: an outside help desk that is down
    or loses everything takes nothing from it.
    """

    def wanted(self, session: Session, conversation_id: str, *, seq: int) -> None:
        """A person is wanted from this place of the record on. Called in the transaction that says so: it may note
        what has to be done, and does nothing that takes long."""
        ...


class OwnDesk:
    """Our own desk, which reads cases and conversations where they are: it need not be told."""

    def wanted(self, session: Session, conversation_id: str, *, seq: int) -> None:
        """Nothing to do: the case is open, and the desk shows it."""


def outside_agent(name: str) -> str:
    """The staff id of somebody who answers from outside."""
    return OUTSIDE + name


def is_outside(holder: str) -> bool:
    """Whether somebody at an outside help desk holds the line."""
    return holder.startswith(f"agent:{OUTSIDE}")
