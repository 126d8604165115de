"""Everything the system of record holds about one loan beside its ledger: the report of data fields."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Table, select
from sqlalchemy.orm import Session, defer

from servicing.store.tables import Base, Document, LedgerEntry, Loan, Party, PartyLoan

# The ledger is a schedule of its own, and what was issued a list of its own.
_ELSEWHERE = {LedgerEntry.__tablename__, Document.__tablename__}
SECURITY_INSTRUMENT = "security_instrument"
Fields = Mapping[str, str | None]


def data_fields(session: Session, loan_id: str) -> dict[str, list[Fields]]:
    """Every row of every table that belongs to the loan, by the table's name; and its parties by name and role.

    A table that is added later is in it as soon as it names its loan.
    """
    tables = [
        table
        for name, table in sorted(Base.metadata.tables.items())
        if "loan_id" in table.columns and name not in {*_ELSEWHERE, PartyLoan.__tablename__}
    ]
    found = {"loan": _rows(session, Loan.metadata.tables[Loan.__tablename__], "id", loan_id)}
    found["party"] = [
        {
            "name": party.name,
            "role": role.role,
            "language": party.language,
            "access": _text(role.access),
            "authorized_until": _text(role.authorized_until),
            "scope": role.scope,
            "deceased_on": _text(party.deceased_on),
        }
        for party, role in session.execute(
            select(Party, PartyLoan)
            .join(PartyLoan, PartyLoan.party_id == Party.id)
            .where(PartyLoan.loan_id == loan_id)
            .order_by(Party.id)
        )
    ]
    return {**found, **{table.name: _rows(session, table, "loan_id", loan_id) for table in tables}}


def _rows(session: Session, table: Table, column: str, loan_id: str) -> list[Fields]:
    query = select(table).where(table.columns[column] == loan_id).order_by(*table.primary_key.columns)
    return [{name: _text(value) for name, value in row.items()} for row in session.execute(query).mappings()]


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def all_issued(session: Session, loan_id: str) -> list[Document]:
    """Every document that was issued about the loan, oldest first, without its content."""
    query = select(Document).options(defer(Document.content)).where(Document.loan_id == loan_id)
    return list(session.scalars(query.order_by(Document.created_at, Document.id)))


def security_instrument(session: Session, loan_id: str) -> Document | None:
    """The copy of the mortgage or deed of trust; None where none is on file."""
    named = select(Document).where(Document.loan_id == loan_id, Document.kind == SECURITY_INSTRUMENT)
    return session.scalars(named.order_by(Document.created_at.desc())).first()
