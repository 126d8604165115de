"""One way to open a database, SQLite or PostgreSQL, and the column types that keep values exact."""

from storage.append_only import append_only_ddl, keep_append_only
from storage.database import Database, open_database
from storage.types import Dollars, Moment

__all__ = ["Database", "Dollars", "Moment", "append_only_ddl", "keep_append_only", "open_database"]
