"""The engine's page shows every public function, and every example on it runs."""

import ast
import doctest
from pathlib import Path

PAGE = Path("docs/servicing-engine.md")
# Beside the servicing rules the page shows the dates of the law: the calendar and the clocks.
MODULES = [*Path("servicing/domain").glob("*.py"), Path("kernel/calendar.py"), Path("desk/domain/clocks.py")]


def public_functions():
    for path in sorted(MODULES):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield path.stem, node.name


def test_every_example_runs():
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted > 100
    assert found.failed == 0


def test_every_public_function_is_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    assert [
        f"{module}.{name}" for module, name in public_functions() if f"{name}(" not in text and f"`{name}`" not in text
    ] == []
