"""`python -m bot.train --out DIR`: trains the assistant when no model in DIR fits the data.

Prints progress, and on its last line the path of the model. Rasa is imported only when there is something to train.
"""

from __future__ import annotations

import argparse
import fcntl
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Final, TextIO

from bot.environment import apply_environment, quieten
from bot.fingerprint import fingerprint, model_path

_STARTING: Final = re.compile(r"Starting to train component '(?P<part>[^']+)'")


class CannotTrain(RuntimeError):
    """Training ended without a model; the message says what was wrong with the data."""


class _Progress(logging.Handler):
    """Says which part is being trained, to the terminal as it was when this was made."""

    def __init__(self) -> None:
        super().__init__()
        self._terminal = sys.stdout

    def emit(self, record: logging.LogRecord) -> None:
        matched = _STARTING.match(record.getMessage())
        if matched:
            say(f"training {matched['part']}", self._terminal)


def say(line: str, terminal: TextIO | None = None) -> None:
    """One line of progress, at once."""
    stream = terminal or sys.stdout
    stream.write(f"{line}\n")
    stream.flush()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one process train into a folder at a time; the others wait and then find the model."""
    with (folder / ".training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def train(root: Path, folder: Path) -> Path:
    """The model in `folder` that fits the project at `root`, trained now if there is none.

    Raises:
        CannotTrain: when the data cannot be trained from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = model_path(folder, fingerprint(root))
    if target.is_file():
        say("the model fits the data")
        return target
    with _alone(folder):
        if not target.is_file():
            _train_into(root, target)
    return target


def _train_into(root: Path, target: Path) -> None:
    begun = time.monotonic()
    say(f"the data is new: training {target.name}")
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(target.parent / ".cache"))
    quieten()
    import rasa.model_training
    from rasa.shared.exceptions import RasaException

    hooks = logging.getLogger("rasa.engine.training.hooks")
    hooks.setLevel(logging.INFO)
    hooks.propagate = False
    hooks.handlers = [_Progress()]
    # Rasa prints its own lines; ours say the same with the name the model will really have.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".training-") as workshop, redirect_stdout(StringIO()):
        try:
            result = rasa.model_training.train(
                domain=str(root / "domain.yml"),
                config=str(root / "config.yml"),
                training_files=str(root / "data"),
                output=workshop,
                fixed_model_name=target.name,
            )
        except RasaException as fault:
            raise CannotTrain(str(fault)) from fault
        if result.code != 0 or result.model is None:
            raise CannotTrain("the data has faults; `rasa data validate` names them")
        os.replace(result.model, target)
    say(f"trained in {time.monotonic() - begun:.1f} s")


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; the exit code is 0 when there is a fitting model."""
    parser = argparse.ArgumentParser(prog="python -m bot.train", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of models")
    parser.add_argument("--root", type=Path, default=Path(), help="folder with config.yml, domain.yml, domain, data")
    chosen = parser.parse_args(arguments)
    try:
        path = train(chosen.root.resolve(), chosen.out.resolve())
    except CannotTrain as fault:
        say(f"cannot train: {fault}")
        return 1
    say(str(path))
    return 0


if __name__ == "__main__":
    apply_environment()
    sys.exit(main())
