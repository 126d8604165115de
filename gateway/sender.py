"""How a one-time code reaches the contact on file."""

from typing import Protocol

from sqlalchemy import select

from gateway.tables import PhoneMessage
from kernel.clock import Clock
from storage import Database

# The whole text message. It says what the code is for, so that whoever is asked for it on the phone knows better.
CODE_TEXT = {
    "en": "{code} is your code for the Harborline chat. It works for 10 minutes. We never ask for it by phone.",
    "es": "{code} es su código para el chat de Harborline. Sirve por 10 minutos. Nunca se lo pediremos por teléfono.",
}
SHOWN_ON_PHONE = 20


class CodeSender(Protocol):
    """Sends text messages. It may be slow or fail: the borrower then asks for another code."""

    def send(self, *, address: str, masked: str, text: str) -> None:
        """Sends the text to the address; `masked` is what may be shown of the address."""
        ...


class DemoSender:
    """Stands in for a text-message service: puts the message on the phone panel of the demonstration."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def send(self, *, address: str, masked: str, text: str) -> None:
        """Keeps the message for the panel; the address itself is not kept."""
        del address
        with self._database.begin() as session:
            session.add(PhoneMessage(to_masked=masked, text=text, at=self._clock.now()))

    def messages(self) -> list[dict[str, str]]:
        """What the phone shows, newest first."""
        with self._database.read() as session:
            rows = session.scalars(select(PhoneMessage).order_by(PhoneMessage.id.desc()).limit(SHOWN_ON_PHONE)).all()
        return [{"to_masked": row.to_masked, "text": row.text, "at": row.at.isoformat()} for row in rows]
