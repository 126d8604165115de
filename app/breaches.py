"""`python -m app.breaches`: each date of an open case that was missed, one a line; exit code 1 when there is any.

For whoever watches a servicer's machines. The lines hold references and days, and nobody's name.
"""

import sys

from app.settings import settings_from
from desk.breaches import breaches
from storage import open_database


def main() -> int:
    """Runs the command and returns its exit code."""
    settings = settings_from()
    database = open_database(settings.database_url)
    try:
        with database.read() as session:
            found = breaches(session, now=settings.wall.now())
    finally:
        database.close()
    lines = [f"{each.due.day.isoformat()} {each.reference} {each.due.name} {each.due.citation}" for each in found]
    sys.stdout.write("".join(f"{line}\n" for line in lines) or "no date was missed\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
