"""What can be set for a help desk that the servicer has: where it is, how it is entered, and what it is told."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

OWN_DESK, CHATWOOT = "desk", "chatwoot"
# What may be told beside the case, the facts of the conversation and its masked words.
SHAREABLE = frozenset({"name", "loan", "figures"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SHORTEST_SECRET = 16


class BadSetting(ValueError):
    """An environment variable holds something that cannot be used; the message names it and never shows a secret."""


@dataclass(frozen=True)
class ChatwootSettings:
    """How a Chatwoot is reached.

    Attributes:
        url: its address without a slash at the end.
        shares: what it is told beside the rest: `name`, `loan` (the last four digits), `figures`.
    """

    url: str
    account: int
    inbox: int
    token: str
    webhook_secret: str
    shares: frozenset[str]


def settings_from(environ: Mapping[str, str] = os.environ) -> ChatwootSettings | None:
    """The Chatwoot that these environment variables ask for; None for our own desk.

    Raises:
        BadSetting: for a value that is missing or cannot be used.
    """
    wanted = environ.get("DOORSTEP_HANDOFF") or OWN_DESK
    if wanted not in (OWN_DESK, CHATWOOT):
        raise BadSetting(f"DOORSTEP_HANDOFF={wanted!r}: one of {OWN_DESK}, {CHATWOOT}")
    if wanted == OWN_DESK:
        return None
    return ChatwootSettings(
        url=_address(environ),
        account=_number(environ, "DOORSTEP_CHATWOOT_ACCOUNT"),
        inbox=_number(environ, "DOORSTEP_CHATWOOT_INBOX"),
        token=_secret(environ, "DOORSTEP_CHATWOOT_TOKEN"),
        webhook_secret=_secret(environ, "DOORSTEP_CHATWOOT_WEBHOOK_SECRET"),
        shares=_shares(environ),
    )


def _address(environ: Mapping[str, str]) -> str:
    name = "DOORSTEP_CHATWOOT_URL"
    text = environ.get(name, "").strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise BadSetting(f"{name}={text!r}: an address is written https://chat.example.com") from None
    if parts.scheme not in ("https", "http") or not host or parts.query or parts.fragment or parts.username:
        raise BadSetting(f"{name}={text!r}: an address is written https://chat.example.com")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise BadSetting(f"{name}={text!r}: borrowers' words go only over https://, or to this very machine")
    return text


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name, "").strip()
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 2**31:
        raise BadSetting(f"{name}={text!r}: the number that stands in the address of Chatwoot's settings page")
    return int(text)


def _secret(environ: Mapping[str, str], name: str) -> str:
    """The secret in the variable, or in the file that `<name>_FILE` names."""
    path = environ.get(f"{name}_FILE", "").strip()
    if path and environ.get(name):
        raise BadSetting(f"{name} and {name}_FILE are both set: one of them")
    try:
        text = Path(path).read_text(encoding="utf-8").strip() if path else environ.get(name, "").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name}_FILE={path!r}: cannot be read ({type(error).__name__})") from None
    if len(text) < SHORTEST_SECRET or not text.isascii() or not text.isprintable() or " " in text:
        raise BadSetting(f"{name}: missing, or not what Chatwoot shows (at least {SHORTEST_SECRET} characters)")
    return text


def _shares(environ: Mapping[str, str]) -> frozenset[str]:
    text = environ.get("DOORSTEP_CHATWOOT_SHARES", "")
    shares = frozenset(part.strip() for part in text.split(",") if part.strip())
    if unknown := shares - SHAREABLE:
        raise BadSetting(
            f"DOORSTEP_CHATWOOT_SHARES={', '.join(sorted(unknown))}: any of {', '.join(sorted(SHAREABLE))}"
        )
    return shares
