"""Writing the fictional portfolio: parties, loans and histories, remade whole for a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from kernel.clock import Clock
from servicing.portfolio.history import History, history
from servicing.portfolio.inputs import LoanInput, PartyInput, PersonaInput, Personas
from servicing.portfolio.timeline import Timeline
from servicing.store.append_only import ledger_unlocked
from servicing.store.generated import Generation, drop_surplus, write_generated
from servicing.store.parties import canonical_login
from servicing.store.rows import entry_row, story_rows
from servicing.store.tables import (
    AdjustableRate,
    AssistanceApplication,
    Bankruptcy,
    Contact,
    EscrowAnalysisRun,
    EscrowItem,
    IndexValue,
    LedgerEntry,
    Loan,
    MilitaryService,
    MortgageInsurance,
    Notice,
    Party,
    PartyLoan,
    PaymentChange,
    Portfolio,
)
from storage import Database

# Raised when the code that makes histories changes, so that an existing portfolio is remade.
MAKER_VERSION = 2

# What is deleted and written again; parties, loans, documents and idempotency keys stay.
REMADE = (
    LedgerEntry,
    PaymentChange,
    EscrowItem,
    EscrowAnalysisRun,
    AdjustableRate,
    IndexValue,
    MortgageInsurance,
    MilitaryService,
    Bankruptcy,
    Notice,
    AssistanceApplication,
    PartyLoan,
    Contact,
)


@dataclass(frozen=True)
class Seeded:
    """What a seeding did."""

    changed: bool
    loans: int
    entries: int


def seed_portfolio(
    database: Database,
    personas: Personas,
    clock: Clock,
    progress: Callable[[str], None] = lambda _line: None,
    *,
    generated: int | None = None,
    random_seed: int | None = None,
    advance: Callable[[int], None] = lambda _count: None,
) -> Seeded:
    """Makes the portfolio for today, or leaves it when it is already made for today from the same inputs.

    `generated` is the number of generated loans beside the personas', `random_seed` what they are drawn from; None is
    what the database has (none, at first). `advance` is told of each batch of generated loans as it is written. One
    transaction: readers see the old portfolio or the new one. Parties and loans keep their ids, issued documents stay.
    """
    today = clock.today()
    fingerprint = f"{MAKER_VERSION}{personas.fingerprint}"[:64]
    with database.begin() as session:
        existing = session.get(Portfolio, 1)
        wanted = _generation(existing, generated, random_seed)
        if existing is not None and _made_for(existing) == (today, fingerprint, wanted):
            return Seeded(changed=False, loans=0, entries=0)
        timeline = Timeline(personas.as_of, today)
        loans = entries = 0
        with ledger_unlocked(session):
            _clear(session)
            session.add_all(
                IndexValue(index_name=given.index, published_on=timeline.moved(given.on), value=given.value)
                for given in personas.index_values
            )
            for persona in personas.personas:
                entries += _write_persona(session, persona, timeline)
                loans += len(persona.loans)
                progress(f"{persona.id} {', '.join(given.loan_id[-4:] for given in persona.loans)}")
            written = write_generated(session, wanted, as_of=today, advance=advance)
            drop_surplus(session, wanted.loans)
        session.merge(
            Portfolio(
                id=1,
                as_of=today,
                fingerprint=fingerprint,
                seeded_at=clock.now(),
                generated=wanted.loans,
                random_seed=wanted.random_seed,
            )
        )
    return Seeded(changed=True, loans=loans + written.loans, entries=entries + written.entries)


def generated_loans(database: Database) -> Generation:
    """What was generated in the portfolio that the database has."""
    with database.read() as session:
        return _generation(session.get(Portfolio, 1), None, None)


def _made_for(existing: Portfolio) -> tuple[date, str, Generation]:
    return existing.as_of, existing.fingerprint, Generation(existing.generated, existing.random_seed)


def _generation(existing: Portfolio | None, loans: int | None, random_seed: int | None) -> Generation:
    """What is to be generated: what is asked for, and otherwise what there is."""
    there = Generation() if existing is None else Generation(existing.generated, existing.random_seed)
    return Generation(
        there.loans if loans is None else loans, there.random_seed if random_seed is None else random_seed
    )


def _clear(session: Session) -> None:
    for table in REMADE:
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
            state=given.property[-2:],
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
            waterfall=given.waterfall,
            escrow_year_began=None if given.escrow is None else timeline.moved(given.escrow.year_began),
            recording_fee=given.recording_fee,
            autopay=given.autopay,
            **_states(given, past, timeline),
        )
    )
    session.flush()
    session.add_all(story_rows(given, timeline))
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
        "bankruptcy_on": None if given.bankruptcy is None else timeline.moved(given.bankruptcy.petition),
        "accelerated_on": timeline.moved_or_none(given.accelerated_on),
        "foreclosure_on": timeline.moved_or_none(given.foreclosure_on),
        "first_filing_on": timeline.moved_or_none(given.first_filing_on),
        "foreclosure_sale_on": timeline.moved_or_none(given.foreclosure_sale_on),
        "transferred_on": timeline.moved_or_none(given.transferred_on),
        "prior_servicer": given.prior_servicer,
        "in_default_when_obtained": given.in_default_when_obtained,
    }


def _write_history(session: Session, loan_id: str, past: History) -> int:
    session.execute(insert(LedgerEntry), [entry_row(loan_id, entry) for entry in past.entries])
    return len(past.entries)
