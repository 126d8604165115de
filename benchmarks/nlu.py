"""`python -m benchmarks.nlu [FOLDER]`: how well messages are understood, and how fast.

Without a folder: the project's own examples, each judged by a pipeline that never saw it. With a folder of
tab-separated `train.tsv` (or the file named with --train) and `test.tsv`, and `oos_test.tsv` if there is one: trained
on the first, judged on the second. Runs in the bot environment; the pipeline is the one in config.yml.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from rasa.shared.nlu.training_data.training_data import TrainingData  # noqa: E402
from rasa.shared.utils.common import class_from_module_path  # noqa: E402
from rasa.shared.utils.io import read_config_file  # noqa: E402
from sklearn.model_selection import StratifiedKFold  # noqa: E402

FALLBACK = "nlu_fallback"
FOLDS = 5
SEED = 11
TIMED = 300


@dataclass(frozen=True)
class Example:
    """Something said, what was meant, and in which language."""

    text: str
    intent: str
    language: str


class Pipeline:
    """The components of config.yml, trained on examples one after the other as Rasa's graph does it."""

    def __init__(self, examples: Sequence[Example], folder: Path) -> None:
        storage = LocalModelStorage(folder)
        context = ExecutionContext(GraphSchema({}))
        data = TrainingData([_message(example, example.intent) for example in examples])
        self._components: list[Any] = []
        for index, config in enumerate(read_config_file("config.yml")["pipeline"]):
            component, data = self._trained(index, dict(config), data, storage, context)
            self._components.append(component)

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

    def understood(self, example: Example) -> list[dict[str, Any]]:
        """The ranking, with `nlu_fallback` first when the message is doubted."""
        messages = [_message(example)]
        for component in self._components:
            messages = component.process(messages)
        return messages[0].get("intent_ranking") or [{"name": FALLBACK, "confidence": 1.0}]


def _message(example: Example, intent: str | None = None) -> Message:
    data: dict[str, Any] = {"text": example.text, "metadata": {"language": example.language}}
    return Message(data | ({"intent": intent} if intent else {}))


def read_table(path: Path) -> list[Example]:
    """The examples of a tab-separated file; a file without intents holds what is out of scope."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [Example(row[0], row[1] if len(row) > 1 else "oos", "en") for row in rows]


def own_examples() -> list[Example]:
    """The project's training examples."""
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    found = importer.get_nlu_data().intent_examples
    return [Example(e.get("text"), e.get("intent"), e.get("metadata")["intent"]["language"]) for e in found]


def with_typos(example: Example, share: float, chance: random.Random) -> Example:
    """The example with this share of its letters left out, doubled, swapped or replaced."""
    letters = list(example.text)
    for index in range(len(letters) - 1):
        if letters[index].isalpha() and chance.random() < share:
            letters[index] = chance.choice(
                ["", letters[index] * 2, letters[index + 1], chance.choice("abcdefghijklmnopqrstuvwxyz")]
            )
    return Example("".join(letters), example.intent, example.language)


def judge(name: str, pipeline: Pipeline, examples: Sequence[Example]) -> None:
    """Prints how many were understood, how many doubted, and how many of those acted upon were right."""
    right = guessed = accepted = 0
    for example in examples:
        first, *rest = pipeline.understood(example)
        doubted = first["name"] == FALLBACK
        best = (rest or [first])[0] if doubted else first
        guessed += best["name"] == example.intent
        accepted += not doubted
        right += not doubted and best["name"] == example.intent
    count = max(1, len(examples))
    line = f"best guess right {guessed / count:6.1%}   acted upon {accepted / count:6.1%}"
    say(f"{name:<28}{line}   of those right {right / max(1, accepted):6.1%}   n={len(examples)}")


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def clock(pipeline: Pipeline, examples: Sequence[Example]) -> None:
    """Prints the time a message takes."""
    spent = []
    for example in examples[:TIMED]:
        begun = time.perf_counter()
        pipeline.understood(example)
        spent.append((time.perf_counter() - begun) * 1_000)
    say(f"{'a message takes':<28}median {np.median(spent):.1f} ms   95 % within {np.percentile(spent, 95):.1f} ms")


def benchmark_own() -> None:
    """The project's examples, by folds."""
    examples = own_examples()
    intents = [example.intent for example in examples]
    groups: dict[str, list[tuple[Pipeline, Example]]] = defaultdict(list)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    with tempfile.TemporaryDirectory() as folder:
        for number, (seen, unseen) in enumerate(folds.split(examples, intents)):
            place = Path(folder) / str(number)
            place.mkdir()
            pipeline = Pipeline([examples[index] for index in seen], place)
            for index in unseen:
                groups[examples[index].language].append((pipeline, examples[index]))
            say(f"fold {number + 1} of {FOLDS} trained")
        for language, judged in sorted(groups.items()):
            judge(f"own examples, {language}", _Several(judged), [example for _, example in judged])
        clock(pipeline, examples)


class _Several(Pipeline):
    """Answers each example with the pipeline that never saw it."""

    def __init__(self, judged: Sequence[tuple[Pipeline, Example]]) -> None:
        self._by_example = {example: pipeline for pipeline, example in judged}

    def understood(self, example: Example) -> list[dict[str, Any]]:
        return self._by_example[example].understood(example)


def benchmark_folder(folder: Path, train: str) -> None:
    """A public benchmark."""
    begun = time.perf_counter()
    tests = read_table(folder / "test.tsv")
    chance = random.Random(SEED)  # noqa: S311 - the same typos each time
    with tempfile.TemporaryDirectory() as place:
        pipeline = Pipeline(read_table(folder / train), Path(place))
        say(f"trained in {time.perf_counter() - begun:.0f} s")
        sample = chance.sample(tests, min(len(tests), 1_000))
        judge("clean", pipeline, sample)
        judge("typos in 5 % of letters", pipeline, [with_typos(example, 0.05, chance) for example in sample])
        judge("typos in 10 % of letters", pipeline, [with_typos(example, 0.10, chance) for example in sample])
        if (folder / "oos_test.tsv").is_file():
            judge("out of scope", pipeline, read_table(folder / "oos_test.tsv"))
        clock(pipeline, sample)


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--train", default="train.tsv")
    chosen = parser.parse_args()
    if chosen.folder:
        benchmark_folder(chosen.folder, chosen.train)
    else:
        benchmark_own()


if __name__ == "__main__":
    main()
