"""The training data on disk: `data/nlu/<topic>.yml`, one block an intent and language, one example a line."""

import fcntl
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from trainer.domain.examples import Example, NoSuchBlock, with_example, without_example
from trainer.domain.inbox import NOT_FOR_LABELS
from trainer.models import write_whole

_TOPIC = re.compile(r"[a-z][a-z0-9_]*")


class DataUnreadable(RuntimeError):
    """A data file has another shape, cannot be written, or would have changed by more than one example."""


class NluFiles:
    """The topic files of one folder. Reads are cached until a file changes; writes happen one at a time.

    Args:
        folder: `data/nlu`.
        lock: a file outside the data that writers in all processes lock.
    """

    def __init__(self, folder: Path, lock: Path) -> None:
        self.folder = folder
        self._lock_path = lock
        self._lock = threading.RLock()
        self._depth = 0
        self._read: dict[Path, tuple[tuple[int, int], tuple[Example, ...]]] = {}

    def examples(self) -> tuple[Example, ...]:
        """Every example, in the order of files and lines.

        Raises:
            DataUnreadable: naming the file that cannot be read.
        """
        found: list[Example] = []
        with self._lock:
            for path in sorted(self.folder.glob("*.yml")):
                status = path.stat()
                key = (status.st_mtime_ns, status.st_size)
                if path not in self._read or self._read[path][0] != key:
                    self._read[path] = (key, tuple(examples_in(_text_of(path), path.stem)))
                found.extend(self._read[path][1])
        return tuple(found)

    def topics(self) -> dict[str, str]:
        """The topic of every intent a person may choose, in the order of the files."""
        return {each.intent: each.topic for each in self.examples() if each.intent not in NOT_FOR_LABELS}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps every other writer out, so that what was checked still holds when it is written."""
        with self._lock:
            if self._depth:
                yield
                return
            self._lock_path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock_path.open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    def add(self, example: Example) -> Path:
        """Writes the example as the last line of its block; returns the file.

        Raises:
            NoSuchBlock: when the topic's file has nothing for the intent.
            DataUnreadable: when the file would not hold exactly one example more; nothing is written then.
        """
        with self.locked():
            path = self._path(example.topic)
            before = _text_of(path)
            after = with_example(before, intent=example.intent, language=example.language, text=example.text)
            self._replace(path, before, after, gained=Counter([example]), lost=Counter())
        return path

    def remove(self, example: Example) -> Path:
        """Takes exactly that line out again; returns the file.

        Raises:
            NoSuchExample: when it is not there any more.
            DataUnreadable: when the file would not hold exactly one example less; nothing is written then.
        """
        with self.locked():
            path = self._path(example.topic)
            before = _text_of(path)
            after = without_example(before, intent=example.intent, language=example.language, text=example.text)
            self._replace(path, before, after, gained=Counter(), lost=Counter([example]))
        return path

    def _path(self, topic: str) -> Path:
        path = self.folder / f"{topic}.yml"
        if not _TOPIC.fullmatch(topic) or not path.is_file():
            raise NoSuchBlock(topic)
        return path

    def _replace(
        self, path: Path, before: str, after: str, *, gained: Counter[Example], lost: Counter[Example]
    ) -> None:
        held = Counter(examples_in(before, path.stem))
        if Counter(examples_in(after, path.stem)) != held + gained - lost or lost - held:
            raise DataUnreadable(f"{path.name}: the edit would change more than one example")
        try:
            write_whole(path, after.encode("utf-8"))
        except OSError as error:
            raise DataUnreadable(f"{path.name} cannot be written ({error.strerror})") from error


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def examples_in(content: str, topic: str) -> list[Example]:
    """The examples of a file's content, as YAML reads them.

    Raises:
        DataUnreadable: for what is not a list of intents with a language and examples one a line.
    """
    try:
        data = YAML(typ="safe").load(StringIO(content))
    except YAMLError as error:
        raise DataUnreadable(f"{topic}.yml is not YAML") from error
    found: list[Example] = []
    for block in (data or {}).get("nlu") or [] if isinstance(data, dict) else []:
        if isinstance(block, dict) and "intent" in block:
            found.extend(_examples_of(block, topic))
    return found


def _examples_of(block: dict[str, Any], topic: str) -> Iterator[Example]:
    intent = str(block["intent"])
    language = str((block.get("metadata") or {}).get("language", "en"))
    listed = block.get("examples") or ""
    if not isinstance(listed, str):
        raise DataUnreadable(f"{topic}.yml: the examples of {intent} are not one a line")
    for line in listed.splitlines():
        if line.startswith("-"):
            yield Example(line[1:].strip(), intent, language, topic)
