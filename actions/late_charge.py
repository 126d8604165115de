"""Late charges on file and how one is made, and until when a payment can come without one."""

from dataclasses import replace

from actions.base import LoanAction, answered, refused
from actions.figures import fact_of, facts_named, value_of
from actions.rows import rows_told
from actions.turn import Reply, Turn
from servicing.client import Answer, Loan, Refusal, Servicing, Table

PAID_OFF = {"paid_off": "utter_late_charge_paid_off"}
COLUMNS = ("installment_due", "assessed_on", "due")
MOST = 12

# Where no late charge is unpaid, and where one is; by what stops further ones.
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
    """Says which late charges are unpaid and what one is made of."""

    question = "late_charge"

    def name(self) -> str:
        return "action_explain_late_charge"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "late-charges")
        if isinstance(answer, Refusal):
            return refused(answer, PAID_OFF)
        stopped = value_of(answer, "late_charges_stopped_by") or "nothing"
        facts = (*answer.facts, *facts_named(servicing.balance(loan.loan_id), "as_of"))
        unpaid = unpaid_late_charges(answer.table)
        if not unpaid.rows:
            limited = stopped == "nothing" and fact_of(answer, "late_charge_limit") is not None
            return Reply("utter_late_charge_none_limited" if limited else NONE_OPEN[stopped], facts=facts)
        cells, lines = rows_told(unpaid, COLUMNS, turn.language, facts[0].as_of, MOST)
        return Reply(SOME_OPEN[stopped], facts=(*facts, *cells), values={"rows": lines})


def unpaid_late_charges(table: Table | None) -> Table:
    """The late charges of which something is due, newest first; other fees are left out."""
    if table is None:
        return Table("charges", (), ())
    names = [name for name, _ in table.columns]
    kind, assessed, due = names.index("kind"), names.index("assessed_on"), names.index("due")
    rows = [row for row in table.rows if row[kind] == "late_charge" and row[due] not in (None, "0.00")]
    return replace(table, rows=tuple(sorted(rows, key=lambda row: row[assessed] or "", reverse=True)))


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
