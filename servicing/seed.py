"""Makes the fictional portfolio, or brings it to today: `python -m servicing.seed`."""

import sys

from servicing.portfolio.personas import read_personas
from servicing.settings import read_settings
from servicing.store.portfolio import seed_portfolio
from storage import open_database


def main() -> None:
    """The command; run again on the same day it changes nothing."""
    settings = read_settings()
    database = open_database(settings.database_url)
    clock = settings.clock
    done = seed_portfolio(
        database,
        read_personas(),
        clock,
        lambda line: print(f"servicing: {line}", flush=True),  # noqa: T201
    )
    database.close()
    if done.changed:
        say = f"{done.loans} loans with {done.entries} ledger entries, as of {clock.today()}"
    else:
        say = f"the portfolio is already as of {clock.today()}"
    sys.stdout.write(f"servicing: {say}\n")


if __name__ == "__main__":
    main()
