"""What else is on file about a loan besides its note and its ledger."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from servicing.store.loans import LoanRecord
from servicing.store.tables import (
    AdjustableRate,
    AssistanceApplication,
    Bankruptcy,
    EscrowAnalysisRun,
    EscrowItem,
    IndexValue,
    MilitaryService,
    MortgageInsurance,
    Notice,
)


@dataclass(frozen=True)
class Story:
    """The rows about one loan as of a day; lists are oldest first.

    Attributes:
        index_values: the published values of the loan's own index up to the day.
        escrow_analysis: the newest analysis made by the day.
    """

    escrow_items: tuple[EscrowItem, ...]
    escrow_analysis: EscrowAnalysisRun | None
    adjustable_rate: AdjustableRate | None
    index_values: tuple[IndexValue, ...]
    mortgage_insurance: MortgageInsurance | None
    military_service: MilitaryService | None
    bankruptcy: Bankruptcy | None
    notices: tuple[Notice, ...]
    assistance: AssistanceApplication | None

    def notice(self, kind: str) -> Notice | None:
        """The newest notice of a kind."""
        return next((notice for notice in reversed(self.notices) if notice.kind == kind), None)


def loan_story(session: Session, record: LoanRecord, today: date) -> Story:
    """What is on file about a loan on a day."""
    loan_id = record.loan.id
    items = select(EscrowItem).where(EscrowItem.loan_id == loan_id).order_by(EscrowItem.id)
    runs = (
        select(EscrowAnalysisRun)
        .where(EscrowAnalysisRun.loan_id == loan_id, EscrowAnalysisRun.analysed_on <= today)
        .order_by(EscrowAnalysisRun.analysed_on.desc())
    )
    notices = select(Notice).where(Notice.loan_id == loan_id, Notice.sent_on <= today).order_by(Notice.sent_on)
    asked = (
        select(AssistanceApplication)
        .where(AssistanceApplication.loan_id == loan_id, AssistanceApplication.received_on <= today)
        .order_by(AssistanceApplication.received_on.desc())
    )
    adjustable = session.get(AdjustableRate, loan_id)
    return Story(
        escrow_items=tuple(session.scalars(items)),
        escrow_analysis=session.scalars(runs).first(),
        adjustable_rate=adjustable,
        index_values=_index_values(session, adjustable, today),
        mortgage_insurance=session.get(MortgageInsurance, loan_id),
        military_service=session.get(MilitaryService, loan_id),
        bankruptcy=session.get(Bankruptcy, loan_id),
        notices=tuple(session.scalars(notices)),
        assistance=session.scalars(asked).first(),
    )


def _index_values(session: Session, adjustable: AdjustableRate | None, today: date) -> tuple[IndexValue, ...]:
    if adjustable is None:
        return ()
    query = (
        select(IndexValue)
        .where(IndexValue.index_name == adjustable.index_name, IndexValue.published_on <= today)
        .order_by(IndexValue.published_on)
    )
    return tuple(session.scalars(query))
