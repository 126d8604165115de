"""Real Chromium for tests: where it is and how it starts."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parent / "a11y" / "vendor" / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of a Chromium on this machine."""
    for name in (os.environ.get("CHROMIUM_PATH", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    return mac if os.path.exists(mac) else pytest.fail("no Chromium: run `make browser` or set CHROMIUM_PATH")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """What pytest-playwright launches."""
    return {"executable_path": chromium(), "args": FLAGS, "headless": True}


def axe_violations(page: Page) -> list[dict[str, Any]]:
    """The violations axe finds on the page as it stands, closed shadow trees included."""
    # Through the debugger, because the pages' own policy allows no injected script.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    run = f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(found => JSON.stringify(found.violations))"
    answer = session.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
    session.detach()
    return [
        {"id": rule["id"], "impact": rule["impact"], "nodes": [node["html"][:200] for node in rule["nodes"]]}
        for rule in json.loads(answer["result"]["value"])
    ]
