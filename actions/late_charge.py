"""Late charges: why one was made and how, which are unpaid, until when a payment comes without one, and objections."""

from dataclasses import replace

from rasa_sdk import Tracker

from actions.base import LoanAction, answered, refused
from actions.figures import fact_of, facts_named, value_of
from actions.handoff import ExplainLoanAndCallPerson
from actions.payments import Payments, Wish, asked_in, payments_of, wish_of
from actions.rows import Row, cell, row_facts, rows_told
from actions.turn import Button, Reply, Turn
from kernel.facts import Fact
from servicing.client import Answer, Loan, Refusal, Servicing, Table

INTENT = "late_fee_inquiry"
PAID_OFF = {"paid_off": "utter_late_charge_paid_off"}
COLUMNS = ("installment_due", "assessed_on", "due")
MOST = 12
SHOWN = {
    "charge_amount": "amount",
    "charge_unpaid": "due",
    "charge_installment_due": "installment_due",
    "charge_assessed_on": "assessed_on",
    "charge_on_time_through": "on_time_through",
    "charge_percent": "percent",
    "charge_base": "base",
}

# Where no late charge is unpaid, and where several are; by what stops further ones.
NONE_OPEN = {
    "nothing": "utter_late_charge_none",
    "acceleration": "utter_late_charge_none_stopped",
    "bankruptcy": "utter_late_charge_none_stopped",
}
SOME_OPEN = {
    "nothing": "utter_late_charge_open",
    "acceleration": "utter_late_charge_open_stopped",
    "bankruptcy": "utter_late_charge_open_stopped",
}


class ActionExplainLateCharge(LoanAction):
    """Says why the late charge that is meant was made and how; of several, which there are; of none, the next one."""

    question = "late_charge"

    def name(self) -> str:
        return "action_explain_late_charge"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(asked_in(tracker, turn), turn)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "late-charges")
        if isinstance(answer, Refusal):
            return refused(answer, PAID_OFF)
        stopped = value_of(answer, "late_charges_stopped_by") or "nothing"
        as_of = facts_named(servicing.balance(loan.loan_id), "as_of")
        meant = late_charges_meant(answer.table, wish_of(asked))
        if not meant.rows:
            limited = stopped == "nothing" and fact_of(answer, "late_charge_limit") is not None
            response = "utter_late_charge_none_limited" if limited else NONE_OPEN[stopped]
            return Reply(response, facts=(*answer.facts, *as_of))
        if len(meant.rows) > 1:
            return several(SOME_OPEN[stopped], replace(answer, facts=(*answer.facts, *as_of), table=meant), turn)
        reply = one_explained(meant, payments_of(servicing, loan.loan_id, turn.today))
        return replace(reply, facts=(*reply.facts, *as_of))


def late_charges_meant(table: Table | None, wish: Wish) -> Table:
    """The late charges, newest first, that were made in or for a month of the wish, or have its amount.

    Where none was, or nothing is wished for, those of which something is due: the day of a payment names no charge.
    """
    if table is None:
        return Table("charges", (), ())
    rows = [row for row in table.rows if cell(table, row, "kind") == "late_charge"]
    rows.sort(key=lambda row: cell(table, row, "assessed_on"), reverse=True)
    named = [row for row in rows if wish and is_meant(table, row, wish)]
    unpaid = [row for row in rows if cell(table, row, "due") not in ("", "0.00")]
    return replace(table, rows=tuple(named or unpaid))


def is_meant(table: Table, charge: Row, wish: Wish) -> bool:
    """Whether a charge has the amount of a wish, or else belongs to one of its months."""
    if wish.span is None:
        return cell(table, charge, "amount") == str(wish.amount)
    first, last = wish.span.since.isoformat()[:7], wish.span.until.isoformat()[:7]
    return any(first <= cell(table, charge, column)[:7] <= last for column in ("installment_due", "assessed_on"))


def several(response: str, answer: Answer, turn: Turn) -> Reply:
    """The charges of the table line by line, and a button for each."""
    table = answer.table or Table("charges", (), ())
    cells, lines = rows_told(table, COLUMNS, turn.language, answer.facts[0].as_of, MOST)
    buttons = tuple(
        Button(line.partition(" · ")[0], f'/{INTENT}{{"date": "{cell(table, row, "installment_due")}"}}')
        for line, row in zip(lines.splitlines(), table.rows, strict=False)
    )
    return Reply(response, facts=(*answer.facts, *cells), values={"rows": lines}, buttons=buttons)


def one_explained(charge: Table, payments: Payments) -> Reply:
    """Why the one late charge of the table was made, beside what came for its installment, and how much it is."""
    facts, paid = charge_facts(charge, payments)
    if paid and was_in_time(charge, paid[0], payments):
        return Reply("utter_late_charge_in_time", facts=facts)
    if not cell(charge, charge.rows[0], "base"):
        return Reply("utter_late_charge_of_other_amount", facts=facts)
    return Reply("utter_late_charge_came_late" if paid else "utter_late_charge_not_complete", facts=facts)


def charge_facts(charge: Table, payments: Payments) -> tuple[tuple[Fact, ...], list[Row]]:
    """What is on file about the one late charge of the table, and what completed its installment, if anything did."""
    (row,) = charge.rows
    due = cell(charge, row, "installment_due")
    paid = [
        each
        for each in payments.standing
        if payments.cell(each, "kind") == "payment" and payments.cell(each, "installment_due") == due
    ][:1]
    facts = row_facts(charge, row, SHOWN, payments.as_of)
    return (*facts, *(fact for each in paid for fact in payments.facts(each))), paid


def was_in_time(charge: Table, payment: Row, payments: Payments) -> bool:
    """Whether a payment counts from a day on which its installment was still free of a late charge."""
    last_day = cell(charge, charge.rows[0], "on_time_through")
    return payments.cell(payment, "effective") <= last_day


class ActionReportGracePeriod(LoanAction):
    """Says the last day on which a payment can come without a late charge."""

    question = "grace_period"

    def name(self) -> str:
        return "action_report_grace_period"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "late-charges")
        if isinstance(answer, Refusal):
            return refused(answer, PAID_OFF)
        if value_of(answer, "late_charges_stopped_by") != "nothing":
            return answered("utter_late_charge_none_stopped", answer)
        return answered(grace_response(answer, servicing.ask(loan.loan_id, "suspense")), answer)


def grace_response(charges: Answer, oldest: Answer | Refusal) -> str:
    """The response for a payment that would be the next one, or behind an older one that is unpaid."""
    same = value_of(charges, "installment_due") == value_of(oldest, "installment_due")
    return "utter_late_charge_grace" if same else "utter_late_charge_grace_behind"


class ActionShowDisputedLateCharge(ExplainLoanAndCallPerson):
    """Says what is on file about a late charge that is held for wrong, and what helps to check it."""

    question = "late_fee_dispute"
    general = "utter_late_charge_dispute_general"

    def name(self) -> str:
        return "action_show_disputed_late_charge"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "late-charges")
        if isinstance(answer, Refusal):
            return Reply(self.general)
        meant = late_charges_meant(answer.table, wish_of(asked))
        if len(meant.rows) != 1:
            as_of = facts_named(servicing.balance(loan.loan_id), "as_of")
            response = "utter_late_charge_dispute_several" if meant.rows else "utter_late_charge_dispute_none"
            return Reply(response, facts=(*answer.facts, *as_of))
        facts, paid = charge_facts(meant, payments_of(servicing, loan.loan_id, turn.today))
        return Reply("utter_late_charge_dispute" if paid else "utter_late_charge_dispute_unpaid", facts=facts)


class ActionExplainLateChargeWaiver(ExplainLoanAndCallPerson):
    """Says who decides about sparing a borrower a late charge, and that asking for it takes no payment."""

    question = "late_fee_waiver_request"
    general = "utter_late_charge_waiver_general"

    def name(self) -> str:
        return "action_explain_late_charge_waiver"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "late-charges")
        if isinstance(answer, Refusal):
            return Reply(self.general)
        meant = late_charges_meant(answer.table, wish_of(asked))
        if len(meant.rows) != 1:
            return Reply(self.general)
        return Reply("utter_late_charge_waiver", facts=row_facts(meant, meant.rows[0], SHOWN, answer.facts[0].as_of))
