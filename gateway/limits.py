"""How much a borrower may send, and what of it can be read.

The bot takes 2,000 characters: what it accepts, it understands to the last word, and a longer letter is refused in
words that say the limit, with nothing stored, so that nobody believes half a letter was read. A person reads longer
letters: while one is on the line or on the way, 10,000 characters are taken.
"""

import ipaddress
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

BOT_LIMIT = 2_000
PERSON_LIMIT = 10_000
_KEPT_CONTROLS = "\n\t"
# Marks that turn the reading direction around and so can make a text show something else than it holds.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# More accents than any language puts on one letter.
MOST_ACCENTS = 4


class Refused(ValueError):
    """A message that is not taken. `code` is for the browser, `response` names the words for the borrower."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.response = f"utter_{code}"
        self.values = values


def readable(text: str, *, to_person: bool) -> str:
    """The message without characters that carry no text.

    Raises:
        Refused: `message_empty` when nothing is left, `message_too_long` beyond the limit.
    """
    limit = PERSON_LIMIT if to_person else BOT_LIMIT
    if len(text) > limit:
        raise Refused("message_too_long", limit=f"{limit:,}")
    clean = _without_controls(text).strip()
    if not any(unicodedata.category(character) not in ("Cf", "Zs", "Zl", "Zp", "Mn") for character in clean):
        raise Refused("message_empty")
    return clean


def _without_controls(text: str) -> str:
    kept: list[str] = []
    accents = 0
    for character in text.replace("\r\n", "\n").replace("\r", "\n"):
        category = unicodedata.category(character)
        accents = accents + 1 if category == "Mn" else 0
        if category in ("Cc", "Cs", "Cn", "Co") and character not in _KEPT_CONTROLS:
            continue
        if character in _DIRECTION_MARKS or accents > MOST_ACCENTS:
            continue
        kept.append(character)
    return "".join(kept)


def has_words(text: str) -> bool:
    """Whether there is a letter, a digit or a question mark in it, and not only pictures or other signs.

    "??" says that the answer was not understood.
    """
    return any(character.isalnum() or character == "?" for character in text)


@dataclass(frozen=True)
class Rate:
    """So many at once, and one more after each pause."""

    burst: int
    pause: timedelta


MESSAGES = Rate(burst=20, pause=timedelta(seconds=3))
IDENTITY_ATTEMPTS = Rate(burst=8, pause=timedelta(minutes=6))
DOCUMENTS = Rate(burst=10, pause=timedelta(minutes=6))
# Setting a long conversation in type takes a core for a second.
TRANSCRIPTS = Rate(burst=6, pause=timedelta(seconds=20))
ADDRESS_FRAMES = Rate(burst=240, pause=timedelta(milliseconds=250))
ADDRESS_SESSIONS = Rate(burst=60, pause=timedelta(seconds=10))
ADDRESS_IDENTITY = Rate(burst=40, pause=timedelta(minutes=3))
ADDRESS_DOCUMENTS = Rate(burst=40, pause=timedelta(minutes=1))
MOST_KEYS = 50_000


# Whoever has an IPv6 address has the whole network behind it, and would be somebody new with each of its addresses.
IPV6_NETWORK_BITS = 64


def address_key(address: str) -> str:
    """What an address is counted under: itself, and of IPv6 the network that one customer has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    network = int(parsed) >> (128 - IPV6_NETWORK_BITS) << (128 - IPV6_NETWORK_BITS)
    return f"{ipaddress.IPv6Address(network)}/{IPV6_NETWORK_BITS}"


class Limiter:
    """Counts in memory, for one process; a key that has rested is forgotten.

    Args:
        seconds: a clock that only moves forward. The wall clock would shut people out when it is set back, and let a
            flood through when it is set forward.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._free_at: dict[tuple[str, str], float] = {}
        self._sweep_at = MOST_KEYS
        self._lock = threading.Lock()

    def allows(self, name: str, key: str, rate: Rate) -> bool:
        """Whether one more may pass now; one that passes is counted."""
        pause = rate.pause.total_seconds()
        with self._lock:
            now = self._seconds()
            free_at = max(self._free_at.get((name, key), now), now)
            # Sums of floats: a millisecond early is not too early.
            if free_at - now > pause * (rate.burst - 1) + 0.001:
                return False
            self._forget_rested(now)
            self._free_at[(name, key)] = free_at + pause
            return True

    def _forget_rested(self, now: float) -> None:
        # The next sweep waits until as many came again, so that a flood of new keys does not make each one a sweep.
        if len(self._free_at) >= self._sweep_at:
            self._free_at = {kept: at for kept, at in self._free_at.items() if at > now}
            self._sweep_at = max(MOST_KEYS, 2 * len(self._free_at))
