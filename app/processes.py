"""One child process: started, read line by line, started again when it dies, stopped with all it began."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

STOP_PATIENCE = timedelta(seconds=12)
# A process that lives this long has started well, so the next restart is prompt again.
SETTLED_AFTER = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(seconds=15)
# A longer line is somebody's data and no message to whoever runs this: it is counted and not shown.
LONGEST_LINE = 256 * 1024

Say = Callable[[str, str], None]


def die_with_parent() -> None:
    """In the child, before it runs: Linux ends it when the supervisor is killed outright. Elsewhere a no-op."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


async def lines_of(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """The lines as they come, without their ends; of one beyond `LONGEST_LINE` bytes only how long it was."""
    kept, length = bytearray(), 0
    while piece := await stream.read(LONGEST_LINE):
        for number, part in enumerate(piece.split(b"\n")):
            if number:
                yield _line(kept, length)
                kept, length = bytearray(), 0
            length += len(part)
            if length <= LONGEST_LINE:
                kept += part
    if length:
        yield _line(kept, length)


def _line(kept: bytearray, length: int) -> str:
    return (
        kept.decode(errors="replace").rstrip() if length <= LONGEST_LINE else f"[a line of {length} bytes, not shown]"
    )


@dataclass
class Child:
    """A program the supervisor keeps alive.

    Attributes:
        name: the prefix of its log lines and the name of its pid file.
        command: what runs.
        environment: all its variables.
        ready: answers whether it serves; asked until it does.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready: Callable[[], Awaitable[bool]]
    say: Say
    pid_folder: Path
    restarts: int = 0
    _process: asyncio.subprocess.Process | None = None
    _stopping: bool = False
    _keeper: asyncio.Task[None] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts the program and keeps it running until `stop`."""
        self._keeper = asyncio.create_task(self._keep())

    async def wait_ready(self, limit: timedelta) -> None:
        """Returns when the program serves.

        Raises:
            TimeoutError: when it does not within the limit.
            RuntimeError: when it ended three times before it served.
        """
        async with asyncio.timeout(limit.total_seconds()):
            while not await self.ready():
                if self.restarts >= 3:
                    raise RuntimeError(f"{self.name} ends again and again; its last lines are above")
                await asyncio.sleep(0.2)

    async def stop(self) -> None:
        """Asks the program and all it began to end, and ends what does not."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            self._signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), STOP_PATIENCE.total_seconds())
            except TimeoutError:
                self._signal(signal.SIGKILL)
                await self._process.wait()
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        (self.pid_folder / f"{self.name}.pid").unlink(missing_ok=True)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    async def _keep(self) -> None:
        pause = 0.5
        while not self._stopping:
            started = asyncio.get_running_loop().time()
            code = await self._run()
            if self._stopping:
                return
            self.restarts += 1
            if asyncio.get_running_loop().time() - started > SETTLED_AFTER.total_seconds():
                pause = 0.5
            self.say("doorstep", f"{self.name} ended (exit {code}); starting it again in {pause:.1f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE.total_seconds())

    async def _run(self) -> int:
        self._process = await asyncio.create_subprocess_exec(
            *self.command,
            env=dict(self.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        (self.pid_folder / f"{self.name}.pid").write_text(str(self._process.pid))
        if self._process.stdout is not None:
            async for line in lines_of(self._process.stdout):
                self.say(self.name, line)
        code = await self._process.wait()
        # What the program itself had started must not outlive it.
        self._signal(signal.SIGKILL)
        return code
