"""How the trainer's room is set from outside: the two programs of the bot environment and what they may see."""

import os
from collections.abc import Mapping
from pathlib import Path

from trainer.commands import Commands

BOT_PYTHON = Path(".venv-bot/bin/python")
# What a program needs to find itself; no token, key or database address of the app is handed on.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "VIRTUAL_ENV", "SSL_CERT_FILE", "DOORSTEP_HOME")
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONUNBUFFERED": "1"}


def commands_from(environ: Mapping[str, str] = os.environ, *, root: Path | None = None) -> Commands:
    """The programs that train and evaluate, run from the project's folder (by default the working folder)."""
    folder = (root or Path.cwd()).resolve()
    python = str(folder / BOT_PYTHON)
    return Commands(
        train=(python, "-m", "bot.train"),
        evaluate=(python, "-m", "bot.evaluate"),
        folder=folder,
        environment={name: environ[name] for name in PASSED_ON if name in environ} | QUIET,
    )
