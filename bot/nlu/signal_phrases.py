"""The words in which borrowers invoke a right or show that they are in danger, in English and Spanish.

They stand in `signals_en.txt` and `signals_es.txt`, one regular expression a line over a sentence in plain lower-case
letters. They are few, and each was right nearly whenever it fitted a training example: what words alone cannot tell is
left to the scorer; see `bot.nlu.signals`. Where a life or a home is at stake, or a person is asked for, they lean
towards finding too much.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from bot.nlu.component import LANGUAGES

Lines = tuple[tuple[str, re.Pattern[str]], ...]


def _lines(name: str) -> Lines:
    """The named patterns of a file beside this one.

    Raises:
        ValueError: for a line that is not a name, a colon and a pattern; it says which.
    """
    path = Path(__file__).parent / name
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        label, separator, pattern = line.partition(": ")
        try:
            found.append((label, re.compile(pattern)))
        except re.error as error:
            raise ValueError(f"{name}, line {number}: {error}") from error
        if not separator:
            raise ValueError(f"{name}, line {number}: nothing is named")
    return tuple(found)


@functools.lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[re.Pattern[str], ...]]:
    """The patterns of each signal. Both languages are read together, as borrowers mix them."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for language in LANGUAGES:
        for name, pattern in _lines(f"signals_{language}.txt"):
            found.setdefault(name, []).append(pattern)
    return {name: tuple(patterns) for name, patterns in found.items()}


@functools.lru_cache(maxsize=1)
def names() -> dict[str, re.Pattern[str]]:
    """What each signal is called. A crisis has no name here: nothing said of it is waved aside."""
    return dict(_lines("signals_names.txt"))


@functools.lru_cache(maxsize=1)
def errors() -> Lines:
    """How each covered error of 12 CFR 1024.35(b) is asserted; the first line that fits decides."""
    return _lines("signals_errors.txt")
