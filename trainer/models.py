"""The trained models on disk, and which one the assistant is to run: a pointer that moves in one step."""

import fcntl
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kernel.clock import Clock, SystemClock

POINTER = "current"
HISTORY = "history.jsonl"
AT_START = "start"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.tar\.gz")


class UnknownModel(LookupError):
    """No model of that name lies in the folder of models."""


class ModelChanged(RuntimeError):
    """The file of the current model is missing, or is not the file that was chosen."""


@dataclass(frozen=True)
class Model:
    """A trained model: its file name, its size in bytes, and when it was made."""

    name: str
    size: int
    made_at: datetime


@dataclass(frozen=True)
class Choice:
    """A decision to run a model.

    Attributes:
        name: the file name of the model.
        sha256: the digest of its file at that moment; a file that changed later is not served.
        by: the id of who decided; `start` when nobody did and the model was the first one trained.
        by_name: the name of who decided.
        at: when.
    """

    name: str
    sha256: str
    by: str
    by_name: str
    at: datetime

    @property
    def etag(self) -> str:
        """What the model server calls this content."""
        return f'"{self.sha256}"'


class Models:
    """The folder of models.

    Args:
        folder: holds `*.tar.gz`, the pointer `current` (first line: a file name) and `history.jsonl`.
        clock: when a choice was made.
    """

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.folder = folder
        self._clock = clock or SystemClock()
        self._digests: dict[tuple[str, int, int], str] = {}

    def all(self) -> list[Model]:
        """Every model in the folder, the newest first."""
        found = []
        for path in self.folder.glob("*.tar.gz"):
            if _NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                status = path.stat()
                found.append(Model(path.name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC)))
        return sorted(found, key=lambda model: (model.made_at, model.name), reverse=True)

    def path(self, name: str) -> Path:
        """The file of a model.

        Raises:
            UnknownModel: when there is none, or the name is not a plain file name of a model.
        """
        path = self.folder / name
        if not _NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
            raise UnknownModel(name)
        return path

    def digest(self, name: str) -> str:
        """The SHA-256 of a model's file, remembered until the file changes. Raises UnknownModel."""
        path = self.path(name)
        status = path.stat()
        key = (name, status.st_mtime_ns, status.st_size)
        if key not in self._digests:
            with path.open("rb") as file:
                self._digests[key] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._digests[key]

    def current(self) -> Choice | None:
        """The choice in force; None before the first one."""
        try:
            lines = (self.folder / POINTER).read_text(encoding="utf-8").splitlines()
            choice = _choice(lines[1])
        except (OSError, IndexError, ValueError):
            return None
        return choice if choice.name == lines[0] else None

    def served(self) -> tuple[Choice, Path] | None:
        """The choice in force with its file; None before the first one.

        Raises:
            ModelChanged: when the file is missing or is not the one that was chosen.
        """
        choice = self.current()
        if choice is None:
            return None
        try:
            if self.digest(choice.name) != choice.sha256:
                raise ModelChanged(choice.name)
            return choice, self.path(choice.name)
        except (UnknownModel, OSError) as error:
            raise ModelChanged(choice.name) from error

    def choose(self, name: str, *, by: str, by_name: str) -> Choice:
        """Points at a model from now on; the running assistant fetches it at its next question.

        Raises:
            UnknownModel: when there is no such model.
        """
        with self._locked():
            return self._point(name, by=by, by_name=by_name)

    def history(self) -> list[Choice]:
        """Every choice ever made, the earliest first."""
        try:
            lines = (self.folder / HISTORY).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [_choice(line) for line in lines if line]

    def adopt(self, trained: Path, *, follow: bool = False) -> str:
        """Takes a model that was just trained when there is none to run; returns the name of the one to run.

        The choice of a person stays, as long as its file is the one they chose.

        Args:
            trained: the model's file, in this folder.
            follow: also replace a model that was itself taken at a start and that no person has chosen since.
        """
        with self._locked():
            try:
                served = self.served()
            except ModelChanged:
                served = None
            if served is not None and not (follow and served[0].by == AT_START):
                return served[0].name
            if served is not None and served[0].name == trained.name:
                return trained.name
            return self._point(trained.name, by=AT_START, by_name=AT_START).name

    def _point(self, name: str, *, by: str, by_name: str) -> Choice:
        choice = Choice(name, self.digest(name), by, by_name, self._clock.now())
        line = json.dumps(asdict(choice), default=str, ensure_ascii=False)
        # The history first: a cut between the two leaves a choice that was not carried out, never one unrecorded.
        with (self.folder / HISTORY).open("a", encoding="utf-8") as history:
            history.write(f"{line}\n")
            history.flush()
            os.fsync(history.fileno())
        write_whole(self.folder / POINTER, f"{name}\n{line}\n".encode())
        return choice

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".current.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def write_whole(path: Path, content: bytes) -> None:
    """Replaces a file in one step, so that nobody ever reads a part; the permissions stay as they were."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _choice(line: str) -> Choice:
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("not a choice")
    try:
        return Choice(
            name=str(data["name"]),
            sha256=str(data["sha256"]),
            by=str(data["by"]),
            by_name=str(data["by_name"]),
            at=datetime.fromisoformat(data["at"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not a choice") from error
