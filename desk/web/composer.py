"""The reply box as it stands: what is written, what was warned about, and the id that makes a resend harmless."""

from dataclasses import dataclass

from desk.web.seen import print_of
from desk.wording import WordingWarning
from kernel.references import new_id


@dataclass(frozen=True)
class Composer:
    """The reply box.

    Attributes:
        client_message_id: names this one message; sent twice, it counts once.
        warnings: figures in the text that nobody has vouched for.
        wording: words in the text to read again.
        trouble: why the last try was not sent.
    """

    client_message_id: str
    text: str = ""
    warnings: tuple[str, ...] = ()
    wording: tuple[WordingWarning, ...] = ()
    trouble: str = ""

    @classmethod
    def empty(cls) -> "Composer":
        """A box for a new message."""
        return cls(new_id())

    @property
    def is_warned(self) -> bool:
        """Whether there is something to check before it is sent."""
        return bool(self.warnings or self.wording)

    @property
    def approval(self) -> str:
        """What "send anyway" sends back, so that it approves this text and no other."""
        return approval_of(self.text)


def approval_of(text: str) -> str:
    """The fingerprint of a text as it was warned about, whatever its line ends became on the way."""
    return print_of(text.split())
