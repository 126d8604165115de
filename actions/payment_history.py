"""The payments of a year, month or other stretch of time with the year's sums, and the whole history as a document."""

from dataclasses import replace
from datetime import date

from rasa_sdk import Tracker

from actions.base import LoanAction, refused
from actions.figures import facts_named
from actions.idempotency import document_key
from actions.payments import NO_SUCH_DAY, UNKNOWN_DAY, Payments, Wish, asked_in, payments_of, wish_of
from actions.rows import rows_told
from actions.spoken_spans import Span
from actions.turn import Reply, Turn
from kernel.facts import Fact
from servicing.client import Answer, Loan, Refusal, Servicing, Table

RECEIPTS = frozenset({"payment", "partial_payment", "curtailment", "charge_payment", "payoff", "reversal"})
COLUMNS = ("received", "amount")
# A payment in each half of a month for a year.
MOST = 24


class ActionShowPaymentHistory(LoanAction):
    """Shows the payments of the time that is meant, or of this year, newest first, and attaches the full history."""

    question = "payment_history"

    def name(self) -> str:
        return "action_show_payment_history"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(asked_in(tracker, turn), turn)

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        if asked == NO_SUCH_DAY:
            return UNKNOWN_DAY
        span = wish_of(asked).span or year_of(turn.today)
        # The sums are of the year in which the time ends, by the days on which the payments came.
        sums = servicing.payments(loan.loan_id, span.until, span.until).facts
        began = facts_named(servicing.terms(loan.loan_id), "originated_on")
        if span.since > turn.today or any(span.until < day.day for day in began):
            response = "utter_payment_history_ahead" if span.since > turn.today else "utter_payment_history_before_loan"
            return Reply(response, outcome="refused", facts=(*sums, *began, *asked_for(span, sums)))
        whole = self._document(loan, servicing, turn)
        if isinstance(whole, Refusal):
            return refused(whole, {})
        receipts = receipts_in(payments_of(servicing, loan.loan_id, turn.today), span)
        cells, lines = rows_told(receipts, COLUMNS, turn.language, sums[0].as_of, MOST)
        facts = (*sums, *asked_for(span, sums), *cells)
        return Reply(response_for(span, receipts), facts=facts, document=whole.document, values={"rows": lines})

    def _document(self, loan: Loan, servicing: Servicing, turn: Turn) -> Answer | Refusal:
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        return servicing.request_document(loan.loan_id, "payment_history", turn.language, key)


def year_of(day: date) -> Span:
    """The calendar year a day is in."""
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))


def asked_for(span: Span, sums: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The first and the last day that were asked for."""
    return Wish(span=span).facts(sums[0].as_of)


def receipts_in(payments: Payments, span: Span) -> Table:
    """What the borrower paid in these days, newest first: the rows that the sums of a year are made of."""
    table, since, until = payments.table, span.since.isoformat(), span.until.isoformat()
    rows = [
        row
        for row in table.rows
        if payments.cell(row, "kind") in RECEIPTS and since <= payments.cell(row, "received") <= until
    ]
    return replace(table, rows=tuple(reversed(rows)))


def response_for(span: Span, receipts: Table) -> str:
    """The response for a calendar year, or for other days; with payments in them, more than are shown, or without."""
    if len(receipts.rows) > MOST:
        return "utter_payment_history_newest"
    if span == year_of(span.since):
        return "utter_payment_history_answer" if receipts.rows else "utter_payment_history_none_in_year"
    return "utter_payment_history_days" if receipts.rows else "utter_payment_history_none_in_days"


class ActionOfferStatementCopy(LoanAction):
    """Attaches the payment history, and says who sends copies of monthly statements."""

    question = "statement_copy"

    def name(self) -> str:
        return "action_offer_statement_copy"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        whole = servicing.request_document(loan.loan_id, "payment_history", turn.language, key)
        if isinstance(whole, Refusal):
            return refused(whole, {})
        return Reply("utter_statement_copy", facts=whole.facts, document=whole.document)
