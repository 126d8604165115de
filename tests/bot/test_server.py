"""The Rasa server as it is deployed: one door, over HTTP, in a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.turn import LARGEST_BODY
from tests.bot.stage import reported, turn

TOKEN = "a-private-token-of-the-tests"
SECRET = "123-45-6789"
START_LIMIT = 90.0
REPOSITORY = Path(__file__).parents[2]


class Neighbours(BaseHTTPRequestHandler):
    """The action server and the model server.

    The balance cannot be told: 500, and the whole request in the body, as a crashed SDK action does it. The model is
    given to those only who know the secret.
    """

    model: Path

    def do_GET(self) -> None:
        known = self.headers["authorization"] == f"Bearer {TOKEN}" and self.path == "/internal/model"
        etag = self.model.name
        status = 304 if known and self.headers["if-none-match"] == etag else 200 if known else 401
        body = self.model.read_bytes() if status == 200 else b""
        self.send_response(status)
        self.send_header("etag", etag)
        self.send_header("filename", etag)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        request = self.rfile.read(int(self.headers["content-length"]))
        action = json.loads(request)["next_action"]
        broken = action == "action_tell_balance"
        body = request if broken else json.dumps(reported(action, text="Done.")).encode()
        self.send_response(500 if broken else 200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running Rasa server."""

    port: int
    log: Path

    def ask(self, method: str, path: str, body: bytes = b"", token: str | None = TOKEN) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json"} | ({} if token is None else {"Authorization": f"Bearer {token}"})
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, json.loads(content) if "json" in (answer.getheader("content-type") or "") else None

    def turn(self, text: str, **changes: Any) -> tuple[int, Any]:
        sent = turn(text, conversation="conversation-of-the-server-tests")
        body = {"conversation": sent.conversation, "text": text, "message_id": "m-1", "metadata": sent.metadata}
        return self.ask("POST", "/webhooks/gateway/turn", json.dumps(body | changes).encode())


@pytest.fixture(scope="module")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    Neighbours.model = model
    neighbours = ThreadingHTTPServer(("127.0.0.1", 0), Neighbours)
    threading.Thread(target=neighbours.serve_forever, daemon=True).start()
    port, log = free_port(), folder / "rasa.log"
    environment = os.environ | {
        "DOORSTEP_ACTIONS_URL": f"http://127.0.0.1:{neighbours.server_port}",
        "DOORSTEP_APP_URL": f"http://127.0.0.1:{neighbours.server_port}",
        "DOORSTEP_TRACKER_DATABASE_URL": f"sqlite:///{folder}/tracker.db",
        "DOORSTEP_PRIVATE_TOKEN": TOKEN,
        "LOG_LEVEL": "INFO",
    }
    command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=output, stderr=output)
        try:
            started = Server(port, log)
            wait_until_ready(started, process)
            yield started
        finally:
            process.terminate()
            process.wait(20)
            neighbours.shutdown()


def wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.ask("GET", "/webhooks/gateway/ready")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {server.log.read_text(errors='replace')[-2_000:]}")


def test_a_turn_is_answered_by_the_model_that_the_model_server_gave(server: Server) -> None:
    status, answer = server.turn("hello")
    assert status == 200
    assert [each["response"] for each in answer["messages"]] == ["utter_welcome"]


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN[:-1], f"{TOKEN}x", TOKEN.upper(), "ü"])
def test_only_the_shared_secret_opens_the_door(server: Server, token: str | None) -> None:
    status, answer = server.ask("POST", "/webhooks/gateway/turn", b"{}", token)
    assert (status, answer["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"[" * 10_000, b'{"text": NaN}'])
def test_what_is_no_turn_is_a_problem_and_not_a_crash(server: Server, body: bytes) -> None:
    status, answer = server.ask("POST", "/webhooks/gateway/turn", body)
    assert (status, answer["code"]) == (400, "bad_turn")


def test_a_conversation_id_with_a_nul_is_refused_and_the_server_lives(server: Server) -> None:
    assert server.turn("hello", conversation="conversation\0id")[0] == 400
    assert server.turn("hello")[0] == 200


def test_a_huge_body_is_refused(server: Server) -> None:
    status, answer = server.ask("POST", "/webhooks/gateway/turn", b" " * (LARGEST_BODY + 1))
    assert (status, answer["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "path", ["/webhooks/rest/webhook", "/conversations/x/tracker", "/model", "/model/parse", "/domain"]
)
def test_rasas_own_doors_are_not_there(server: Server, path: str) -> None:
    assert server.ask("GET", path)[0] == 404
    assert server.ask("POST", path, b"{}")[0] == 404


def test_a_crashed_action_is_reported_and_leaves_no_word_in_the_log(server: Server) -> None:
    status, answer = server.turn(f"what is my mortgage balance, {SECRET}")
    assert status == 200
    assert answer["failed_actions"] == ["action_tell_balance"]
    log = server.log.read_text(errors="replace")
    assert "action_tell_balance" in log
    assert SECRET not in log
    assert "token-for-this-turn-only" not in log
    assert TOKEN not in log
