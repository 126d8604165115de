"""`make run`: prepares what is missing, starts the four processes, says where to go, and stops them cleanly."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import httpx

import helpdesk.settings
from app.keys import PRIVATE_TOKEN, KeyMissing, ensure_keys, read_text
from app.processes import Child, die_with_parent
from app.settings import BadSetting, Settings, settings_from
from bot.environment import ENVIRONMENT
from kernel.keyfiles import BadKeyFile
from trainer.models import Models

BOT_PYTHON = Path(".venv-bot/bin/python")
START_LIMIT = timedelta(minutes=3)
# How often to look whether today's root over the record is signed.
ROOT_INTERVAL = timedelta(hours=1)
COLOURS = {"app": 36, "rasa": 35, "actions": 33, "servicing": 32, "doorstep": 1}


class CannotStart(RuntimeError):
    """Something outside Doorstep keeps it from starting; the message says what and what to do."""


def say(name: str, line: str) -> None:
    """One line on the terminal, under the name of who speaks."""
    colour = f"\033[{COLOURS.get(name, 0)}m" if sys.stdout.isatty() else ""
    reset = "\033[0m" if colour else ""
    print(f"{colour}{name:>9}{reset} | {line}", flush=True)  # noqa: T201 - this is the terminal's own voice


def require_free_ports(settings: Settings) -> None:
    """Raises CannotStart when another program listens where one of ours would."""
    wanted = {
        "DOORSTEP_APP_PORT": (settings.host, settings.app_port),
        "DOORSTEP_RASA_PORT": ("127.0.0.1", settings.rasa_port),
        "DOORSTEP_ACTIONS_PORT": ("127.0.0.1", settings.actions_port),
        "DOORSTEP_SERVICING_PORT": ("127.0.0.1", settings.servicing_port),
    }
    if len({port for _, port in wanted.values()}) < len(wanted):
        raise CannotStart("two of the ports DOORSTEP_APP_PORT, _RASA_PORT, _ACTIONS_PORT, _SERVICING_PORT are the same")
    for variable, (host, port) in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CannotStart(
                    f"port {port} is busy ({error.strerror}): stop what uses it, or choose another: "
                    f"{variable}={port + 1000} make run"
                ) from error


def run_step(title: str, command: Sequence[str], environment: dict[str, str]) -> str:
    """Runs one preparation, showing its lines; returns the last one.

    Raises:
        CannotStart: when the command fails.
    """
    begun = time.monotonic()
    last = ""
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        bufsize=1,
        preexec_fn=die_with_parent,
    ) as process:
        for line in process.stdout or ():
            last = line.strip() or last
            say("doorstep", f"  {line.rstrip()}")
    if process.returncode != 0:
        raise CannotStart(f"{title} failed; the lines above say why")
    say("doorstep", f"{title}: done in {time.monotonic() - begun:.1f} s")
    return last


def prepare(settings: Settings, environment: dict[str, str]) -> None:
    """Makes the databases, the mock portfolio and the model where they are missing or out of date."""
    python = sys.executable
    say("doorstep", "[1/4] databases")
    run_step("app database", [python, "-m", "app.migrate"], environment)
    run_step("servicing database", [python, "-m", "servicing.migrate"], environment)
    say("doorstep", "[2/4] fictional portfolio")
    run_step("portfolio", [python, "-m", "servicing.seed"], environment)
    say("doorstep", "[3/4] language model of the assistant")
    trained = run_step(
        "model", [str(BOT_PYTHON), "-m", "bot.train", "--out", str(settings.models)], {**environment, **ENVIRONMENT}
    )
    chosen = Models(settings.models).adopt(Path(trained), follow=True)
    if chosen != Path(trained).name:
        say("doorstep", f"  the assistant keeps {chosen}, which a trainer chose; the trainer's page can change that")


def _serves(url: str) -> Callable[[], "asyncio.Future[bool]"]:
    async def ask() -> bool:
        try:
            async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
                return (await client.get(url)).is_success
        except httpx.HTTPError:
            return False

    return lambda: asyncio.ensure_future(ask())


def children(settings: Settings, environment: dict[str, str]) -> list[Child]:
    """The four processes, in the order in which they start."""
    python = sys.executable
    serve = [python, "-m", "uvicorn", "--factory", "--no-access-log", "--log-level", "warning"]
    serve += ["--timeout-graceful-shutdown", "3", "--ws-max-size", "65536"]
    pids = settings.home / "run"
    pids.mkdir(parents=True, exist_ok=True)
    rasa = [str(BOT_PYTHON), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(settings.rasa_port)]
    return [
        Child(
            "servicing",
            [*serve, "servicing.api.app:create_app", "--host", "127.0.0.1", "--port", str(settings.servicing_port)],
            environment,
            _serves(f"{settings.servicing_url}/readyz"),
            say,
            pids,
        ),
        Child(
            "app",
            [*serve, "app.main:create_app", "--host", settings.host, "--port", str(settings.app_port)],
            environment,
            _serves(f"{settings.app_url}/healthz"),
            say,
            pids,
        ),
        Child(
            "actions",
            [python, "-m", "actions"],
            environment,
            _serves(f"{settings.actions_url}/health"),
            say,
            pids,
        ),
        Child(
            "rasa",
            [*rasa, "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"],
            {**environment, **ENVIRONMENT, "LOG_LEVEL": "WARNING"},
            _serves(f"{settings.rasa_url}/webhooks/gateway/ready"),
            say,
            pids,
        ),
    ]


def banner(settings: Settings, seconds: float) -> str:
    """Where to go, once everything serves."""
    lines = [f"Doorstep is ready after {seconds:.0f} s."]
    if settings.demo:
        lines += [
            f"  demo site   {settings.public_url}/        sign in as one of the fictional borrowers, or stay anonymous",
            f"  agents      {settings.public_url}/desk    the sign-in page offers demo accounts and their codes",
            f"  trainers    {settings.public_url}/trainer",
        ]
    lines.append("Ctrl-C stops everything.")
    return "\n".join(lines)


async def run(settings: Settings, environment: dict[str, str], begun: float) -> int:
    """Runs the four processes until a signal asks to stop; returns the exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    say("doorstep", "[4/4] starting servicing, app, actions and rasa")
    family = children(settings, environment)
    code = 0
    try:
        for child in family:
            child.start()
        watching = asyncio.create_task(_announce_all(family))
        asked_to_stop = asyncio.create_task(_wait(stop))
        await asyncio.wait([watching, asked_to_stop], return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            await watching
            for line in banner(settings, time.monotonic() - begun).splitlines():
                say("doorstep", line)
            signing = asyncio.create_task(_sign_roots(environment))
            await asked_to_stop
            signing.cancel()
        else:
            watching.cancel()
    except (TimeoutError, RuntimeError) as error:
        say("doorstep", f"could not start: {error or 'a process did not serve in time'}")
        code = 1
    finally:
        say("doorstep", "stopping")
        await asyncio.gather(*(child.stop() for child in reversed(family)))
        say("doorstep", "stopped")
    return code


async def _announce_all(family: Sequence[Child]) -> None:
    async def announce(child: Child) -> None:
        await child.wait_ready(START_LIMIT)
        say("doorstep", f"{child.name} is ready")

    await asyncio.gather(*(announce(child) for child in family))


async def _sign_roots(environment: dict[str, str]) -> None:
    """Signs each day's root over the record, so that a cut tail of any conversation shows."""
    while True:
        signer = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "records.root",
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )
        if await signer.wait() != 0:
            say("doorstep", "the record is broken or could not be read, so no root was signed: python -m records.root")
        await asyncio.sleep(ROOT_INTERVAL.total_seconds())


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


def main() -> int:
    """The command `python -m app.supervisor`."""
    begun = time.monotonic()
    try:
        settings = settings_from()
        helpdesk.settings.settings_from()
        require_free_ports(settings)
        ensure_keys(settings.keys, demo=settings.demo)
        environment = {
            **os.environ,
            **settings.as_environment(),
            "DOORSTEP_PRIVATE_TOKEN": os.environ.get("DOORSTEP_PRIVATE_TOKEN")
            or read_text(settings.keys, PRIVATE_TOKEN),
            "PYTHONPATH": os.getcwd(),
            "PYTHONUNBUFFERED": "1",
        }
        prepare(settings, environment)
    except (BadSetting, helpdesk.settings.BadSetting, CannotStart, KeyMissing, BadKeyFile) as error:
        say("doorstep", f"cannot start: {error}")
        return 2
    except KeyboardInterrupt:
        return 130
    return asyncio.run(run(settings, environment, begun))


if __name__ == "__main__":
    sys.exit(main())
