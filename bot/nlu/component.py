"""What our NLU components share: when a cached result still holds, what a message says about itself, and safe files."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from safetensors.numpy import load_file, save_file
from typing_extensions import Self

# Under this name a message carries the ways in which it is read; see `bot.nlu.words.readings`.
READINGS: Final = "readings"
# Under this name the language it is in, which need not be the one the conversation is held in.
TONGUE: Final = "tongue"
PAYLOAD_SIGN: Final = "/"
LANGUAGES: Final = ("en", "es")


@functools.lru_cache(maxsize=1)
def _sources_digest() -> str:
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("*.txt")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Component(GraphComponent):
    """A graph component whose cached results are dropped when any module of this package changes."""

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self.node_name = name
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """An untrained component."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """The component with what its training left in the model."""
        component = cls.create(config, model_storage, resource, execution_context)
        try:
            with model_storage.read_from(resource) as folder:
                component.restore(folder)
        except ValueError:
            # Nothing was trained (no examples, or a component that learns nothing).
            return component
        return component

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str | None:
        """Rasa looks only at the component's class; a result also depends on the modules that class uses."""
        return _sources_digest()

    def keep(self) -> Resource:
        """Writes what was learnt into the model."""
        with self._model_storage.write_to(self._resource) as folder:
            self.persist(folder)
        return self._resource

    def persist(self, folder: Path) -> None:
        """Writes what was learnt into this folder: arrays and JSON only, so that loading a model runs no code."""

    def restore(self, folder: Path) -> None:
        """Reads what `persist` wrote."""


def write_json(path: Path, data: Any) -> None:
    """Writes data that `read_json` gives back, in one way only."""
    path.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def read_json(path: Path) -> Any:
    """What `write_json` wrote; ValueError when the file is missing."""
    if not path.is_file():
        raise ValueError(f"{path.name} is missing")
    return json.loads(path.read_text(encoding="utf-8"))


def write_arrays(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Writes named arrays."""
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, str(path))


def read_arrays(path: Path) -> dict[str, np.ndarray]:
    """What `write_arrays` wrote; ValueError when the file is missing."""
    if not path.is_file():
        raise ValueError(f"{path.name} is missing")
    return load_file(str(path))


def language_of(message: Message) -> str:
    """The language the gateway gave with a message, or the one its training block is in; English by default."""
    metadata = message.get("metadata") or {}
    named = metadata.get("language")
    for level in ("example", "intent"):
        marked = metadata.get(level)
        named = named or (marked.get("language") if isinstance(marked, dict) else None)
    return named if named in LANGUAGES else LANGUAGES[0]


def tongue_of(message: Message) -> str:
    """The language a message is really in, as far as anybody has looked."""
    return message.get(TONGUE) or language_of(message)


def is_spoken(message: Message) -> bool:
    """Whether a message is words and not a payload, which names its intent itself."""
    text = message.get(TEXT)
    return isinstance(text, str) and bool(text.strip()) and not text.startswith(PAYLOAD_SIGN)


def spoken_examples(training_data: TrainingData) -> list[Message]:
    """The training examples that show how an intent is said, in a fixed order."""
    return [each for each in training_data.training_examples if each.get(INTENT) and is_spoken(each)]
