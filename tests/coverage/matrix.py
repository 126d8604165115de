"""What the product can do and what borrowers say, and the tests that prove each: the page, and what it lacks."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.dialogue.happy.every_intent import HANDOFF, INTENTS, TOLD, Said
from tests.hygiene.conversation import listed

PAGE = Path("docs/coverage.md")
CAPABILITIES = Path("tests/coverage/capabilities.yml")
INTENT_TEST = "tests/dialogue/happy/test_every_intent.py::test_an_intent_is_understood_and_answered"

HEAD = """# Coverage

What Doorstep can do and what borrowers say, with the tests that prove it. `make coverage` writes this page from
`tests/coverage/capabilities.yml` and `tests/dialogue/happy/every_intent.py`; `make check` fails when something here
has no test, or names one that does not exist.
"""
INTENTS_HEAD = f"""
## Intents

Each sentence is said to the trained assistant by `{INTENT_TEST}`.

| intent | English | Spanish | answer |
|---|---|---|---|
"""


class Capability(NamedTuple):
    """A line of the acceptance list: its number, what it is, and the names of its tests."""

    number: str
    what: str
    tests: tuple[str, ...]


def capabilities() -> list[Capability]:
    """Every capability, in the order of the file."""
    written = yaml.safe_load(CAPABILITIES.read_text(encoding="utf-8"))
    return [Capability(number, each["what"], tuple(each["tests"])) for number, each in written.items()]


@cache
def tests_in(path: str) -> frozenset[str]:
    """The tests a file defines, without running it; none when there is no such file."""
    if not Path(path).is_file():
        return frozenset()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    defined = ast.parse(Path(path).read_text(encoding="utf-8")).body
    return frozenset(each.name for each in defined if isinstance(each, functions) and each.name.startswith("test_"))


def exists(test: str) -> bool:
    """Whether `path::name` is a test."""
    path, _, name = test.partition("::")
    return name in tests_in(path)


def faults() -> list[str]:
    """Everything without a proof, one line each."""
    intents, known = set(listed("intents")), capabilities()
    named = [(each.number, test) for each in known for test in each.tests] + [("intents", INTENT_TEST)]
    return [
        *(f"{each.number} has no test: {each.what}" for each in known if not each.tests),
        *(f"{number} names a test that does not exist: {test}" for number, test in named if not exists(test)),
        *(f"{intent} has no sentence" for intent in sorted(intents - set(INTENTS))),
        *(f"{intent} is no intent of the domain" for intent in sorted(set(INTENTS) - intents)),
    ]


def page() -> str:
    """The page as it should stand in `docs`."""
    rows = [
        _row(each.number, each.what, "<br>".join(f"`{test}`" for test in each.tests) or "none yet")
        for each in capabilities()
    ]
    said = [
        _row(f"`{intent}`", _quoted(given.en), _quoted(given.es), _answer(given)) for intent, given in INTENTS.items()
    ]
    head = f"{HEAD}\n## Capabilities\n\n| number | capability | tests |\n|---|---|---|\n"
    return f"{head}{''.join(rows)}{INTENTS_HEAD}{''.join(said)}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def _quoted(sentence: str) -> str:
    return f"`{sentence}`" if sentence.startswith("/") else sentence


def _answer(said: Said) -> str:
    words = {HANDOFF: "a person is called", TOLD: "told by the gateway from its record"}
    return words.get(said.answer, f"`{said.answer}`")
