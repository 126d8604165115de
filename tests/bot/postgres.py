"""A private PostgreSQL for the tests of the bot environment, when its server programs are on this machine."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "doorstep"


def server_programs() -> Path | None:
    """The folder of `initdb` and its companions; None when PostgreSQL is not installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(installed[-1]) if installed else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def private_postgres(programs: Path) -> Iterator[str]:
    """The URL of a database of its own, reached through a socket in a temporary folder and gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-postgres-"))
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)

    def call(program: str, *arguments: str) -> None:
        user = account.pw_name if account else None
        command = [str(programs / program), *arguments]
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    data = str(folder / "data")
    call("initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    call("pg_ctl", "-D", data, "-w", "-o", settings, "-l", str(folder / "log"), "start")
    try:
        call("createdb", "-h", str(folder), "-U", OWNER, "dialogues")
        # Named as the other processes name it, whose driver is not installed here.
        yield f"postgresql+psycopg://{OWNER}@/dialogues?host={folder}"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)
