"""Training a model from the page: one at a time, in the background, compared with the one in use when it is done."""

import threading
import time
from pathlib import Path

import structlog

from trainer.commands import CommandFailed, Commands, Stopped, Workbench
from trainer.domain.comparison import LABEL, Comparison, Question, compare
from trainer.domain.texts import normal
from trainer.held_out import held_out
from trainer.labels import ADDED, TRAINED
from trainer.models import ModelChanged, Models
from trainer.nlu_files import DataUnreadable, NluFiles
from trainer.runs import CANCELLED, FAILED, HEARTBEAT, INTERRUPTED, READING_NEW, READING_OLD, RunBook
from trainer.store import RunRow
from trainer.trail import Person

log = structlog.get_logger("trainer")

SAME_MODEL = "The data has not changed since the model in use was trained: there is nothing new to learn."
WITHHELD = "(a line that repeated an example is left out)"
LONGEST_LINE = 300
# Shorter examples, such as “no”, are also ordinary words of a program's output.
SHORTEST_TELLING = 12


class Training:
    """Starts, watches and cancels trainings.

    Args:
        book: the table of runs.
        models: where models go and which one is in use.
        files: the training data, so that no line of it appears in a log.
        tests: the folder of held-out messages.
        logs: the folder of what the programs printed.
        commands: how to train and evaluate.
    """

    def __init__(
        self, book: RunBook, models: Models, files: NluFiles, *, tests: Path, logs: Path, commands: Commands
    ) -> None:
        self.book = book
        self._models = models
        self._files = files
        self._tests = tests
        self._logs = logs
        self._commands = commands
        self._threads: dict[str, threading.Thread] = {}
        self._closing = threading.Event()
        self.note_cut()

    def start(self, by: Person) -> str:
        """Begins a run in the background; returns its id. Raises AlreadyTraining."""
        self.note_cut()
        try:
            served = self._models.served()
        except ModelChanged:
            served = None
        run_id = self.book.begin(by, old_model=served[0].name if served else None)
        log.info("trainer.run.started", run=run_id, by=by.id)
        thread = threading.Thread(target=self._carry_out, args=(run_id,), name=f"training-{run_id[:8]}", daemon=True)
        self._threads[run_id] = thread
        thread.start()
        return run_id

    def cancel(self, run_id: str, by: Person) -> bool:
        """Asks a run to end; it does so within a few seconds. Returns whether it was still going on."""
        return self.book.ask_to_cancel(run_id, by)

    def note_cut(self) -> None:
        """Marks runs as interrupted that nobody carries on any more."""
        alive = [run_id for run_id, thread in self._threads.items() if thread.is_alive()]
        self.book.note_cut(alive=alive)

    def going_on(self) -> RunRow | None:
        """The run that goes on, here or in another process of the app."""
        self.note_cut()
        return self.book.going_on()

    def wait(self, run_id: str, seconds: float) -> bool:
        """Waits for a run of this process; returns whether it has ended."""
        thread = self._threads.get(run_id)
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def close(self) -> None:
        """Ends what still goes on, because the app stops."""
        self._closing.set()
        for run_id in list(self._threads):
            self.wait(run_id, 10)

    def log_tail(self, run_id: str, lines: int = 12) -> list[str]:
        """The last lines that the programs of a run printed."""
        try:
            return self._log(run_id).read_text(encoding="utf-8").splitlines()[-lines:]
        except FileNotFoundError:
            return []

    def _log(self, run_id: str) -> Path:
        return self._logs / f"{run_id}.log"

    def _carry_out(self, run_id: str) -> None:
        try:
            self._train_and_compare(run_id)
        except Stopped:
            interrupted = self._closing.is_set()
            words = "The application was stopped." if interrupted else "Cancelled. Nothing has changed."
            self.book.stop(run_id, INTERRUPTED if interrupted else CANCELLED, words)
        except (CommandFailed, DataUnreadable) as fault:
            self.book.stop(run_id, FAILED, str(fault))
        except Exception as fault:
            # Whatever it was, the page must not wait for this run for ever.
            log.error("trainer.run.broke", run=run_id, fault=type(fault).__name__)
            self.book.stop(run_id, FAILED, "Something went wrong in the application itself. Its log names the fault.")

    def _train_and_compare(self, run_id: str) -> None:
        bench = Workbench(self._commands, say=self._writer(run_id), watch=self._watcher(run_id))
        model = bench.train(self._models.folder)
        row = self.book.run(run_id)
        old = row.old_model if row else None
        questions = self._questions(row.label_ids if row else [])
        asked = [{"text": each.text, "language": each.language} for each in questions]
        self._go_on(run_id, READING_NEW)
        new_answers = bench.evaluate(self._models.path(model), asked)
        old_answers = None
        if old == model:
            old_answers = new_answers
        elif old is not None:
            self._go_on(run_id, READING_OLD)
            old_answers = bench.evaluate(self._models.path(old), asked)
        comparison: Comparison = compare(questions, old_answers, new_answers)
        self.book.finish(run_id, model=model, comparison=comparison.as_json(), words=SAME_MODEL if old == model else "")
        log.info("trainer.run.done", run=run_id, model=model)

    def _questions(self, label_ids: list[int]) -> list[Question]:
        """The held-out messages, and the examples of this round: those that no model in use has learned from yet."""
        labels = self.book.labels(label_ids, (ADDED, TRAINED))
        return held_out(self._tests) + [Question(each.text, each.language, each.intent, LABEL) for each in labels]

    def _go_on(self, run_id: str, stage: str = "") -> None:
        if self._closing.is_set() or not self.book.advance(run_id, stage):
            raise Stopped

    def _watcher(self, run_id: str) -> "_Watcher":
        return _Watcher(self, run_id)

    def _writer(self, run_id: str) -> "_LogWriter":
        self._logs.mkdir(parents=True, exist_ok=True)
        said = {normal(example.said) for example in self._files.examples()}
        return _LogWriter(self._log(run_id), frozenset(text for text in said if len(text) >= SHORTEST_TELLING))


class _Watcher:
    """Ends a run that was cancelled; asks the table only every few seconds, the closing flag each time."""

    def __init__(self, training: Training, run_id: str) -> None:
        self._training = training
        self._run_id = run_id
        self._asked = time.monotonic()

    def __call__(self) -> None:
        if self._training._closing.is_set():
            raise Stopped
        # Cancelling should feel prompt; a heartbeat is due at the latest with every fifth look at the table.
        if time.monotonic() - self._asked >= HEARTBEAT.total_seconds() / 5:
            self._asked = time.monotonic()
            self._training._go_on(self._run_id)


class _LogWriter:
    """Appends lines to a run's log, except those that repeat a line of training data."""

    def __init__(self, path: Path, examples: frozenset[str]) -> None:
        self._path = path
        self._examples = examples

    def __call__(self, line: str) -> None:
        plain = normal(line)
        kept = WITHHELD if any(example in plain for example in self._examples) else line[:LONGEST_LINE]
        with self._path.open("a", encoding="utf-8") as log_file:
            log_file.write(f"{kept}\n")
