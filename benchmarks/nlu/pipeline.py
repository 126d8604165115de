"""The components of config.yml, run one after the other as Rasa's graph does it, and examples to run them on."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.environment import apply_environment, quieten

apply_environment()
quieten()

import numpy as np  # noqa: E402 - the environment comes before Rasa
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema  # noqa: E402
from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402
from rasa.engine.storage.resource import Resource  # noqa: E402
from rasa.shared.importers.importer import TrainingDataImporter  # noqa: E402
from rasa.shared.importers.utils import training_data_from_paths  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from rasa.shared.nlu.training_data.training_data import TrainingData  # noqa: E402
from rasa.shared.utils.common import class_from_module_path  # noqa: E402
from rasa.shared.utils.io import read_config_file  # noqa: E402

from bot.nlu.signal_examples import SHOWN  # noqa: E402

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
SEED = 11


@dataclass(frozen=True)
class Example:
    """Something said, what was meant, in which language, and for an example of signals which it shows."""

    text: str
    intent: str
    language: str
    shown: tuple[str, ...] | None = None


class Pipeline:
    """Components trained on examples."""

    def __init__(self, examples: Sequence[Example], folder: Path, components: Sequence[dict[str, Any]]) -> None:
        storage = LocalModelStorage(folder)
        context = ExecutionContext(GraphSchema({}))
        data = TrainingData([_example(example) for example in examples])
        self.components: list[Any] = []
        for index, config in enumerate(components):
            component, data = self._trained(index, dict(config), data, storage, context)
            self.components.append(component)

    @staticmethod
    def _trained(
        index: int, config: dict[str, Any], data: TrainingData, storage: LocalModelStorage, context: ExecutionContext
    ) -> tuple[GraphComponent, TrainingData]:
        kind = class_from_module_path(config.pop("name"))
        made = ({**kind.get_default_config(), **config}, storage, Resource(f"part{index}"), context)
        if hasattr(kind, "train"):
            kind.create(*made).train(data)
        component = kind.load(*made)
        prepare: Callable[[TrainingData], TrainingData] | None = getattr(component, "process_training_data", None)
        return component, prepare(data) if prepare else data

    def read(self, example: Example) -> Message:
        """The message with everything the components find in it."""
        messages = [_message(example)]
        for component in self.components:
            messages = component.process(messages)
        return messages[0]


@contextmanager
def trained(examples: Sequence[Example], components: Sequence[dict[str, Any]] | None = None) -> Iterator[Pipeline]:
    """A pipeline trained on the examples, in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        yield Pipeline(examples, Path(folder), components or product_components())


def product_components() -> list[dict[str, Any]]:
    """The pipeline of config.yml."""
    components: list[dict[str, Any]] = read_config_file("config.yml")["pipeline"]
    return components


def ranking_of(message: Message) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the message was doubted, and the real intents in order."""
    ranking = message.get("intent_ranking") or [{"name": FALLBACK, "confidence": 1.0}]
    return ranking[0]["name"] == FALLBACK, [each for each in ranking if each["name"] != FALLBACK] or ranking


def _message(example: Example) -> Message:
    return Message({"text": example.text, "metadata": {"language": example.language}})


def _example(example: Example) -> Message:
    message = _message(example)
    if example.intent:
        message.set("intent", example.intent)
    if example.shown is not None:
        message.set(SHOWN, list(example.shown))
    return message


def read_table(path: Path) -> list[Example]:
    """The examples of a tab-separated file of texts and intents; `oos` means out of scope."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [Example(text, OUT_OF_SCOPE if intent == "oos" else intent, "en") for text, intent in rows]


def _examples_in(data: TrainingData) -> list[Example]:
    return [
        Example(e.get("text"), e.get("intent"), e.get("metadata")["intent"]["language"]) for e in data.intent_examples
    ]


def own_examples() -> list[Example]:
    """The project's training examples, of intents and of signals."""
    data = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"]).get_nlu_data()
    signals = [e for e in data.training_examples if e.get(SHOWN) is not None]
    return _examples_in(data) + [
        Example(e.get("text"), "", e.get("metadata")["language"], tuple(e.get(SHOWN))) for e in signals
    ]


def held_out_examples(language: str) -> list[Example]:
    """The messages nothing was trained on."""
    return _examples_in(training_data_from_paths([f"tests/nlu/held_out_{language}.yml"], language))


def with_typos(example: Example, share: float, chance: random.Random) -> Example:
    """The example with this share of its letters left out, doubled, swapped or replaced."""
    letters = list(example.text)
    for index in range(len(letters) - 1):
        if letters[index].isalpha() and chance.random() < share:
            letters[index] = chance.choice(
                ["", letters[index] * 2, letters[index + 1], chance.choice("abcdefghijklmnopqrstuvwxyz")]
            )
    return replace(example, text="".join(letters))


def without_marks(example: Example) -> Example:
    """The example in lower case, without punctuation and accents."""
    return replace(example, text=" ".join("".join(c if c.isalnum() else " " for c in example.text.lower()).split()))


def buried(example: Example, before: Sequence[str], after: Sequence[str]) -> Example:
    """The example as one sentence among others."""
    ended = example.text if example.text[-1] in ".!?" else f"{example.text}."
    return replace(example, text=" ".join([*before, ended[0].upper() + ended[1:], *after]))


def say(line: str = "") -> None:
    """One line of the report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def share(right: Iterable[bool]) -> float:
    """How many of these are true, from 0 to 1."""
    values = list(right)
    return sum(values) / len(values) if values else float("nan")


def times(pipeline: Pipeline, examples: Sequence[Example]) -> np.ndarray:
    """The milliseconds each message takes; the first few warm up and are left out."""
    for example in examples[:5]:
        pipeline.read(example)
    spent = []
    for example in examples:
        begun = time.perf_counter()
        pipeline.read(example)
        spent.append((time.perf_counter() - begun) * 1_000)
    return np.array(spent)
