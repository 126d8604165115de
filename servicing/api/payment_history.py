"""Answers about what was paid: the history as a table, the year's sums, and where one payment went."""

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from kernel.facts import Fact, Line
from kernel.money import ZERO
from servicing.api.figures import Maker
from servicing.api.loans import open_loan
from servicing.api.models import Figures, FiguresWithTable
from servicing.api.operations import DAY, FORMAT, PAGE, Call, Operation, Parameter, answer_figures, answer_table
from servicing.api.problems import invalid, not_found
from servicing.documents.codes import in_order
from servicing.domain.ledger import Entry
from servicing.domain.payment_history import HistoryLine, last_payment, payment_history, standing, year_totals
from servicing.domain.tables import Table, table
from servicing.store.loans import LoanRecord

COLUMNS = (
    ("number", "count"),
    ("received", "date"),
    ("effective", "date"),
    ("posted", "date"),
    ("kind", "text"),
    ("installment_due", "date"),
    ("amount", "money"),
    ("principal", "money"),
    ("interest", "money"),
    ("escrow", "money"),
    ("late_charge", "money"),
    ("fee", "money"),
    ("suspense", "money"),
    ("principal_after", "money"),
    ("escrow_after", "money"),
    ("suspense_after", "money"),
    ("channel", "text"),
    ("confirmation", "text"),
    ("reversal_of", "count"),
)
LAST = "last"
MAX_DIGITS = 9


def history_table(lines: Sequence[HistoryLine]) -> Table:
    """The lines of a history as a table."""
    rows = [
        (
            line.entry.number,
            line.entry.received,
            line.entry.effective,
            line.entry.posted,
            line.entry.kind,
            line.entry.installment_due,
            line.entry.amount,
            line.entry.legs.principal,
            line.entry.legs.interest,
            line.entry.legs.escrow,
            line.entry.legs.late_charge,
            line.entry.legs.fee,
            line.entry.legs.suspense,
            line.unpaid_principal,
            line.escrow_balance,
            line.suspense,
            line.entry.channel,
            line.entry.confirmation,
            line.entry.reversal_of,
        )
        for line in lines
    ]
    return table("payment_history", COLUMNS, rows)


def year_facts(record: LoanRecord, year: int, make: Maker) -> list[Fact]:
    """What was received in a calendar year and where it went."""
    totals = year_totals(record.entries, year)
    parts = {
        "principal": totals.principal,
        "interest": totals.interest,
        "escrow": totals.escrow,
        "charges": totals.charges,
        "suspense": totals.suspense,
    }
    lines = [Line(name, amount, f"ledger.{name}") for name, amount in parts.items() if amount]
    return [
        make.count("year", year, "request.until"),
        make.money("year_received", totals.total, "ledger.amount", lines),
        make.money("year_principal", totals.principal, "ledger.principal"),
        make.money("year_interest", totals.interest, "ledger.interest"),
        make.money("year_escrow", totals.escrow, "ledger.escrow"),
    ]


def history(call: Call) -> Response:
    """The lines posted between two days, a page at a time, with the sums of the last day's year."""
    since, until = call.day("from", date.min), call.day("to", call.today)
    if since > until:
        raise invalid(["from", "to"])
    after, limit = call.page
    if after and not (after.isascii() and after.isdecimal() and len(after) <= MAX_DIGITS):
        raise invalid(["after"])
    with call.services.database.read() as session:
        record = open_loan(session, call)
    lines = payment_history(record.entries, since=since, until=until)
    if call.query.get("format") != "csv":
        lines = [line for line in lines if line.entry.number > int(after or "0")]
        following = str(lines[limit - 1].entry.number) if len(lines) > limit else None
        lines = lines[:limit]
    else:
        following = None
    facts = year_facts(record, until.year, Maker(call.services.clock.now()))
    return answer_table(call, facts, history_table(lines), following=following, version=record.version)


def payment_facts(record: LoanRecord, entry: Entry, make: Maker) -> list[Fact]:
    """Where one payment went, what it did to the balances, and on which days it came, counted and was written."""
    after = next(line for line in payment_history(record.entries) if line.entry.number == entry.number)
    legs = {name: amount for name, amount in vars(entry.legs).items() if amount}
    lines = [Line(name, amount, f"ledger.{name}") for name, amount in legs.items()]
    facts = [
        make.count("payment_number", entry.number, "ledger.number"),
        make.text("payment_kind", entry.kind, "ledger.kind"),
        make.money("payment_amount", entry.amount, "ledger.amount", lines),
        *(make.money(f"payment_{name}", amount, f"ledger.{name}") for name, amount in legs.items()),
        make.date("payment_received", entry.received, "ledger.received"),
        make.date("payment_effective", entry.effective, "ledger.effective"),
        make.date("payment_posted", entry.posted, "ledger.posted"),
        make.money("principal_before", after.unpaid_principal + entry.legs.principal, "ledger.principal"),
        make.money("principal_after", after.unpaid_principal, "ledger.principal"),
        make.money("escrow_after", after.escrow_balance, "ledger.escrow"),
        make.text("channel", entry.channel, "ledger.channel"),
        make.text("applied_in_order", record.loan.waterfall, "loan.waterfall", in_order(record.loan.waterfall)),
    ]
    if entry.installment_due is not None:
        facts.append(make.date("installment_due", entry.installment_due, "ledger.installment_due"))
    if after.suspense != ZERO or entry.legs.suspense:
        facts.append(make.money("suspense_after", after.suspense, "ledger.suspense"))
    if entry.confirmation is not None:
        facts.append(make.text("confirmation", entry.confirmation, "ledger.confirmation"))
    return facts


def found_payment(record: LoanRecord, wanted: str) -> Entry:
    """The payment of that number, the one of that confirmation, or the `last` one.

    Raises:
        Problem: 404 when there is none.
    """
    if wanted == LAST:
        found = last_payment(record.entries)
    else:
        found = next((entry for entry in record.entries if wanted in (str(entry.number), entry.confirmation)), None)
        if found is not None and found.confirmation == wanted:
            # A payment that was posted wrongly and corrected stands twice under one confirmation.
            same = [entry for entry in standing(record.entries) if entry.confirmation == wanted]
            found = same[-1] if same else found
    if found is None:
        raise not_found()
    return found


def payment(call: Call) -> Response:
    """Where one payment went."""
    with call.services.database.read() as session:
        record = open_loan(session, call)
    entry = found_payment(record, call.path["payment"])
    return answer_figures(payment_facts(record, entry, Maker(call.services.clock.now())), version=record.version)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/loans/{loan_id}/payments",
        "payment_history",
        "What happened on the loan, line by line",
        history,
        FiguresWithTable,
        parameters=(Parameter("from", "First day of posting", DAY), Parameter("to", "Last day", DAY), *PAGE, FORMAT),
        media_type="text/csv",
        problems=(400, 404),
    ),
    Operation(
        "GET",
        "/v1/loans/{loan_id}/payments/{payment}",
        "payment",
        "Where one payment went: by its number, its confirmation, or `last`",
        payment,
        Figures,
        problems=(404,),
    ),
)
