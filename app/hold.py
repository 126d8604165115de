"""Puts a conversation or a person on legal hold, so that nothing of theirs is erased, or lifts the hold.

python -m app.hold --party PARTY --by pat.jones --because 26-cv-01234
python -m app.hold --conversation ID --by pat.jones --because settled --lift
"""

import argparse
import re
import sys
from collections.abc import Sequence

from app.answering_for import NobodyAnswers, ask_who, ask_whose, staff_id
from app.erasure import party_subject
from app.settings import settings_from
from records.holds import lift_hold, place_hold
from storage import open_database

# The number of a matter or a code: the log must hold nobody's name.
CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m app.hold", description="Places or lifts a legal hold.")
    ask_whose(parser, party="every conversation of this person, also later ones")
    ask_who(parser)
    parser.add_argument("--because", required=True, help="number of the matter, or a code; letters, digits, . _ -")
    parser.add_argument("--lift", action="store_true", help="lift the hold instead")
    given = parser.parse_args(arguments)
    if not CODE.fullmatch(given.because):
        parser.error("--because: a number or a code, of letters, digits, points, dashes and underscores")
    settings = settings_from()
    database = open_database(settings.database_url)
    subject = given.conversation or party_subject(given.party)
    change, said = (lift_hold, "lifted") if given.lift else (place_hold, "placed")
    try:
        with database.begin() as session:
            who = staff_id(session, given.by)
            changed = change(session, subject, who=who, why=given.because, at=settings.wall.now())
    except NobodyAnswers as error:
        sys.stderr.write(f"nothing was changed: {error}\n")
        return 2
    finally:
        database.close()
    sys.stdout.write(f"hold {said}\n" if changed else f"nothing was changed: {_why(lifts=given.lift)}\n")
    return 0 if changed else 1


def _why(*, lifts: bool) -> str:
    return "there is no hold" if lifts else "it is on hold already"


if __name__ == "__main__":
    sys.exit(main())
