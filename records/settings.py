"""What the record's own commands take from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where the record lives."""

    home: Path
    database_url: str

    @property
    def keys(self) -> Path:
        """The folder of signing and encryption keys."""
        return self.home / "keys"

    @property
    def roots(self) -> Path:
        """The folder of published roots, to be copied where nobody who runs the database can write."""
        return self.home / "roots"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment."""
    home = Path(environment.get("DOORSTEP_HOME") or "var")
    return Settings(
        home=home,
        database_url=environment.get("DOORSTEP_DATABASE_URL") or f"sqlite:///{home}/app.db",
    )
