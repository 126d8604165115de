"""Reading loans: who may see which, and everything the arithmetic needs about one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.calendar import months_after
from servicing.domain import ledger
from servicing.domain.access import open_scopes
from servicing.domain.amortisation import installments_from
from servicing.domain.loan import Installment, LoanIdentity, PaymentStep, RateCap, Terms
from servicing.domain.military_service import InterestSplit, cap_ends, interest_split
from servicing.domain.payment_application import installment_number
from servicing.store.tables import LedgerEntry, Loan, MilitaryService, Party, PartyLoan, PaymentChange

BORROWER_ROLES = ("borrower", "co_borrower")


@dataclass(frozen=True)
class LoanRecord:
    """A loan as the arithmetic sees it: its row, its terms, its entries and charges, and their sums."""

    loan: Loan
    terms: Terms
    entries: tuple[ledger.Entry, ...]
    charges: tuple[ledger.Charge, ...]
    account: ledger.Account

    @property
    def version(self) -> int:
        """The number of the last entry: which state of the ledger this is."""
        return self.entries[-1].number if self.entries else 0

    @property
    def next_due(self) -> date | None:
        """The due date of the oldest unpaid installment; None when the loan is paid off."""
        return ledger.next_due(
            first_due=self.terms.first_due,
            last_paid=self.account.last_paid_installment,
            paid_off=self.account.paid_off,
        )

    @property
    def interest_paid_to(self) -> date:
        """The due date of the last paid installment, from which interest is unpaid; at first, a month before one."""
        return self.account.last_paid_installment or months_after(self.terms.first_due, -1)

    def to_come(self) -> Iterator[Installment]:
        """Every installment from the oldest unpaid one on, when each is paid as scheduled; none once paid off."""
        due = self.next_due
        if due is not None:
            number = installment_number(self.terms, due)
            yield from installments_from(self.terms, number=number, balance=self.account.unpaid_principal)

    def split_of_interest(self, due: date) -> InterestSplit:
        """How the interest of an installment on today's balance divides under a cap, if there is one."""
        return interest_split(
            balance=self.account.unpaid_principal,
            annual_rate=self.terms.rate_at(due),
            payment=self.terms.payment_at(due),
            cap=self.terms.rate_charged(due),
            on=due,
        )

    def identity(self, session: Session) -> LoanIdentity:
        """Whose loan it is and on what, as a document names it."""
        names = (
            select(Party.name)
            .join(PartyLoan, PartyLoan.party_id == Party.id)
            .where(PartyLoan.loan_id == self.loan.id, PartyLoan.role.in_(BORROWER_ROLES))
            .order_by(Party.id)
        )
        return LoanIdentity(
            last4=self.loan.last4,
            borrowers=tuple(session.scalars(names)),
            property=self.loan.property,
            zip=self.loan.zip,
            in_default_when_obtained=self.loan.in_default_when_obtained,
        )

    def mortgage_insurance(self, year: int) -> Decimal:
        """The mortgage insurance premiums paid out of escrow in a calendar year."""
        paid = [
            entry.legs.escrow
            for entry in self.entries
            if entry.channel == "mortgage_insurance" and entry.received.year == year
        ]
        return -sum(paid, Decimal("0.00"))

    def status(self, today: date) -> str:
        """One word for how the loan is served: `paid_off`, `bankruptcy`, `foreclosure`, `past_due` or `current`."""
        if self.account.paid_off:
            return "paid_off"
        if self.loan.bankruptcy_on is not None:
            return "bankruptcy"
        if self.loan.foreclosure_on is not None:
            return "foreclosure"
        return "past_due" if self.next_due is not None and self.next_due < today else "current"


def accessible_loans(
    session: Session,
    *,
    party_id: str,
    loan_ids: Collection[str],
    today: date,
    after: str = "",
    limit: int | None = None,
) -> list[tuple[Loan, frozenset[str]]]:
    """Those of the loans that the party's own role opens to them today, by number, each with the open scopes.

    `after` and `limit` page through them: loans with a number above `after`, at most `limit`.
    """
    query = (
        select(Loan, PartyLoan)
        .join(PartyLoan, PartyLoan.loan_id == Loan.id)
        .where(PartyLoan.party_id == party_id, PartyLoan.access, Loan.id.in_(loan_ids), Loan.id > after)
        .order_by(Loan.id)
    )
    opened = ((loan, _scopes(role, today)) for loan, role in session.execute(query))
    return list(islice(((loan, scopes) for loan, scopes in opened if scopes), limit))


def _scopes(role: PartyLoan, today: date) -> frozenset[str]:
    return open_scopes(
        role=role.role,
        access=role.access,
        granted=(role.scope or "").split(),
        authorized_until=role.authorized_until,
        today=today,
    )


def hold_loan(session: Session, loan_id: str) -> None:
    """Makes other writers of the loan wait until this transaction ends; what is read from here on is the newest.

    PostgreSQL locks the loan's row; on SQLite the transaction has kept every other writer out since it began.
    """
    session.execute(select(Loan.id).where(Loan.id == loan_id).with_for_update())


def loan_record(session: Session, loan: Loan) -> LoanRecord:
    """Everything about one loan; balances are summed from its ledger here and stored nowhere."""
    entries = _entries(session, loan.id)
    return LoanRecord(
        loan=loan,
        terms=_terms(loan, _steps(session, loan.id), _capped_through(session, loan)),
        entries=entries,
        charges=ledger.charges(entries),
        account=ledger.account(entries),
    )


def _steps(session: Session, loan_id: str) -> tuple[PaymentStep, ...]:
    query = select(PaymentChange).where(PaymentChange.loan_id == loan_id).order_by(PaymentChange.since_due)
    return tuple(
        PaymentStep(row.since_due, row.annual_rate, row.payment, row.escrow_payment, row.reason)
        for row in session.scalars(query)
    )


def _capped_through(session: Session, loan: Loan) -> date | None:
    """The last day of a cap on the interest; None without one, or while the service goes on."""
    service = None if loan.rate_cap is None else session.get(MilitaryService, loan.id)
    return None if service is None or service.active_until is None else cap_ends(service.active_until)


def _terms(loan: Loan, steps: tuple[PaymentStep, ...], capped_through: date | None) -> Terms:
    cap = None
    if loan.rate_cap is not None and loan.rate_cap_from is not None:
        cap = RateCap(per_cent=loan.rate_cap, since_due=loan.rate_cap_from, through=capped_through)
    return Terms(
        original_amount=loan.original_amount,
        annual_rate=loan.note_rate,
        months=loan.term_months,
        first_due=loan.first_due,
        payment=loan.payment,
        escrow_payment=loan.escrow_payment,
        late_charge_percent=loan.late_charge_percent,
        grace_days=loan.grace_days,
        cap=cap,
        steps=steps,
    )


def _entries(session: Session, loan_id: str) -> tuple[ledger.Entry, ...]:
    row = LedgerEntry
    query = select(
        row.kind, row.received, row.effective, row.posted,
        row.principal, row.interest, row.escrow, row.late_charge, row.fee, row.suspense, row.charge_income,
        row.installment_due, row.charge_key, row.channel, row.confirmation, row.number, row.reversal_of,
    ).where(row.loan_id == loan_id).order_by(row.number)  # fmt: skip
    return tuple(
        ledger.Entry(kind, received, effective, posted, ledger.Legs(*rest[:7]), *rest[7:])
        for kind, received, effective, posted, *rest in session.execute(query)
    )
