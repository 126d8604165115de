"""Values of the portfolio as rows of the tables."""

from collections.abc import Iterator
from typing import Any

from servicing.domain.ledger import Entry
from servicing.portfolio.inputs import LoanInput
from servicing.portfolio.timeline import Timeline
from servicing.store.tables import (
    AdjustableRate,
    AssistanceApplication,
    Bankruptcy,
    Base,
    EscrowAnalysisRun,
    MilitaryService,
    MortgageInsurance,
    Notice,
)


def entry_row(loan_id: str, entry: Entry) -> dict[str, Any]:
    """A numbered entry as a row of the ledger."""
    return {
        "loan_id": loan_id,
        "number": entry.number,
        "kind": entry.kind,
        "received": entry.received,
        "effective": entry.effective,
        "posted": entry.posted,
        "installment_due": entry.installment_due,
        "amount": entry.amount,
        **vars(entry.legs),
        "charge_key": entry.charge_key,
        "channel": entry.channel,
        "confirmation": entry.confirmation,
        "reversal_of": entry.reversal_of,
    }


def story_rows(given: LoanInput, timeline: Timeline) -> Iterator[Base]:
    """What is particular to the loan: its rate's rules, insurance, service, bankruptcy, notices, application."""
    moved, loan_id = timeline.moved, given.loan_id
    if (rate := given.adjustable_rate) is not None:
        yield AdjustableRate(
            loan_id=loan_id,
            index_name=rate.index,
            margin=rate.margin,
            first_cap=rate.first_cap,
            periodic_cap=rate.periodic_cap,
            lifetime_cap=rate.lifetime_cap,
            floor=rate.floor,
            rounding_step=rate.rounding_step,
            lookback_days=rate.lookback_days,
            first_change_on=moved(rate.first_change),
            months_between=rate.months_between,
        )
    if given.mortgage_insurance is not None:
        yield MortgageInsurance(loan_id=loan_id, **vars(given.mortgage_insurance))
    if (service := given.military_service) is not None:
        yield MilitaryService(
            loan_id=loan_id,
            branch=service.branch,
            active_from=moved(service.active_from),
            active_until=timeline.moved_or_none(service.active_until),
            orders_received_on=moved(service.orders_received),
        )
    if (case := given.bankruptcy) is not None:
        yield Bankruptcy(
            loan_id=loan_id,
            chapter=case.chapter,
            petition_on=moved(case.petition),
            case_number=case.case_number,
            attorney=case.attorney,
        )
    yield from _event_rows(given, timeline)


def _event_rows(given: LoanInput, timeline: Timeline) -> Iterator[Base]:
    moved, loan_id = timeline.moved, given.loan_id
    for notice in given.notices:
        yield Notice(loan_id=loan_id, kind=notice.kind, sent_on=moved(notice.sent), index_value=notice.index_value)
    if given.escrow is not None and given.escrow.analysed_on and given.escrow.analysis_effective:
        yield EscrowAnalysisRun(
            loan_id=loan_id,
            analysed_on=moved(given.escrow.analysed_on),
            effective_on=moved(given.escrow.analysis_effective),
        )
    if (asked := given.assistance) is not None:
        yield AssistanceApplication(
            loan_id=loan_id,
            received_on=moved(asked.received),
            status=asked.status,
            acknowledged_on=timeline.moved_or_none(asked.acknowledged),
            complete_by=timeline.moved_or_none(asked.complete_by),
            missing=" ".join(asked.missing),
        )
