"""Adds a person from the command line: `python -m staff.add pat.jones agent --shown-as "Pat Jones"`."""

import argparse
import re
import secrets
import sys

from kernel.clock import SystemClock
from kernel.keyfiles import BadKeyFile
from staff.client import ROLES, AccountTaken, Staff
from staff.members import role_named
from staff.second_factor import enrolment_uri
from staff.settings import BadSetting, settings_from
from storage import open_database

ACCOUNT = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*")


def first_password() -> str:
    """A random password of 96 bits to be replaced at the first sign-in."""
    return secrets.token_urlsafe(12)


def main(arguments: list[str] | None = None) -> int:
    """Adds the person, prints what they need once, and returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m staff.add", description="Adds a person who may sign in.")
    parser.add_argument("name", help="account name, such as pat.jones")
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("--shown-as", help="the name colleagues and borrowers see; default: made from the account name")
    given = parser.parse_args(arguments)
    if not ACCOUNT.fullmatch(given.name) or len(given.name) > 64:
        parser.error("an account name is lower-case words joined by dots, such as pat.jones")
    shown_as = given.shown_as or " ".join(word.capitalize() for word in given.name.split("."))
    password = first_password()
    try:
        settings = settings_from()
        database = open_database(settings.database_url)
        staff = Staff(database, SystemClock(), key=settings.key())
        secret = staff.add(account=given.name, name=shown_as, role=role_named(given.role), password=password)
        database.close()
    except FileNotFoundError as absent:
        return _fail(f"No key at {absent.filename}: start Doorstep once, so that its keys exist.")
    except AccountTaken:
        return _fail(f"There is an account {given.name} already.")
    except (BadSetting, BadKeyFile) as error:
        return _fail(str(error))
    _say(f"{shown_as} ({given.role}) may sign in as {given.name}.")
    _say(f"First password, to be replaced at the first sign-in: {password}")
    _say(f"For the authenticator app: {enrolment_uri(secret, given.name)}")
    _say("Hand both over in person. They are not shown again.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _fail(line: str) -> int:
    sys.stderr.write(line + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
