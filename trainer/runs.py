"""The table of trainings: beginning one, what it says of itself while it goes on, and how it ended."""

import os
import socket
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.references import new_id
from storage import Database
from trainer.labels import ADDED, PROMOTED, STANDING, TRAINED
from trainer.store import LabelRow, RunRow
from trainer.trail import Person, note

RUNNING, DONE, FAILED, CANCELLED, INTERRUPTED = "running", "done", "failed", "cancelled", "interrupted"
TRAINING, READING_OLD, READING_NEW, CANCELLING, ENDED = "training", "reading_old", "reading_new", "cancelling", "ended"
HEARTBEAT = timedelta(seconds=5)
# A run whose app has not been heard of for this long was cut.
LOST_AFTER = timedelta(seconds=60)
CUT = "The application stopped while this training went on. Start it again."


class AlreadyTraining(RuntimeError):
    """One training goes on; the next can begin when it has ended."""


class RunBook:
    """The rows of trainings.

    Args:
        database: the app database.
        clock: when things happened.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.owner = f"{socket.gethostname()}:{os.getpid()}"

    def begin(self, by: Person, *, old_model: str | None) -> str:
        """The id of a new run over all labels that stand in the data now.

        Raises:
            AlreadyTraining: when another goes on, in this process or elsewhere.
        """
        now, run_id = self._clock.now(), new_id()
        try:
            with self._database.begin() as session:
                labels = list(session.scalars(select(LabelRow.id).where(LabelRow.state.in_(STANDING))))
                session.add(
                    RunRow(
                        id=run_id, state=RUNNING, stage=TRAINING, by_id=by.id, by_name=by.name, owner=self.owner,
                        started_at=now, heard_at=now, ended_at=None, label_ids=labels, old_model=old_model, model=None,
                        words="", comparison=None,
                    )
                )  # fmt: skip
                note(session, "trainer.run.started", f"run {run_id}", by, at=now, details={"labels": len(labels)})
        except IntegrityError as error:
            raise AlreadyTraining from error
        return run_id

    def advance(self, run_id: str, stage: str = "") -> bool:
        """Says that the run lives and, when given, what it does now; returns whether it may go on."""
        with self._database.begin() as session:
            row = session.get_one(RunRow, run_id, with_for_update=True)
            row.heard_at = self._clock.now()
            if row.state != RUNNING or row.stage == CANCELLING:
                return False
            row.stage = stage or row.stage
            return True

    def ask_to_cancel(self, run_id: str, by: Person) -> bool:
        """Asks the run to end, wherever it goes on; returns whether there was something to ask."""
        with self._database.begin() as session:
            row = session.get(RunRow, run_id, with_for_update=True)
            if row is None or row.state != RUNNING:
                return False
            if row.stage != CANCELLING:
                row.stage = CANCELLING
                note(session, "trainer.run.cancelled", f"run {run_id}", by, at=self._clock.now())
            return True

    def finish(self, run_id: str, *, model: str, comparison: Mapping[str, Any], words: str) -> None:
        """Ends the run with a model; its labels count as trained from here on."""
        with self._database.begin() as session:
            row = session.get_one(RunRow, run_id, with_for_update=True)
            _end(row, DONE, words, self._clock.now())
            row.model, row.comparison = model, dict(comparison)
            added = select(LabelRow).where(LabelRow.id.in_(row.label_ids), LabelRow.state == ADDED)
            by = Person(row.by_id, row.by_name)
            for label in session.scalars(added):
                # A model that is in use already had learned from them.
                label.state, label.run_id = PROMOTED if model == row.old_model else TRAINED, run_id
                note(
                    session, "trainer.label.trained", f"label {label.id}", by, at=row.heard_at, details={"run": run_id}
                )
            note(session, "trainer.run.done", f"run {run_id}", by, at=row.heard_at, details={"model": model})

    def stop(self, run_id: str, state: str, words: str) -> None:
        """Ends the run without a model: failed, cancelled or interrupted."""
        with self._database.begin() as session:
            row = session.get_one(RunRow, run_id, with_for_update=True)
            if row.state == RUNNING:
                _end(row, state, words, self._clock.now())

    def note_cut(self, *, alive: Sequence[str] = ()) -> None:
        """Marks runs as interrupted that nobody carries on: this process does not, or its process is silent."""
        now = self._clock.now()
        with self._database.read() as session:
            if not [row for row in _running(session) if self._is_cut(row, alive, now)]:
                return
        with self._database.begin() as session:
            for row in _running(session):
                if self._is_cut(row, alive, now):
                    _end(row, INTERRUPTED, CUT, now)

    def _is_cut(self, row: RunRow, alive: Sequence[str], now: datetime) -> bool:
        if row.id in alive:
            return False
        host, _, number = row.owner.rpartition(":")
        here = host == socket.gethostname()
        gone = row.owner == self.owner or (here and not _lives(int(number)))
        return gone or now - row.heard_at > LOST_AFTER

    def going_on(self) -> RunRow | None:
        """The run that goes on."""
        with self._database.read() as session:
            return next(iter(_running(session)), None)

    def run(self, run_id: str) -> RunRow | None:
        """The run of that id."""
        with self._database.read() as session:
            return session.get(RunRow, run_id)

    def runs(self, *, limit: int = 20) -> list[RunRow]:
        """The last runs, the latest first."""
        with self._database.read() as session:
            return list(session.scalars(select(RunRow).order_by(RunRow.started_at.desc()).limit(limit)))

    def labels(self, ids: Sequence[int], states: Sequence[str] = STANDING) -> list[LabelRow]:
        """Those of the labels that are in one of the states."""
        with self._database.read() as session:
            return list(session.scalars(select(LabelRow).where(LabelRow.id.in_(ids), LabelRow.state.in_(states))))

    def made(self, model: str) -> RunRow | None:
        """The latest run that made the model."""
        with self._database.read() as session:
            wanted = select(RunRow).where(RunRow.model == model).order_by(RunRow.started_at.desc()).limit(1)
            return session.scalar(wanted)


def _running(session: Session) -> list[RunRow]:
    return list(session.scalars(select(RunRow).where(RunRow.state == RUNNING)))


def _end(row: RunRow, state: str, words: str, now: datetime) -> None:
    row.state, row.stage, row.words, row.ended_at, row.heard_at = state, ENDED, words[:500], now, now


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
