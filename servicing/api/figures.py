"""Figures as facts: each value of an answer with its source and the lines that add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kernel.calendar import business_days_after, business_days_before, office_days
from kernel.facts import Fact, Line
from kernel.money import ZERO, money
from servicing.domain.payoff import PayoffQuote, statement_due
from servicing.domain.tax_correction import Correction
from servicing.domain.tax_form import Form1098
from servicing.store.loans import LoanRecord


@dataclass(frozen=True)
class Maker:
    """Makes facts for which the system of record vouches at one moment."""

    at: datetime

    def money(self, name: str, amount: Decimal, source: str, lines: Sequence[Line] = ()) -> Fact:
        """A fact of money; its lines must sum to it."""
        return Fact(name, "money", str(money(amount)), source, self.at, tuple(lines))

    def date(self, name: str, day: date, source: str) -> Fact:
        """A fact that is a date."""
        return Fact(name, "date", day.isoformat(), source, self.at)

    def rate(self, name: str, per_cent: Decimal, source: str) -> Fact:
        """A fact that is a rate in per cent a year."""
        return Fact(name, "rate", f"{per_cent.normalize():f}", source, self.at)

    def count(self, name: str, number: int, source: str) -> Fact:
        """A fact that is a whole number."""
        return Fact(name, "count", str(number), source, self.at)

    def text(self, name: str, text: str, source: str, words: Mapping[str, str] | None = None) -> Fact:
        """A fact that is a word; of a code also what it is called in each language."""
        return Fact(name, "text", text, source, self.at, words=words or {})


def ledger_lines(record: LoanRecord, account: str, *, owed: bool = False) -> list[Line]:
    """A balance by kind of entry: what each kind put on the account or took off it.

    `owed` turns the sign, for accounts on which a debit is what the borrower owes.
    """
    sums: dict[str, Decimal] = {}
    for entry in record.entries:
        amount = getattr(entry.legs, account)
        if amount:
            sums[entry.kind] = sums.get(entry.kind, ZERO) + (-amount if owed else amount)
    return [Line(kind, amount, f"ledger.{account}") for kind, amount in sums.items()]


def balance_facts(record: LoanRecord, *, today: date, make: Maker) -> list[Fact]:
    """What is owed and held, and the next payment; a paid-off loan has a next payment of nothing and no due date."""
    due = record.next_due
    facts = [
        make.money(
            "unpaid_principal",
            record.account.unpaid_principal,
            "ledger.principal",
            ledger_lines(record, "principal", owed=True),
        ),
        make.date("as_of", today, "clock.today"),
        make.money("escrow_balance", record.account.escrow_balance, "ledger.escrow", ledger_lines(record, "escrow")),
    ]
    if due is not None:
        part = next(record.to_come())
        lines = [
            Line("principal", part.principal, "schedule.principal"),
            Line("interest", part.interest, "schedule.interest"),
            Line("escrow", part.escrow, "loan.escrow_payment"),
        ]
        facts.append(make.date("next_due", due, "ledger.installment_due"))
        facts.append(make.money("next_interest", part.interest, "schedule.interest"))
        facts.append(make.money("next_payment", part.total, "schedule.payment", lines))
    else:
        facts.append(make.money("next_payment", ZERO, "schedule.payment"))
    facts.append(make.rate("note_rate", record.terms.rate_at(due or record.interest_paid_to), "loan.note_rate"))
    facts.append(make.rate("current_rate", record.terms.rate_charged(due or today), "loan.rate_charged"))
    return facts


def payoff_facts(quote: PayoffQuote, make: Maker) -> list[Fact]:
    """The quote; the lines of `payoff_total` and of the parts sum to them."""
    interest = quote.interest
    parts = [
        Line("full_months", interest.full_month_interest, "payoff.full_month_interest"),
        Line("odd_days", interest.odd_day_interest, "payoff.odd_day_interest"),
    ]
    fees = [Line(line.code, line.amount, line.source) for line in quote.fees]
    facts = [
        make.money(
            "payoff_total",
            quote.total,
            "payoff.total",
            [Line(line.code, line.amount, line.source) for line in quote.lines],
        ),
        make.money("payoff_principal", quote.principal, "ledger.principal"),
        make.money("payoff_interest", interest.total, "payoff.interest", parts),
        make.money("payoff_full_month_interest", interest.full_month_interest, "payoff.full_month_interest"),
        make.count("payoff_full_months", interest.full_months, "payoff.full_months"),
        make.money("payoff_odd_day_interest", interest.odd_day_interest, "payoff.odd_day_interest"),
        make.count("payoff_odd_days", interest.odd_days, "payoff.odd_days"),
        make.rate("payoff_rate", quote.annual_rate, "loan.rate_charged"),
        make.money("payoff_fees", quote.fee_total, "payoff.fees", fees),
        make.money("per_diem", interest.per_diem, "payoff.per_diem"),
        make.date("good_through", quote.good_through, "request.good_through"),
        make.date("interest_from", quote.interest_from, "ledger.installment_due"),
        make.date("quoted_on", quote.quoted_on, "clock.today"),
    ]
    optional = {
        "payoff_escrow_advance": (quote.escrow_advance, "ledger.escrow"),
        "payoff_suspense_credit": (quote.suspense_credit, "ledger.suspense"),
        "escrow_refund": (quote.escrow_refund, "ledger.escrow"),
    }
    facts += [make.money(name, amount, source) for name, (amount, source) in optional.items() if amount]
    return facts + _open_days_facts(quote.good_through, make)


def _open_days_facts(day: date, make: Maker) -> list[Fact]:
    """The business days around a day on which the offices are closed (12 CFR 1026.2(a)(6)); nothing for any other.

    The quote is for the day itself: money counts on the day it arrives, but a wire does not arrive on such a day.
    """
    office = office_days()
    if office.count(day):
        return []
    return [
        make.date("business_day_before", business_days_before(day, 1, office), "12 CFR 1026.2(a)(6)"),
        make.date("business_day_after", business_days_after(day, 1, office), "12 CFR 1026.2(a)(6)"),
    ]


def statement_due_fact(today: date, make: Maker) -> Fact:
    """By when the statement asked for today is sent."""
    return make.date("statement_due", statement_due(today), "12 CFR 1026.36(c)(3)")


def tax_form_facts(form: Form1098, *, last4: str, correction: Correction | None, make: Maker) -> list[Fact]:
    """The boxes of the form, and what a correction changed in one that was furnished before."""
    parts = {
        "interest": form.interest,
        "late_charges": form.late_charges,
        "prepayment_penalties": form.prepayment_penalties,
    }
    sources = {
        "interest": "ledger.interest",
        "late_charges": "ledger.late_charge",
        "prepayment_penalties": "ledger.fee",
    }
    lines = [Line(name, amount, sources[name]) for name, amount in parts.items() if amount or name == "interest"]
    facts = [
        make.count("tax_year", form.year, "request.year"),
        make.money("box1_interest", form.box1_interest, "ledger.interest", lines),
        make.money("box2_principal", form.box2_principal, "ledger.principal"),
        make.date("box3_origination", form.box3_origination, "loan.originated_on"),
        make.text("last4", last4, "loan.last4"),
        make.text("corrected", "no" if correction is None else "yes", "ledger.posted"),
    ]
    optional = {
        "box4_refund": (form.box4_refund, "ledger.refund"),
        "box5_mip": (form.box5_mip, "ledger.escrow"),
        "box6_points": (form.box6_points, "loan.points"),
    }
    facts += [make.money(name, amount, source) for name, (amount, source) in optional.items() if amount is not None]
    if form.box11_acquired is not None:
        facts.append(make.date("box11_acquired", form.box11_acquired, "loan.transferred_on"))
    return facts + ([] if correction is None else _correction_facts(correction, make))


def _correction_facts(correction: Correction, make: Maker) -> list[Fact]:
    facts = [
        make.date("original_furnished_on", correction.furnished_on, "26 CFR 1.6050H-2"),
        make.text("correction_reason", " ".join(correction.reasons), "ledger.posted"),
    ]
    for change in correction.changes:
        lines = [
            Line("corrected", change.corrected, "ledger.interest"),
            Line("original", -change.original, "ledger.posted"),
        ]
        facts.append(make.money(f"original_box{change.number}", change.original, "ledger.posted"))
        facts.append(make.money(f"box{change.number}_difference", change.difference, "tax_form.correction", lines))
    return facts
