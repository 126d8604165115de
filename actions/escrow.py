"""The account for taxes and insurance: what it holds, which bills it paid, and what its newest analysis found."""

from dataclasses import replace
from datetime import date

from rasa_sdk import Tracker

from actions.balance import PAID_OFF
from actions.base import DoorstepAction, LoanAction, answered, refused
from actions.figures import by_name, has_amount
from actions.handoff import person
from actions.idempotency import document_key
from actions.rows import rows_told
from actions.turn import Reply, Turn
from kernel.money import ZERO
from kernel.spoken import Language
from servicing.client import Answer, Loan, Refusal, Servicing, Table

BILL = ("on", "item", "amount")
BILLS_TOLD = 4
# A bill's own name stands on file in English; in Spanish the name of its kind goes before.
KINDS_IN_SPANISH = {
    "property_tax": "impuesto a la propiedad",
    "hazard_insurance": "seguro de vivienda",
    "mortgage_insurance": "seguro hipotecario",
}

# What was paid last from the account; an account may pay taxes alone, or insurance alone.
TAX = frozenset({"last_property_tax_paid", "last_property_tax_paid_on"})
INSURANCE = frozenset({"last_hazard_insurance_paid", "last_hazard_insurance_paid_on"})
PAID = {
    TAX | INSURANCE: "utter_escrow_paid",
    TAX: "utter_escrow_paid_tax",
    INSURANCE: "utter_escrow_paid_insurance",
}

# What an analysis can find; an account below zero is always short as well.
ANALYSES = {
    "escrow_deficiency": "utter_escrow_analysis_deficiency",
    "escrow_shortage": "utter_escrow_analysis_shortage",
    "escrow_surplus": "utter_escrow_analysis_surplus",
}
NEEDS_PERSON = "utter_escrow_needs_person"
REFUSALS = {"no_escrow": "utter_escrow_none"}


class ActionReportEscrowBalance(LoanAction):
    """Says what is in the account, what is paid in each month, and the next bills."""

    question = "escrow_balance"

    def name(self) -> str:
        return "action_report_escrow_balance"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "escrow")
        if isinstance(answer, Refusal):
            return without_figures(answer, loan, servicing, turn)
        if loan.status == PAID_OFF:
            return after_payoff(loan, servicing, turn)
        below_zero = by_name(answer)["escrow_balance"].amount < ZERO
        response = "utter_escrow_balance_below_zero" if below_zero else "utter_escrow_balance"
        return with_next_bills(response, answer, turn.language)


class ActionReportEscrowBills(LoanAction):
    """Says which tax and insurance bills were paid last, and which come next."""

    question = "escrow_bills"

    def name(self) -> str:
        return "action_report_escrow_bills"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "escrow")
        if isinstance(answer, Refusal):
            return without_figures(answer, loan, servicing, turn)
        paid = (TAX | INSURANCE).intersection(by_name(answer))
        if loan.status == PAID_OFF:
            told = paid == TAX | INSURANCE
            return answered("utter_escrow_paid_off", answer) if told else after_payoff(loan, servicing, turn)
        return with_next_bills(PAID.get(paid, NEEDS_PERSON), answer, turn.language)


class ActionExplainEscrowAnalysis(LoanAction):
    """Says what the newest analysis found and why, and attaches it with every step."""

    question = "escrow_analysis"

    def name(self) -> str:
        return "action_explain_escrow_analysis"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        key = document_key(turn.message_id, self.name(), loan.loan_id, turn.language)
        answer = servicing.request_document(loan.loan_id, "escrow_analysis", turn.language, key)
        if isinstance(answer, Refusal):
            return without_figures(answer, loan, servicing, turn)
        found = by_name(answer)
        response = next((ANALYSES[name] for name in ANALYSES if name in found), "utter_escrow_analysis_even")
        return answered(response, answer)


class ActionExplainEscrowCushion(LoanAction):
    """Says what the cushion is, how much of one the newest analysis has, and the most the law allows."""

    question = "escrow_cushion"

    def name(self) -> str:
        return "action_explain_escrow_cushion"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        # 12 CFR 1024.17(c)(1)(ii)
        answer = servicing.ask(loan.loan_id, "escrow/analysis")
        if isinstance(answer, Refusal):
            return without_figures(answer, loan, servicing, turn)
        return answered("utter_escrow_cushion", answer)


class ActionExplainEscrowWaiver(DoorstepAction):
    """Says what doing without escrow means, and calls a person, who decides."""

    def name(self) -> str:
        return "action_explain_escrow_waiver"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return replace(person("escrow_waiver_request"), response="utter_escrow_waiver")


class ActionReportEscrowShortage(LoanAction):
    """Says what is missing from the account and how it can be paid; without a shortage, what was found instead."""

    question = "escrow_shortage"

    def name(self) -> str:
        return "action_report_escrow_shortage"

    def about(self, loan: Loan, asked: str, servicing: Servicing, turn: Turn) -> Reply:
        answer = servicing.ask(loan.loan_id, "escrow/analysis")
        if isinstance(answer, Refusal):
            return without_figures(answer, loan, servicing, turn)
        return answered(response_for_difference(answer), answer)


class ActionReportEscrowSurplus(ActionReportEscrowShortage):
    """Says what is too much in the account and what becomes of it; without a surplus, what was found instead."""

    question = "escrow_surplus"

    def name(self) -> str:
        return "action_report_escrow_surplus"


def with_next_bills(response: str, answer: Answer, language: Language) -> Reply:
    """The reply that says an answer with the next bills as lines; an account without any needs a person's look."""
    if answer.table is None or not answer.table.rows:
        return answered(NEEDS_PERSON, answer)
    bills = named_in_spanish(answer.table) if language == "es" else answer.table
    facts, lines = rows_told(bills, BILL, language, answer.facts[0].as_of, BILLS_TOLD)
    return replace(answered(response, answer), facts=(*answer.facts, *facts), values={"rows": lines})


def named_in_spanish(bills: Table) -> Table:
    """The bills with the kind of each in Spanish, and its name on file behind."""
    names = [name for name, _ in bills.columns]
    kind, item = names.index("kind"), names.index("item")

    def named(row: tuple[str | None, ...]) -> tuple[str | None, ...]:
        spanish = KINDS_IN_SPANISH.get(row[kind] or "")
        return (*row[:item], f"{spanish} ({row[item]})", *row[item + 1 :]) if spanish else row

    return replace(bills, rows=tuple(named(row) for row in bills.rows))


def response_for_difference(answer: Answer) -> str:
    """The response for what an analysis found, by what the law leaves open for it."""
    found = by_name(answer)
    if "escrow_deficiency" in found:
        by_documents = "loan_documents" in found["deficiency_choices"].value.split()
        return "utter_escrow_deficiency_by_documents" if by_documents else "utter_escrow_deficiency"
    if "escrow_shortage" in found:
        return "utter_escrow_shortage"
    if "escrow_surplus" not in found:
        return "utter_escrow_even"
    if "surplus_refund_by" in found:
        return "utter_escrow_surplus_refund"
    kept = "retain" in found["surplus_choices"].value.split()
    return "utter_escrow_surplus_kept" if kept else "utter_escrow_surplus_small"


def after_payoff(loan: Loan, servicing: Servicing, turn: Turn) -> Reply:
    """What becomes of the money in the account of a loan that is paid in full."""
    answer = servicing.ask(loan.loan_id, "payoff")
    if isinstance(answer, Refusal):
        return refused(answer, {}, NEEDS_PERSON)
    return answered(refund_response(answer, turn), answer)


def refund_response(answer: Answer, turn: Turn) -> str:
    """The response for money that is still to come, or late, and for an account that is empty."""
    if not has_amount(answer, "escrow_balance"):
        return "utter_payoff_escrow_refunded"
    late = date.fromisoformat(by_name(answer)["escrow_refund_by"].value) < turn.today
    return "utter_escrow_refund_late" if late else "utter_payoff_escrow_refund"


def without_figures(refusal: Refusal, loan: Loan, servicing: Servicing, turn: Turn) -> Reply:
    """Words for why the account has no such figure; of a loan that is paid in full, what becomes of the money."""
    if refusal.code == PAID_OFF:
        return after_payoff(loan, servicing, turn)
    return refused(refusal, REFUSALS, NEEDS_PERSON)
