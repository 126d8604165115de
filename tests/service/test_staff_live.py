"""Streams live as long as their session, and hold nothing while they wait."""

import asyncio

import pytest
from starlette.requests import Request

from staff.web import ServerEvent, live
from tests.desk import desk_in


@pytest.fixture
def desk(tmp_path):
    desk = desk_in(tmp_path)
    yield desk
    desk.database.close()


class Page:
    """An open page: its stream, and the changes it is told of."""

    def __init__(self, desk, *, restless=lambda: False, check_seconds=0.02, heartbeat_seconds=15.0):
        self.looks = 0
        self.changes = asyncio.Queue()
        self.token = desk.session_of("alex.agent")
        cookie = f"{desk.staff.cookie}={self.token}".encode()
        request = Request({"type": "http", "method": "GET", "path": "/", "headers": [(b"cookie", cookie)]})
        response = live(
            desk.staff,
            request,
            self.watch(),
            self.look,
            restless,
            check_seconds=check_seconds,
            heartbeat_seconds=heartbeat_seconds,
        )
        self.lines = response.body_iterator

    async def watch(self):
        while (change := await self.changes.get()) is not None:
            yield change

    async def look(self):
        self.looks += 1
        return [ServerEvent("look", f"number {self.looks}", str(self.looks))]

    async def next(self):
        return await asyncio.wait_for(anext(self.lines), 5)


def test_a_text_of_several_lines_stays_one_event():
    assert ServerEvent("entry", "<p>one\ntwo\r\nthree</p>", "7").encoded() == (
        "id: 7\nevent: entry\ndata: <p>one\ndata: two\ndata: three</p>\n\n"
    )


async def test_a_stream_tells_the_present_at_once_and_every_change_after(desk):
    page = Page(desk)
    assert await page.next() == "id: 1\nevent: look\ndata: number 1\n\n"
    page.changes.put_nowait("c")
    assert "number 2" in await page.next()
    await page.lines.aclose()


async def test_changes_in_quick_succession_are_told_together(desk):
    page = Page(desk)
    await page.next()
    for _ in range(50):
        page.changes.put_nowait("c")
    await page.next()
    await asyncio.sleep(0.1)
    page.changes.put_nowait("c")
    await page.next()
    assert page.looks < 10
    await page.lines.aclose()


async def test_a_revoked_session_ends_its_streams(desk):
    page = Page(desk)
    await page.next()
    desk.staff.revoke(desk.id_of("alex.agent"))
    page.changes.put_nowait("something the person may not see any more")
    assert await page.next() == "event: signed-out\ndata: \n\n"
    with pytest.raises(StopAsyncIteration):
        await page.next()
    assert page.looks == 1


async def test_an_open_stream_does_not_keep_an_idle_session_alive(desk):
    page = Page(desk)
    await page.next()
    desk.clock.moment += desk.clock.moment.resolution * 15 * 60_000_000
    assert "signed-out" in await page.next()


async def test_a_silent_stream_says_that_it_is_still_there(desk):
    page = Page(desk, heartbeat_seconds=0.1)
    await page.next()
    assert await page.next() == ": still here\n\n"
    await page.lines.aclose()


async def test_a_restless_page_looks_again_though_nobody_told_of_a_change(desk):
    page = Page(desk, restless=lambda: True)
    await page.next()
    assert "number 2" in await page.next()
    await page.lines.aclose()


async def test_a_stream_ends_when_nobody_watches_for_it_any_more(desk):
    page = Page(desk)
    await page.next()
    page.changes.put_nowait(None)
    with pytest.raises(StopAsyncIteration):
        await page.next()


async def test_a_waiting_stream_holds_no_database_connection(desk):
    page = Page(desk, check_seconds=60)
    await page.next()
    await asyncio.sleep(0.1)
    assert desk.database.engine.pool.checkedout() == 0
    await page.lines.aclose()


async def test_a_closed_page_stops_watching(desk):
    page = Page(desk)
    await page.next()
    before = len(asyncio.all_tasks())
    await page.lines.aclose()
    assert len(asyncio.all_tasks()) < before
