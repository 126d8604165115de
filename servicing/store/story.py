"""What else is on file about a loan besides its note and its ledger."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

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
    """The rows about one loan as of a day, each read when it is first asked for, while the session is open.

    Lists are oldest first.
    """

    session: Session
    record: LoanRecord
    today: date

    @property
    def _loan_id(self) -> str:
        return self.record.loan.id

    @cached_property
    def escrow_items(self) -> tuple[EscrowItem, ...]:
        """What is paid from escrow."""
        query = select(EscrowItem).where(EscrowItem.loan_id == self._loan_id).order_by(EscrowItem.id)
        return tuple(self.session.scalars(query))

    @cached_property
    def escrow_analysis(self) -> EscrowAnalysisRun | None:
        """The newest analysis made by the day."""
        row = EscrowAnalysisRun
        query = select(row).where(row.loan_id == self._loan_id, row.analysed_on <= self.today)
        return self.session.scalars(query.order_by(row.analysed_on.desc()).limit(1)).first()

    @cached_property
    def adjustable_rate(self) -> AdjustableRate | None:
        """What the note says of changes of its rate."""
        return self.session.get(AdjustableRate, self._loan_id)

    @cached_property
    def index_values(self) -> tuple[IndexValue, ...]:
        """The published values of the loan's own index up to the day."""
        if self.adjustable_rate is None:
            return ()
        row = IndexValue
        query = select(row).where(row.index_name == self.adjustable_rate.index_name, row.published_on <= self.today)
        return tuple(self.session.scalars(query.order_by(row.published_on)))

    @cached_property
    def mortgage_insurance(self) -> MortgageInsurance | None:
        """The insurance that protects the lender."""
        return self.session.get(MortgageInsurance, self._loan_id)

    @cached_property
    def military_service(self) -> MilitaryService | None:
        """Active duty of somebody on the loan."""
        return self.session.get(MilitaryService, self._loan_id)

    @cached_property
    def bankruptcy(self) -> Bankruptcy | None:
        """The case in which somebody on the loan is the debtor."""
        return self.session.get(Bankruptcy, self._loan_id)

    @cached_property
    def assistance(self) -> AssistanceApplication | None:
        """The newest application for mortgage assistance received by the day."""
        row = AssistanceApplication
        query = select(row).where(row.loan_id == self._loan_id, row.received_on <= self.today)
        return self.session.scalars(query.order_by(row.received_on.desc()).limit(1)).first()

    def notice(self, kind: str) -> Notice | None:
        """The newest notice of a kind sent by the day."""
        row = Notice
        query = select(row).where(row.loan_id == self._loan_id, row.kind == kind, row.sent_on <= self.today)
        return self.session.scalars(query.order_by(row.sent_on.desc()).limit(1)).first()
