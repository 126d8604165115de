"""The conversation files as data: what the hygiene tests look at."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("en", "es")
# Said by Rasa's own mechanisms, not by a rule of ours.
RASA_INTENTS = {"nlu_fallback"}
# Said by tapping a button and in no other way.
BUTTON_INTENTS = {
    "confirm_signal",
    "payoff_third_party_inquiry",
    "withdraw_signal",
}


@dataclass(frozen=True)
class Example:
    """One line of training data."""

    topic: str
    intent: str
    language: str
    text: str


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


@cache
def domain_files() -> dict[str, dict[str, Any]]:
    """Topic name (or `domain` for what all share) to the file's content."""
    paths = [Path("domain.yml"), *sorted(Path("domain").glob("*.yml"))]
    return {path.stem: read(path) for path in paths}


def merged(section: str) -> dict[str, Any]:
    """A mapping section of all domain files."""
    return {key: value for content in domain_files().values() for key, value in (content.get(section) or {}).items()}


def listed(section: str) -> list[str]:
    """A list section of all domain files."""
    names = []
    for content in domain_files().values():
        for item in content.get(section) or []:
            names.append(item if isinstance(item, str) else next(iter(item)))
    return names


@cache
def examples() -> tuple[Example, ...]:
    """Every training example."""
    found = []
    for path in sorted(Path("data/nlu").glob("*.yml")):
        for block in read(path).get("nlu", []):
            language = (block.get("metadata") or {}).get("language", "?")
            for line in block["examples"].splitlines():
                found.append(Example(path.stem, block["intent"], language, line.removeprefix("- ").strip()))
    return tuple(found)


@cache
def steps() -> tuple[dict[str, Any], ...]:
    """Every step of every rule and story."""
    found = []
    for folder, section in (("rules", "rules"), ("stories", "stories")):
        for path in sorted(Path("data", folder).glob("*.yml")):
            for story in read(path).get(section) or []:
                for step in story["steps"]:
                    found.extend(step.get("or", [step]))
    return tuple(found)


@cache
def python_names(*rooms: str) -> frozenset[str]:
    """Every string literal and keyword in the rooms: where a response, an action or a figure may be named."""
    found = set()
    for path in (path for room in rooms for path in Path(room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
    return frozenset(found)


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return set(re.findall(r"(?<!\{)\{(\w+)\}", text))


def variation(response: list[dict[str, Any]], language: str) -> dict[str, Any] | None:
    """The variation of a response in one language."""
    for candidate in response:
        conditions = candidate.get("condition") or []
        if any(item["name"] == "language" and item["value"] == language for item in conditions):
            return candidate
    return None
