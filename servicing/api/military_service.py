"""Answers about the protections of active duty."""

from kernel.facts import Line
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.military_service import (
    cap_ends,
    foreclosure_protection_ends,
    is_protected,
    notice_deadline,
)


def military_service(view: View) -> Told:
    """The cap, what it forgives of the next installment, and until when it protects.

    Raises:
        Problem: 422 `no_military_service`, or `paid_off`.
    """
    service, record, make = view.story.military_service, view.record, view.make
    due = record.next_due
    if service is None:
        raise refusal("no_military_service")
    if due is None:
        raise refusal("paid_off")
    terms = record.terms
    protected = is_protected(
        active_from=service.active_from,
        active_until=service.active_until,
        originated_on=record.loan.originated_on,
        today=view.today,
    )
    split = record.split_of_interest(due)
    lines = [
        Line("principal_and_interest", terms.payment_at(due), "loan.payment"),
        Line("forgiven", -split.forgiven, "military_service.cap"),
    ]
    whole = [*lines, Line("escrow", terms.escrow_at(due), "loan.escrow_payment")]
    law = "50 USC 3937"
    facts = [
        make.text("protected", "yes" if protected else "no", law),
        make.date("active_from", service.active_from, "military_service.active_from"),
        make.date("orders_received_on", service.orders_received_on, "military_service.orders_received_on"),
        make.rate("note_rate", terms.rate_at(due), "loan.note_rate"),
        make.rate("current_rate", terms.rate_charged(due), "loan.rate_charged"),
        make.date("next_due", due, "ledger.installment_due"),
        make.money("full_interest", split.full, "schedule.interest"),
        make.money("charged_interest", split.charged, law),
        make.money("forgiven_interest", split.forgiven, f"{law}(a)(2)"),
        make.money("reduced_payment", split.payment, f"{law}(a)(3)", lines),
        make.money("reduced_monthly_payment", split.payment + terms.escrow_at(due), f"{law}(a)(3)", whole),
    ]
    if service.active_until is not None:
        ends = service.active_until
        facts += [
            make.date("active_until", ends, "military_service.active_until"),
            make.date("cap_ends", cap_ends(ends), law),
            make.date("notice_deadline", notice_deadline(ends), f"{law}(b)(1)"),
            make.date("foreclosure_protection_ends", foreclosure_protection_ends(ends), "50 USC 3953(c)"),
        ]
    return told(facts)


OPERATIONS = (
    topic(
        "/military-service",
        "military_service",
        "What active duty does to interest, payment and foreclosure",
        military_service,
    ),
)
