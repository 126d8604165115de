"""An empty database on every kind of server that is on this machine.

SQLite is always there. PostgreSQL joins when its server programs are installed: a private cluster is then made in
a temporary folder, reached through a socket there, and removed at the end.
"""

import atexit
import functools
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from storage import Database, open_database

OWNER = "doorstep"
_numbers = itertools.count(1)


@functools.cache
def _server_programs() -> Path | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") if not installed else str(installed[-1])
    return Path(found).parent if found else None


BACKENDS = ["sqlite", "postgresql"] if _server_programs() else ["sqlite"]


def empty_database(backend: str, folder: Path) -> Database:
    """A database with nothing in it; SQLite keeps its file `app.db` in the folder."""
    if backend == "sqlite":
        return open_database(f"sqlite:///{folder}/app.db")
    socket, name = _cluster(), f"test{next(_numbers)}"
    _run("createdb", "-h", str(socket), "-U", OWNER, name)
    return open_database(f"postgresql://{OWNER}@/{name}?host={socket}")


def copied_database(original: str) -> Database:
    """A copy of a PostgreSQL database that nobody is connected to, by its name."""
    socket, name = _cluster(), f"test{next(_numbers)}"
    _run("createdb", "-h", str(socket), "-U", OWNER, "-T", original, name)
    return open_database(f"postgresql://{OWNER}@/{name}?host={socket}")


@functools.cache
def _cluster() -> Path:
    """The folder with the socket of a running private cluster."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-postgres-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    _run("initdb", "-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run("pg_ctl", "-D", str(data), "-w", "-o", settings, "-l", str(folder / "log"), "start")
    atexit.register(_remove, folder)
    return folder


def _remove(folder: Path) -> None:
    _run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder)


def _run(program: str, *arguments: str) -> None:
    """Runs a server program; as the account `postgres` when we are root, whom PostgreSQL refuses."""
    folder = _server_programs()
    assert folder is not None
    account = "postgres" if os.geteuid() == 0 else None
    command = [str(folder / program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/tmp", user=account, group=account)
