"""The two programs of the bot environment that a training needs, run apart from the app and ended when asked."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TETHER = Path(__file__).with_name("tether.py")
LOOK_EVERY = 0.2
PATIENCE_SECONDS = 3.0

Say = Callable[[str], None]
Ask = Callable[[], None]


class CommandFailed(RuntimeError):
    """A program ended without a result; the message is for the trainer."""


class Stopped(Exception):
    """The trainer cancelled the run, or the app is closing."""


@dataclass(frozen=True)
class Commands:
    """How to train and how to evaluate.

    Attributes:
        train: the words of the program that gets `--out DIR` and prints the model's path on its last line.
        evaluate: the words of the program that gets `--model`, `--messages` and `--out`.
        folder: where both run.
        environment: all their variables; nothing of the app's own comes along.
        limit: how long a whole run may take.
    """

    train: tuple[str, ...]
    evaluate: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    limit: timedelta = timedelta(minutes=20)


class Workbench:
    """Runs the commands of one training, one after the other.

    Args:
        commands: the two programs.
        say: gets every line they print.
        watch: called several times a second; ends the run by raising `Stopped`.
    """

    def __init__(self, commands: Commands, *, say: Say, watch: Ask) -> None:
        self._commands = commands
        self._say = say
        self._watch = watch
        self._until = time.monotonic() + commands.limit.total_seconds()

    def train(self, folder: Path) -> str:
        """Trains into the folder; returns the file name of the model.

        Raises:
            CommandFailed: when no model came out.
            Stopped: when it was cancelled.
        """
        last = self._run([*self._commands.train, "--out", str(folder.resolve())], "Training")
        model = Path(last)
        if model.parent.resolve() != folder.resolve() or not model.is_file():
            raise CommandFailed("Training ended without naming a model.")
        return model.name

    def evaluate(self, model: Path, messages: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        """What the model takes each message for, in their order. Raises as `train` does."""
        if not messages:
            return []
        with TemporaryDirectory(prefix="doorstep-compare-") as place:
            asked, answered = Path(place, "in.json"), Path(place, "out.json")
            asked.write_text(json.dumps(list(messages), ensure_ascii=False), encoding="utf-8")
            files = ["--model", str(model.resolve()), "--messages", str(asked), "--out", str(answered)]
            self._run([*self._commands.evaluate, *files], "Reading messages with a model")
            try:
                found = json.loads(answered.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandFailed("The model was read, but no answers came back.") from error
        if not isinstance(found, list) or len(found) != len(messages):
            raise CommandFailed("The model did not answer every message.")
        return found

    def _run(self, command: Sequence[str], title: str) -> str:
        process = subprocess.Popen(
            [sys.executable, str(TETHER), *command],
            cwd=self._commands.folder,
            env=dict(self._commands.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        lines: list[str] = []
        reader = threading.Thread(target=self._read, args=(process, lines), daemon=True)
        reader.start()
        try:
            self._wait(process, title)
        finally:
            _end(process)
            # The last lines are still under way when the program has ended.
            reader.join(PATIENCE_SECONDS)
            _close(process)
        if process.returncode != 0:
            raise CommandFailed(f"{title} failed (exit {process.returncode}). The last lines below say why.")
        return lines[-1] if lines else ""

    def _read(self, process: subprocess.Popen[bytes], lines: list[str]) -> None:
        for raw in process.stdout or ():
            line = raw.decode("utf-8", errors="replace").strip()
            if line:
                lines.append(line)
                self._say(line)

    def _wait(self, process: subprocess.Popen[bytes], title: str) -> None:
        while True:
            try:
                process.wait(LOOK_EVERY)
                return
            except subprocess.TimeoutExpired:
                self._watch()
                if time.monotonic() > self._until:
                    minutes = self._commands.limit.total_seconds() / 60
                    raise CommandFailed(f"{title} took longer than {minutes:.0f} minutes and was ended.") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and everything it began, politely at first."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_SECONDS)
    _signal(process, signal.SIGKILL)
    process.wait()


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
