"""The annual escrow statement: the year that ended, projected and actual, and the year to come."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents import escrow_analysis
from servicing.documents.codes import CODES
from servicing.documents.statement import SMALL, Paper, Said, statement
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
        "last_year_monthly_payment": "Monthly payment in that year",
        "last_year_escrow_payment": "Escrow part of it",
        "out": "Paid out of escrow",
        "escrow_year_paid_out": "All bills",
        "history": "Expected and actual, month by month",
        "differs_note": "An asterisk marks where the two differ.",
        "low_reached": "The lowest balance that was expected was reached.",
        "low_not_reached": "The lowest balance that was expected was not reached because of: {low_balance_reason}.",
        "column_payment_projected": "Paid in, expected",
        "column_payment_actual": "Paid in, actual",
        "column_disbursement_projected": "Paid out, expected",
        "column_disbursement_actual": "Paid out, actual",
        "column_balance_projected": "Balance, expected",
        "column_balance_actual": "Balance, actual",
        "column_differs": "",
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
        "last_year_monthly_payment": "Pago mensual de ese año",
        "last_year_escrow_payment": "De él, la parte de escrow",
        "out": "Pagado con escrow",
        "escrow_year_paid_out": "Todas las facturas",
        "history": "Lo esperado y lo real, mes por mes",
        "differs_note": "Un asterisco marca dónde difieren.",
        "low_reached": "Se alcanzó el saldo más bajo que se esperaba.",
        "low_not_reached": "No se alcanzó el saldo más bajo que se esperaba, por: {low_balance_reason}.",
        "column_payment_projected": "Entra, esperado",
        "column_payment_actual": "Entra, real",
        "column_disbursement_projected": "Sale, esperado",
        "column_disbursement_actual": "Sale, real",
        "column_balance_projected": "Saldo, esperado",
        "column_balance_actual": "Saldo, real",
        "column_differs": "",
    },
}
COLUMNS = (
    "month", "payment_projected", "payment_actual", "item", "disbursement_projected", "disbursement_actual",
    "balance_projected", "balance_actual", "differs",
)  # fmt: skip


def escrow_annual_statement(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The statement on paper (12 CFR 1024.17(i)(1)), with the analysis of the year to come."""
    words = escrow_analysis.WORDS[paper.language] | WORDS[paper.language]
    said = Said(facts, words, CODES[paper.language], paper.language)
    reached = facts["low_balance_reached"].value == "yes"
    past = said.values(
        "escrow_year_opening_balance",
        "escrow_year_paid_in",
        "escrow_year_paid_out",
        "escrow_year_ending_balance",
        "last_year_monthly_payment",
        "last_year_escrow_payment",
    )
    history = said.table("history", found["escrow_history"], COLUMNS, months=True, size=SMALL)
    return statement(
        said,
        [
            {"heading": words["past"], "values": past},
            said.adding_up("out", "escrow_year_paid_out"),
            history
            | {"paragraphs": [words["differs_note"], said.text("low_reached" if reached else "low_not_reached")]},
            escrow_analysis.result(said),
            escrow_analysis.payment(said),
            *escrow_analysis.year(said, found["escrow_projection"]),
        ],
        paper,
        more=[{"label": words["period"], "value": said.text("period_value")}],
        total=said.total("escrow_year_ending_balance", "ending_below"),
    )
