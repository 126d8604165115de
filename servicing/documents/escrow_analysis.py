"""The escrow analysis: what the year needs, what is expected to be there, and the payment that follows."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import Words
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Escrow analysis",
        "analysed": "Analysis of",
        "new_monthly_payment": "Your monthly payment",
        "below": "From {escrow_effective_on}; until then {old_monthly_payment}",
        "bills": "What we expect to pay for you in the year",
        "escrow_annual_total": "Bills of the year",
        "need": "What the account needs at the start",
        "escrow_required_start": "Required balance",
        "start": "What we expect to be there",
        "escrow_projected_start": "Expected balance",
        "result": "The result",
        "result_none": "The account holds what it needs.",
        "result_shortage": "The account is short by {escrow_shortage}. This is not a fee: it is money for your own"
        " taxes and insurance.",
        "shortage_spread": "We spread the shortage over {shortage_months} months: {shortage_monthly} a month.",
        "shortage_never": "A shortage of a month's escrow payment or more is never asked for at once. If you choose"
        " to pay it at once, only the shortage part of your payment falls away: the payment is then"
        " {monthly_payment_after_lump_sum}.",
        "result_deficiency": "The account is expected to be below zero by {escrow_deficiency}.",
        "result_surplus": "The account holds {escrow_surplus} more than it needs.",
        "surplus_refund": "We refund it by {surplus_refund_by}. You do not have to ask for it.",
        "payment": "Your new payment",
        "year": "The year month by month",
        "column_month": "Month",
        "column_payment": "Paid in",
        "column_item": "Bill",
        "column_disbursement": "Paid out",
        "column_projected": "Expected balance",
        "column_target": "Required balance",
        "low": "The lowest required balance is the cushion of {escrow_cushion}, at most two months of escrow payments.",
    },
    "es": {
        "title": "Análisis de la cuenta de escrow",
        "analysed": "Análisis del",
        "new_monthly_payment": "Su pago mensual",
        "below": "Desde el {escrow_effective_on}; hasta entonces {old_monthly_payment}",
        "bills": "Lo que esperamos pagar por usted en el año",
        "escrow_annual_total": "Facturas del año",
        "need": "Lo que la cuenta necesita al comienzo",
        "escrow_required_start": "Saldo necesario",
        "start": "Lo que esperamos que haya",
        "escrow_projected_start": "Saldo esperado",
        "result": "El resultado",
        "result_none": "La cuenta tiene lo que necesita.",
        "result_shortage": "A la cuenta le faltan {escrow_shortage}. No es un cargo: es dinero para sus propios"
        " impuestos y seguros.",
        "shortage_spread": "Repartimos el faltante en {shortage_months} meses: {shortage_monthly} al mes.",
        "shortage_never": "Un faltante de un mes de escrow o más nunca se exige de una vez. Si usted decide pagarlo"
        " de una vez, solo desaparece la parte del faltante de su pago: el pago sería entonces"
        " {monthly_payment_after_lump_sum}.",
        "result_deficiency": "Se espera que la cuenta quede {escrow_deficiency} por debajo de cero.",
        "result_surplus": "La cuenta tiene {escrow_surplus} más de lo que necesita.",
        "surplus_refund": "Se lo reembolsamos a más tardar el {surplus_refund_by}. No tiene que pedirlo.",
        "payment": "Su nuevo pago",
        "year": "El año mes por mes",
        "column_month": "Mes",
        "column_payment": "Entra",
        "column_item": "Factura",
        "column_disbursement": "Sale",
        "column_projected": "Saldo esperado",
        "column_target": "Saldo necesario",
        "low": "El saldo necesario más bajo es la reserva de {escrow_cushion}, como máximo dos meses de pagos de"
        " escrow.",
    },
}
COLUMNS = ("month", "payment", "item", "disbursement", "projected", "target")


def result(said: Said) -> Section:
    """What the analysis found, in words; a small shortage or a deficiency may be dealt with otherwise."""
    keys = []
    if said.has("escrow_shortage"):
        keys += ["result_shortage", "shortage_spread"]
        if "at_once" not in said.facts["shortage_choices"].value:
            keys.append("shortage_never")
    if said.has("escrow_deficiency"):
        keys.append("result_deficiency")
    if said.has("escrow_surplus"):
        keys.append("result_surplus")
        if said.has("surplus_refund_by"):
            keys.append("surplus_refund")
    return {"heading": said.words["result"], "paragraphs": [said.text(key) for key in keys or ["result_none"]]}


def sections(said: Said, projection: Table) -> list[Section | None]:
    """The parts of an analysis; the annual statement has them too."""
    parts: list[Section | None] = [result(said), said.adding_up("payment", "new_monthly_payment")]
    parts += [said.adding_up("bills", "escrow_annual_total"), said.adding_up("need", "escrow_required_start")]
    if said.facts["escrow_projected_start"].lines:
        parts.append(said.adding_up("start", "escrow_projected_start"))
    year = said.table("year", projection, COLUMNS, months=True)
    return [*parts, year | {"paragraphs": [said.text("low")]}]


def escrow_analysis(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The analysis on paper."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    return statement(
        said,
        sections(said, found["escrow_projection"]),
        paper,
        more=[{"label": said.words["analysed"], "value": said.value("escrow_analysed_on")}],
        total=said.total("new_monthly_payment", "below"),
    )
