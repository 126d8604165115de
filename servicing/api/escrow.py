"""Answers about escrow: what is held, what is paid from it, and its analysis line by line."""

from datetime import date

from kernel.calendar import months_after
from kernel.facts import Fact, Line
from kernel.money import ZERO
from servicing.api.escrow_account import Analysed, PastYear, escrow_items, newest_analysis, past_year
from servicing.api.figures import Maker
from servicing.api.problems import refusal
from servicing.api.topics import Told, View, told, topic
from servicing.domain.escrow import EscrowAnalysis
from servicing.domain.escrow_bills import MONTHS_A_YEAR, bills_between
from servicing.domain.escrow_difference import Course
from servicing.domain.escrow_history import EscrowHistory, low_balance
from servicing.domain.escrow_statement import annual_statement_due
from servicing.domain.tables import Cell, Table, table

BILL_COLUMNS = (("on", "date"), ("item", "text"), ("kind", "text"), ("amount", "money"))
PROJECTION_COLUMNS = (
    ("month", "date"),
    ("payment", "money"),
    ("item", "text"),
    ("disbursement", "money"),
    ("projected", "money"),
    ("target", "money"),
)
HISTORY_COLUMNS = (
    ("month", "date"),
    ("payment_projected", "money"),
    ("payment_actual", "money"),
    ("item", "text"),
    ("disbursement_projected", "money"),
    ("disbursement_actual", "money"),
    ("balance_projected", "money"),
    ("balance_actual", "money"),
    ("differs", "text"),
)
LAW = "12 CFR 1024.17"


def escrow(view: View) -> Told:
    """What the account holds, what is paid into it each month, and the bills of the coming twelve months.

    Raises:
        Problem: 422 `no_escrow`.
    """
    record, make = view.record, view.make
    began = _year_began(view)
    bills = bills_between(items=escrow_items(view), since=view.today, until=months_after(view.today, MONTHS_A_YEAR))
    facts = [
        make.money("escrow_balance", record.account.escrow_balance, "ledger.escrow"),
        make.date("as_of", view.today, "clock.today"),
        make.money("escrow_payment", record.terms.escrow_at(record.next_due or view.today), "loan.escrow_payment"),
        make.date("escrow_year_began", began, "loan.escrow_year_began"),
        *_last_bill_facts(view),
    ]
    if not record.account.paid_off and bills:
        facts.append(make.text("next_bill", bills[0].item, "escrow_item.label"))
        facts.append(make.date("next_bill_on", bills[0].on, "escrow_item.day"))
        facts.append(make.money("next_bill_amount", bills[0].amount, "escrow_item.amount"))
    rows = [] if record.account.paid_off else [(bill.on, bill.item, bill.kind, bill.amount) for bill in bills]
    return told(facts, table("escrow_bills", BILL_COLUMNS, rows))


def _year_began(view: View) -> date:
    began = view.record.loan.escrow_year_began
    if began is None:
        raise refusal("no_escrow")
    return began


def _last_bill_facts(view: View) -> list[Fact]:
    """The newest tax and the newest insurance bill that were paid: what `was my tax paid` asks."""
    found = []
    for kind in ("property_tax", "hazard_insurance"):
        paid = [entry for entry in view.record.entries if entry.channel == kind and entry.legs.escrow < ZERO]
        if paid:
            found.append(view.make.date(f"last_{kind}_paid_on", paid[-1].effective, "ledger.effective"))
            found.append(view.make.money(f"last_{kind}_paid", -paid[-1].legs.escrow, "ledger.escrow"))
    return found


def _account(view: View) -> Analysed:
    found = newest_analysis(view)
    if found is None:
        raise refusal("no_escrow")
    if view.record.account.paid_off:
        raise refusal("paid_off")
    return found


def analysis(view: View) -> Told:
    """The newest analysis: what the year needs, what is expected to be there, what follows, month by month.

    Raises:
        Problem: 422 `no_escrow` or `paid_off`.
    """
    found = _account(view)
    return told(analysis_facts(found, view), projection_table(found.analysis))


def analysis_facts(found: Analysed, view: View) -> list[Fact]:
    """The figures of an analysis with the lines that make them."""
    make, sums = view.make, found.analysis
    facts = [
        make.money("escrow_balance", view.record.account.escrow_balance, "ledger.escrow"),
        make.date("escrow_analysed_on", found.analysed_on, "escrow_analysis_run.analysed_on"),
        make.date("escrow_effective_on", sums.begins, "escrow_analysis_run.effective_on"),
        make.money("escrow_annual_total", sums.annual_total, "escrow_item.amount", _bill_lines(sums)),
        make.money("escrow_base_payment", sums.monthly, f"{LAW}(d)(2)"),
        make.money("escrow_low_point", sums.low_point, f"{LAW}(d)(2)"),
        make.money("escrow_cushion", sums.cushion, f"{LAW}(c)(1)(ii)"),
        make.money(
            "escrow_required_start",
            sums.required_start,
            f"{LAW}(d)(2)",
            [Line("low_point", -sums.low_point, "escrow.low_point"), Line("cushion", sums.cushion, "escrow.cushion")],
        ),
        make.money("escrow_projected_start", sums.projected_start, "ledger.escrow", _start_lines(found)),
        make.money("escrow_difference", sums.difference, f"{LAW}(f)", _difference_lines(sums)),
    ]
    if sums.low_on is not None:
        facts.append(make.date("escrow_low_month", sums.low_on, f"{LAW}(d)(2)"))
    return [*facts, *_difference_facts(found, make), *_payment_facts(found, make)]


def _bill_lines(sums: EscrowAnalysis) -> list[Line]:
    return [Line(bill.item, bill.amount, "escrow_item.amount") for row in sums.rows for bill in row.bills]


def _start_lines(found: Analysed) -> list[Line]:
    if found.start is None:
        return []
    sources = {"balance": "ledger.escrow", "payment": "loan.escrow_payment", "bill": "escrow_item.amount"}
    return [Line(line.item or line.code, line.amount, sources[line.code]) for line in found.start.lines]


def _difference_lines(sums: EscrowAnalysis) -> list[Line]:
    return [
        Line("projected_start", sums.projected_start, "escrow.projected_start"),
        Line("required_start", -sums.required_start, "escrow.required_start"),
    ]


def _difference_facts(found: Analysed, make: Maker) -> list[Fact]:
    sums, choices = found.analysis, found.disposition
    amounts = {"escrow_shortage": sums.shortage, "escrow_deficiency": sums.deficiency, "escrow_surplus": sums.surplus}
    facts = [make.money(name, amount, f"{LAW}(b)") for name, amount in amounts.items() if amount]
    codes = {
        "shortage_choices": choices.shortage_courses,
        "deficiency_choices": choices.deficiency_courses,
        "surplus_choices": choices.surplus_courses,
    }
    facts += [
        make.text(name, " ".join(_code(course) for course in courses), f"{LAW}(f)")
        for name, courses in codes.items()
        if courses
    ]
    facts.append(make.text("escrow_current", "yes" if found.current else "no", f"{LAW}(f)(2)(ii)"))
    if choices.refund_by is not None:
        facts.append(make.date("surplus_refund_by", choices.refund_by, f"{LAW}(f)(2)(i)"))
    return facts


def _code(course: Course) -> str:
    return course.code if course.payments is None else f"{course.code}_{course.payments}"


def _payment_facts(found: Analysed, make: Maker) -> list[Fact]:
    new, sums = found.new, found.analysis
    escrow_lines = [Line("base", new.base, "escrow.base_payment")]
    facts = [make.money("old_escrow_payment", found.old.escrow, "loan.escrow_payment")]
    if sums.shortage:
        escrow_lines.append(Line("shortage", new.shortage_part, f"{LAW}(f)(3)"))
        facts.append(make.count("shortage_months", found.shortage_months, f"{LAW}(f)(3)"))
        facts.append(make.money("shortage_monthly", new.shortage_part, f"{LAW}(f)(3)"))
    if sums.deficiency:
        escrow_lines.append(Line("deficiency", new.deficiency_part, f"{LAW}(f)(4)"))
        facts.append(make.money("deficiency_monthly", new.deficiency_part, f"{LAW}(f)(4)"))
    whole = [Line("principal_and_interest", new.principal_and_interest, "loan.payment"), *escrow_lines]
    without = [whole[0], escrow_lines[0]]
    return [
        *facts,
        make.money("new_escrow_payment", new.escrow, f"{LAW}(f)", escrow_lines),
        make.money("old_monthly_payment", found.old.total, "loan.payment"),
        make.money("new_monthly_payment", new.total, f"{LAW}(f)", whole),
        make.money("monthly_payment_after_lump_sum", sum((line.value for line in without), ZERO), f"{LAW}(f)", without),
    ]


def projection_table(sums: EscrowAnalysis) -> Table:
    """The year month by month; a month with several bills has a row for each, with its balances on the last."""
    rows: list[tuple[Cell, ...]] = []
    for row in sums.rows:
        bills: list[tuple[Cell, Cell]] = [(bill.item, bill.amount) for bill in row.bills] or [(None, None)]
        for place, (item, amount) in enumerate(bills):
            last = place == len(bills) - 1
            rows.append(
                (
                    row.starts,
                    row.payment if place == 0 else None,
                    item,
                    amount,
                    row.projected if last else None,
                    row.target if last else None,
                )
            )
    return table("escrow_projection", PROJECTION_COLUMNS, rows)


def annual_statement(view: View) -> Told:
    """The computation year that ended last: what was projected beside what happened, and when a statement is due.

    Raises:
        Problem: 422 `no_escrow`, `paid_off`, or `no_past_year` for a loan younger than that year.
    """
    _year_began(view)
    if view.record.account.paid_off:
        raise refusal("paid_off")
    past = past_year(view)
    if past is None:
        raise refusal("no_past_year")
    return told(statement_facts(past, view.make), history_table(past.history))


def statement_facts(past: PastYear, make: Maker) -> list[Fact]:
    """The figures of the past year (12 CFR 1024.17(i)(1)(i) to (viii)); the ending balance has its lines."""
    history, payment, low = past.history, past.payment, low_balance(past.history)
    paid_out = [Line(line.item or line.code, line.amount, "ledger.escrow") for line in history.paid_out]
    reasons = " ".join(dict.fromkeys(reason.code for reason in low.reasons))
    rare = {"escrow_year_refunded": history.refunded, "escrow_year_adjusted": history.adjusted}
    moved = {
        "escrow_year_opening_balance": history.opening.actual,
        "escrow_year_paid_in": history.paid_in,
        "escrow_year_paid_out": -sum((line.value for line in paid_out), ZERO),
        "escrow_year_refunded": -history.refunded,
        "escrow_year_adjusted": history.adjusted,
    }
    ending = [Line(code, amount, "ledger.escrow") for code, amount in moved.items() if amount]
    return [
        make.date("escrow_year_from", history.begins, "loan.escrow_year_began"),
        make.date("escrow_year_to", history.ends, "loan.escrow_year_began"),
        make.money("escrow_year_opening_balance", history.opening.actual, "ledger.escrow"),
        make.money("escrow_year_paid_in", history.paid_in, "ledger.escrow"),
        make.money("escrow_year_paid_out", sum((line.value for line in paid_out), ZERO), "ledger.escrow", paid_out),
        *(make.money(name, amount, "ledger.escrow") for name, amount in rare.items() if amount),
        make.money("escrow_year_ending_balance", history.ending_balance, "ledger.escrow", ending),
        make.money("last_year_escrow_payment", payment.escrow, "loan.escrow_payment"),
        make.money("last_year_monthly_payment", payment.total, "loan.payment"),
        make.text("low_balance_reached", "yes" if low.reached else "no", f"{LAW}(i)(1)(viii)"),
        make.text("low_balance_reason", reasons or "none", f"{LAW}(i)(1)(viii)"),
        make.date("escrow_statement_due", annual_statement_due(year_ended=history.ends), f"{LAW}(i)"),
        make.text("escrow_statement_required", "yes" if past.required else "no", f"{LAW}(i)(2)"),
    ]


def history_table(history: EscrowHistory) -> Table:
    """The past year month by month, projected and actual, with a mark where they differ."""
    rows: list[tuple[Cell, ...]] = []
    for row in history.rows:
        for place, paid in enumerate(row.paid_out or (None,)):
            last = place == max(0, len(row.paid_out) - 1)
            differs = (place == 0 and row.paid_in.differs) or (paid is not None and paid.amount.differs)
            rows.append(
                (
                    row.starts,
                    row.paid_in.projected if place == 0 else None,
                    row.paid_in.actual if place == 0 else None,
                    None if paid is None else paid.item,
                    None if paid is None else paid.amount.projected,
                    None if paid is None else paid.amount.actual,
                    row.balance.projected if last else None,
                    row.balance.actual if last else None,
                    "*" if differs else None,
                )
            )
    return table("escrow_history", HISTORY_COLUMNS, rows)


OPERATIONS = (
    topic("/escrow", "escrow", "What the escrow account holds and pays", escrow, table=True),
    topic(
        "/escrow/analysis",
        "escrow_analysis",
        "The newest escrow analysis, line by line",
        analysis,
        table=True,
    ),
    topic(
        "/escrow/annual-statement",
        "escrow_annual_statement",
        "The escrow year that ended last, projected and actual",
        annual_statement,
        table=True,
    ),
)
