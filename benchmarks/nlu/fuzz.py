"""`python -m benchmarks.nlu.fuzz [--count 20000]`: strange messages through the product's model.

Prints how many made it raise, how long reading one took, and the slowest. Messages come from Hypothesis: any Unicode,
control characters, one character many times over, words and figures thrown together, up to the longest message the
gateway lets through. Runs in the bot environment; trains when no model fits the data.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.nlu.pipeline import SEED, own_examples, say
from bot.channel import warm_up
from bot.environment import settle_memory
from bot.train import train

LONGEST = 2_000
MODELS = Path("var/models")


def messages() -> st.SearchStrategy[str]:
    """Strange messages, and usual words in strange company."""
    words = sorted({word for example in own_examples() for word in example.text.split()})
    usual = st.lists(st.one_of(st.sampled_from(words), st.text(max_size=12)), max_size=60).map(" ".join)
    repeated = st.tuples(st.characters(), st.integers(1, LONGEST)).map(lambda pair: pair[0] * pair[1])
    figures = st.lists(st.sampled_from([*"0123456789.,/$-% ", "dic ", "the ", "el ", "mil "]), max_size=200).map(
        "".join
    )
    return st.one_of(st.text(max_size=LONGEST), usual, repeated, figures).map(lambda text: text[:LONGEST])


def made(count: int) -> list[str]:
    """So many strange messages, before any is read: making them is not the model's time."""
    kept: list[str] = []

    @seed(SEED)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(messages())
    def keep(text: str) -> None:
        kept.append(text)

    keep()
    return kept


def main(arguments: list[str] | None = None) -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    chosen = parser.parse_args(arguments)
    strange = made(chosen.count)
    from rasa.core.agent import Agent

    agent = Agent.load(str(train(Path.cwd(), MODELS)))
    loop = asyncio.new_event_loop()
    loop.run_until_complete(warm_up(agent))
    settle_memory()
    took: list[tuple[float, str]] = []
    raised: list[str] = []
    for text in strange:
        begun = time.perf_counter()
        try:
            loop.run_until_complete(agent.parse_message(text))
        except Exception as fault:
            raised.append(f"{type(fault).__name__}: {fault} for {text[:60]!r}")
        took.append((time.perf_counter() - begun, text))
    took.sort()
    say(f"{len(took)} messages, {len(raised)} raised")
    for each in raised[:5]:
        say(f"  {each}")
    middle, late, slowest = took[len(took) // 2][0], took[int(len(took) * 0.99)][0], took[-1][0]
    say(f"median {middle * 1e3:.1f} ms, 99 of 100 below {late * 1e3:.1f} ms, slowest {slowest * 1e3:.1f} ms")
    say(f"{sum(seconds > 0.2 for seconds, _ in took)} took longer than 200 ms; the slowest:")
    for seconds, text in took[-3:]:
        say(f"  {seconds * 1e3:.1f} ms, {len(text)} characters: {text[:60]!r}")


if __name__ == "__main__":
    main()
