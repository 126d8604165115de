"""Answers about an adjustable rate: when it changes, what it may become, and what of that is only an estimate."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from kernel.calendar import months_after
from kernel.facts import Fact, Line
from kernel.money import ZERO, Rounding
from servicing.api.figures import Maker
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.amortisation import level_payment
from servicing.domain.payment_application import installment_number
from servicing.domain.rate import AdjustedRate, ChangeDates, adjusted_rate, change_dates, next_change
from servicing.store.tables import AdjustableRate, IndexValue


@dataclass(frozen=True)
class _Change:
    """The next change as it looks today."""

    dates: ChangeDates
    index: IndexValue
    adjusted: AdjustedRate
    highest: Decimal
    principal: Decimal
    months: int
    rate_now: Decimal
    payment_now: Decimal

    def payment(self, rate: Decimal) -> Decimal:
        return level_payment(principal=self.principal, annual_rate=rate, months=self.months)


def _next_change(view: View, note: AdjustableRate) -> _Change:
    """The change, beside rate and payment of the last installment before the new payment, whichever is unpaid now."""
    record, terms = view.record, view.record.terms
    known = view.story.index_values
    if record.next_due is None:
        raise refusal("paid_off")
    if not known:
        raise refusal("index_not_known")
    on = next_change(first_change=note.first_change_on, months_between=note.months_between, today=view.today)
    dates = change_dates(change_on=on, lookback_days=note.lookback_days, months_between=note.months_between)
    index = next((value for value in reversed(known) if value.published_on <= dates.index_on), known[-1])
    cap = note.first_cap if on == note.first_change_on else note.periodic_cap
    last = months_after(dates.first_new_payment, -1)
    now = terms.rate_at(last)
    adjusted = adjusted_rate(
        index=index.value,
        margin=note.margin,
        current_rate=now,
        initial_rate=terms.annual_rate,
        periodic_cap=cap,
        lifetime_cap=note.lifetime_cap,
        floor=note.floor,
        rounding=Rounding(note.rounding_step),
    )
    paid = takewhile(lambda part: part.due <= last, record.to_come())
    principal = record.account.unpaid_principal - sum((part.principal for part in paid), ZERO)
    months = terms.months - installment_number(terms, dates.first_new_payment) + 1
    highest = min(now + cap, terms.annual_rate + note.lifetime_cap)
    return _Change(dates, index, adjusted, highest, principal, months, now, terms.payment_at(last))


def rate(view: View) -> Told:
    """The next change of the rate: dates, index, limits, the rate and payment as they look today, and the worst case.

    Raises:
        Problem: 422 `not_adjustable`, `paid_off`, or `index_not_known`.
    """
    note = view.story.adjustable_rate
    if note is None:
        raise refusal("not_adjustable", [view.make.rate("note_rate", view.record.terms.annual_rate, "loan.note_rate")])
    change = _next_change(view, note)
    return told([*_note_facts(note, view.make), *_date_facts(change.dates, view), *_figure_facts(change, view)])


def _note_facts(note: AdjustableRate, make: Maker) -> list[Fact]:
    return [
        make.text("index_name", note.index_name, "adjustable_rate.index_name"),
        make.rate("margin", note.margin, "adjustable_rate.margin"),
        make.rate("first_cap", note.first_cap, "adjustable_rate.first_cap"),
        make.rate("periodic_cap", note.periodic_cap, "adjustable_rate.periodic_cap"),
        make.rate("lifetime_cap", note.lifetime_cap, "adjustable_rate.lifetime_cap"),
        make.rate("rate_floor", note.floor, "adjustable_rate.floor"),
        make.count("months_between_changes", note.months_between, "adjustable_rate.months_between"),
    ]


def _date_facts(dates: ChangeDates, view: View) -> list[Fact]:
    make, source = view.make, "12 CFR 1026.20(c)(2)"
    facts = [
        make.date("change_on", dates.change_on, "adjustable_rate.first_change_on"),
        make.date("index_determined_on", dates.index_on, "adjustable_rate.lookback_days"),
        make.date("first_new_payment_due", dates.first_new_payment, "adjustable_rate.first_change_on"),
        make.date("notice_from", dates.notice[0], source),
        make.date("notice_until", dates.notice[1], source),
        make.text("rate_is_estimate", "yes" if dates.is_estimate(view.today) else "no", source),
    ]
    sent = view.story.notice("arm_initial")
    if sent is not None:
        facts.append(make.date("initial_notice_sent_on", sent.sent_on, "notice.sent_on"))
    return facts


def _figure_facts(change: _Change, view: View) -> list[Fact]:
    make, adjusted = view.make, change.adjusted
    estimated, highest = change.payment(adjusted.rate), change.payment(change.highest)
    difference = [
        Line("estimated_payment", estimated, "rate.recast"),
        Line("principal_and_interest", -change.payment_now, "loan.payment"),
    ]
    return [
        make.rate("index_value", change.index.value, "index_value.value"),
        make.date("index_published_on", change.index.published_on, "index_value.published_on"),
        make.rate("current_rate", change.rate_now, "loan.note_rate"),
        make.rate("uncapped_rate", adjusted.uncapped, "rate.index_and_margin"),
        make.rate("rounded_rate", adjusted.rounded, "rate.rounded"),
        make.rate("estimated_rate", adjusted.rate, "rate.limited"),
        make.text("rate_limit", adjusted.limit, "rate.limit"),
        make.rate("foregone_increase", adjusted.foregone, "rate.foregone"),
        make.money("expected_principal", change.principal, "schedule.balance"),
        make.count("remaining_months", change.months, "loan.term_months"),
        make.money("principal_and_interest", change.payment_now, "loan.payment"),
        make.money("estimated_payment", estimated, "rate.recast"),
        make.money("payment_change", estimated - change.payment_now, "rate.recast", difference),
        make.rate("highest_rate", change.highest, "rate.cap"),
        make.money("highest_payment", highest, "rate.recast"),
    ]


OPERATIONS = (
    topic(
        "/rate",
        "rate",
        "When an adjustable rate changes and what it may become",
        rate,
    ),
)
