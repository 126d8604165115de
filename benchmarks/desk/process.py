"""The app as a process of its own, on a free port and in a folder of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.keys import ensure_keys
from app.main import Rooms, make_rooms
from app.migrate import migrate
from app.settings import settings_from
from benchmarks.ports import free_ports
from staff.client import Proof
from staff.demo import DEMO_ACCOUNTS, ensure_demo_accounts

PATIENCE_SECONDS = 60
SERVE = ("--factory", "--no-access-log", "--log-level", "warning", "--ws-max-size", "65536")
MORE_AGENTS = ("bea.agent", "ben.agent", "bo.agent")
# The word that these people, who exist only in the folder, sign in with.
BENCH = "a bench needs a word"
FORM_VALUE = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass
class App:
    """The app's address, and its rooms as this process opens them on the same database."""

    url: str
    rooms: Rooms
    tokens: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def browser(self, account: str = "alex.agent") -> Iterator[httpx.Client]:
        """A browser of somebody who is signed in."""
        if account not in self.tokens:
            known = {each.account: each.password for each in DEMO_ACCOUNTS}
            code = self.rooms.staff.demo_code(account) or ""
            proof = Proof(account, known.get(account, BENCH), code, "127.0.0.1")
            self.tokens[account] = self.rooms.staff.sign_in(proof)
        with httpx.Client(base_url=self.url, trust_env=False, timeout=PATIENCE_SECONDS) as browser:
            browser.cookies.set(self.rooms.staff.cookie, self.tokens[account])
            browser.headers["x-csrf-token"] = FORM_VALUE.findall(browser.get("/staff").text)[0]
            yield browser


@contextmanager
def served(home: Path) -> Iterator[App]:
    """The app, serving from an empty database in the folder until the block ends."""
    ports = dict(zip(("APP", "RASA", "ACTIONS", "SERVICING"), free_ports(4), strict=True))
    chosen = {f"DOORSTEP_{name}_PORT": str(port) for name, port in ports.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOORSTEP_")}
    environment = {**kept, "DOORSTEP_HOME": str(home), **chosen}
    settings = settings_from(environment)
    ensure_keys(settings.keys, demo=True)
    migrate(settings.database_url)
    os.environ.update({name: value for name, value in environment.items() if name.startswith("DOORSTEP_")})
    rooms = make_rooms(settings, "between us")
    ensure_demo_accounts(rooms.staff)
    for account in MORE_AGENTS:
        rooms.staff.add(account=account, name=account.title(), role="agent", password=BENCH, demo=True)
    command = [sys.executable, "-m", "uvicorn", *SERVE, "app.main:create_app", "--port", str(settings.app_port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(f"{settings.app_url}/readyz", process)
            yield App(settings.app_url, rooms)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)
            rooms.workshop.close()
            rooms.database.close()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        try:
            if httpx.get(address, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("the app did not serve")
