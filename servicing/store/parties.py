"""Reading people: who matches a last four and a ZIP code, and whose login an address is."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from servicing.store.tables import Contact, Loan, Party, PartyLoan


@dataclass(frozen=True)
class PartyRecord:
    """A party with the loans open to them and the contact on file."""

    party: Party
    loan_ids: tuple[str, ...]
    contact: Contact | None


def canonical_login(text: str) -> str:
    """A login as it is stored: composed characters, lower case, no blanks around it."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def party_by_login(session: Session, login: str) -> PartyRecord | None:
    """The party who signs in with the address, or None."""
    party = session.scalar(select(Party).where(Party.login == canonical_login(login)))
    return None if party is None else _record(session, party)


def parties_matching(session: Session, *, last4: str, zip_code: str) -> list[PartyRecord]:
    """Living parties with access to a loan of that last four and ZIP code and a telephone to prove it by."""
    query = (
        select(Party)
        .join(PartyLoan, PartyLoan.party_id == Party.id)
        .join(Loan, Loan.id == PartyLoan.loan_id)
        .where(Loan.last4 == last4, Loan.zip == zip_code, PartyLoan.access, Party.deceased_on.is_(None))
        .order_by(Party.id)
    )
    records = [_record(session, party) for party in session.scalars(query)]
    return [record for record in records if record.contact is not None]


def _record(session: Session, party: Party) -> PartyRecord:
    loans = (
        select(PartyLoan.loan_id).where(PartyLoan.party_id == party.id, PartyLoan.access).order_by(PartyLoan.loan_id)
    )
    contact = select(Contact).where(Contact.party_id == party.id, Contact.channel == "sms").order_by(Contact.id)
    return PartyRecord(party, tuple(session.scalars(loans)), session.scalar(contact))
