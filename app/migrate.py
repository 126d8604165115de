"""`python -m app.migrate`: brings the app's database to the newest version, and says so."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.settings import settings_from
from storage import open_database

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database_url: str) -> None:
    """Runs the migrations that the database at the URL has not seen; a fresh one gets them all."""
    # Opened once through our own door, so that a fresh SQLite file and its folder exist and use write-ahead logging.
    database = open_database(database_url)
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    database.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    migrate(settings_from().database_url)
    print("app database is up to date")  # noqa: T201 - a command's own answer
