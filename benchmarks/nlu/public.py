"""`python -m benchmarks.nlu.public FOLDER [--baseline]`: the same components on intents nobody here wrote.

FOLDER holds `banking77/` and `clinc150/` with tab-separated `train.tsv`, `test.tsv`, and `train_10.tsv` (ten examples
an intent) or `oos_train.tsv`, `oos_test.tsv` (out of scope). For each training set prints accuracy among intents in
scope, for CLINC150 how many of what is out of scope is refused when 95 of 100 messages in scope are accepted, training
time and time per message. With --baseline also trains the usual Rasa choice, counted words with DIET for 100 epochs, on
the ten-example set in the same run (a quarter of an hour).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.nlu.pipeline import (
    OUT_OF_SCOPE,
    Example,
    Pipeline,
    product_components,
    ranking_of,
    read_table,
    say,
    share,
    times,
    trained,
)
from bot.nlu.classifier import STRANGENESS

TIMED = 200
ACCEPTED = 0.95
# The pipeline without what is about this product only.
NOT_ABOUT_INTENTS = ("SpokenFigures", "DistanceFallback", "SeveralIntents", "SignalDetector")
SPARSE_AND_DIET: list[dict[str, Any]] = [
    {"name": "rasa.nlu.tokenizers.whitespace_tokenizer.WhitespaceTokenizer"},
    {
        "name": "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer.CountVectorsFeaturizer",
    },
    {
        "name": "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer.CountVectorsFeaturizer",
        "analyzer": "char_wb",
        "min_ngram": 1,
        "max_ngram": 4,
    },
    {"name": "rasa.nlu.classifiers.diet_classifier.DIETClassifier", "epochs": 100, "random_seed": 11},
]


def understanding() -> list[dict[str, Any]]:
    """The product's components for intents."""
    return [each for each in product_components() if each["name"].rsplit(".", 1)[-1] not in NOT_ABOUT_INTENTS]


def accuracy(pipeline: Pipeline, tests: Sequence[Example]) -> float:
    """The share of messages whose best guess among real intents is right."""

    def best(example: Example) -> str:
        ranking = ranking_of(pipeline.read(example))[1]
        return str(next(each["name"] for each in ranking if each["name"] != OUT_OF_SCOPE))

    return share(best(example) == example.intent for example in tests)


def refusal(pipeline: Pipeline, tests: Sequence[Example], strangers: Sequence[Example]) -> float:
    """The share of strangers stranger than all but the strangest twentieth of the messages in scope."""
    usual = [pipeline.read(example).get(STRANGENESS) for example in tests]
    limit = np.quantile(usual, ACCEPTED)
    return share(pipeline.read(example).get(STRANGENESS) > limit for example in strangers)


def measure(
    name: str, examples: Sequence[Example], tests: Sequence[Example], strangers: Sequence[Example] = (), **chosen: Any
) -> None:
    """Trains, judges and prints one row."""
    begun = time.perf_counter()
    with trained(examples, chosen.get("components") or understanding()) as pipeline:
        spent = time.perf_counter() - begun
        right = accuracy(pipeline, tests)
        refused = f"   out of scope refused {refusal(pipeline, tests, strangers):6.1%}" if strangers else ""
        each = times(pipeline, tests[:TIMED])
    say(
        f"{name:<34}accuracy {right:6.2%}{refused}   trained in {spent:4.0f} s"
        f"   message {np.median(each):.1f} ms (95 %: {np.percentile(each, 95):.1f})"
    )


def main(arguments: list[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu.public", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--baseline", action="store_true", help="also train counted words with DIET")
    chosen = parser.parse_args(arguments)
    banking, clinc = chosen.folder / "banking77", chosen.folder / "clinc150"
    tests = read_table(banking / "test.tsv")
    measure("BANKING77, 10 an intent", read_table(banking / "train_10.tsv"), tests)
    if chosen.baseline:
        few = read_table(banking / "train_10.tsv")
        measure("  counted words + DIET", few, tests, components=SPARSE_AND_DIET)
    measure("BANKING77, all", read_table(banking / "train.tsv"), tests)
    known = read_table(clinc / "train.tsv") + read_table(clinc / "oos_train.tsv")
    measure("CLINC150", known, read_table(clinc / "test.tsv"), read_table(clinc / "oos_test.tsv"))


if __name__ == "__main__":
    main()
