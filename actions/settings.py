"""Where the action server listens and where it finds the servicing system."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


class BadSetting(ValueError):
    """A variable of the environment cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """The action server's part of the environment.

    Attributes:
        port: on which it listens, on the loopback interface only.
        servicing_url: the servicing system's address, without a slash at the end.
        as_of: the date to take for today when a turn does not bring one; none means the real one.
    """

    port: int
    servicing_url: str
    as_of: date | None


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in the environment, each with its default.

    Raises:
        BadSetting: when a port or a date cannot be read.
    """
    servicing_port = _port(environment, "DOORSTEP_SERVICING_PORT", 8100)
    servicing_url = environment.get("DOORSTEP_SERVICING_URL") or f"http://127.0.0.1:{servicing_port}"
    return Settings(
        port=_port(environment, "DOORSTEP_ACTIONS_PORT", 5055),
        servicing_url=servicing_url.rstrip("/"),
        as_of=_day(environment, "DOORSTEP_AS_OF"),
    )


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadSetting(f"{name} is not a port: {text!r}")
    return int(text)


def _day(environment: Mapping[str, str], name: str) -> date | None:
    text = environment.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadSetting(f"{name} is not a date (YYYY-MM-DD): {text!r}") from error
