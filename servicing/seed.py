"""Makes the fictional portfolio, or brings it to today: `python -m servicing.seed [--loans N] [--random-seed K]`."""

import argparse
import sys
from collections.abc import Sequence

from servicing.portfolio.generated import MOST_LOANS
from servicing.portfolio.personas import read_personas
from servicing.progress import INTERRUPTED, Progress, print_line
from servicing.settings import read_settings
from servicing.store.portfolio import generated_loans, seed_portfolio
from storage import open_database

LARGEST_SEED = 2**63 - 1


def _number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
        raise argparse.ArgumentTypeError(f"a whole number from 0 to {most}, not {text!r}")
    return int(text)


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command was asked for; a wrong argument ends it with a message and code 2."""
    parser = argparse.ArgumentParser(prog="python -m servicing.seed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--loans",
        metavar="N",
        type=lambda text: _number(text, MOST_LOANS),
        help="generated loans beside the personas' (as many as there are, when not given)",
    )
    parser.add_argument(
        "--random-seed",
        metavar="K",
        type=lambda text: _number(text, LARGEST_SEED),
        help="what the generated loans are drawn from: the same seed, number and day make the same loans",
    )
    return parser.parse_args(arguments)


def main() -> None:
    """The command; run again on the same day it changes nothing."""
    asked = read_arguments()
    settings = read_settings()
    database = open_database(settings.database_url)
    clock = settings.clock
    total = generated_loans(database).loans if asked.loans is None else asked.loans
    try:
        with Progress("generated", total) as generated:
            done = seed_portfolio(
                database,
                read_personas(),
                clock,
                print_line,
                generated=asked.loans,
                random_seed=asked.random_seed,
                advance=generated.advance,
            )
    except KeyboardInterrupt:
        print_line("stopped; the portfolio is as it was")
        sys.exit(INTERRUPTED)
    finally:
        database.close()
    if done.changed:
        print_line(f"{done.loans} loans with {done.entries} ledger entries, as of {clock.today()}")
    else:
        print_line(f"the portfolio is already as of {clock.today()}")


if __name__ == "__main__":
    main()
