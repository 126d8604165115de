"""A private PostgreSQL for the tests: in a temporary folder, reached by a socket there, gone when the tests end.

Both Python environments use it, so it knows no driver: it gives URLs, named as a deployment names them.
"""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

OWNER = "doorstep"
FINDER = Path(__file__).resolve().parents[1] / "deploy" / "postgres.sh"
# A test server that loses its data with the machine loses nothing.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "listen_addresses=''")

_numbers = itertools.count(1)


@functools.cache
def server_programs() -> Path | None:
    """The folder of `initdb` and its companions; None when PostgreSQL is not installed."""
    found = subprocess.run(["sh", str(FINDER), "where"], stdout=subprocess.PIPE, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


needs_postgres = pytest.mark.skipif(server_programs() is None, reason="PostgreSQL is not installed: make postgres")


def new_database(like: str | None = None) -> str:
    """The URL of a new database: empty, or a copy of the one at the URL `like`, to which nobody may be connected."""
    socket, name = _server(), f"test{next(_numbers)}"
    _run("createdb", "-h", str(socket), "-U", OWNER, "-T", "template0" if like is None else _name(like), name)
    return f"postgresql+psycopg://{OWNER}@/{name}?host={socket}"


def drop_database(url: str) -> None:
    """Removes the database, whoever is still connected."""
    _run("dropdb", "-h", str(_server()), "-U", OWNER, "--force", _name(url))


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


@functools.cache
def _server() -> Path:
    """The folder with the socket of the running server."""
    folder = Path(tempfile.mkdtemp(prefix="doorstep-postgres-"))
    if (account := _account()) is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    # Whatever language the machine speaks, and whether or not it can.
    _run("initdb", "-D", f"{folder}/data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    settings = " ".join(f"-c {each}" for each in (*SETTINGS, f"unix_socket_directories='{folder}'"))
    _run("pg_ctl", "-D", f"{folder}/data", "-w", "-o", settings, "-l", f"{folder}/log", "start")
    atexit.register(_remove, folder)
    return folder


def _remove(folder: Path) -> None:
    _run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    shutil.rmtree(folder)


def _account() -> pwd.struct_passwd | None:
    """Who runs the server when we are root, whom PostgreSQL refuses."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _run(program: str, *arguments: str) -> None:
    folder, account = server_programs(), _account()
    assert folder is not None, "PostgreSQL is not installed: make postgres"
    user = None if account is None else account.pw_name
    command = [str(folder / program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", user=user, group=user)
