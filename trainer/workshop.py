"""Everything the trainer's pages work with, put together once."""

from dataclasses import dataclass
from pathlib import Path

from kernel.clock import Clock
from storage import Database
from trainer.commands import Commands
from trainer.labels import Labels
from trainer.models import Models
from trainer.nlu_files import NluFiles
from trainer.promotion import Promotion
from trainer.runs import RunBook
from trainer.settings import commands_from
from trainer.training import Training


@dataclass(frozen=True)
class Workshop:
    """The trainer's room without its pages. `close` it when the app stops."""

    database: Database
    clock: Clock
    labels: Labels
    models: Models
    training: Training
    promotion: Promotion

    def close(self) -> None:
        """Ends a training that goes on; it counts as interrupted."""
        self.training.close()


def open_workshop(
    database: Database, clock: Clock, *, home: Path, root: Path | None = None, commands: Commands | None = None
) -> Workshop:
    """The workshop over the app database and two folders.

    Args:
        database: the app database, its tables made.
        clock: the true time.
        home: where models, logs and locks live (`DOORSTEP_HOME`).
        root: the project: `data/nlu` and `tests/nlu` are read there; by default the working folder.
        commands: how to train and evaluate; by default the programs of the bot environment.
    """
    root = (root or Path.cwd()).resolve()
    models = Models(home / "models", clock)
    models.folder.mkdir(parents=True, exist_ok=True)
    files = NluFiles(root / "data" / "nlu", home / "trainer" / "nlu.lock")
    tests = root / "tests" / "nlu"
    labels = Labels(database, files, clock, tests=tests)
    book = RunBook(database, clock)
    training = Training(
        book,
        models,
        files,
        tests=tests,
        logs=home / "trainer" / "runs",
        commands=commands or commands_from(root=root),
    )
    return Workshop(database, clock, labels, models, training, Promotion(database, models, book, clock))
