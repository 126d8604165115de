"""A borrower without a browser: the widget's protocol over plain HTTP, for tests from outside."""

import itertools
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

DANA_LOGIN = "dana.whitfield@example.com"


_numbers = itertools.count(1)


def own_address() -> str | None:
    """An address of a borrower's own where the system has more than one for itself: limits are counted by address."""
    number = next(_numbers)
    return f"127.1.{number // 250}.{number % 250 + 1}" if sys.platform == "linux" else None


def line_from(address: str | None) -> httpx.Client:
    """A line to the gateway; whoever opens it closes it."""
    return httpx.Client(transport=httpx.HTTPTransport(local_address=address), trust_env=False, timeout=30)


@dataclass
class Chat:
    """One conversation at the gateway's long-poll door."""

    address: str | None
    url: str
    token: str
    conversation: str
    entries: list[dict[str, Any]] = field(default_factory=list)
    cursor: int = 0
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        """What proves whose conversation this is."""
        return {"Authorization": f"Bearer {self.token}"}

    def send(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        """Sends one frame and returns what came back at once."""
        with line_from(self.address) as line:
            answer = line.post(f"{self.url}/chat/frames", json={"type": kind, **fields}, headers=self.headers)
        frames = answer.raise_for_status().json()["frames"]
        self._take(frames)
        return frames

    def say(self, text: str, **fields: Any) -> str:
        """Writes a message; returns its id once it is acknowledged."""
        identifier = str(uuid.uuid4())
        frames = self.send("message", id=identifier, text=text, **fields)
        assert [frame["id"] for frame in frames if frame["type"] == "ack"] == [identifier], frames
        return identifier

    def ask(self, text: str, seconds: float = 20, **fields: Any) -> str:
        """Writes a message and returns what the bot, or whoever answers, says to it."""
        before = self.cursor
        self.say(text, **fields)
        self.wait(lambda: self.said_since(before), seconds)
        return "\n".join(entry["text"] for entry in self.said_since(before))

    def said_since(self, seq: int) -> list[dict[str, Any]]:
        """The messages that are not the borrower's, after a place."""
        return [entry for entry in self.entries if entry["seq"] > seq and entry["author"]["kind"] != "borrower"]

    def poll(self, seconds: float = 40) -> None:
        """Reads what has come since; waits so long for something to come."""
        newest = {"cursor": self.cursor}
        with line_from(self.address) as line:
            answer = line.get(f"{self.url}/chat/frames", params=newest, headers=self.headers, timeout=seconds)
        data = answer.raise_for_status().json()
        self._take(data["frames"])
        self.cursor = max(self.cursor, data["cursor"])

    def poll_now(self) -> None:
        """Reads what has come since without waiting for more."""
        newest = self.send("hello", token=self.token, cursor=self.cursor)[0]["cursor"]
        while self.cursor < newest:
            self.poll()

    def wait(self, truth: Callable[[], Any], seconds: float = 20) -> Any:
        """Polls until something is true; rides out a server that is being restarted."""
        limit = time.monotonic() + seconds
        if answer := truth():
            return answer
        while (left := limit - time.monotonic()) > 0:
            try:
                self.poll(left)
            except httpx.HTTPError:
                time.sleep(min(0.2, left))
            if time.monotonic() < limit and (answer := truth()):
                return answer
        return pytest.fail(f"nothing of the kind within {seconds} s; last: {[e['text'] for e in self.entries[-3:]]}")

    def _take(self, frames: list[dict[str, Any]]) -> None:
        for frame in frames:
            if frame["type"] == "token":
                self.token = frame["token"]
            if frame["type"] == "state":
                self.state = frame
            if frame["type"] == "entry" and frame["seq"] not in {entry["seq"] for entry in self.entries}:
                self.entries.append(frame)


def open_chat(url: str, host_token: str | None = None, language: str = "en") -> Chat:
    """A new conversation, anonymous or vouched for by the servicer's site."""
    body = {"language": language} | ({"host_token": host_token} if host_token else {})
    address = own_address()
    with line_from(address) as line:
        opened = line.post(f"{url}/chat/sessions", json=body).raise_for_status().json()
    chat = Chat(address, url, opened["token"], opened["conversation"])
    chat.wait(lambda: chat.entries)
    return chat


def signed_in(url: str, login: str, language: str = "en") -> Chat:
    """A conversation of somebody who is signed in on the servicer's demonstration site."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as site:
        site.post("/demo/sign-in", data={"login": login})
        host_token = site.get("/demo/host-token").raise_for_status().json()["token"]
    return open_chat(url, host_token, language)


def proven(chat: Chat, last4: str, zip_code: str) -> Chat:
    """The conversation after its borrower has shown who they are, with the code from the demonstration phone."""

    def messages() -> list[dict[str, Any]]:
        with line_from(chat.address) as line:
            return list(line.get(f"{chat.url}/demo/phone").raise_for_status().json()["messages"])

    before = len(messages())
    chat.send("identify", id=str(uuid.uuid4()), last4=last4, zip=zip_code)

    limit = time.monotonic() + 20
    while len(messages()) == before and time.monotonic() < limit:
        time.sleep(0.1)
    chat.send("code", id=str(uuid.uuid4()), code=messages()[0]["text"][:6])
    chat.wait(lambda: chat.state.get("level") == "verified")
    return chat
