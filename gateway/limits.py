"""How much a borrower may send, and what of it can be read.

The bot takes 2,000 characters: what it accepts, it understands to the last word, and a longer letter is refused in
words that say the limit, with nothing stored, so that nobody believes half a letter was read. A person reads longer
letters: while one is on the line or on the way, 10,000 characters are taken.
"""

import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    """Whether there is a letter or a digit in it, and not only pictures or punctuation."""
    return any(character.isalnum() for character in text)


@dataclass(frozen=True)
class Rate:
    """So many at once, and one more after each pause."""

    burst: int
    pause: timedelta


MESSAGES = Rate(burst=20, pause=timedelta(seconds=3))
IDENTITY_ATTEMPTS = Rate(burst=8, pause=timedelta(minutes=6))
DOCUMENTS = Rate(burst=10, pause=timedelta(minutes=6))
ADDRESS_FRAMES = Rate(burst=240, pause=timedelta(milliseconds=250))
ADDRESS_SESSIONS = Rate(burst=60, pause=timedelta(seconds=10))
ADDRESS_IDENTITY = Rate(burst=40, pause=timedelta(minutes=3))
ADDRESS_DOCUMENTS = Rate(burst=40, pause=timedelta(minutes=1))
MOST_KEYS = 50_000


class Limiter:
    """Counts in memory, for one process; a key that has rested is forgotten."""

    def __init__(self) -> None:
        self._free_at: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()

    def allows(self, name: str, key: str, rate: Rate, now: datetime) -> bool:
        """Whether one more may pass now; one that passes is counted."""
        with self._lock:
            free_at = max(self._free_at.get((name, key), now), now)
            if free_at - now > rate.pause * (rate.burst - 1):
                return False
            if len(self._free_at) >= MOST_KEYS:
                self._free_at = {kept: at for kept, at in self._free_at.items() if at > now}
            self._free_at[(name, key)] = free_at + rate.pause
            return True
