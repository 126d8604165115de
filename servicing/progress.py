"""How far a long command is: a bar on a terminal, a line now and then anywhere else."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn, Self

from tqdm import tqdm

# Without a terminal, one line for each of so many parts of the whole.
LINES = 10
# The exit code of a command that somebody stopped.
INTERRUPTED = 130


class Progress:
    """What is counted as done of a total; a context, so that the bar is closed whatever happens."""

    def __init__(
        self, title: str, total: int, *, say: Callable[[str], None] | None = None, bar: bool | None = None
    ) -> None:
        """`say` gets the lines (standard output unless given); `bar` is for a terminal unless given."""
        self.title, self.total, self.done = title, total, 0
        self._say = say or print_line
        self._begun = time.monotonic()
        self._shown = sys.stderr.isatty() if bar is None else bar
        self._bar: tqdm[NoReturn] | None = None

    def advance(self, count: int) -> None:
        """So many more are done."""
        before, self.done = self.done, self.done + count
        if self._shown and self._bar is None:
            # Only now, so that a command with nothing to count shows no bar.
            self._bar = tqdm(total=self.total, desc=self.title, unit=" loans", leave=False)
        if self._bar is not None:
            self._bar.update(count)
        elif self.done * LINES // self.total > before * LINES // self.total:
            spent = time.monotonic() - self._begun
            self._say(f"{self.title}: {self.done:,} of {self.total:,} loans after {spent:.0f} s")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()


def print_line(line: str) -> None:
    """One line of a command of this room, at once."""
    sys.stdout.write(f"servicing: {line}\n")
    sys.stdout.flush()
