"""Runs a command for as long as whoever started it lives: `python tether.py COMMAND…`, standard library only.

The starter holds the other end of this program's standard input. When that end closes, because the starter closed
it or was killed, the command and everything it began are ended too.
"""

import os
import signal
import subprocess
import sys
import threading

NICENESS = 10


def _end_with_starter() -> None:
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main(command: list[str]) -> int:
    """Runs the command at low priority; returns its exit code. Must be the leader of its own process group."""
    if os.getpgrp() != os.getpid():
        os.setsid()
    os.nice(NICENESS)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        threading.Thread(target=_end_with_starter, daemon=True).start()
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
