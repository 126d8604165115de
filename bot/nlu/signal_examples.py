"""The sentences that teach which signals a message carries: `data/signals/<signal>.<language>.txt`.

One sentence a line; what it shows beside the signal of its file follows a tab, with commas between. The sentences of
the signal `none` only seem to show one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import LANGUAGES

FOLDER: Final = "signals"
NONE: Final = "none"
# Under this name a training example carries the signals it shows; a borrower's message has it not.
SHOWN: Final = "shown_signals"


class BadSignalExample(RasaException):
    """A file of signal examples is not as it must be; the message says where and why."""


def signal_examples(folder: Path, signals: Collection[str]) -> Iterator[Message]:
    """The training examples in a folder, file by file in order of name.

    Raises:
        BadSignalExample: for a file of no known signal or language, or a line without a sentence or with an unknown
            signal.
    """
    for path in sorted(folder.glob("*.txt")):
        signal, _, language = path.stem.partition(".")
        if signal not in {*signals, NONE} or language not in LANGUAGES:
            raise BadSignalExample(f"{path}: the name must be <signal>.<language>.txt")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            text, _, further = line.partition("\t")
            shown = {signal, *filter(None, further.split(","))} - {NONE}
            if not text.strip():
                raise BadSignalExample(f"{path}, line {number}: there is no sentence")
            if unknown := sorted(shown.difference(signals)):
                raise BadSignalExample(f"{path}, line {number}: no signal is called {', '.join(unknown)}")
            yield Message({TEXT: text, SHOWN: sorted(shown), "metadata": {"language": language}})
