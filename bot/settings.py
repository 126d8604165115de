"""What the bot process takes from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta

# An action has six seconds for its work; two more let its own apology arrive.
ACTION_TIMEOUT = timedelta(seconds=8)


class MissingSetting(RuntimeError):
    """A variable without which the bot must not serve; the message names it."""


def private_token(environment: Mapping[str, str] = os.environ) -> str:
    """The secret shared with the gateway.

    Raises:
        MissingSetting: when DOORSTEP_PRIVATE_TOKEN is unset or shorter than 16 characters.
    """
    token = environment.get("DOORSTEP_PRIVATE_TOKEN", "")
    if len(token) < 16:
        raise MissingSetting("DOORSTEP_PRIVATE_TOKEN must hold at least 16 characters")
    return token
