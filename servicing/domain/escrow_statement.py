"""What an escrow account statement says: annual, for a short year, and initial (12 CFR 1024.17(g), (i))."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kernel.money import ZERO
from kernel.rules import rule
from servicing.domain.escrow import EscrowAnalysis, EscrowLine
from servicing.domain.escrow_bills import EscrowBill
from servicing.domain.escrow_difference import Disposition
from servicing.domain.escrow_history import EscrowHistory, LowBalance, low_balance

type Exemption = Literal["overdue", "foreclosure", "bankruptcy"]
type ShortYearReason = Literal["year_changed", "transfer", "payoff"]
type InitialReason = Literal["settlement", "established", "transfer"]


@dataclass(frozen=True)
class PaymentSplit:
    """A monthly mortgage payment and its parts; a discretionary part is not escrow (12 CFR 1024.17(l))."""

    principal_and_interest: Decimal
    escrow: Decimal
    discretionary: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The whole payment."""
        return self.principal_and_interest + self.escrow + self.discretionary


@dataclass(frozen=True)
class AnnualStatement:
    """The annual escrow account statement; the comments name the clauses of 12 CFR 1024.17(i)(1)."""

    history: EscrowHistory
    payment: PaymentSplit  # (i)
    past_payment: PaymentSplit  # (ii)
    paid_in: Decimal  # (iii)
    paid_out: tuple[EscrowLine, ...]  # (iv), one line an item
    ending_balance: Decimal  # (v)
    disposition: Disposition  # (vi)-(vii)
    low_balance: LowBalance  # (viii)
    projection: EscrowAnalysis
    due_by: date


@dataclass(frozen=True)
class ShortYearStatement:
    """The statement that ends a computation year early.

    Attributes:
        reason: `year_changed`, `transfer` or `payoff`.
        due_by: 60 days after the end of the short year, the effective date of the transfer, or the payoff funds.
        new_year_begins: the first day of the new computation year; None after a transfer or a payoff.
    """

    reason: ShortYearReason
    history: EscrowHistory
    paid_in: Decimal
    paid_out: tuple[EscrowLine, ...]
    ending_balance: Decimal
    due_by: date
    new_year_begins: date | None


@dataclass(frozen=True)
class InitialStatement:
    """The initial escrow account statement (12 CFR 1024.17(g)(1)(i)).

    Attributes:
        reason: `settlement`, `established` (after settlement) or `transfer` (of servicing).
        deposit: what the borrower pays in at the start.
        bills: every bill of the first computation year with its day, in order.
        projection: the trial running balance: `rows` with `target`.
    """

    reason: InitialReason
    payment: PaymentSplit
    deposit: Decimal
    cushion: Decimal
    bills: tuple[EscrowBill, ...]
    projection: EscrowAnalysis
    due_by: date


def annual_statement(
    *,
    history: EscrowHistory,
    projection: EscrowAnalysis,
    disposition: Disposition,
    payment: PaymentSplit,
    past_payment: PaymentSplit,
) -> AnnualStatement:
    """The annual statement of the year of `history`, with the analysis of the year after it.

    Args:
        payment: what the borrower pays from the new year on, as `new_payment` divides it.
        past_payment: what the borrower paid in the past year.

    Raises:
        ValueError: when the projection does not begin where the history ends.
    """
    if projection.begins != history.ends + timedelta(days=1):
        raise ValueError("the coming year begins the day after the past one ends")
    return AnnualStatement(
        history=history,
        payment=payment,
        past_payment=past_payment,
        paid_in=history.paid_in,
        paid_out=history.paid_out,
        ending_balance=history.ending_balance,
        disposition=disposition,
        low_balance=low_balance(history),
        projection=projection,
        due_by=annual_statement_due(year_ended=history.ends),
    )


def annual_statement_due(*, year_ended: date) -> date:
    """The last day for the statement of the computation year that ended that day: 30 days later (1024.17(i))."""
    return year_ended + timedelta(days=rule("escrow", "annual_statement_days", on=year_ended).count)


def statement_exemptions(
    *, analysed_on: date, days_overdue: int = 0, foreclosure_action: bool = False, bankruptcy: bool = False
) -> tuple[Exemption, ...]:
    """Why no annual statement is owed; empty when one is (12 CFR 1024.17(i)(2)).

    More than 30 days overdue at the analysis, an action for foreclosure brought, or a bankruptcy pending.
    """
    most = rule("escrow", "statement_exempt_overdue_days", on=analysed_on).count
    found: dict[Exemption, bool] = {
        "overdue": days_overdue > most,
        "foreclosure": foreclosure_action,
        "bankruptcy": bankruptcy,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def reinstated_history_due(*, current_since: date) -> date:
    """The last day for the history since the last statement, when none was sent and the account became current.

    90 days later (12 CFR 1024.17(i)(2)).
    """
    return current_since + timedelta(days=rule("escrow", "reinstated_history_days", on=current_since).count)


def short_year_statement(
    *, reason: ShortYearReason, history: EscrowHistory, new_year_begins: date | None = None
) -> ShortYearStatement:
    """The statement that ends the computation year on the last day of `history` (12 CFR 1024.17(i)(4)).

    That day is the end of the short year, the effective date of the transfer of servicing, or the day the payoff
    funds were received; the statement is due 60 days after it.

    Raises:
        ValueError: when a new computation year is missing after `year_changed`, or given with another reason.
    """
    if (reason == "year_changed") is (new_year_begins is None):
        raise ValueError("a new computation year begins when the year was changed, and only then")
    topic = "payoff" if reason == "payoff" else "escrow"
    return ShortYearStatement(
        reason=reason,
        history=history,
        paid_in=history.paid_in,
        paid_out=history.paid_out,
        ending_balance=history.ending_balance,
        due_by=history.ends + timedelta(days=rule(topic, "short_year_statement_days", on=history.ends).count),
        new_year_begins=new_year_begins,
    )


def initial_statement(
    *, reason: InitialReason, on: date, analysis: EscrowAnalysis, payment: PaymentSplit
) -> InitialStatement:
    """The initial statement for an account created, or taken over with another payment or method.

    Args:
        on: the day of settlement, of the account's establishment, or of the transfer of servicing. The statement is
            due 45 days after the first two (12 CFR 1024.17(g)(1)-(2)) and 60 after the last (e)(1).
        analysis: the first year's; its projected start is the deposit.
    """
    days = "transfer_initial_statement_days" if reason == "transfer" else "initial_statement_days"
    return InitialStatement(
        reason=reason,
        payment=payment,
        deposit=analysis.projected_start,
        cushion=analysis.cushion,
        bills=tuple(bill for row in analysis.rows for bill in row.bills),
        projection=analysis,
        due_by=on + timedelta(days=rule("escrow", days, on=on).count),
    )
