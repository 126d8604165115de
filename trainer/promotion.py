"""Deciding which model the assistant runs: promoting a new one, and going back to one that served before."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from storage import Database
from trainer.labels import PROMOTED, STANDING, TRAINED
from trainer.models import AT_START, Choice, Model, ModelChanged, Models, UnknownModel
from trainer.running import Running, ever_heard, running_models
from trainer.runs import RunBook
from trainer.store import LabelRow, RunRow
from trainer.trail import Person, note

log = structlog.get_logger("trainer")


class NeverServed(LookupError):
    """There is nothing to go back to: the model was never in use."""


@dataclass(frozen=True)
class Shelved:
    """A model on the models page.

    Attributes:
        model: the file.
        run: the training that made it from the page; None when it was trained at a start or by hand.
        labels: how many of the trainers' labels it learned from.
        chosen: the last time it was put to use; None when it never was.
        current: whether it is the one to run.
    """

    model: Model
    run: RunRow | None
    labels: int
    chosen: Choice | None
    current: bool


class Promotion:
    """The decisions about models and their trail.

    Args:
        database: the app database.
        models: the folder of models.
        book: which training made which model.
        clock: when a decision was made.
    """

    def __init__(self, database: Database, models: Models, book: RunBook, clock: Clock) -> None:
        self._database = database
        self._models = models
        self._book = book
        self._clock = clock

    def promote(self, name: str, by: Person) -> Choice:
        """Puts a model to use; labels it learned from count as promoted. Raises UnknownModel."""
        return self._choose(name, by, "trainer.model.promoted")

    def roll_back(self, name: str, by: Person) -> Choice:
        """Goes back to a model that was in use before.

        Raises:
            NeverServed: when it never was.
            UnknownModel: when its file is gone.
        """
        if name not in {choice.name for choice in self._models.history()}:
            raise NeverServed(name)
        return self._choose(name, by, "trainer.model.rolled_back")

    def _choose(self, name: str, by: Person, kind: str) -> Choice:
        self._models.path(name)
        before = self._models.current()
        with self._database.begin() as session:
            self._settle_labels(session, name, by)
            details = {"before": before.name if before else None}
            note(session, kind, f"model {name}", by, at=self._clock.now(), details=details)
            # Last, because it cannot be taken back with the transaction.
            session.flush()
            choice = self._models.choose(name, by=by.id, by_name=by.name)
        log.info(kind, model=name, by=by.id)
        return choice

    def _settle_labels(self, session: Session, name: str, by: Person) -> None:
        """Labels of the model become promoted; those of a later model, which is no longer in use, do not stay so."""
        learned = set(self.learned(name))
        standing = select(LabelRow).where(LabelRow.state.in_((TRAINED, PROMOTED)))
        for label in session.scalars(standing):
            state = PROMOTED if label.id in learned else TRAINED
            if label.state != state:
                label.state = state
                kind = "trainer.label.promoted" if state == PROMOTED else "trainer.label.withdrawn"
                note(session, kind, f"label {label.id}", by, at=self._clock.now(), details={"model": name})

    def learned(self, name: str) -> Sequence[int]:
        """The ids of the labels that were in the data when the model was trained."""
        run = self._book.made(name)
        if run is not None:
            return run.label_ids
        made = {model.name: model.made_at for model in self._models.all()}.get(name)
        with self._database.read() as session:
            rows = session.scalars(select(LabelRow).where(LabelRow.state.in_(STANDING)))
            return [row.id for row in rows if made is not None and row.at <= made]

    def shelf(self) -> list[Shelved]:
        """Every model there is, the newest first."""
        current = self._models.current()
        chosen = {choice.name: choice for choice in self._models.history()}
        return [
            Shelved(
                model,
                self._book.made(model.name),
                len(self.learned(model.name)),
                chosen.get(model.name),
                current is not None and model.name == current.name,
            )
            for model in self._models.all()
        ]

    def previous(self) -> Choice | None:
        """The model that was in use before the current one, when its file is still there."""
        history = self._models.history()
        current = self._models.current()
        for choice in reversed(history):
            if current is not None and choice.name != current.name:
                try:
                    self._models.path(choice.name)
                except UnknownModel:
                    continue
                return choice
        return None

    def fault(self) -> str:
        """What keeps the chosen model from being served, in words; nothing when all is well."""
        try:
            self._models.served()
        except ModelChanged:
            return (
                "The file of the chosen model is missing or was changed after it was chosen. It is not handed out: "
                "the assistant keeps what it has loaded until you choose another model."
            )
        return ""

    def running(self) -> tuple[list[Running], Running | None]:
        """The models that running assistants use now, and the last one anybody was heard of to use."""
        with self._database.read() as session:
            return running_models(session, self._clock.now()), ever_heard(session)


def chooser(choice: Choice) -> str:
    """Who decided, for the page."""
    return "nobody: it was the first model trained" if choice.by == AT_START else choice.by_name
