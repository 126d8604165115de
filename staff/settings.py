"""What can be set from outside for staff accounts and sessions."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kernel.keyfiles import read_secret

IDLE_MINUTES = {"demo": 240, "production": 15}
LONGEST_HOURS = 8


class BadSetting(ValueError):
    """An environment variable holds something that cannot be used."""


@dataclass(frozen=True)
class StaffSettings:
    """Where the accounts are kept, under which key, and how long a session lasts."""

    database_url: str
    key_file: Path
    demo: bool
    idle: timedelta
    longest: timedelta

    def key(self) -> bytes:
        """The 32 bytes that second-factor secrets are sealed with.

        Raises:
            BadKeyFile: when the file is empty or cut off.
        """
        return read_secret(self.key_file)


def settings_from(environ: Mapping[str, str] = os.environ) -> StaffSettings:
    """The settings that these environment variables ask for.

    Raises:
        BadSetting: for a value that cannot be used.
    """
    home = Path(environ.get("DOORSTEP_HOME") or "var").resolve()
    environment = environ.get("DOORSTEP_ENV") or "demo"
    if environment not in IDLE_MINUTES:
        raise BadSetting(f"DOORSTEP_ENV={environment!r}: one of {', '.join(IDLE_MINUTES)}")
    minutes = environ.get("DOORSTEP_STAFF_IDLE_MINUTES") or str(IDLE_MINUTES[environment])
    if not minutes.isdecimal() or not 1 <= int(minutes) <= LONGEST_HOURS * 60:
        raise BadSetting(f"DOORSTEP_STAFF_IDLE_MINUTES={minutes!r}: whole minutes from 1 to {LONGEST_HOURS * 60}")
    return StaffSettings(
        database_url=environ.get("DOORSTEP_DATABASE_URL") or f"sqlite:///{home}/app.db",
        key_file=home / "keys" / "pepper",
        demo=environment == "demo",
        idle=timedelta(minutes=int(minutes)),
        longest=timedelta(hours=LONGEST_HOURS),
    )
