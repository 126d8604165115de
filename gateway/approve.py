"""`python -m gateway.approve [--check | --by NAME [--only RESPONSE] [--citation LAW] [--yes]]`: approves wording.

Without a name it shows what has changed since the last approval. With one it shows the same, asks, and enters the
approval. `--check` shows nothing but what is not approved, and ends with 1 when there is any.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from gateway.approvals import (
    REGISTRY,
    Approval,
    BadRegistry,
    Words,
    approved,
    current_words,
    differences,
    faults,
    read_registry,
    write_registry,
)
from gateway.replies import replies_from, variations_of
from gateway.wording import wording_from
from kernel.clock import Clock, SystemClock
from letters.catalogue import citations, words_to_approve


def main(
    arguments: Sequence[str] | None = None,
    *,
    root: Path = Path(),
    clock: Clock | None = None,
    ask: Callable[[str], str] = input,
) -> int:
    """Runs the command; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m gateway.approve", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when any wording is not approved")
    parser.add_argument("--by", metavar="NAME", help="who approves")
    parser.add_argument("--only", metavar="RESPONSE", help="approve this response alone")
    parser.add_argument("--citation", metavar="LAW", help="the law that shapes the words")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    chosen = parser.parse_args(arguments)
    today = (clock or SystemClock()).today()
    responses = {**wording_from(root).responses, **variations_of(replies_from(root))}
    words = {**current_words(responses), **words_to_approve(root)}
    registry = root / REGISTRY
    try:
        approvals = read_registry(registry)
    except BadRegistry as error:
        return _say(f"{REGISTRY}: {error}", code=1)
    if chosen.check:
        wrong = faults(words, approvals, today)
        return _say(*wrong, *(["run `make approve` to see and approve them"] if wrong else []), code=int(bool(wrong)))
    if chosen.only:
        if chosen.only not in {name for name, _ in words}:
            return _say(f"there is no response called {chosen.only}", code=2)
        others = {each.key: each.words for each in approvals if each.effective_to is None}
        words = {key: said for key, said in words.items() if key[0] == chosen.only} | {
            key: said for key, said in others.items() if key[0] != chosen.only
        }
    changed = list(differences(words, approvals, today))
    if not changed:
        return _say("all wording is approved")
    _say(*changed)
    if not (chosen.by or "").strip():
        return _say("", 'approve with: make approve BY="your name"', code=1)
    if not chosen.yes and ask("Approve these words? [y/N] ").strip().lower() not in {"y", "yes"}:
        return _say("nothing was approved", code=1)
    write_registry(registry, _entered(words, approvals, chosen, today))
    return _say(f"approved by {chosen.by.strip()} on {today.isoformat()}")


def _entered(words: Words, approvals: Sequence[Approval], chosen: argparse.Namespace, today: date) -> list[Approval]:
    """The registry with the approval; a letter brings its own citation."""
    by = chosen.by.strip()
    return approved(words, approvals, by=by, today=today, citation=chosen.citation, citations=citations())


def _say(*lines: str, code: int = 0) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return code


if __name__ == "__main__":
    sys.exit(main())
