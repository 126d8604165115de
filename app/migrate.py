"""`python -m app.migrate`: brings the app's database to the newest version, and says so."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, LargeBinary, String, column, select, table

from app.keys import record_cipher
from app.settings import settings_from
from storage import open_database

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database_url: str, keys: Path | None = None) -> None:
    """Runs the migrations that the database at the URL has not seen; a fresh one gets them all.

    Args:
        keys: the folder of keys, for a migration that seals what stood in clear; a fresh database needs none.

    Raises:
        KeyMissing: when there is something to seal and no key to seal it with; then nothing was changed.
    """
    # Opened once through our own door, so that a fresh SQLite file and its folder exist and use write-ahead logging.
    database = open_database(database_url)
    try:
        with database.engine.begin() as connection:
            upgrade(connection, "head", keys)
    finally:
        database.close()


def upgrade(connection: Connection, revision: str, keys: Path | None = None) -> None:
    """Runs the migrations up to a revision in the connection's transaction."""

    def seal(bind: Connection, conversation_id: str, content: bytes, field: str) -> bytes | None:
        return _sealed(bind, conversation_id, content, field, keys)

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(connection=connection, seal=seal)
    command.upgrade(config, revision)


def _sealed(bind: Connection, conversation_id: str, content: bytes, field: str, keys: Path | None) -> bytes | None:
    """The content under its conversation's data key, as `Records.seal` does it; None when that was erased."""
    known = table("record_conversation", column("conversation_id", String()), column("wrapped_key", LargeBinary()))
    wrapped = bind.scalar(select(known.c.wrapped_key).where(known.c.conversation_id == conversation_id))
    if wrapped is None:
        return None
    key = record_cipher(keys).data_key(wrapped, conversation_id)
    return key.seal(content, conversation_id=conversation_id, seq=0, field=field)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    settings = settings_from()
    migrate(settings.database_url, settings.keys)
    print("app database is up to date")  # noqa: T201 - a command's own answer
