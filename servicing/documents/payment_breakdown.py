"""Where one payment went, and what it did to the balances."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, statement
from servicing.documents.words import Words
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "How your payment was applied",
        "payment_amount": "Payment",
        "below": "Received on {payment_received}",
        "parts": "Where it went",
        "days": "The days that count",
        "payment_received": "Received",
        "payment_effective": "Credited as of",
        "payment_posted": "Written down",
        "installment_due": "For the payment due",
        "channel": "How it came",
        "confirmation": "Confirmation",
        "balances": "Your balances",
        "principal_before": "Unpaid principal before",
        "principal_after": "Unpaid principal after",
        "escrow_after": "Escrow after",
        "suspense_after": "Held after, not yet applied",
        "order": "The order",
        "order_words": "Your loan documents set the order in which a payment is applied: {applied_in_order}. The"
        " oldest payment due comes first.",
        "receipt_words": "A payment is credited as of the day we received it, not the day on the postmark and not"
        " the day on which it was written down.",
    },
    "es": {
        "title": "Cómo se aplicó su pago",
        "payment_amount": "Pago",
        "below": "Recibido el {payment_received}",
        "parts": "A qué se aplicó",
        "days": "Las fechas que cuentan",
        "payment_received": "Recibido",
        "payment_effective": "Acreditado con fecha del",
        "payment_posted": "Anotado",
        "installment_due": "Para el pago que venció el",
        "channel": "Cómo llegó",
        "confirmation": "Confirmación",
        "balances": "Sus saldos",
        "principal_before": "Capital pendiente antes",
        "principal_after": "Capital pendiente después",
        "escrow_after": "Escrow después",
        "suspense_after": "En espera después, sin aplicar",
        "order": "El orden",
        "order_words": "Los documentos de su préstamo fijan el orden en que se aplica un pago: {applied_in_order}."
        " Primero va el pago vencido más antiguo.",
        "receipt_words": "Un pago se acredita con la fecha en que lo recibimos, no la del matasellos ni la del día"
        " en que se anotó.",
    },
}


def payment_breakdown(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The breakdown on paper; its lines sum to the payment."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    days = said.values(
        "payment_received", "payment_effective", "payment_posted", "installment_due", "channel", "confirmation"
    )
    balances = said.values("principal_before", "principal_after", "escrow_after", "suspense_after")
    order = [said.text("order_words"), said.words["receipt_words"]]
    return statement(
        said,
        [
            said.adding_up("parts", "payment_amount"),
            {"heading": said.words["days"], "values": days},
            {"heading": said.words["balances"], "values": balances},
            {"heading": said.words["order"], "paragraphs": order},
        ],
        paper,
        total=said.total("payment_amount", "below"),
    )
