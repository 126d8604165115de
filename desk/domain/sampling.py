"""Which closed cases and conversations a reviewer reads: a sample that anybody can draw again from its seed."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

WEEK = timedelta(days=7)


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def drawn(candidates: Iterable[str], *, seed: str, week: date, language: str, size: int) -> list[str]:
    """A sample of at most `size` of the candidates, in the order they are read.

    The candidates with the smallest SHA-256 of seed, week, language and name. Each candidate has the same chance, the
    order in which they are named does not matter, and one who comes late changes at most one place of the sample.

    Raises:
        ValueError: for a negative size.
    """
    if size < 0:
        raise ValueError("a sample has no negative size")

    def lot(name: str) -> str:
        return hashlib.sha256(f"{seed}|{week.isoformat()}|{language}|{name}".encode()).hexdigest()

    return sorted(set(candidates), key=lambda name: (lot(name), name))[:size]
