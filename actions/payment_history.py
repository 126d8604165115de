"""The payments of this year with their sums, and the whole history as a document."""

from dataclasses import replace
from datetime import date

from actions.base import LoanAction, refused
from actions.idempotency import document_key
from actions.rows import rows_told
from actions.turn import Reply, Turn
from servicing.client import Loan, Refusal, Servicing, Table

RECEIPTS = frozenset({"payment", "partial_payment", "curtailment", "charge_payment", "payoff", "reversal"})
COLUMNS = ("received", "amount")
MOST = 12


class ActionShowPaymentHistory(LoanAction):
    """Shows this year's payments, newest first, and attaches the full history."""

    question = "payment_history"

    def name(self) -> str:
        return "action_show_payment_history"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        since = date(turn.today.year, 1, 1)
        year = servicing.payments(loan.loan_id, since, turn.today)
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        whole = servicing.request_document(loan.loan_id, "payment_history", turn.language, key)
        if isinstance(whole, Refusal):
            return refused(whole, {})
        receipts = receipts_since(year.table, since)
        if not receipts.rows:
            return Reply("utter_payment_history_none_this_year", facts=year.facts, document=whole.document)
        cells, lines = rows_told(receipts, COLUMNS, turn.language, year.facts[0].as_of, MOST)
        facts = (*year.facts, *cells)
        return Reply("utter_payment_history_answer", facts=facts, document=whole.document, values={"rows": lines})


def receipts_since(table: Table | None, since: date) -> Table:
    """What the borrower paid from that day on, newest first: the rows that the sums of the year are made of."""
    if table is None:
        return Table("payment_history", (), ())
    names = [name for name, _ in table.columns]
    kind, received = names.index("kind"), names.index("received")
    rows = [row for row in table.rows if row[kind] in RECEIPTS and (row[received] or "") >= since.isoformat()]
    return replace(table, rows=tuple(reversed(rows)))
