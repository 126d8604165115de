"""A trainer's room to test against: real accounts, tables and files, with small programs in place of Rasa's."""

import asyncio
import html
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from starlette.applications import Starlette

from kernel.clock import StoppedClock
from staff import store as staff_store
from staff import web as staff_web
from staff.client import Proof, Staff
from staff.demo import DEMO_ACCOUNTS, ensure_demo_accounts
from storage import Database, open_database
from trainer import store as trainer_store
from trainer import web as trainer_web
from trainer.client import TrainerInbox
from trainer.commands import Commands
from trainer.labels import Filter
from trainer.workshop import Workshop, open_workshop

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
KEY = b"k" * 32
TOKEN = "a-private-token"

DATA = {
    "payoff": """\
version: "3.1"

nlu:
  - intent: payoff_estimate_inquiry
    metadata: {language: en}
    examples: |
      - what's my payoff
      - how much to close out the loan

  - intent: payoff_estimate_inquiry
    metadata: {language: es}
    examples: |
      - cuánto para liquidar mi préstamo
""",
    "balance": """\
version: "3.1"

nlu:
  - intent: balance_inquiry
    metadata: {language: en}
    examples: |
      - what do I owe today
      - remaining principal please
""",
    "out_of_scope": """\
version: "3.1"

nlu:
  - intent: out_of_scope
    metadata: {language: en}
    examples: |
      - order me a pizza
""",
}
HELD_OUT = """\
version: "3.1"
nlu:
  - intent: payoff_estimate_inquiry
    metadata: {language: en}
    examples: |
      - payoff amount
      - close out my loan now
  - intent: balance_inquiry
    metadata: {language: en}
    examples: |
      - principal left to go
"""

# Trains by remembering every example, and obeys the file `mode`: `fail`, `hang`, `chatter` or `nowhere`.
TRAIN = """
import hashlib, json, pathlib, subprocess, sys, time
import yaml
mode = pathlib.Path("mode").read_text() if pathlib.Path("mode").exists() else ""
print("the data is new: training", flush=True)
if mode == "fail":
    print("cannot train: the data has faults", flush=True)
    sys.exit(1)
if mode == "hang":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pathlib.Path("pids").write_text(str(child.pid))
    time.sleep(60)
known = {}
for path in sorted(pathlib.Path("data/nlu").glob("*.yml")):
    for block in yaml.safe_load(path.read_text())["nlu"]:
        for line in block["examples"].splitlines():
            known[line[2:]] = block["intent"]
            if mode == "chatter":
                print("duplicate example:", line[2:], flush=True)
content = json.dumps(known, sort_keys=True).encode()
name = "doorstep-" + hashlib.sha256(content).hexdigest()[:16] + ".tar.gz"
target = pathlib.Path(sys.argv[sys.argv.index("--out") + 1], name)
target.write_bytes(content)
print("trained", flush=True)
print("/tmp/elsewhere.tar.gz" if mode == "nowhere" else target, flush=True)
"""
# Understands a message as the example with which it shares most words; `stubborn` lines are never learned.
EVALUATE = """
import json, pathlib, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
known = json.loads(pathlib.Path(given["--model"]).read_bytes())
if pathlib.Path("stubborn").exists():
    known.pop(pathlib.Path("stubborn").read_text(), None)
answers = []
for message in json.loads(pathlib.Path(given["--messages"]).read_text()):
    words = set(message["text"].lower().split())
    shared = {text: len(words & set(text.lower().split())) / len(words) for text in known}
    best = max(shared, key=shared.get)
    intent = known[best] if shared[best] > 0.2 else "nlu_fallback"
    answers.append({**message, "intent": intent, "confidence": round(shared[best], 2), "ranking": []})
pathlib.Path(given["--out"]).write_text(json.dumps(answers))
"""


class Browser:
    """Requests to an application in the same process, cookies kept; remembers the page's form value."""

    def __init__(self, app) -> None:
        self._app = app
        self.cookies = httpx.Cookies()
        self.csrf = ""

    def get(self, path, **options):
        answer = self.request("GET", path, **options)
        if found := re.search(r'name="csrf" value="([^"]+)"', answer.text):
            self.csrf = found.group(1)
        return answer

    def post(self, path, **fields):
        return self.request("POST", path, data={"csrf": self.csrf} | fields)

    def request(self, method, path, **options):
        return asyncio.run(self._request(method, path, options))

    async def _request(self, method, path, options):
        transport = httpx.ASGITransport(app=self._app, client=("127.0.0.1", 4242))
        async with httpx.AsyncClient(transport=transport, base_url="http://doorstep", cookies=self.cookies) as client:
            answer = await client.request(method, path, **options)
            self.cookies = client.cookies
            return answer


@dataclass
class TrainerRoom:
    """The whole room over one folder."""

    root: Path
    clock: StoppedClock
    database: Database
    staff: Staff
    workshop: Workshop
    app: Starlette

    def sign_in(self, account="tara.trainer") -> Browser:
        person = next(each for each in DEMO_ACCOUNTS if each.account == account)
        code = self.staff.demo_code(account)
        token = self.staff.sign_in(Proof(account, person.password, code or "", "127.0.0.1"))
        browser = Browser(self.app)
        browser.cookies.set(self.staff.cookie, token)
        browser.get("/trainer")
        browser.get("/staff")
        return browser

    def offer(self, text, **changes) -> None:
        offered = {
            "language": "en",
            "intent": "payoff_estimate_inquiry",
            "confidence": 0.41,
            "ranking": [
                {"intent": "payoff_estimate_inquiry", "confidence": 0.41},
                {"intent": "balance_inquiry", "confidence": 0.38},
            ],
            "reason": "low_margin",
        }
        with self.database.begin() as session:
            TrainerInbox(self.database, self.clock).offer(session, text=text, **(offered | changes))

    def waiting(self) -> int:
        """The id of the first message that waits."""
        return self.workshop.labels.waiting(Filter())[1][0].id

    def file(self, topic) -> str:
        return (self.root / "data" / "nlu" / f"{topic}.yml").read_text(encoding="utf-8")

    def set(self, name, content="") -> None:
        (self.root / name).write_text(content)

    def trained(self, browser) -> str:
        """Runs a whole training; returns its address."""
        address = browser.post("/trainer/runs").headers["location"]
        assert self.workshop.training.wait(address.rpartition("/")[2], 30)
        return address

    def model_of(self, address) -> str:
        return self.workshop.training.book.run(address.rpartition("/")[2]).model

    def later(self, seconds) -> None:
        self.clock.moment += timedelta(seconds=seconds)

    def close(self) -> None:
        self.workshop.close()
        self.database.close()


@lru_cache
def furnished() -> bytes:
    """A database file with all tables and the people of the demonstration, whose passwords take long to hash."""
    with TemporaryDirectory() as place:
        database = open_database(f"sqlite:///{place}/app.db")
        for room in (staff_store, trainer_store):
            room.Base.metadata.create_all(database.engine)
        ensure_demo_accounts(Staff(database, StoppedClock(NOW), key=KEY, demo=True))
        database.close()
        return Path(place, "app.db").read_bytes()


def visible(answer) -> str:
    """What a page says: its text on one line, without markup."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def open_room(root: Path, limit: timedelta = timedelta(seconds=30), clock: StoppedClock | None = None) -> TrainerRoom:
    """A room with a small project, fictional people and programs that train in an instant."""
    clock = clock or StoppedClock(NOW)
    (root / "data" / "nlu").mkdir(parents=True, exist_ok=True)
    (root / "tests" / "nlu").mkdir(parents=True, exist_ok=True)
    for topic, content in DATA.items():
        path = root / "data" / "nlu" / f"{topic}.yml"
        if not path.exists():
            path.write_text(content, encoding="utf-8")
    (root / "tests" / "nlu" / "held_out_en.yml").write_text(HELD_OUT, encoding="utf-8")
    (root / "train.py").write_text(TRAIN)
    (root / "evaluate.py").write_text(EVALUATE)
    (root / "home").mkdir(exist_ok=True)
    if not (root / "home" / "app.db").exists():
        (root / "home" / "app.db").write_bytes(furnished())
    database = open_database(f"sqlite:///{root}/home/app.db")
    staff = Staff(database, clock, key=KEY, demo=True)
    commands = Commands(
        train=(sys.executable, "train.py"),
        evaluate=(sys.executable, "evaluate.py"),
        folder=root,
        environment={"PYTHONUTF8": "1"},
        limit=limit,
    )
    workshop = open_workshop(database, clock, home=root / "home", root=root, commands=commands)
    routes = [
        *staff_web.routes(staff),
        *trainer_web.routes(staff=staff, workshop=workshop, private_token=TOKEN),
    ]
    return TrainerRoom(root, clock, database, staff, workshop, Starlette(routes=routes))
