"""The supervisor reads what a child prints, line by line, whatever it prints."""

import asyncio
import sys

import pytest

from app.processes import LONGEST_LINE, Child, lines_of


async def ready():
    return True


def read(*pieces):
    async def lines():
        stream = asyncio.StreamReader()
        for piece in pieces:
            stream.feed_data(piece)
        stream.feed_eof()
        return [line async for line in lines_of(stream)]

    return asyncio.run(lines())


def printed(tmp_path, program, until):
    """What a child that runs this program has said by the time that one of its lines begins like this."""

    async def run():
        said = []
        child = Child("talker", [sys.executable, "-c", program], {}, ready, lambda *line: said.append(line), tmp_path)
        child.start()
        async with asyncio.timeout(20):
            while not any(line.startswith(until) for _, line in said):
                await asyncio.sleep(0.02)
        await child.stop()
        return [line for name, line in said if name == "talker"]

    return asyncio.run(run())


def test_a_line_beyond_the_limit_neither_ends_the_reading_nor_is_shown(tmp_path):
    program = "import time; print('before'); print('x' * 700_000); print('after', flush=True); time.sleep(60)"
    assert printed(tmp_path, program, "after") == ["before", "[a line of 700000 bytes, not shown]", "after"]


def test_a_child_that_never_ends_its_line_keeps_the_memory_small_and_is_told_of_at_its_end(tmp_path):
    program = "import sys; [sys.stdout.write('x' * 100_000) for _ in range(50)]"
    assert printed(tmp_path, program, "[a line")[0] == "[a line of 5000000 bytes, not shown]"


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([b"one\ntwo\n"], ["one", "two"]),
        ([b"o", b"ne\n\ntw", b"o"], ["one", "", "two"]),
        ([b"one\r\n", b"\n"], ["one", ""]),
        ([b"\xe2\x82", b"\xac\n"], ["\u20ac"]),
        ([b"\xff\n"], ["\ufffd"]),
        ([], []),
        ([b"x" * LONGEST_LINE, b"\ny"], ["x" * LONGEST_LINE, "y"]),
        ([b"x" * LONGEST_LINE, b"x\ny"], [f"[a line of {LONGEST_LINE + 1} bytes, not shown]", "y"]),
    ],
)
def test_pieces_become_lines(pieces, lines):
    assert read(*pieces) == lines
