"""Erases a borrower's conversations for good, or says why it must not.

    python -m app.erase --party PARTY --by pat.jones --because request --identified-by letter
    python -m app.erase --conversation ID --by pat.jones --because retention --loans-ended-on 2024-03-31 --yes

Without `--yes` nothing is changed: it says what would be erased. What is on legal hold, has an open case, or is kept by
the law is refused. What goes: words, files, notes, letters, names and loans; what stays: the chain, codes and dates.
Exit codes: 0 done, or could be done; 1 something was refused; 2 the command cannot be carried out.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

import gateway.erasing
from app.answering_for import NobodyAnswers, ask_who, ask_whose, staff_id
from app.erasure import BECAUSE, IDENTIFIED_BY, Left, Warrant, erase, refusals
from app.keys import KeyMissing, record_cipher
from app.settings import Settings, settings_from
from gateway.conversation import UnknownConversation
from kernel.keyfiles import BadKeyFile
from records.client import Records
from storage import Database, open_database

DIALOGUE = "bot_dialogue"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    given = _parser().parse_args(arguments)
    settings = settings_from()
    database = open_database(settings.database_url)
    try:
        records = Records(database, record_cipher(settings.keys), settings.wall)
        with database.read() as session:
            who = staff_id(session, given.by)
            chosen = [given.conversation] if given.conversation else None
            chosen = chosen or gateway.erasing.conversations_of_party(session, given.party)
        warrant = Warrant(who, given.because, given.identified_by, given.loans_ended_on)
        refused = False
        for name in chosen:
            troubles, left = _one(settings, database, records, name, warrant, does=given.yes)
            refused = refused or bool(troubles)
            _say("".join(f"{line}\n" for line in _told(name, troubles, left, does=given.yes)))
        _say("" if chosen else "there is no such conversation\n")
    except (NobodyAnswers, UnknownConversation, KeyMissing, BadKeyFile) as error:
        sys.stderr.write(f"not erased: {error}\n")
        return 2
    finally:
        database.close()
    return 1 if refused or not chosen else 0


def _one(
    settings: Settings, database: Database, records: Records, name: str, warrant: Warrant, *, does: bool
) -> tuple[list[str], Left | None]:
    """Erases one conversation in one transaction, if it may be; why not, and what is left to do by hand."""
    today = settings.wall.today()
    left = None
    with database.begin() as session:
        troubles = list(refusals(session, name, warrant, today=today, records=records))
        if does and not troubles:
            # First what can be made again: should the rest fail, nothing is lost.
            forget_dialogue(settings.tracker_database_url, name)
            left = erase(session, name, warrant, records=records, clock=settings.wall)
    return troubles, left


def forget_dialogue(url: str, conversation_id: str) -> None:
    """Removes what the bot remembers of a conversation from its own database, when there is one."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        parsed = parsed.set(drivername="postgresql+psycopg")
    elif not Path(parsed.database or "").exists():
        return
    engine = create_engine(parsed, hide_parameters=True)
    try:
        with engine.begin() as connection:
            if parsed.get_backend_name() == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
            if DIALOGUE in inspect(connection).get_table_names():
                chosen = text(f"DELETE FROM {DIALOGUE} WHERE conversation = :name")  # noqa: S608 - our own constant
                connection.execute(chosen, {"name": conversation_id})
    finally:
        engine.dispose()


def _told(name: str, troubles: Sequence[str], left: Left | None, *, does: bool) -> Iterator[str]:
    for trouble in troubles:
        yield f"{name}: refused: {trouble}"
    if not troubles:
        yield f"{name}: erased" if does else f"{name}: would be erased; say --yes to do it"
    if left is not None:
        yield f"{name}: at the help desk it is conversation {left.remote_id}: delete it there"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.erase", description="Erases conversations for good.")
    ask_whose(parser, party="every conversation in which this person of the system of record was proven")
    ask_who(parser)
    parser.add_argument("--because", required=True, choices=BECAUSE, help="somebody asked, or its time is over")
    parser.add_argument("--identified-by", choices=IDENTIFIED_BY, help="how whoever asks was known to be the borrower")
    parser.add_argument(
        "--loans-ended-on",
        type=date.fromisoformat,
        help="the day on which the last of their loans was discharged or transferred, such as 2024-03-31",
    )
    parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would be done")
    return parser


def _say(words: str) -> None:
    sys.stdout.write(words)


if __name__ == "__main__":
    sys.exit(main())
