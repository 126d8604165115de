"""`python -m benchmarks.nlu.held_out [--pictures FOLDER]`: the product's model on messages it has never met.

Prints, for each language: how many intents and topics are understood, the same for variants (typos, capitals, no
punctuation, buried among other sentences), what is refused, signals of rights and danger, exact figures, the topics
with the most mistakes, and how sure the model is against how right. With --pictures also draws the confusions and the
calibration. Runs in the bot environment; trains once.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks.nlu.pipeline import (
    OUT_OF_SCOPE,
    SEED,
    Example,
    Pipeline,
    buried,
    held_out_examples,
    own_examples,
    ranking_of,
    say,
    share,
    trained,
    with_typos,
    without_marks,
)
from bot.nlu.figures import found_in
from gateway.signals import DUTIES

LANGUAGES = ("en", "es")
AROUND = {
    "en": (["We have lived here since 2009.", "My wife painted the porch this fall."], ["The dog is fine as well."]),
    "es": (["Vivimos aquí desde 2009.", "Mi esposa pintó el porche este otoño."], ["El perro también está bien."]),
}
BINS = 10
# How many of the doubted rights of a letter are asked about.
MOST_ASKED = 3


def topics() -> dict[str, str]:
    """The topic of each intent: the file its examples stand in."""
    files = sorted(Path("data/nlu").glob("*.yml"))
    return {block["intent"]: path.stem for path in files for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]}


class Judged:
    """What the model made of messages whose intent is known."""

    def __init__(self, pipeline: Pipeline, examples: Sequence[Example]) -> None:
        self.meant = [example.intent for example in examples]
        read = [ranking_of(pipeline.read(example)) for example in examples]
        self.guessed = [ranking[0]["name"] for _, ranking in read]
        self.sure = [ranking[0]["confidence"] for _, ranking in read]
        self.refused = [doubted or ranking[0]["name"] == OUT_OF_SCOPE for doubted, ranking in read]

    def line(self, name: str, topic: dict[str, str]) -> None:
        """Prints one row of the report."""
        intents = share(a == b for a, b in zip(self.meant, self.guessed, strict=True))
        right = share(topic[a] == topic[b] for a, b in zip(self.meant, self.guessed, strict=True))
        say(f"  {name:<34}topic {right:6.1%}   intent {intents:6.1%}   refused {share(self.refused):6.1%}")


def variants(language: str) -> dict[str, Callable[[Example], Example]]:
    """Ways in which the same message may be written, the same each time."""
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    before, after = AROUND[language]
    return {
        "as written": lambda example: example,
        "typos in 3 % of letters": lambda example: with_typos(example, 0.03, chance),
        "capitals": lambda example: replace(example, text=example.text.upper()),
        "no punctuation or accents": without_marks,
        "among three other sentences": lambda example: buried(example, before, after),
    }


def judge_signals(pipeline: Pipeline, language: str) -> None:
    """Prints recall and precision of the signals, over all and for each, and what the doubted ones of letters add;
    disputed labels count neither way."""
    hit: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    false: Counter[str] = Counter()
    doubted: Counter[bool] = Counter()
    for case in yaml.safe_load(Path(f"tests/nlu/signals_{language}.yml").read_text("utf-8")):
        read = pipeline.read(Example(case["text"], "", language))
        meant, disputed = set(case["signals"]), set(case.get("disputed", ()))
        found = {each["name"] for each in read.get("signals") or []} - disputed
        asked = [each["name"] for each in read.get("doubted_signals") or [] if each["name"] in DUTIES][:MOST_ASKED]
        doubted.update(name in meant for name in asked if name not in disputed)
        hit.update(found & meant)
        missed.update(meant - found)
        false.update(found - meant)
    right, wanted, given = hit.total(), hit.total() + missed.total(), hit.total() + false.total()
    say(f"  signals: recall {right / wanted:.1%}, precision {right / given:.1%}")
    say(f"    doubted in letters, besides: {doubted[True]} rightly, {doubted[False]} not")
    for name in sorted({*hit, *missed, *false}):
        say(f"    {name:<22}found {hit[name]:>3} of {hit[name] + missed[name]:>3}   false {false[name]:>3}")


def judge_figures(language: str) -> None:
    """Prints how many dates, amounts, tax years and loan numbers are found exactly."""
    hit: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    false = 0
    cases = yaml.safe_load(Path(f"tests/nlu/figures_{language}.yml").read_text("utf-8"))
    for case in cases:
        meant = Counter((kind, text) for each in case["entities"] for kind, text in each.items())
        found = Counter((each.kind, case["text"][each.start : each.end]) for each in found_in(case["text"], language))
        wanted.update(kind for kind, _ in meant.elements())
        hit.update(kind for kind, _ in (meant & found).elements())
        false += (found - meant).total()
    kinds = ", ".join(f"{kind} {hit[kind]}/{wanted[kind]}" for kind in sorted(wanted))
    say(f"  figures: {hit.total() / wanted.total():.1%} exact ({kinds}), {false} false in {len(cases)} messages")


def worst(judged: Judged, topic: dict[str, str]) -> None:
    """Prints the intents most often taken for another topic's."""
    wrong = Counter(
        (meant, guessed)
        for meant, guessed in zip(judged.meant, judged.guessed, strict=True)
        if topic[meant] != topic[guessed]
    )
    for (meant, guessed), times in wrong.most_common(8):
        say(f"    {meant} taken for {guessed}: {times}")


def draw(judged: dict[str, Judged], topic: dict[str, str], folder: Path) -> None:
    """Draws confusions of topics and how right the model is at each confidence."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(set(topic.values()))
    for language, each in judged.items():
        counts = [[0] * len(names) for _ in names]
        for meant, guessed in zip(each.meant, each.guessed, strict=True):
            counts[names.index(topic[meant])][names.index(topic[guessed])] += 1
        figure, axes = pyplot.subplots(figsize=(12, 11))
        axes.imshow([[min(value, 15) for value in row] for row in counts], cmap="Blues")
        axes.set_xticks(range(len(names)), names, rotation=90)
        axes.set_yticks(range(len(names)), names)
        axes.set(xlabel="taken for", ylabel="meant", title=f"Topics, {language}")
        figure.tight_layout()
        figure.savefig(folder / f"confusions_{language}.png", dpi=110)
    figure, axes = pyplot.subplots(figsize=(6, 6))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for language, each in judged.items():
        points = calibration(each)
        axes.plot([sure for sure, _, _ in points], [right for _, right, _ in points], marker="o", label=language)
    axes.set(xlabel="confidence", ylabel="share right", title="Calibration")
    axes.legend()
    figure.savefig(folder / "calibration.png", dpi=110)
    say(f"pictures in {folder}")


def calibration(judged: Judged) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and count of messages in each tenth of confidence that has any."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for sure, meant, guessed in zip(judged.sure, judged.meant, judged.guessed, strict=True):
        bins[min(BINS - 1, int(sure * BINS))].append((sure, meant == guessed))
    return [(sum(s for s, _ in each) / len(each), share(r for _, r in each), len(each)) for each in bins if each]


def main(arguments: list[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu.held_out", description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args(arguments)
    topic = topics()
    judged: dict[str, Any] = {}
    with trained(own_examples()) as pipeline:
        for language in LANGUAGES:
            examples = held_out_examples(language)
            known = [example for example in examples if example.intent != OUT_OF_SCOPE]
            say(f"{language}: {len(known)} messages in scope, {len(examples) - len(known)} out of scope")
            for name, written in variants(language).items():
                read = Judged(pipeline, [written(example) for example in known])
                read.line(name, topic)
                judged.setdefault(language, read)
            strangers = Judged(pipeline, [example for example in examples if example.intent == OUT_OF_SCOPE])
            say(f"  out of scope: {share(strangers.refused):.1%} refused")
            judge_figures(language)
            judge_signals(pipeline, language)
            say("  most often mistaken:")
            worst(judged[language], topic)
            say("  calibration (confidence: right, messages):")
            for sure, right, count in calibration(judged[language]):
                say(f"    {sure:.2f}: {right:.2f}, {count}")
    if chosen.pictures:
        draw(judged, topic, chosen.pictures)


if __name__ == "__main__":
    main()
