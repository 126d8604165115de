"""One way to open a database, SQLite or PostgreSQL, and the column types that keep values exact."""

from storage.database import Database, open_database
from storage.types import Dollars, Moment

__all__ = ["Database", "Dollars", "Moment", "open_database"]
