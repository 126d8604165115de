"""How long an agent's reply takes from the press of the button to the borrower's socket."""

import json
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from string import ascii_lowercase

import httpx
from websockets.sync.client import connect

from benchmarks.desk.process import MORE_AGENTS, PATIENCE_SECONDS, App

# A person does not answer more often; without any pause only the queue of requests would be measured.
LEAST_PAUSE, LONGEST_PAUSE = 0.1, 0.5


@dataclass
class Chat:
    """A borrower with the chat window open, who notes when each of the agent's lines arrives."""

    app: App
    conversation: str = ""
    token: str = ""
    arrived: dict[str, float] = field(default_factory=dict)
    greeted: threading.Event = field(default_factory=threading.Event)

    def open(self) -> None:
        """Comes and asks for a person."""
        with httpx.Client(base_url=self.app.url, trust_env=False, timeout=PATIENCE_SECONDS) as window:
            opened = window.post("/chat/sessions", json={}).raise_for_status().json()
            self.conversation, self.token = opened["conversation"], opened["token"]
            asks = {"type": "person", "id": str(uuid.uuid4())}
            headers = {"Authorization": f"Bearer {self.token}"}
            window.post("/chat/frames", json=asks, headers=headers).raise_for_status()

    def listen(self, until: int) -> None:
        """Reads the socket until so many lines have come."""
        with connect(f"ws{self.app.url.removeprefix('http')}/chat/ws") as line:
            line.send(json.dumps({"type": "hello", "token": self.token, "cursor": 0}))
            while len(self.arrived) < until:
                frame = json.loads(line.recv(timeout=PATIENCE_SECONDS))
                if frame["type"] == "ready":
                    self.greeted.set()
                if frame["type"] == "entry" and frame["author"]["kind"] == "agent":
                    self.arrived[frame["text"]] = time.perf_counter()


def replies(app: App, *, chats: int, agents: int, each: int) -> list[float]:
    """The seconds from the press to the socket of every reply, with so many chats shared by so many agents."""
    talks = [Chat(app) for _ in range(chats)]
    for talk in talks:
        talk.open()
    with ThreadPoolExecutor(chats + agents) as threads:
        listening = [threads.submit(talk.listen, each) for talk in talks]
        for talk in talks:
            talk.greeted.wait(PATIENCE_SECONDS)
        answering = [
            threads.submit(_answer, app, account, talks[place::agents], each)
            for place, account in enumerate(MORE_AGENTS[:agents])
        ]
        pressed = {text: moment for agent in answering for text, moment in agent.result().items()}
        for listener in listening:
            listener.result()
    arrived = {text: moment for talk in talks for text, moment in talk.arrived.items()}
    return [arrived[text] - moment for text, moment in pressed.items()]


def _answer(app: App, account: str, talks: list[Chat], each: int) -> dict[str, float]:
    """Takes the chats and writes a line in each, over and over; when each line was sent."""
    pressed: dict[str, float] = {}
    chance = random.Random(account)  # noqa: S311 - no secret
    with app.browser(account) as browser:
        for talk in talks:
            browser.post(f"/desk/conversations/{talk.conversation}/take")
        for _ in range(each):
            for talk in talks:
                time.sleep(chance.uniform(LEAST_PAUSE, LONGEST_PAUSE))
                # Letters alone: a figure that nobody vouches for would be warned of.
                text = f"Let me look: {''.join(chance.choices(ascii_lowercase, k=20))}"
                form = {"text": text, "client_message_id": uuid.uuid4().hex, "anyway": ""}
                pressed[text] = time.perf_counter()
                answer = browser.post(
                    f"/desk/conversations/{talk.conversation}/replies", data=form, headers={"hx-request": "true"}
                )
                if answer.status_code != 200 or "reply-sent" not in answer.headers.get("hx-trigger", ""):
                    raise RuntimeError(f"a reply came back as {answer.status_code}")
    return pressed
