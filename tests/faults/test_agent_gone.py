"""`kill -9` of an agent's browser while a borrower talks with them: the borrower is told, and is next in the queue."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright

from benchmarks.ports import free_ports
from tests.app_alone import app_process
from tests.browser import FLAGS, chromium
from tests.chat import open_chat
from tests.journeys.people import Worker
from tests.system import wait_until

# What a borrower is promised; the machine of a test may be busy besides.
PROMISED_SECONDS, SLACK_SECONDS = 30, 15


@pytest.fixture
def url(tmp_path):
    with app_process(tmp_path) as address:
        yield address


@contextlib.contextmanager
def own_browser():
    """A Chromium that is a process of its own, so that it can be killed as a crash or a power cut does."""
    (port,) = free_ports(1)
    profile = tempfile.mkdtemp()
    command = [chromium(), *FLAGS, "--headless", f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_until(lambda: _listens(port), 30, "the browser listens")
        yield process, f"http://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        shutil.rmtree(profile, ignore_errors=True)


def _listens(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/json/version", trust_env=False).is_success
    except httpx.HTTPError:
        return False


def borrower_who_waits(url):
    chat = open_chat(url)
    chat.send("person", id=str(uuid.uuid4()))
    return chat


# A browser reduced to what counts here: it signs in, takes a chat, and tells that it is open as `here.js` does.
SIGNS_OF_LIFE = """
import re, sys, time
import httpx

url, conversation = sys.argv[1:]
with httpx.Client(base_url=url, trust_env=False, follow_redirects=True) as browser:
    csrf = lambda page: re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    person = browser.get("/staff/demo-accounts/alex.agent").json()
    sign_in = {name: person[name] for name in ("account", "password", "code")}
    browser.post("/staff/sign-in", data={**sign_in, "csrf": csrf(browser.get("/staff/sign-in"))}).raise_for_status()
    here = f"/desk/conversations/{conversation}"
    browser.post(f"{here}/take", data={"csrf": csrf(browser.get(here))}).raise_for_status()
    while True:
        assert browser.get("/desk/here").status_code == 204
        print("here", flush=True)
        time.sleep(8)
"""


@contextlib.contextmanager
def signs_of_life(url, chat):
    """A process of an agent who has taken the chat."""
    command = [sys.executable, "-c", SIGNS_OF_LIFE, url, chat.conversation]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "here\n"
        yield process
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


def told_of_the_loss(chat):
    return any("lost the connection to this chat" in entry["text"] for entry in chat.entries)


def test_an_agent_s_process_that_is_killed_gives_the_chat_back_and_a_living_one_keeps_it(url):
    chat = borrower_who_waits(url)
    with signs_of_life(url, chat) as process:
        for _ in range(4):
            assert process.stdout.readline() == "here\n"
        chat.poll_now()
        assert chat.state["holder"] == "agent"
        process.kill()
        chat.wait(lambda: told_of_the_loss(chat), PROMISED_SECONDS + SLACK_SECONDS)
    assert chat.state["holder"] == "queue"


def takes_the_chat(url, devtools):
    """The agent signs in, takes the waiting chat, and goes on to the form for passing it on."""
    with sync_playwright() as play:
        browser = play.chromium.connect_over_cdp(devtools)
        page = browser.contexts[0].new_page()
        Worker(page, url).sign_in("/desk", "alex.agent")
        page.get_by_role("link", name=re.compile("Visitor")).first.click()
        page.locator("#take").click()
        expect(page.locator("#hand-back")).to_be_visible()
        page.locator("#pass").click()
        expect(page.locator("#pass-on")).to_be_visible()
        # Longer than silence would be borne: the form has no stream of its own, and yet the agent is there.
        time.sleep(PROMISED_SECONDS)


def test_a_killed_browser_gives_the_chat_back_and_an_open_one_keeps_it(url):
    chat = borrower_who_waits(url)
    with own_browser() as (process, devtools):
        # In a thread of its own, as the tests' own browser may be open in this one.
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(takes_the_chat, url, devtools).result()
        chat.poll_now()
        assert chat.state["holder"] == "agent"
        os.killpg(process.pid, signal.SIGKILL)
        chat.wait(lambda: told_of_the_loss(chat), PROMISED_SECONDS + SLACK_SECONDS)
    assert chat.state["holder"] == "queue"
