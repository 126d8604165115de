"""An open conversation page is told what is new, each thing once."""

import asyncio
import base64
import hashlib
import json
from pathlib import Path

import pytest

from desk.web.vendor import FOLDER, vendored_scripts
from tests.desk import CONVERSATION, HERE, Stream, desk_in, stream_address


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    desk.wait_for_person()
    yield desk
    desk.database.close()


async def opened(desk, account="alex.agent"):
    browser = desk.browser(account)
    return browser, stream_address((await browser.get(HERE)).text)


async def test_what_the_borrower_writes_appears_with_its_place(desk):
    browser, address = await opened(desk)
    async with Stream(desk, browser, address) as stream:
        entry = desk.gateway.borrower_says("is anybody there?")
        event = await stream.next()
        assert event.startswith(f"id: {entry.seq}\nevent: entry\n")
        assert "is anybody there?" in event


async def test_what_was_said_between_page_and_stream_is_not_lost(desk):
    browser, address = await opened(desk)
    desk.gateway.borrower_says("said too early")
    async with Stream(desk, browser, address) as stream:
        assert "said too early" in await stream.next()


async def test_a_browser_that_comes_back_is_told_only_what_it_missed(desk):
    browser, address = await opened(desk)
    first = desk.gateway.borrower_says("heard before the line broke")
    desk.gateway.borrower_says("missed meanwhile")
    stream = Stream(desk, browser, address)
    stream.scope["headers"].append((b"last-event-id", str(first.seq).encode()))
    async with stream:
        event = await stream.next()
        assert "missed meanwhile" in event
        assert "heard before" not in event


async def test_two_changes_told_together_lose_no_entry(desk):
    browser, address = await opened(desk)
    async with Stream(desk, browser, address) as stream:
        for number in range(5):
            desk.gateway.borrower_says(f"line {number}")
        events = [await stream.next() for _ in range(5)]
    assert [f"line {number}" in event for number, event in enumerate(events)] == [True] * 5


async def test_when_a_colleague_takes_it_the_page_turns_read_only(desk):
    browser, address = await opened(desk)
    async with Stream(desk, browser, address) as stream:
        desk.gateway.take(CONVERSATION, desk.id_of("sam.agent"), "Sam Rivera")
        told = [await stream.next() for _ in range(3)]
    names = [event.split("event: ")[1].split("\n")[0] for event in told]
    assert names == ["entry", "holder", "composer"]
    assert "Sam Rivera holds this conversation." in told[1]
    assert "Only Sam Rivera can answer" in told[2]


async def test_a_new_message_leaves_the_reply_box_alone(desk):
    desk.gateway.take(CONVERSATION, desk.id_of("alex.agent"), "Alex Morgan")
    browser, address = await opened(desk)
    async with Stream(desk, browser, address) as stream:
        desk.gateway.borrower_says("one")
        desk.gateway.borrower_says("two")
        told = [await stream.next(), await stream.next()]
    assert ["event: entry" in event for event in told] == [True, True]


async def test_the_page_shows_that_the_borrower_types_and_that_it_ended(desk):
    browser, address = await opened(desk)
    async with Stream(desk, browser, address) as stream:
        desk.gateway.lines[CONVERSATION].typing = True
        desk.gateway.tell(CONVERSATION)
        assert await stream.next() == "event: typing\ndata: Alma Reyes is typing…\n\n"
        desk.gateway.lines[CONVERSATION].typing = False
        assert await stream.next() == "event: typing\ndata: \n\n"


async def test_hostile_text_cannot_forge_an_event_of_the_stream(desk):
    browser, address = await opened(desk)
    async with Stream(desk, browser, address) as stream:
        desk.gateway.borrower_says("x\r\n\r\nevent: signed-out\ndata: <script>alert(1)</script>\n\n")
        event = await stream.next()
    assert [line for line in event.splitlines() if line.startswith("event:")] == ["event: entry"]
    assert "<script>" not in event


async def test_a_conversation_stream_ends_with_the_session(desk):
    browser, address = await opened(desk)
    async with Stream(desk, browser, address) as stream:
        desk.staff.revoke(desk.id_of("alex.agent"))
        assert "signed-out" in await stream.next()


async def test_a_stream_of_a_conversation_without_a_case_is_refused(desk):
    desk.gateway.open("f" * 32)
    answer = await desk.browser("alex.agent").get(f"/desk/conversations/{'f' * 32}/live")
    assert answer.status_code == 404


async def test_a_page_that_is_closed_leaves_no_watcher_behind(desk):
    browser, address = await opened(desk)
    async with Stream(desk, browser, address):
        await asyncio.sleep(0.05)
        assert len(desk.gateway._watchers) == 1
    await asyncio.sleep(0.05)
    assert desk.gateway._watchers == []


def test_vendored_scripts_are_the_files_that_were_locked():
    packages = json.loads((FOLDER / "vendor.lock.json").read_text())["packages"]
    for package in packages:
        content = (FOLDER / package["file"]).read_bytes()
        for algorithm in ("sha384", "sha512"):
            digest = base64.b64encode(hashlib.new(algorithm, content).digest()).decode()
            assert package[algorithm] == f"{algorithm}-{digest}"
        assert (FOLDER / package["license_file"]).read_text().strip()
    listed = {package[name] for package in packages for name in ("file", "license_file")} | {"vendor.lock.json"}
    assert listed == {path.name for path in FOLDER.iterdir()}


async def test_pages_load_vendored_scripts_with_their_hashes_from_an_address_that_serves_them(desk):
    browser = desk.browser("alex.agent")
    page = (await browser.get("/desk")).text
    for script in vendored_scripts():
        assert f'src="{script.address}" integrity="{script.integrity}"' in page
        served = await browser.get(script.address)
        assert served.content == (FOLDER / Path(script.address).name).read_bytes()
