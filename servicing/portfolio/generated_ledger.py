"""The ledger of a generated loan while it is written: lines in cents, and the balances they have come to."""

from collections.abc import Callable
from operator import itemgetter

# A line is the row of the ledger without its loan and its number, in this order.
LINE = (
    "kind",
    "received",
    "effective",
    "posted",
    "installment_due",
    "amount",
    "principal",
    "interest",
    "escrow",
    "late_charge",
    "fee",
    "suspense",
    "charge_income",
    "charge_key",
    "channel",
    "confirmation",
    "reversal_of",
)
Line = tuple[
    str, str, str, str, str | None, int, int, int, int, int, int, int, int, str | None, str, str | None, int | None
]
_posted: Callable[[Line], str] = itemgetter(LINE.index("posted"))


class Book:
    """Lines in the order in which they happen on the loan; `closed` puts them in the order of posting.

    `open` holds the charges that are due under their keys, oldest first.
    """

    __slots__ = ("balance", "escrow", "lines", "open", "suspense")

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.balance = self.escrow = self.suspense = 0
        self.open: dict[str, int] = {}

    def lend(self, day: str, amount: int) -> None:
        """The loan itself."""
        self.balance += amount
        line = ("origination", day, day, day, None, -amount, -amount, 0, 0, 0, 0, 0, 0, None, "closing", None, None)
        self.lines.append(line)

    def pay(
        self,
        days: tuple[str, str],
        due: str,
        parts: tuple[int, int, int],
        channel: str,
        confirmation: str | None,
    ) -> None:
        """A whole installment (principal, interest, escrow), with all that is held; `days` are receipt and credit."""
        received, effective = days
        principal, interest, escrow = parts
        held = self.suspense
        cash = principal + interest + escrow - held
        self.lines.append(
            (
                "payment", received, effective, received, due, cash, principal, interest, escrow, 0, 0, -held, 0,
                None, channel, confirmation, None,
            )
        )  # fmt: skip
        self.balance -= principal
        self.escrow += escrow
        self.suspense = 0

    def cash(
        self,
        kind: str,
        day: str,
        *,
        channel: str,
        principal: int = 0,
        interest: int = 0,
        escrow: int = 0,
        suspense: int = 0,
        confirmation: str | None = None,
    ) -> None:
        """Money in (positive) or out on a day, for anything but an installment or a charge."""
        amount = principal + interest + escrow + suspense
        self.lines.append(
            (
                kind, day, day, day, None, amount, principal, interest, escrow, 0, 0, suspense, 0,
                None, channel, confirmation, None,
            )
        )  # fmt: skip
        self.balance -= principal
        self.escrow += escrow
        self.suspense += suspense

    def bill(self, day: str, amount: int, kind: str) -> None:
        """A bill paid out of escrow."""
        self.lines.append(
            (
                "escrow_disbursement", day, day, day, None, -amount, 0, 0, -amount, 0, 0, 0, 0,
                None, kind, None, None,
            )
        )  # fmt: skip
        self.escrow -= amount

    def assess(self, kind: str, day: str, amount: int, *, due: str | None = None) -> None:
        """A charge made: the receivable against income."""
        key = f"{kind}:{due or day}"
        self.open[key] = amount
        self._charge("assessment", day, key, receivable=-amount, income=amount, due=due)

    def waive(self, key: str, day: str, *, due: str | None = None) -> None:
        """A charge taken back."""
        amount = self.open.pop(key)
        self._charge("waiver", day, key, receivable=amount, income=-amount, due=due)

    def settle(self, day: str, channel: str, confirmation: str | None, *, fees: bool) -> None:
        """Every open late charge paid, then, with `fees`, every other charge."""
        order = sorted(self.open, key=lambda key: not _is_late(key))
        for key in order if fees else filter(_is_late, order):
            paid = self.open.pop(key)
            self._charge("charge_payment", day, key, receivable=paid, channel=channel, confirmation=confirmation)

    def _charge(
        self,
        kind: str,
        day: str,
        key: str,
        *,
        receivable: int,
        income: int = 0,
        due: str | None = None,
        channel: str = "system",
        confirmation: str | None = None,
    ) -> None:
        late, fee = (receivable, 0) if _is_late(key) else (0, receivable)
        self.lines.append(
            (
                kind, day, day, day, due, late + fee + income, 0, 0, 0, late, fee, 0, income,
                key, channel, confirmation, None,
            )
        )  # fmt: skip

    def send_back(self, day: str) -> None:
        """The last line, a payment, returned by the bank: its opposite, which keeps the days of receipt and credit."""
        place = len(self.lines) - 1
        _, received, effective, _, due, amount, principal, interest, escrow, *_ = self.lines[place]
        held, (channel, confirmation) = self.lines[place][11], self.lines[place][14:16]
        self.lines.append(
            (
                "reversal", received, effective, day, due, -amount, -principal, -interest, -escrow, 0, 0,
                -held, 0, None, channel, confirmation, place,
            )
        )  # fmt: skip
        self.balance += principal
        self.escrow -= escrow
        self.suspense -= held

    @property
    def last_posted(self) -> str:
        """The day of the line that was written last."""
        return _posted(self.lines[-1])

    def closed(self, today: str) -> list[Line]:
        """What was posted through a day, in the order of posting; reversals name the number of what they undo."""
        lines = [line for line in sorted(self.lines, key=_posted) if _posted(line) <= today]
        for number, line in enumerate(lines):
            if line[-1] is not None:
                undone = self.lines[line[-1]]
                lines[number] = (*line[:-1], next(place for place, found in enumerate(lines, 1) if found is undone))
        return lines


def _is_late(key: str) -> bool:
    return key.startswith("late_charge:")
