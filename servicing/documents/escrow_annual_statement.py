"""The annual escrow statement: the year that ended, projected and actual, and the year to come."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents import escrow_analysis
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import Words
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Annual escrow account statement",
        "period": "Year",
        "period_value": "{escrow_year_from} to {escrow_year_to}",
        "escrow_year_ending_balance": "Balance at the end of the year",
        "ending_below": "Paid in {escrow_year_paid_in}, paid out {escrow_year_paid_out}",
        "past": "The year that ended",
        "escrow_year_opening_balance": "Balance at the start",
        "escrow_year_paid_in": "Paid into escrow",
        "escrow_year_paid_out": "Paid out for bills",
        "escrow_year_refunded": "Refunded to you",
        "escrow_year_adjusted": "Adjustments",
        "last_year_monthly_payment": "Monthly payment in that year",
        "last_year_escrow_payment": "Escrow part of it",
        "out": "What we paid for you",
        "all_bills": "All bills",
        "history": "Expected and actual, month by month",
        "differs_note": "An asterisk (*) marks the months in which a payment or a bill was not as expected.",
        "low_reached": "The account reached the lowest balance that was expected.",
        "low_not_reached": "The account did not reach the lowest balance that was expected because of:"
        " {low_balance_reason}.",
        "column_month": "Month",
        "column_item": "Bill",
        "column_payment_projected": "Paid in, expected",
        "column_payment_actual": "Paid in, actual",
        "column_disbursement_projected": "Paid out, expected",
        "column_disbursement_actual": "Paid out, actual",
        "column_balance_projected": "Balance, expected",
        "column_balance_actual": "Balance, actual",
        "column_differs": "Differs",
    },
    "es": {
        "title": "Estado anual de la cuenta de escrow",
        "period": "Año",
        "period_value": "del {escrow_year_from} al {escrow_year_to}",
        "escrow_year_ending_balance": "Saldo al final del año",
        "ending_below": "Entró {escrow_year_paid_in}, salió {escrow_year_paid_out}",
        "past": "El año que terminó",
        "escrow_year_opening_balance": "Saldo al comienzo",
        "escrow_year_paid_in": "Pagado a escrow",
        "escrow_year_paid_out": "Pagado por facturas",
        "escrow_year_refunded": "Reembolsado a usted",
        "escrow_year_adjusted": "Ajustes",
        "last_year_monthly_payment": "Pago mensual de ese año",
        "last_year_escrow_payment": "De él, la parte de escrow",
        "out": "Lo que pagamos por usted",
        "all_bills": "Todas las facturas",
        "history": "Lo esperado y lo real, mes por mes",
        "differs_note": "Un asterisco (*) marca los meses en que un pago o una factura no fue como se esperaba.",
        "low_reached": "La cuenta llegó al saldo más bajo que se esperaba.",
        "low_not_reached": "La cuenta no llegó al saldo más bajo que se esperaba, por: {low_balance_reason}.",
        "column_month": "Mes",
        "column_item": "Factura",
        "column_payment_projected": "Entra, esperado",
        "column_payment_actual": "Entra, real",
        "column_disbursement_projected": "Sale, esperado",
        "column_disbursement_actual": "Sale, real",
        "column_balance_projected": "Saldo, esperado",
        "column_balance_actual": "Saldo, real",
        "column_differs": "Difiere",
    },
}
PAST = (
    "escrow_year_opening_balance", "escrow_year_paid_in", "escrow_year_paid_out", "escrow_year_refunded",
    "escrow_year_adjusted", "escrow_year_ending_balance", "last_year_monthly_payment", "last_year_escrow_payment",
)  # fmt: skip
COLUMNS = (
    "month", "payment_projected", "payment_actual", "item", "disbursement_projected", "disbursement_actual",
    "balance_projected", "balance_actual", "differs",
)  # fmt: skip


def escrow_annual_statement(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The statement on paper, with what 12 CFR 1024.17(i)(1)(i) to (viii) asks for and the analysis of what comes.

    The payment and its escrow part, now and in that year; what was paid in, and out by item; the ending balance; what
    happens to a surplus, a shortage or a deficiency; and why the lowest balance was not reached.
    """
    words = escrow_analysis.WORDS[paper.language] | WORDS[paper.language]
    said = Said(facts, words, CODES[paper.language], paper.language)
    period = next(iter(said.texts("period_value")), None)
    year = [] if period is None else [{"label": words["period"], "value": period}]
    return statement(
        said,
        [
            {"heading": words["past"], "values": said.values(*PAST)},
            said.adding_up("out", "escrow_year_paid_out", "all_bills"),
            escrow_analysis.result(said),
            escrow_analysis.payment(said),
            *escrow_analysis.year(said, found["escrow_projection"]),
            # Last, because it turns the page.
            _history(said, found["escrow_history"]),
        ],
        paper,
        more=[*year, *said.values("escrow_balance")],
        total=said.total("escrow_year_ending_balance", "ending_below"),
        period=period,
    )


def _history(said: Said, history: Table) -> Section:
    section = said.table("history", history, COLUMNS, months=True)
    return section | {"wide": True, "paragraphs": [said.words["differs_note"], *_lowest(said)]}


def _lowest(said: Said) -> list[str]:
    """Whether the lowest balance was reached and, where it was not, why (12 CFR 1024.17(i)(1)(viii))."""
    if not said.has("low_balance_reached"):
        return []
    return said.texts("low_reached" if said.is_yes("low_balance_reached") else "low_not_reached")
