"""What can be set from outside, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kernel.clock import CLOCK_FILE, BadClock, Clock, wall_clock

ENVIRONMENTS = ("demo", "production")
LONGEST_ADDRESS = 200
# How long somebody has to take a chat that is offered: long enough to read what it is about, short for who waits.
USUAL_OFFER, LEAST_OFFER, MOST_OFFER = timedelta(seconds=45), timedelta(seconds=15), timedelta(minutes=10)
# What one address may have: chats open at a time, and calls in a minute. Fewer would shut out one family.
USUAL_CHATS, LEAST_CHATS = 200, 10
USUAL_CALLS, LEAST_CALLS = 600, 60
LONGEST_COUNT = 6


class BadSetting(ValueError):
    """An environment variable holds something that cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True)
class Settings:
    """Everything Doorstep's processes take from the environment; see `.env.example` for each variable."""

    home: Path
    environment: str
    as_of: date | None
    host: str
    app_port: int
    rasa_port: int
    actions_port: int
    servicing_port: int
    app_url: str
    rasa_url: str
    actions_url: str
    servicing_url: str
    public_url: str
    database_url: str
    servicing_database_url: str
    tracker_database_url: str
    allowed_origins: tuple[str, ...]
    code_sender: str
    clamav: str
    clock_file: str
    notice_address: str
    closed_on: tuple[date, ...] = ()
    offers_last: timedelta | None = None
    chats_per_address: int = USUAL_CHATS
    calls_per_address: int = USUAL_CALLS

    @property
    def wall(self) -> Clock:
        """The clock that sessions, cases and the record run by: the machine's, unless a test has set another."""
        return wall_clock({CLOCK_FILE: self.clock_file, "DOORSTEP_ENV": self.environment})

    @property
    def clock(self) -> Clock:
        """The business's clock: with `DOORSTEP_AS_OF`, its date stays on that day."""
        return wall_clock({CLOCK_FILE: self.clock_file, "DOORSTEP_ENV": self.environment}, as_of=self.as_of)

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration with fictional people, demo sign-ins and a phone panel."""
        return self.environment == "demo"

    @property
    def keys(self) -> Path:
        """The folder of signing and encryption keys."""
        return self.home / "keys"

    @property
    def models(self) -> Path:
        """The folder of trained models."""
        return self.home / "models"

    def as_environment(self) -> dict[str, str]:
        """The variables from which a child process reads these same settings."""
        return {
            "DOORSTEP_HOME": str(self.home),
            "DOORSTEP_ENV": self.environment,
            "DOORSTEP_AS_OF": self.as_of.isoformat() if self.as_of else "",
            "DOORSTEP_HOST": self.host,
            "DOORSTEP_APP_PORT": str(self.app_port),
            "DOORSTEP_RASA_PORT": str(self.rasa_port),
            "DOORSTEP_ACTIONS_PORT": str(self.actions_port),
            "DOORSTEP_SERVICING_PORT": str(self.servicing_port),
            "DOORSTEP_APP_URL": self.app_url,
            "DOORSTEP_RASA_URL": self.rasa_url,
            "DOORSTEP_ACTIONS_URL": self.actions_url,
            "DOORSTEP_SERVICING_URL": self.servicing_url,
            "DOORSTEP_PUBLIC_URL": self.public_url,
            "DOORSTEP_DATABASE_URL": self.database_url,
            "DOORSTEP_SERVICING_DATABASE_URL": self.servicing_database_url,
            "DOORSTEP_TRACKER_DATABASE_URL": self.tracker_database_url,
            "DOORSTEP_ALLOWED_ORIGINS": ",".join(self.allowed_origins),
            "DOORSTEP_CODE_SENDER": self.code_sender,
            "DOORSTEP_CLAMAV": self.clamav,
            "DOORSTEP_CLOCK_FILE": self.clock_file,
            "DOORSTEP_CLOSED_ON": ",".join(day.isoformat() for day in self.closed_on),
            "DOORSTEP_NOTICE_ADDRESS": self.notice_address,
            "DOORSTEP_CHATS_PER_ADDRESS": str(self.chats_per_address),
            "DOORSTEP_CALLS_PER_ADDRESS": str(self.calls_per_address),
            "DOORSTEP_ROUTING": "offer" if self.offers_last else "suggest",
            "DOORSTEP_OFFER_SECONDS": str(int((self.offers_last or USUAL_OFFER).total_seconds())),
        }


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadSetting(f"{name}={text!r}: a port is a number from 1 to 65535")
    return int(text)


def _as_of(environ: Mapping[str, str]) -> date | None:
    text = environ.get("DOORSTEP_AS_OF", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadSetting(f"DOORSTEP_AS_OF={text!r}: a date is written 2026-11-16") from error


def _closed_on(environ: Mapping[str, str]) -> tuple[date, ...]:
    text = environ.get("DOORSTEP_CLOSED_ON", "")
    try:
        return tuple(sorted(date.fromisoformat(part.strip()) for part in text.split(",") if part.strip()))
    except ValueError as error:
        raise BadSetting(f"DOORSTEP_CLOSED_ON={text!r}: dates are written 2026-12-24,2026-12-31") from error


def _code_sender(environ: Mapping[str, str], environment: str) -> str:
    wanted = environ.get("DOORSTEP_CODE_SENDER", "").strip()
    if environment == "production" and ":" not in wanted:
        raise BadSetting("DOORSTEP_CODE_SENDER: production needs a sender of one-time codes, as package.module:Class")
    return wanted


def _clock_file(environ: Mapping[str, str]) -> str:
    try:
        wall_clock(environ)
    except BadClock as error:
        raise BadSetting(str(error)) from error
    return environ.get(CLOCK_FILE, "").strip()


def _notice_address(environ: Mapping[str, str]) -> str:
    address = " ".join(environ.get("DOORSTEP_NOTICE_ADDRESS", "").split())
    if len(address) > LONGEST_ADDRESS:
        raise BadSetting(f"DOORSTEP_NOTICE_ADDRESS: an address has at most {LONGEST_ADDRESS} characters")
    return address


def _offers_last(environ: Mapping[str, str]) -> timedelta | None:
    wanted = environ.get("DOORSTEP_ROUTING", "").strip() or "suggest"
    if wanted not in {"suggest", "offer"}:
        raise BadSetting(f"DOORSTEP_ROUTING={wanted!r}: suggest or offer")
    text = environ.get("DOORSTEP_OFFER_SECONDS", "").strip() or str(int(USUAL_OFFER.total_seconds()))
    lasts = timedelta(seconds=int(text)) if text.isdecimal() and len(text) < 6 else timedelta()
    if not LEAST_OFFER <= lasts <= MOST_OFFER:
        least, most = (int(each.total_seconds()) for each in (LEAST_OFFER, MOST_OFFER))
        raise BadSetting(f"DOORSTEP_OFFER_SECONDS={text!r}: a number from {least} to {most}")
    return lasts if wanted == "offer" else None


def _count(environ: Mapping[str, str], name: str, usual: int, least: int) -> int:
    text = environ.get(name, "").strip() or str(usual)
    if not (text.isascii() and text.isdecimal()) or len(text) > LONGEST_COUNT or int(text) < least:
        raise BadSetting(f"{name}={text!r}: a number from {least} to {'9' * LONGEST_COUNT}")
    return int(text)


def settings_from(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that these environment variables ask for.

    Raises:
        BadSetting: for a value that cannot be used.
    """
    environment = environ.get("DOORSTEP_ENV") or "demo"
    if environment not in ENVIRONMENTS:
        raise BadSetting(f"DOORSTEP_ENV={environment!r}: one of {', '.join(ENVIRONMENTS)}")
    home = Path(environ.get("DOORSTEP_HOME") or "var").resolve()
    host = environ.get("DOORSTEP_HOST") or "127.0.0.1"
    app_port = _port(environ, "DOORSTEP_APP_PORT", 8000)
    rasa_port = _port(environ, "DOORSTEP_RASA_PORT", 5005)
    actions_port = _port(environ, "DOORSTEP_ACTIONS_PORT", 5055)
    servicing_port = _port(environ, "DOORSTEP_SERVICING_PORT", 8100)
    public_url = (environ.get("DOORSTEP_PUBLIC_URL") or f"http://{host}:{app_port}").rstrip("/")
    if environment == "production" and not public_url.startswith("https://"):
        raise BadSetting("DOORSTEP_PUBLIC_URL: production needs the https:// address that borrowers and staff use")
    local_origins = f"http://localhost:{app_port},http://127.0.0.1:{app_port},"
    default_origins = public_url if environment == "production" else local_origins + public_url
    origins = environ.get("DOORSTEP_ALLOWED_ORIGINS") or default_origins
    return Settings(
        home=home,
        environment=environment,
        as_of=_as_of(environ),
        host=host,
        app_port=app_port,
        rasa_port=rasa_port,
        actions_port=actions_port,
        servicing_port=servicing_port,
        app_url=environ.get("DOORSTEP_APP_URL") or f"http://127.0.0.1:{app_port}",
        rasa_url=environ.get("DOORSTEP_RASA_URL") or f"http://127.0.0.1:{rasa_port}",
        actions_url=environ.get("DOORSTEP_ACTIONS_URL") or f"http://127.0.0.1:{actions_port}",
        servicing_url=environ.get("DOORSTEP_SERVICING_URL") or f"http://127.0.0.1:{servicing_port}",
        public_url=public_url,
        database_url=environ.get("DOORSTEP_DATABASE_URL") or f"sqlite:///{home}/app.db",
        servicing_database_url=environ.get("DOORSTEP_SERVICING_DATABASE_URL") or f"sqlite:///{home}/servicing.db",
        tracker_database_url=environ.get("DOORSTEP_TRACKER_DATABASE_URL") or f"sqlite:///{home}/tracker.db",
        allowed_origins=tuple(dict.fromkeys(origin.strip() for origin in origins.split(",") if origin.strip())),
        code_sender=_code_sender(environ, environment),
        clamav=environ.get("DOORSTEP_CLAMAV", "").strip(),
        clock_file=_clock_file(environ),
        closed_on=_closed_on(environ),
        notice_address=_notice_address(environ),
        offers_last=_offers_last(environ),
        chats_per_address=_count(environ, "DOORSTEP_CHATS_PER_ADDRESS", USUAL_CHATS, LEAST_CHATS),
        calls_per_address=_count(environ, "DOORSTEP_CALLS_PER_ADDRESS", USUAL_CALLS, LEAST_CALLS),
    )
