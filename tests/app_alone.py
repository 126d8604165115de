"""The app process alone, as it is served in the product: people are reached without the bot."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from app.keys import ensure_keys
from benchmarks.ports import free_ports
from tests.system import wait_until


@contextlib.contextmanager
def app_process(home: Path, **settings: str) -> Iterator[str]:
    """The address of an app of its own, with these variables beside the usual ones."""
    (port,) = free_ports(1)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("DOORSTEP_")},
        "DOORSTEP_HOME": str(home),
        "DOORSTEP_APP_PORT": str(port),
        "DOORSTEP_PRIVATE_TOKEN": "between-us",
        **settings,
    }
    ensure_keys(home / "keys", demo=True)
    subprocess.run([sys.executable, "-m", "app.migrate"], check=True, env=environment, capture_output=True)
    serve = [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app", "--log-level", "warning"]
    process = subprocess.Popen([*serve, "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: _serves(address), 60, "the app serves")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _serves(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", trust_env=False).is_success
    except httpx.HTTPError:
        return False
