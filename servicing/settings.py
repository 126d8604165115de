"""What the servicing process takes from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kernel.clock import BadClock, Clock, wall_clock
from kernel.keyfiles import read_secret


class BadSetting(ValueError):
    """An environment variable holds something that cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Where the database, the gateway's public key and the key of document links are, and which day it is.

    Attributes:
        wall: the clock by which capabilities and links run out.
        clock: the servicer's clock; with `DOORSTEP_AS_OF`, its date stays on that day.
    """

    database_url: str
    verify_key: Path
    link_key: Path
    as_of: date | None
    wall: Clock
    clock: Clock

    def read_link_key(self) -> bytes | None:
        """The key that signs links to documents, or None when nobody has made one.

        Raises:
            BadKeyFile: when its file is empty or cut off.
        """
        return read_secret(self.link_key) if self.link_key.exists() else None


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment.

    Raises:
        BadSetting: when `DOORSTEP_AS_OF` is not a date, or the clock cannot be had.
    """
    home = Path(environ.get("DOORSTEP_HOME") or "var")
    text = environ.get("DOORSTEP_AS_OF") or ""
    try:
        as_of = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadSetting("DOORSTEP_AS_OF: a date such as 2026-11-16") from error
    try:
        wall, clock = wall_clock(environ), wall_clock(environ, as_of=as_of)
    except BadClock as error:
        raise BadSetting(str(error)) from error
    return Settings(
        database_url=environ.get("DOORSTEP_SERVICING_DATABASE_URL") or f"sqlite:///{home}/servicing.db",
        verify_key=home / "keys" / "gateway_verify.pem",
        link_key=home / "keys" / "links.key",
        as_of=as_of,
        wall=wall,
        clock=clock,
    )
