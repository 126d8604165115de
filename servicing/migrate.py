"""Brings the servicing database to the newest shape: `python -m servicing.migrate`."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

from servicing.settings import read_settings
from storage import Database, open_database

MIGRATIONS = Path(__file__).resolve().parent / "store" / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Applies every migration up to `revision` that the database does not have yet, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def main() -> None:
    """The command."""
    database = open_database(read_settings().database_url)
    migrate(database)
    database.close()
    sys.stdout.write("servicing: database is up to date\n")


if __name__ == "__main__":
    main()
