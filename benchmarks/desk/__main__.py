"""`python -m benchmarks.desk [--cases N] [--chats N] [--rounds N]`: the desk with many cases and many live chats.

How long it takes to judge the dates of every open case, to get the queue's page, and for an agent's reply to reach
the borrower's socket. The app runs as a process of its own on a free port, on SQLite in a folder that is deleted
afterwards, without an assistant. Each time stands beside a baseline of the same run: the rows read and their JSON
parsed and nothing else, the queue's page with few cases, one chat alone.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.desk.cases import fill, judge, read_only
from benchmarks.desk.chats import replies
from benchmarks.desk.process import served
from benchmarks.desk.queue import page_times

CASES, CHATS, AGENTS, ROUNDS = 50_000, 30, 3, 5
FEW = 20
GOALS = {"judged": 5.0, "page": 0.200, "reply": 0.250}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _verdict(value: float, goal: str) -> str:
    return f"goal {GOALS[goal]:g} s: {'met' if value <= GOALS[goal] else 'MISSED'}"


def _percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _spread(times: Sequence[float]) -> str:
    return f"p50 {statistics.median(times) * 1e3:.0f} ms, p95 {_percentile(times, 0.95) * 1e3:.0f} ms"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command; code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args(arguments)
    load = os.getloadavg()
    _say(f"{os.cpu_count()} processors, load {load[0]:.1f} before the start; medians of {asked.rounds} rounds")
    with tempfile.TemporaryDirectory() as folder:
        with served(Path(folder, "few")) as app:
            fill(app, FEW)
            few = page_times(app, rounds=asked.rounds * 8)
            alone = replies(app, chats=1, agents=1, each=asked.rounds * 8)
            many = replies(app, chats=asked.chats, agents=AGENTS, each=asked.rounds)
        with served(Path(folder, "many")) as app:
            breached = fill(app, asked.cases)
            page = page_times(app, rounds=asked.rounds * 8)
            judged = judge(app, rounds=asked.rounds)
            raw = read_only(app, rounds=asked.rounds)
            crowded = replies(app, chats=asked.chats, agents=AGENTS, each=asked.rounds)
    if judged.found != breached:
        _say(f"WRONG: {judged.found:,} dates were found missed, {breached:,} were")
        sys.exit(1)
    seconds, shown = statistics.median(judged.seconds), _percentile(page, 0.95)
    _say(f"judging {asked.cases:,} open cases  {seconds:.2f} s, {judged.found:,} missed; {_verdict(seconds, 'judged')}")
    worked, read = statistics.median(judged.worked), statistics.median(raw.worked)
    _say(f"    {worked:.2f} s of a processor, {worked / read:.1f} x reading the same rows and parsing their JSON")
    _say(f"queue page with them      {_spread(page)}; {_verdict(shown, 'page')}")
    times = statistics.median(page) / statistics.median(few)
    _say(f"    {times:.1f} x the page with {FEW} cases ({_spread(few)})")
    worst = 0.0
    who = f"{asked.chats} chats, {AGENTS} agents"
    for name, times in (("quiet desk", many), (f"{asked.cases:,} cases", crowded)):
        late = _percentile(times, 0.95)
        worst = max(worst, late)
        _say(f"reply to borrower, {who}, {name}: {_spread(times)}; {_verdict(late, 'reply')}")
        _say(f"    {statistics.median(times) / statistics.median(alone):.1f} x one chat alone ({_spread(alone)})")
    _say(f"load {os.getloadavg()[0]:.1f} at the end")
    if seconds > GOALS["judged"] or shown > GOALS["page"] or worst > GOALS["reply"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
