"""The payment history: every line of the ledger with the balances after it."""

from collections.abc import Mapping
from datetime import date

from kernel.facts import Fact
from kernel.spoken import Language, say_date
from servicing.documents.codes import CODES
from servicing.documents.statement import SMALL, Paper, Said, Section, say_short_date, statement
from servicing.documents.words import Words
from servicing.domain.tables import Cell, Column, Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Payment history",
        "period": "Posted",
        "period_value": "{first} to {last}",
        "year_received": "Received in {year}",
        "year": "What was received in {year}, and where it went",
        "lines": "Line by line",
        "no_lines": "There is no line yet.",
        "column_number": "Line",
        "column_posted": "Posted",
        "column_received": "Received",
        "column_what": "What",
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
        "column_suspense_after": "Held after",
        "takes_back": "takes back line {line}",
        "counts_from": "counts from {day}",
        "notes": "How to read it",
        "note_signs": "Money you paid is shown without a sign, money paid out or taken back with a minus. A charge"
        " that was made shows a minus until it is paid or waived.",
        "note_empty": "An empty place means that nothing went there. A column that would be empty on every line is"
        " left out.",
        "note_held": "Held means money that is not yet applied to the loan.",
        "note_credit": "A payment counts from the day we received it, even if it was posted later.",
        "note_errors": "If a line looks wrong to you, tell us in writing or in the chat. You do not have to pay"
        " anything for that.",
    },
    "es": {
        "title": "Historial de pagos",
        "period": "Registrado",
        "period_value": "del {first} al {last}",
        "year_received": "Recibido en {year}",
        "year": "Lo recibido en {year} y a qué se aplicó",
        "lines": "Línea por línea",
        "no_lines": "Todavía no hay ninguna línea.",
        "column_number": "Línea",
        "column_posted": "Registrado",
        "column_received": "Recibido",
        "column_what": "Concepto",
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
        "column_suspense_after": "En espera después",
        "takes_back": "revierte la línea {line}",
        "counts_from": "cuenta desde el {day}",
        "notes": "Cómo leerlo",
        "note_signs": "El dinero que usted pagó aparece sin signo; el que se pagó a otros o se revirtió, con un menos."
        " Un cargo impuesto aparece con un menos hasta que se paga o se condona.",
        "note_empty": "Un espacio vacío significa que nada se aplicó ahí. Se omite la columna que estaría vacía en"
        " todas las líneas.",
        "note_held": "En espera significa dinero que todavía no se aplica al préstamo.",
        "note_credit": "Un pago cuenta desde el día en que lo recibimos, aunque se haya registrado después.",
        "note_errors": "Si una línea le parece equivocada, díganoslo por escrito o en el chat. No tiene que pagar"
        " nada por eso.",
    },
}
# Where an amount may go: nothing there is an empty place.
PARTS = ("principal", "interest", "escrow", "late_charge", "fee", "suspense")
BALANCES = ("principal_after", "escrow_after", "suspense_after")
COLUMNS = ("number", "posted", "received", "what", "installment_due", "amount", *PARTS, *BALANCES)
NOTES = ("note_signs", "note_empty", "note_held", "note_credit", "note_errors")


def payment_history(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The history on paper, with the sums of the year that the facts name."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    rows = found["payment_history"]
    period = _period(rows, said)
    more = [] if period is None else [{"label": said.words["period"], "value": period}]
    year = said.adding_up("year", "year_received")
    if year is not None:
        year["heading"] = said.text("year")
    notes: Section = {"heading": said.words["notes"], "items": [said.words[name] for name in NOTES]}
    return statement(said, [year, notes, _lines(rows, said)], paper, more=more, period=period)


def _period(rows: Table, said: Said) -> str | None:
    """The first and the last day of posting."""
    place = [column.name for column in rows.columns].index("posted")
    posted = [row[place] for row in rows.rows]
    days = [day for day in posted if isinstance(day, date)]
    if not days:
        return None
    first, last = (say_date(day, said.language) for day in (min(days), max(days)))
    return said.words["period_value"].format(first=first, last=last)


def _lines(rows: Table, said: Said) -> Section:
    if not rows.rows:
        return {"heading": said.words["lines"], "paragraphs": [said.words["no_lines"]]}
    shown = _readable(rows, said)
    filled = [
        column.name
        for place, column in enumerate(shown.columns)
        if column.name not in (*PARTS, *BALANCES) or any(row[place] for row in shown.rows)
    ]
    section = said.table("lines", shown, [name for name in COLUMNS if name in filled], size=SMALL)
    return section | {"wide": True}


def _readable(rows: Table, said: Said) -> Table:
    """The rows with one text for what happened, and without the zeros of parts that got nothing."""
    names = [column.name for column in rows.columns]
    shown: list[tuple[Cell, ...]] = []
    for row in rows.rows:
        cells = dict(zip(names, row, strict=True))
        parts = [None if name in PARTS and not cell else cell for name, cell in cells.items()]
        shown.append((*parts, _what(cells, said)))
    return Table(rows.name, (*rows.columns, Column("what", "text")), tuple(shown))


def _what(cells: Mapping[str, Cell], said: Said) -> str:
    """What happened, how it came, its confirmation, and what it takes back."""
    told = [said.called(str(cells[name])) for name in ("kind", "channel") if cells.get(name)]
    if cells.get("confirmation"):
        told.append(str(cells["confirmation"]))
    if cells.get("reversal_of"):
        told.append(said.words["takes_back"].format(line=cells["reversal_of"]))
    effective = cells.get("effective")
    if isinstance(effective, date) and effective != cells.get("received"):
        told.append(said.words["counts_from"].format(day=say_short_date(effective, said.language)))
    return " · ".join(told)
