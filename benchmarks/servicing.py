"""`python -m benchmarks.servicing [--loans N] [--quotes N]`: the system of record with many loans.

How long generating a portfolio, proving every balance of it and quoting payoffs take, how much memory they use, and
each beside a baseline of the same run: a copy of the same ledger made by the database, a sum of it, the engine's own
decimals in the place of whole cents, and balances asked for in the place of payoffs. It runs on SQLite in a folder that
is deleted afterwards.
"""

import argparse
import asyncio
import logging
import random
import resource
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect

import httpx
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select, text

from kernel.clock import SystemClock
from kernel.money import ZERO
from servicing.api.app import build_app
from servicing.domain.amortisation import installment
from servicing.domain.payment_application import installment_number
from servicing.domain.payoff import payoff_quote
from servicing.domain.reconciliation import failed_proofs
from servicing.migrate import migrate
from servicing.portfolio.personas import read_personas
from servicing.progress import Progress
from servicing.store.loans import LoanRecord, loan_record
from servicing.store.portfolio import seed_portfolio
from servicing.store.reconciliation import loan_ids, notes_and_lines, prove
from servicing.store.tables import Loan
from storage import Database, open_database

LOANS = 100_000
QUOTES = 1_000
RANDOM_SEED = 11
# Days ahead for which a payoff is asked; no quote reaches further than the engine allows.
MOST_DAYS_AHEAD = 25
# So many loans are replayed both ways.
REPLAYED = 1_000
KIB_IN_MIB = 1_024
OWING = """
    SELECT loan.id, party_loan.party_id FROM loan JOIN party_loan ON party_loan.loan_id = loan.id
    WHERE party_loan.access AND party_loan.role = 'borrower' AND party_loan.party_id LIKE :generated ORDER BY loan.id
"""


def generate(path: Path, loans: int, clock: SystemClock) -> float:
    """Seconds to make the portfolio."""
    with closing(open_database(f"sqlite:///{path}")) as database:
        migrate(database)
        began = time.perf_counter()
        with Progress("generated", loans) as progress:
            seed_portfolio(
                database,
                read_personas(),
                clock,
                generated=loans,
                random_seed=RANDOM_SEED,
                advance=progress.advance,
            )
        return time.perf_counter() - began


def reconcile(path: Path) -> tuple[float, int, int]:
    """Seconds to prove every loan, how many entries that were, and how many differences were found."""
    url = f"sqlite:///{path}"
    with closing(open_database(url)) as database:
        ids = loan_ids(database)
    entries = differences = 0
    began = time.perf_counter()
    with Progress("proven", len(ids)) as progress:
        for batch in prove(url, ids):
            entries += batch.entries
            differences += len(batch.differences)
            progress.advance(batch.loans)
    return time.perf_counter() - began, entries, differences


def copied_and_summed(path: Path) -> tuple[float, float]:
    """Seconds in which the database copies the ledger to another file, and in which it sums it: the baselines."""
    with closing(connect(path)) as connection:
        connection.execute("ATTACH DATABASE ? AS other", (str(path.with_name("copy.db")),))
        copied = _timed(lambda: connection.execute("CREATE TABLE other.ledger AS SELECT * FROM ledger_entry"))
        legs = "sum(amount - principal - interest - escrow - late_charge - fee - suspense - charge_income)"
        summed = _timed(lambda: connection.execute(f"SELECT {legs} FROM ledger_entry").fetchall())  # noqa: S608
    return copied, summed


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def replays(database: Database, loans: int) -> tuple[float, float]:
    """Microseconds to prove an installment in whole cents, and to reckon it in the engine's decimals: the baseline."""
    notes, ledgers, records = [], [], []
    with database.read() as session:
        ids = list(session.scalars(select(Loan.id).where(Loan.id > "45").order_by(Loan.id).limit(loans)))
        found = notes_and_lines(session, ids)
        for loan_id in ids:
            records.append(loan_record(session, session.get_one(Loan, loan_id)))
            notes.append(found[loan_id][0])
            ledgers.append(found[loan_id][1])
    installments = sum(line.kind == "payment" for lines in ledgers for line in lines)
    proven = _timed(
        lambda: [list(failed_proofs(note, lines)) for note, lines in zip(notes, ledgers, strict=True)],
    )
    reckoned = _timed(lambda: [_reckon(record) for record in records])
    return proven / installments * 1e6, reckoned / installments * 1e6


def _reckon(record: LoanRecord) -> int:
    """How many installments are, in the engine's decimals, what the ledger has."""
    balance, right = ZERO, 0
    for entry in record.entries:
        if entry.kind == "payment" and entry.installment_due is not None:
            number = installment_number(record.terms, entry.installment_due)
            part = installment(record.terms, number=number, balance=balance)
            right += (part.principal, part.interest) == (entry.legs.principal, entry.legs.interest)
        balance -= entry.legs.principal
    return right


def quote_directly(database: Database, clock: SystemClock, *, quotes: int) -> list[float]:
    """Milliseconds of each payoff of a random loan, read from the store and reckoned by the engine without HTTP."""
    with database.read() as session:
        owners = [row[0] for row in session.execute(text(OWING), {"generated": "G%"})]
    chance = random.Random(RANDOM_SEED)  # noqa: S311 - a draw of loans, not a secret
    spent: list[float] = []
    while len(spent) < quotes:
        loan_id, day = chance.choice(owners), clock.today() + timedelta(days=chance.randint(1, MOST_DAYS_AHEAD))
        began = time.perf_counter()
        with database.read() as session:
            record = loan_record(session, session.get_one(Loan, loan_id))
        if record.next_due is None:
            continue
        payoff_quote(
            balance=record.account.unpaid_principal,
            annual_rate=record.terms.rate_charged(record.next_due),
            interest_paid_to=record.interest_paid_to,
            good_through=day,
            quoted_on=clock.today(),
            charges=record.charges,
            recording_fee=record.loan.recording_fee,
            escrow_balance=record.account.escrow_balance,
            suspense=record.account.suspense,
        )
        spent.append((time.perf_counter() - began) * 1_000)
    return spent


async def ask(database: Database, clock: SystemClock, *, topic: str, quotes: int) -> tuple[list[float], int]:
    """Milliseconds of each request about a random loan through the service's HTTP door, and how many were answered.

    The loans and the days are the same for every topic.
    """
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    app = build_app(database=database, clock=clock, verify_key=public)
    with database.read() as session:
        owners = [(row[0], row[1]) for row in session.execute(text(OWING), {"generated": "G%"})]
    chance = random.Random(RANDOM_SEED)  # noqa: S311 - a draw of loans, not a secret
    spent: list[float] = []
    answered = 0
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://servicing") as client:
        for _ in range(quotes):
            loan_id, party_id = chance.choice(owners)
            day = clock.today() + timedelta(days=chance.randint(1, MOST_DAYS_AHEAD))
            headers = {"Authorization": f"Bearer {_capability(key, loan_id, party_id)}"}
            params = {"good_through": day.isoformat()} if topic == "payoff-quote" else {}
            began = time.perf_counter()
            response = await client.get(f"/v1/loans/{loan_id}/{topic}", headers=headers, params=params)
            spent.append((time.perf_counter() - began) * 1_000)
            answered += response.status_code == httpx.codes.OK
    return spent, answered


def _capability(key: Ed25519PrivateKey, loan_id: str, party_id: str) -> str:
    now = int(time.time())
    return jwt.encode(
        {
            "iss": "doorstep-gateway",
            "aud": "doorstep-servicing",
            "sub": party_id,
            "conversation": "benchmark",
            "loans": [loan_id],
            "level": "verified",
            "iat": now,
            "nbf": now,
            "exp": now + 60,
            "jti": uuid.uuid4().hex,
        },
        key,
        algorithm="EdDSA",
    )


def _memory() -> str:
    own, children = (
        resource.getrusage(who).ru_maxrss / KIB_IN_MIB for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own:,.0f} MiB here at most, {children:,.0f} MiB in the largest helping process"


def _spread(spent: Sequence[float]) -> str:
    slowest = statistics.quantiles(spent, n=100)[94]
    seconds = sum(spent) / 1_000
    middle = statistics.median(spent)
    return f"{seconds:8.1f} s for {len(spent):,}, {middle:.1f} ms each, 95 in 100 within {slowest:.1f} ms"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command; code 1 when a balance does not prove or a payoff is not answered."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.servicing", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--loans", type=int, default=LOANS)
    parser.add_argument("--quotes", type=int, default=QUOTES)
    asked = parser.parse_args(arguments)
    _quiet()
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "servicing.db")
        generated = generate(path, asked.loans, clock)
        generated_memory = _memory()
        proven, entries, differences = reconcile(path)
        copied, summed = copied_and_summed(path)
        size = path.stat().st_size / KIB_IN_MIB / KIB_IN_MIB
        with closing(open_database(f"sqlite:///{path}")) as database:
            whole_cents, decimals = replays(database, min(REPLAYED, asked.loans))
            direct = quote_directly(database, clock, quotes=asked.quotes)
            balances, _ = asyncio.run(ask(database, clock, topic="balance", quotes=asked.quotes))
            payoffs, answered = asyncio.run(ask(database, clock, topic="payoff-quote", quotes=asked.quotes))
    micro = 1e6 / entries
    _say(f"{asked.loans:,} generated loans, {entries:,} ledger entries, {size:,.0f} MiB of database")
    each = generated / asked.loans * 1_000
    _say(f"generating    {generated:8.1f} s, {generated * micro:.1f} us an entry, {each:.2f} ms a loan")
    _say(f"              {generated / copied:.1f} x the database's own copy of the ledger; {generated_memory}")
    _say(f"reconciling   {proven:8.1f} s, {proven * micro:.1f} us an entry; {differences} differences")
    _say(f"              {proven / summed:.1f} x the database's own sum of the ledger")
    times = decimals / whole_cents
    _say(f"one replay    {whole_cents:8.1f} us an installment with every proof; in decimals {times:.1f} x")
    _say(f"payoffs       {_spread(direct)} from the store, without HTTP")
    _say(f"over HTTP     {_spread(payoffs)}; {answered:,} answered with a figure, the others with why not")
    _say(f"              {statistics.median(payoffs) / statistics.median(balances):.2f} x a balance")
    _say(f"all of it     {_memory()}")
    if differences or not answered:
        sys.exit(1)


if __name__ == "__main__":
    main()
