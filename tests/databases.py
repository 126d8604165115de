"""A database of each kind that Doorstep runs on: SQLite in a folder, and PostgreSQL on a private server."""

import contextlib
import shutil
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from storage import Database, open_database
from tests.postgres import drop_database, needs_postgres, new_database

# The kinds, as values for a fixture's `params`.
BACKENDS = ["sqlite", pytest.param("postgresql", marks=needs_postgres)]


def empty_database(backend: str, folder: Path) -> Database:
    """A database with nothing in it; SQLite keeps its file `app.db` in the folder."""
    return open_database(f"sqlite:///{folder}/app.db" if backend == "sqlite" else new_database())


def copied_database(original: Database, folder: Path) -> Database:
    """A copy of a database that nobody is connected to, gone when it is closed; SQLite keeps its file in the folder."""
    if original.engine.dialect.name == "sqlite":
        shutil.copy(str(original.engine.url.database), folder / "app.db")
        return open_database(f"sqlite:///{folder}/app.db")
    return _Passing(open_database(new_database(like=original.engine.url.render_as_string())).engine)


class _Passing(Database):
    """A PostgreSQL database that is dropped when it is closed, because hundreds of copies would fill a disk."""

    def close(self) -> None:
        super().close()
        drop_database(self.engine.url.render_as_string())


class FlakyDatabase(Database):
    """A database that can refuse to write."""

    refuses = False
    refused = 0

    @contextlib.contextmanager
    def begin(self):
        if self.refuses:
            self.refused += 1
            raise OperationalError("INSERT", {}, Exception("disk full"))
        with super().begin() as session:
            yield session
