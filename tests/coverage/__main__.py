"""`python -m tests.coverage` writes docs/coverage.md; with `--check` it only says what is wrong with it."""

import sys

from tests.coverage.matrix import PAGE, faults, page


def main(arguments: list[str]) -> int:
    """0 when everything has a proof and the page is up to date."""
    written = page()
    if "--check" not in arguments:
        PAGE.write_text(written, encoding="utf-8")
    wrong = faults()
    if PAGE.read_text(encoding="utf-8") != written:
        wrong.append(f"{PAGE} is out of date: make coverage")
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
