"""`python -m bot.evaluate --model FILE --messages in.json --out out.json`: what a model understands of messages.

The input is a list of `{"text", "language"}`; the output a list, in the same order, of `{"text", "language", "intent",
"confidence", "ranking": [{"intent", "confidence"}], "entities": [{"entity", "value"}]}` with at most five guesses.
`intent` may be `nlu_fallback`; the ranking holds real intents only, best first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.environment import apply_environment, quieten


class BadMessages(ValueError):
    """The input is not a list of messages; the message says where."""


def read_messages(text: str) -> list[dict[str, str]]:
    """The messages of an input file.

    Raises:
        BadMessages: when it is not a JSON list of objects with a string `text` and `language`.
    """
    try:
        messages = json.loads(text)
    except ValueError as error:
        raise BadMessages("the input is not JSON") from error
    if not isinstance(messages, list):
        raise BadMessages("the input is not a list")
    for index, each in enumerate(messages):
        if not isinstance(each, dict) or not all(isinstance(each.get(key), str) for key in ("text", "language")):
            raise BadMessages(f"message {index} lacks a text or a language")
    return [{"text": each["text"], "language": each["language"]} for each in messages]


def evaluate(model: Path, messages: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """What the model understands of each message. The model is loaded once; payloads are read as payloads."""
    quieten()
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    from bot.turn import understood

    agent = Agent.load(model)
    if agent.processor is None:
        raise BadMessages(f"{model.name} is no model")

    async def all_parsed() -> list[dict[str, Any]]:
        results = []
        for each in messages:
            message = UserMessage(each["text"], metadata={"language": each["language"]})
            parse = await agent.processor.parse_message(message)
            entities = [{"entity": found["entity"], "value": found["value"]} for found in parse.get("entities") or []]
            results.append({**each, **understood(parse), "entities": entities})
        return results

    return asyncio.run(all_parsed())


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; the exit code is 0 when the output was written."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--messages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        results = evaluate(chosen.model, read_messages(chosen.messages.read_text(encoding="utf-8")))
    except BadMessages as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    unfinished = chosen.out.with_name(f"{chosen.out.name}.part")
    unfinished.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.replace(chosen.out)
    return 0


if __name__ == "__main__":
    apply_environment()
    sys.exit(main())
