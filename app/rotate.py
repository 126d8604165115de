"""Gives the record a new encryption key, and wraps every conversation's data key with it. Contents stay as they are.

    python -m app.rotate --by pat.jones --dry-run   say what would be done
    python -m app.rotate --by pat.jones --make      make the next key and no more: copy it to every machine first
    python -m app.rotate --by pat.jones             rotate; after an interruption the same command goes on
    python -m app.rotate --by pat.jones --forget    remove retired keys that have wrapped nothing for a day

The app may run on: it reads the keys again when it meets one that it does not know. A retired key stays in
`records-<id>.key` until `--forget`, because a backup from before can only be read with it.
Exit codes: 0 done, 2 the command cannot be carried out.
"""

import argparse
import contextlib
import fcntl
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.answering_for import NobodyAnswers, ask_who, staff_id
from app.keys import OTHERS, RECORDS, KeyMissing, record_cipher, record_keys
from app.settings import settings_from
from kernel.clock import Clock
from kernel.keyfiles import SECRET_BYTES, BadKeyFile, names_to_disk, read_secret, secret_text, write_once
from records.cipher import id_of_key
from records.client import Records
from records.log import RecordLog
from storage import Database, open_database

NEXT = "records-next.key"
LOCK = "rotation.lock"
# What the log of accesses calls the keys, as it calls a conversation by its id.
SUBJECT = "records.key"
STEP = 500
# A transaction that began with the old key has ended long before.
FORGET_AFTER_SECONDS = 24 * 60 * 60


class Busy(RuntimeError):
    """Another rotation runs."""


@contextlib.contextmanager
def alone(keys: Path) -> Iterator[None]:
    """Keeps every other rotation on this folder out; the lock dies with its process.

    Raises:
        Busy: when there is another.
    """
    with (keys / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy("another rotation runs") from error
        yield


def make_next(keys: Path) -> None:
    """Makes the key that comes next, unless an interrupted rotation has left one."""
    write_once(keys / NEXT, secret_text(secrets.token_bytes(SECRET_BYTES)))
    read_secret(keys / NEXT)


def change_key(keys: Path) -> None:
    """Puts the next key in the place of the one in use, which is kept under its own name.

    At every moment each key that has wrapped anything stands in one file or another.
    """
    current = read_secret(keys / RECORDS)
    retired = keys / f"records-{id_of_key(current)}.key"
    write_once(retired, secret_text(current))
    read_secret(retired)
    (keys / NEXT).replace(keys / RECORDS)
    names_to_disk(keys)


def rewrap(database: Database, records: Records, step: int = STEP) -> int:
    """Wraps every data key that another key than the one in use had wrapped, in short transactions; how many."""
    done = 0
    while True:
        with database.begin() as session:
            some = records.rotate(session, limit=step)
        if not some:
            return done
        done += some


@dataclass(frozen=True)
class Rotation:
    """One rotation, and who answers for it."""

    database: Database
    keys: Path
    clock: Clock
    who: str

    def tell(self) -> str:
        """What would be done."""
        left = self._left()
        if self._begins(left):
            return f"would change the key {self._current()} and wrap every data key anew"
        return f"would go on with an earlier rotation: {left} data keys are left"

    def make(self) -> str:
        """Makes the next key and no more."""
        make_next(self.keys)
        return f"{NEXT} is made: copy the folder of keys to every machine, then rotate"

    def rotate(self) -> str:
        """Changes the key and wraps every data key anew, or goes on where an earlier rotation was interrupted."""
        begins = self._begins(self._left())
        if begins:
            make_next(self.keys)
            self._note("rotate")
            change_key(self.keys)
        records = Records(self.database, record_cipher(self.keys), self.clock)
        done = rewrap(self.database, records)
        self._note("rotated")
        said = f"{done} data keys wrapped anew with {self._current()}"
        return said if begins else f"{said}: this ended an earlier rotation; say it again for a new key"

    def forget(self) -> str:
        """Removes the retired keys that have wrapped nothing for a day."""
        with self.database.read() as session:
            used = {each.hex() for each in RecordLog(session).wrapping_keys()}
        removed, kept = [], []
        for path in sorted(self.keys.glob(OTHERS)):
            is_young = self.clock.now().timestamp() - path.stat().st_mtime < FORGET_AFTER_SECONDS
            if path.name == NEXT or is_young or id_of_key(read_secret(path)) in used:
                kept.append(path.name)
            else:
                path.unlink()
                removed.append(path.name)
        self._note("forget")
        return f"removed: {', '.join(removed) or 'none'}; kept: {', '.join(kept) or 'none'}"

    def _begins(self, left: int) -> bool:
        return not left or (self.keys / NEXT).exists()

    def _current(self) -> str:
        return id_of_key(record_keys(self.keys).current)

    def _left(self) -> int:
        with self.database.read() as session:
            return RecordLog(session).wrapped_by_others(record_cipher(self.keys))

    def _note(self, what: str) -> None:
        records = Records(self.database, record_cipher(self.keys), self.clock)
        with self.database.begin() as session:
            records.log_access(session, conversation_id=SUBJECT, who=self.who, what=what, why=self._current())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m app.rotate", description="Gives the record a new encryption key.")
    ask_who(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="only say what would be done")
    what.add_argument("--make", action="store_true", help="only make the next key")
    what.add_argument("--forget", action="store_true", help="remove retired keys that wrap nothing")
    given = parser.parse_args(arguments)
    settings = settings_from()
    database = open_database(settings.database_url)
    try:
        with database.read() as session:
            who = staff_id(session, given.by)
        record_cipher(settings.keys)
        with alone(settings.keys):
            rotation = Rotation(database, settings.keys, settings.wall, who)
            asked = ((given.dry_run, rotation.tell), (given.make, rotation.make), (given.forget, rotation.forget))
            chosen = next((does for wanted, does in asked if wanted), rotation.rotate)
            sys.stdout.write(chosen() + "\n")
    except (NobodyAnswers, KeyMissing, BadKeyFile, Busy) as error:
        sys.stderr.write(f"not rotated: {error}\n")
        return 2
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
