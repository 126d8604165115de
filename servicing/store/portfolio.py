"""Writing the fictional portfolio: parties, loans and histories, remade whole for a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from kernel.clock import Clock
from servicing.portfolio.history import History, history
from servicing.portfolio.personas import LoanInput, PartyInput, PersonaInput, Personas
from servicing.portfolio.timeline import Timeline
from servicing.store.append_only import ledger_unlocked
from servicing.store.parties import canonical_login
from servicing.store.tables import Contact, EscrowItem, Fee, LedgerEntry, Loan, Party, PartyLoan, Portfolio
from storage import Database

# Raised when the code that makes histories changes, so that an existing portfolio is remade.
MAKER_VERSION = 1


@dataclass(frozen=True)
class Seeded:
    """What a seeding did."""

    changed: bool
    loans: int
    entries: int


def seed_portfolio(
    database: Database, personas: Personas, clock: Clock, progress: Callable[[str], None] = lambda _line: None
) -> Seeded:
    """Makes the portfolio for today, or leaves it when it is already made for today from the same inputs.

    One transaction: readers see the old portfolio or the new one. Parties and loans keep their ids, issued
    documents stay.
    """
    today = clock.today()
    fingerprint = f"{MAKER_VERSION}{personas.fingerprint}"[:64]
    with database.begin() as session:
        existing = session.get(Portfolio, 1)
        if existing is not None and (existing.as_of, existing.fingerprint) == (today, fingerprint):
            return Seeded(changed=False, loans=0, entries=0)
        _clear(session)
        timeline = Timeline(personas.as_of, today)
        loans = entries = 0
        for persona in personas.personas:
            entries += _write_persona(session, persona, timeline)
            loans += len(persona.loans)
            progress(f"{persona.id} {', '.join(given.loan_id[-4:] for given in persona.loans)}")
        session.merge(Portfolio(id=1, as_of=today, fingerprint=fingerprint, seeded_at=clock.now()))
    return Seeded(changed=True, loans=loans, entries=entries)


def _clear(session: Session) -> None:
    with ledger_unlocked(session):
        for table in (LedgerEntry, Fee, EscrowItem, PartyLoan, Contact):
            session.execute(delete(table))


def _write_persona(session: Session, persona: PersonaInput, timeline: Timeline) -> int:
    for party in persona.parties:
        _write_party(session, party, timeline)
    count = 0
    for given in persona.loans:
        past = history(given, timeline)
        _write_loan(session, given, past, timeline)
        _write_roles(session, persona, given, timeline)
        count += _write_history(session, given.loan_id, past)
    return count


def _write_party(session: Session, given: PartyInput, timeline: Timeline) -> None:
    session.merge(
        Party(
            id=given.id,
            name=given.name,
            language=given.language,
            login=None if given.login is None else canonical_login(given.login),
            deceased_on=timeline.moved_or_none(given.deceased_on),
        )
    )
    if given.phone is not None:
        # On file for two years: long before any question about who somebody is.
        established = timeline.moved(timeline.base) - timedelta(days=730)
        session.flush()
        session.add(Contact(party_id=given.id, channel="sms", address=given.phone, established_on=established))


def _write_roles(session: Session, persona: PersonaInput, given: LoanInput, timeline: Timeline) -> None:
    session.add_all(
        PartyLoan(
            party_id=party.id,
            loan_id=given.loan_id,
            role=party.role,
            access=party.access,
            authorized_until=timeline.moved_or_none(party.authorized_until),
            scope=party.scope,
        )
        for party in persona.parties
    )


def _write_loan(session: Session, given: LoanInput, past: History, timeline: Timeline) -> None:
    terms = past.terms
    session.merge(
        Loan(
            id=given.loan_id,
            last4=given.loan_id[-4:],
            product=given.product,
            owner=given.owner,
            occupancy=given.occupancy,
            property=given.property,
            zip=given.zip,
            originated_on=timeline.moved(given.originated),
            original_amount=terms.original_amount,
            note_rate=terms.annual_rate,
            term_months=terms.months,
            first_due=terms.first_due,
            payment=terms.payment,
            escrow_payment=terms.escrow_payment,
            late_charge_percent=terms.late_charge_percent,
            grace_days=terms.grace_days,
            recording_fee=given.recording_fee,
            autopay=given.autopay,
            **_states(given, past, timeline),
        )
    )
    session.flush()
    for item in given.escrow.items if given.escrow is not None else ():
        month, day = item.yearly_on or (None, item.monthly_on_day)
        session.add(
            EscrowItem(
                loan_id=given.loan_id, kind=item.kind, label=item.label, amount=item.amount, month=month, day=day
            )
        )


def _states(given: LoanInput, past: History, timeline: Timeline) -> dict[str, Any]:
    cap = past.terms.cap
    return {
        "rate_cap": None if cap is None else cap.per_cent,
        "rate_cap_from": None if cap is None else cap.since_due,
        "bankruptcy_on": timeline.moved_or_none(given.bankruptcy_on),
        "foreclosure_on": timeline.moved_or_none(given.foreclosure_on),
        "foreclosure_sale_on": timeline.moved_or_none(given.foreclosure_sale_on),
        "transferred_on": timeline.moved_or_none(given.transferred_on),
        "prior_servicer": given.prior_servicer,
        "in_default_when_obtained": given.in_default_when_obtained,
    }


def _write_history(session: Session, loan_id: str, past: History) -> int:
    def key(text: str | None) -> str | None:
        return None if text is None else f"{loan_id}:{text}"

    fees: list[dict[str, Any]] = [
        {
            "id": key(charge.key),
            "loan_id": loan_id,
            "kind": charge.kind,
            "installment_due": charge.installment_due,
            "assessed_on": charge.assessed_on,
            "amount": charge.amount,
        }
        for charge in past.charges
    ]
    if fees:
        session.execute(insert(Fee), fees)
    entries: list[dict[str, Any]] = [
        {
            "loan_id": loan_id,
            "kind": entry.kind,
            "received": entry.received,
            "effective": entry.effective,
            "posted": entry.posted,
            "installment_due": entry.installment_due,
            **vars(entry.legs),
            "fee_id": key(entry.fee_key),
            "channel": entry.channel,
            "confirmation": entry.confirmation,
        }
        for entry in past.entries
    ]
    session.execute(insert(LedgerEntry), entries)
    return len(entries)
