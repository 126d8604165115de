"""The whole system as `make run` starts it, on free ports and in a folder of its own, for tests from outside."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from benchmarks.ports import free_ports

AS_OF = "2026-11-16"
START_LIMIT_SECONDS = 600
MODEL_CACHE = Path("var/test-models")


def wait_until(truth, seconds: float, what: str):
    """Returns the first true answer; fails the test when there is none in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if answer := truth():
            return answer
        time.sleep(0.1)
    return pytest.fail(f"{what}: not within {seconds} s")


@dataclass
class System:
    """A running Doorstep."""

    home: Path
    root: Path
    url: str
    ports: dict[str, int]
    environment: dict[str, str]
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread = field(default_factory=threading.Thread)

    def pid(self, name: str) -> int:
        """The process id of app, rasa, actions or servicing."""
        return int((self.home / "run" / f"{name}.pid").read_text())

    def kill(self, name: str) -> None:
        """`kill -9`, as a crash would."""
        os.kill(self.pid(name), signal.SIGKILL)

    def wait_for(self, name: str, seconds: float = 90) -> None:
        """Waits until the process serves again."""
        paths = {
            "app": "/healthz",
            "servicing": "/readyz",
            "actions": "/health",
            "rasa": "/webhooks/gateway/ready",
        }
        address = f"http://127.0.0.1:{self.ports[name]}{paths[name]}"

        def serves() -> bool:
            try:
                return httpx.get(address, timeout=2, trust_env=False).is_success
            except httpx.HTTPError:
                return False

        wait_until(serves, seconds, f"{name} serves again")

    def log(self) -> str:
        """Everything all processes have printed so far."""
        return "\n".join(self.lines)


def train_once() -> Path:
    """The folder with a model for the data as it stands, trained when none fits."""
    subprocess.run(
        [".venv-bot/bin/python", "-m", "bot.train", "--out", str(MODEL_CACHE)],
        check=True,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return MODEL_CACHE


def copy_project(root: Path) -> None:
    """A checkout of its own, because trainers write into the conversation data."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listing, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and Path(name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(name, root / name)
    for environment in (".venv", ".venv-bot"):
        (root / environment).symlink_to(Path(environment).resolve())


def set_clock(file: Path, moment: str) -> None:
    """Sets the time of a system that runs by this file to a moment such as `2026-11-16T22:41:00-05:00`."""
    fresh = file.with_suffix(".new")
    fresh.write_text(moment)
    fresh.replace(file)


def start(folder: Path, **settings: str) -> System:
    """Starts everything in the folder, with further settings, and returns when it is ready."""
    home, root = folder / "home", folder / "project"
    copy_project(root)
    app, rasa, actions, servicing = free_ports(4)
    shutil.copytree(train_once(), home / "models", dirs_exist_ok=True)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("DOORSTEP_")},
        "DOORSTEP_HOME": str(home),
        "DOORSTEP_AS_OF": AS_OF,
        "DOORSTEP_APP_PORT": str(app),
        "DOORSTEP_RASA_PORT": str(rasa),
        "DOORSTEP_ACTIONS_PORT": str(actions),
        "DOORSTEP_SERVICING_PORT": str(servicing),
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "app.supervisor"],
        env=environment,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    ports = {"app": app, "rasa": rasa, "actions": actions, "servicing": servicing}
    system = System(home, root, f"http://127.0.0.1:{app}", ports, environment, process)
    system.reader = threading.Thread(target=_collect, args=(system,), daemon=True)
    system.reader.start()
    wait_until(lambda: "is ready after" in system.log() or process.poll() is not None, START_LIMIT_SECONDS, "start")
    if process.poll() is not None:
        pytest.fail(f"the system did not start:\n{system.log()}")
    return system


def _collect(system: System) -> None:
    for line in system.process.stdout or ():
        system.lines.append(line.rstrip())


def stop(system: System) -> None:
    """Ctrl-C, and a check that nothing is left."""
    pids = [system.pid(name) for name in system.ports]
    system.process.send_signal(signal.SIGINT)
    system.process.wait(timeout=60)
    system.reader.join(timeout=10)
    if system.process.stdout is not None:
        system.process.stdout.close()
    orphans = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    assert not orphans, f"still running after Ctrl-C: {orphans}"


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A running Doorstep, as of 2026-11-16."""
    running = start(tmp_path_factory.mktemp("doorstep"))
    yield running
    stop(running)
