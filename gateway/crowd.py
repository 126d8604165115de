"""How many browsers may be at the door at once, and how often they may come: from an address and to a conversation.

A browser that is turned away keeps what it has not sent and comes back by itself, so that nothing is lost.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from gateway import metrics
from gateway.limits import Limiter, Rate

Whose = Literal["address", "conversation"]
MINUTE = timedelta(minutes=1)
# A borrower's tabs share one conversation.
OPEN_IN_CONVERSATION, CALLS_IN_CONVERSATION = 20, 240


class Crowded(Exception):
    """Too many are at the door already, or come too often."""


@dataclass(frozen=True)
class Allowance:
    """What one address may have: chats open at the same time, and calls in a minute.

    A family, an office or a whole provider of telephones may stand behind one address.
    """

    chats: int = 200
    calls: int = 600


class Crowd:
    """Counts who is at the door. Belongs to one event loop, as the sockets and polls do that it counts."""

    def __init__(self, limiter: Limiter, allowance: Allowance) -> None:
        self._limiter = limiter
        self._places: dict[Whose, int] = {"address": allowance.chats, "conversation": OPEN_IN_CONVERSATION}
        self._rates: dict[Whose, Rate] = {
            "address": Rate(allowance.calls, MINUTE / allowance.calls),
            "conversation": Rate(CALLS_IN_CONVERSATION, MINUTE / CALLS_IN_CONVERSATION),
        }
        self._open: Counter[tuple[Whose, str]] = Counter()

    def count(self, whose: Whose, key: str) -> None:
        """Counts one call: a dialled socket, a poll, or any other request.

        Raises:
            Crowded: when they come too often.
        """
        if not self._limiter.allows(f"{whose} calls", key, self._rates[whose]):
            raise _turned_away()

    @contextlib.contextmanager
    def place(self, whose: Whose, key: str) -> Iterator[None]:
        """Holds a place as long as a socket is open or a poll waits.

        Raises:
            Crowded: when there is none left.
        """
        if self._open[whose, key] >= self._places[whose]:
            raise _turned_away()
        self._open[whose, key] += 1
        try:
            yield
        finally:
            self._open[whose, key] -= 1
            if not self._open[whose, key]:
                del self._open[whose, key]


def _turned_away() -> Crowded:
    metrics.REFUSED.labels("crowded").inc()
    return Crowded()
