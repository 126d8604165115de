"""The payment history: every line of the ledger with the balances after it."""

from collections.abc import Mapping
from datetime import date

from kernel.facts import Fact
from kernel.spoken import Language, say_date
from servicing.documents.codes import CODES
from servicing.documents.statement import SMALL, Paper, Said, statement
from servicing.documents.words import Words
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Payment history",
        "period": "Posted",
        "period_value": "{first} to {last}",
        "year_received": "Received in {year}",
        "year": "What was received in {year}, and where it went",
        "lines": "Line by line",
        "column_posted": "Posted",
        "column_received": "Received",
        "column_kind": "What",
        "column_installment_due": "Payment due",
        "column_amount": "Amount",
        "column_principal": "Principal",
        "column_interest": "Interest",
        "column_escrow": "Escrow",
        "column_late_charge": "Late charge",
        "column_fee": "Fees",
        "column_suspense": "Held",
        "column_principal_after": "Principal after",
        "column_escrow_after": "Escrow after",
        "notes": "How to read it",
        "note_signs": "Money you paid is shown without a sign, money paid out or taken back with a minus. A charge"
        " that was made shows a minus until it is paid or waived.",
        "note_credit": "A payment counts from the day we received it, even if it was written down later.",
        "note_errors": "If a line looks wrong to you, tell us in writing or in the chat. You do not have to pay"
        " anything for that.",
    },
    "es": {
        "title": "Historial de pagos",
        "period": "Anotado",
        "period_value": "del {first} al {last}",
        "year_received": "Recibido en {year}",
        "year": "Lo recibido en {year} y cómo se aplicó",
        "lines": "Línea por línea",
        "column_posted": "Anotado",
        "column_received": "Recibido",
        "column_kind": "Concepto",
        "column_installment_due": "Vencimiento",
        "column_amount": "Monto",
        "column_principal": "Capital",
        "column_interest": "Intereses",
        "column_escrow": "Escrow",
        "column_late_charge": "Atraso",
        "column_fee": "Cargos",
        "column_suspense": "En espera",
        "column_principal_after": "Capital después",
        "column_escrow_after": "Escrow después",
        "notes": "Cómo leerlo",
        "note_signs": "El dinero que usted pagó aparece sin signo; el que se pagó o se revirtió, con un menos. Un"
        " cargo impuesto aparece con un menos hasta que se paga o se condona.",
        "note_credit": "Un pago cuenta desde el día en que lo recibimos, aunque se haya anotado después.",
        "note_errors": "Si una línea le parece equivocada, díganoslo por escrito o en el chat. No tiene que pagar"
        " nada por eso.",
    },
}
COLUMNS = (
    "posted", "received", "kind", "installment_due", "amount", "principal", "interest", "escrow", "late_charge", "fee",
    "suspense", "principal_after", "escrow_after",
)  # fmt: skip


def payment_history(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The history on paper, with the sums of the year of its last line."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    rows = found["payment_history"]
    posted = [day for row in rows.rows for day in row[3:4] if isinstance(day, date)]
    period = []
    if posted:
        days = {"first": say_date(min(posted), paper.language), "last": say_date(max(posted), paper.language)}
        period = [{"label": said.words["period"], "value": said.words["period_value"].format(**days)}]
    year = said.adding_up("year", "year_received")
    year["heading"], year["sum"]["label"] = said.text("year"), said.text("year_received")
    notes = {
        "heading": said.words["notes"],
        "items": [said.words[f"note_{name}"] for name in ("signs", "credit", "errors")],
    }
    return statement(
        said,
        [year, said.table("lines", rows, COLUMNS, size=SMALL), notes],
        paper,
        more=period,
        landscape=True,
    )
