"""What the servicing process takes from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kernel.clock import SystemClock


class BadSetting(ValueError):
    """An environment variable holds something that cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Where the database and the gateway's public key are, and which day it is."""

    database_url: str
    verify_key: Path
    as_of: date | None

    @property
    def clock(self) -> SystemClock:
        """The servicer's clock; with `DOORSTEP_AS_OF`, its date stays on that day."""
        return SystemClock(as_of=self.as_of)


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment.

    Raises:
        BadSetting: when `DOORSTEP_AS_OF` is not a date.
    """
    home = Path(environ.get("DOORSTEP_HOME") or "var")
    text = environ.get("DOORSTEP_AS_OF") or ""
    try:
        as_of = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadSetting("DOORSTEP_AS_OF: a date such as 2026-11-16") from error
    return Settings(
        database_url=environ.get("DOORSTEP_SERVICING_DATABASE_URL") or f"sqlite:///{home}/servicing.db",
        verify_key=home / "keys" / "gateway_verify.pem",
        as_of=as_of,
    )
