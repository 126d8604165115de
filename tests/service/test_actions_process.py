"""The action server as a process: where it listens, what it writes, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

SECRET = "078-05-1120"


@pytest.fixture
def running():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DOORSTEP_ACTIONS_PORT": str(port), "DOORSTEP_SERVICING_URL": "http://127.0.0.1:9"}
    process = subprocess.Popen(
        [sys.executable, "-m", "actions"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    limit = time.monotonic() + 30
    while time.monotonic() < limit and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/health")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.communicate()


def call(name: str, metadata: object) -> dict[str, object]:
    message = {"text": f"my social is {SECRET}", "metadata": metadata, "entities": []}
    tracker = {"sender_id": "c-1", "latest_message": message, "slots": {}, "events": [], "active_loop": {}}
    return {"next_action": name, "tracker": tracker, "domain": {"slots": {}}, "version": "3.6.21"}


def ended(process: subprocess.Popen) -> str:
    """What the process wrote, after it was told to stop."""
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    return output


def test_an_outage_is_answered_in_words_and_nothing_of_the_message_is_written(running):
    process, url = running
    known = {"capability": SECRET, "language": "en", "today": "2026-11-16", "message_id": "m-1", "level": "verified"}
    broken = {**call("action_report_balance", known), "tracker": {"latest_message": {"text": SECRET}}}
    calls = (call("action_report_balance", known), broken)
    answers = [httpx.post(f"{url}/webhook", json=each) for each in calls]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["responses"][0]["response"] for answer in answers] == [
        "utter_servicing_unavailable",
        "utter_turn_failed",
    ]
    output = ended(process)
    assert "ServicingUnavailable" in output
    assert SECRET not in output


def test_a_request_that_is_no_call_leaves_no_trace_of_its_contents(running):
    process, url = running
    for body in (b"", b"{", b"[]", json.dumps({"next_action": SECRET}).encode(), b"\xff\xfe", SECRET.encode()):
        answer = httpx.post(f"{url}/webhook", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code >= 400
    assert httpx.get(f"{url}/health").status_code == 200
    assert SECRET not in ended(process)


def test_it_listens_on_the_loopback_interface_alone(running):
    _, url = running
    port = int(url.rsplit(":", 1)[1])
    with socket.socket() as outside:
        outside.settimeout(1)
        address = socket.gethostbyname(socket.gethostname())
        if address.startswith("127."):
            pytest.skip("this machine has no other address")
        with pytest.raises((ConnectionRefusedError, TimeoutError)):
            outside.connect((address, port))


def test_it_ends_when_it_is_told_to(running):
    process, _ = running
    ended(process)
    assert process.returncode == 0
