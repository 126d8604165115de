"""The payments of a loan, and which of them a borrower means: by day, month, year or amount, or by a button."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from rasa_sdk import Tracker

from actions.forms import phrases_wanted
from actions.rows import Row, cell, row_facts, rows_told
from actions.spoken_amounts import spoken_amount
from actions.spoken_dates import NoSuchDay
from actions.spoken_spans import Span, span_said
from actions.turn import Button, Reply, Turn
from kernel.facts import Fact
from kernel.money import money
from servicing.client import Servicing, Table

# What a borrower paid; charges made, bills paid and the loan itself are other lines of the history.
KINDS = frozenset({"payment", "partial_payment", "curtailment", "charge_payment", "payoff"})
# A payment came then or was for then; only where none did, it counted from then or was written down then.
CAME_OR_WAS_FOR, COUNTED = ("received", "installment_due"), ("effective", "posted")
MOST_OFFERED = 6
SHOWN = {
    "payment_amount": "amount",
    "payment_received": "received",
    "payment_posted": "posted",
    "payment_effective": "effective",
    "installment_due": "installment_due",
}
_SPAN = re.compile(r"\b\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d\b")
NO_SUCH_DAY = "no_such_day"
UNKNOWN_DAY = Reply("utter_payment_no_such_day", outcome="refused")


@dataclass(frozen=True)
class Wish:
    """Which payments a message speaks of; false when it names none.

    Attributes:
        number: of one payment, from a button.
        amount: in dollars, with the cents or without.
    """

    number: str | None = None
    span: Span | None = None
    amount: Decimal | None = None

    def __bool__(self) -> bool:
        return self != Wish()

    def __str__(self) -> str:
        """As the dialogue remembers it: `41`, `2026-10-14/2026-10-14`, `2458.35`, or several of these."""
        days = "" if self.span is None else f"{self.span.since}/{self.span.until}"
        return " ".join(part for part in (self.number, days, str(self.amount or "")) if part)

    def facts(self, as_of: datetime) -> tuple[Fact, ...]:
        """What was asked for, as the answer repeats it."""
        if self.span is not None:
            days = {"wanted_from": self.span.since, "wanted_until": self.span.until}
            return tuple(Fact(name, "date", day.isoformat(), "request.days", as_of) for name, day in days.items())
        return (Fact("wanted_amount", "money", str(self.amount), "request.amount", as_of),) if self.amount else ()


def asked_in(tracker: Tracker, turn: Turn) -> str:
    """The wish in the present message, as the dialogue remembers it; `no_such_day` for a day that is in no calendar."""
    message = tracker.latest_message or {}
    days = span_said(message, phrases_wanted(message, "date", "tax_year"), turn.today, near=days_before(turn))
    if isinstance(days, NoSuchDay):
        return NO_SUCH_DAY
    amounts = [spoken_amount(str(phrase.get("value") or "")) for phrase in phrases_wanted(message, "amount")]
    number = next(tracker.get_latest_entity_values("payment"), None)
    return str(Wish(number, days, next((amount for amount in reversed(amounts) if amount), None)))


def days_before(turn: Turn) -> Span | None:
    """The days of the question that was answered just before, if it was about payments of some days."""
    _topic, _, asked = (turn.last_question or "").partition(" ")
    return wish_of(asked).span if _SPAN.search(asked) else None


def wish_of(asked: str) -> Wish:
    """The wish that was remembered."""
    wish = Wish()
    for part in asked.split():
        if "/" in part:
            wish = replace(wish, span=Span(*map(date.fromisoformat, part.split("/"))))
        elif "." in part:
            wish = replace(wish, amount=money(part))
        else:
            wish = replace(wish, number=part)
    return wish


@dataclass(frozen=True)
class Payments:
    """Every line of a loan's history, oldest first, and the moment for which it holds."""

    table: Table
    as_of: datetime

    @property
    def standing(self) -> list[Row]:
        """The payments that were not taken back, newest first."""
        undone = {self.cell(row, "reversal_of") for row in self.table.rows}
        return self._payments(row for row in self.table.rows if self.cell(row, "number") not in undone)

    @property
    def taken_back(self) -> list[Row]:
        """The lines that took a payment back, newest first; not where it was written down anew in the same breath."""
        undone = [row for row in self.table.rows if self.cell(row, "kind") == "reversal"]
        again = {self._entered(row) for row in self.standing}
        return [row for row in reversed(undone) if self._entered(row) not in again]

    def _entered(self, row: Row) -> tuple[str, ...]:
        """When and for which installment so much was written down, or taken back."""
        amount = self.cell(row, "amount").removeprefix("-")
        return (self.cell(row, "posted"), self.cell(row, "installment_due"), amount)

    def _payments(self, rows: Iterable[Row]) -> list[Row]:
        found = [row for row in rows if self.cell(row, "kind") in KINDS]
        return sorted(found, key=lambda row: (self.cell(row, "received"), int(self.cell(row, "number"))), reverse=True)

    def cell(self, row: Row, column: str) -> str:
        """The text of a cell; nothing where it has no value."""
        return cell(self.table, row, column)

    def facts(self, row: Row) -> tuple[Fact, ...]:
        """What a line says of one payment, under the names that `Servicing.payment` gives them."""
        return row_facts(self.table, row, SHOWN, self.as_of)

    def facts_taken_back(self, reversal: Row) -> tuple[Fact, ...]:
        """What a line that took a payment back says of that payment, with the day on which it was taken back."""
        number = self.cell(reversal, "reversal_of")
        payment = next(row for row in self.table.rows if self.cell(row, "number") == number)
        return (*self.facts(payment), *row_facts(self.table, reversal, {"reversed_on": "posted"}, self.as_of))

    def meant(self, rows: Sequence[Row], wish: Wish) -> list[Row]:
        """Those of these lines that fit the wish, in their order.

        An amount narrows the days down only where one of their payments has it: it may be a part of a payment.
        """
        if wish.number is not None:
            return [row for row in rows if self.cell(row, "number") == wish.number]
        days = self._in(rows, wish.span, CAME_OR_WAS_FOR) or self._in(rows, wish.span, COUNTED)
        of_amount = [row for row in days if _is_of(wish.amount, Decimal(self.cell(row, "amount")))]
        return of_amount or (days if wish.span is not None else [])

    def _in(self, rows: Sequence[Row], span: Span | None, columns: Sequence[str]) -> list[Row]:
        if span is None:
            return list(rows)
        since, until = span.since.isoformat(), span.until.isoformat()
        return [row for row in rows if any(since <= self.cell(row, column) <= until for column in columns)]


def _is_of(wanted: Decimal | None, amount: Decimal) -> bool:
    """Whether a payment has the amount; one named in whole dollars fits whatever the cents."""
    return wanted is None or wanted in (abs(amount), Decimal(int(abs(amount))))


def payments_of(servicing: Servicing, loan_id: str, today: date) -> Payments:
    """The whole history of a loan."""
    answer = servicing.payments(loan_id, date.min, today)
    table = answer.table or Table("payment_history", (), ())
    rows, following = list(table.rows), table.following
    while following is not None:
        page = servicing.payments(loan_id, date.min, today, following).table
        rows += () if page is None else page.rows
        following = None if page is None else page.following
    return Payments(replace(table, rows=tuple(rows), following=None), answer.facts[0].as_of)


def which_payment(payments: Payments, meant: Sequence[Row], intent: str, turn: Turn) -> Reply:
    """The question which of these payments is meant, with a button for each of the newest."""
    offered = replace(payments.table, rows=tuple(meant[:MOST_OFFERED]))
    facts, lines = rows_told(offered, ("received", "amount"), turn.language, payments.as_of)
    buttons = tuple(
        Button(line, f'/{intent}{{"payment": "{payments.cell(row, "number")}"}}')
        for line, row in zip(lines.splitlines(), offered.rows, strict=True)
    )
    return Reply("utter_ask_which_payment", outcome="asked", facts=facts, buttons=buttons, asks_again=False)
