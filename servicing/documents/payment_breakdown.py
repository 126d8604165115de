"""Where one payment went, and what it did to the balances."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.money import ZERO
from kernel.spoken import Language
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import Words
from servicing.domain.tables import Table
from servicing.domain.waterfall import WATERFALLS

WORDS: dict[Language, Words] = {
    "en": {
        "title": "How your payment was applied",
        "payment_amount": "Payment",
        "below": "Received on {payment_received}",
        "parts": "Where it went",
        "days": "When and how it came",
        "payment_kind": "What it was",
        "payment_received": "Received",
        "payment_effective": "Counts from",
        "payment_posted": "Posted",
        "installment_due": "For the payment due",
        "channel": "How it came",
        "confirmation": "Confirmation number",
        "balances": "Your balances",
        "principal_before": "Unpaid principal before",
        "principal_after": "Unpaid principal after",
        "escrow_after": "Escrow after",
        "suspense_after": "Held after, not yet applied",
        "held": "We hold money that is not enough for a full payment. Once there is enough for one, we apply it.",
        "order": "The order in which a payment is applied",
        "order_words": "Your loan documents set this order. The oldest payment due comes first.",
        "good": "Good to know",
        "note_received": "A payment counts from the day we received it, not the day on the postmark and not the day on"
        " which it was posted.",
        "note_errors": "If something looks wrong to you, tell us in writing or in the chat. You do not have to pay"
        " anything for that.",
    },
    "es": {
        "title": "Cómo se aplicó su pago",
        "payment_amount": "Pago",
        "below": "Recibido el {payment_received}",
        "parts": "A qué se aplicó",
        "days": "Cuándo y cómo llegó",
        "payment_kind": "Qué fue",
        "payment_received": "Recibido",
        "payment_effective": "Cuenta desde",
        "payment_posted": "Registrado",
        "installment_due": "Para el pago que venció el",
        "channel": "Cómo llegó",
        "confirmation": "Número de confirmación",
        "balances": "Sus saldos",
        "principal_before": "Capital pendiente antes",
        "principal_after": "Capital pendiente después",
        "escrow_after": "Escrow después",
        "suspense_after": "En espera después, sin aplicar",
        "held": "Guardamos el dinero que no alcanza para un pago completo. Cuando alcanza para uno, lo aplicamos.",
        "order": "El orden en que se aplica un pago",
        "order_words": "Los documentos de su préstamo fijan este orden. Primero va el pago vencido más antiguo.",
        "good": "Conviene saber",
        "note_received": "Un pago cuenta desde el día en que lo recibimos, no desde la fecha del matasellos ni desde el"
        " día en que se registró.",
        "note_errors": "Si algo le parece equivocado, díganoslo por escrito o en el chat. No tiene que pagar nada por"
        " eso.",
    },
}
DAYS = (
    "payment_kind", "payment_received", "payment_effective", "payment_posted", "installment_due", "channel",
    "confirmation",
)  # fmt: skip
BALANCES = ("principal_before", "principal_after", "escrow_after", "suspense_after")


def payment_breakdown(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The breakdown on paper; its lines sum to the payment."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    notes = [said.words[name] for name in ("note_received", "note_errors")]
    return statement(
        said,
        [
            said.adding_up("parts", "payment_amount"),
            {"heading": said.words["days"], "values": said.values(*DAYS)},
            _balances(said),
            _order(said),
            {"heading": said.words["good"], "items": notes},
        ],
        paper,
        total=said.total("payment_amount", "below"),
    )


def _balances(said: Said) -> Section:
    # The law has money that is held applied once it makes a periodic payment: 12 CFR 1026.36(c)(1)(ii)(B).
    held = said.has("suspense_after") and said.facts["suspense_after"].amount > ZERO
    after = [said.words["held"]] if held else []
    return {"heading": said.words["balances"], "values": said.values(*BALANCES), "after": after}


def _order(said: Said) -> Section | None:
    """The order of the loan's instrument, as the arithmetic has it."""
    found = WATERFALLS.get(said.facts["applied_in_order"].value) if said.has("applied_in_order") else None
    if found is None:
        return None
    steps = [said.codes[f"bucket_{bucket}"] for bucket in found.order]
    return {"heading": said.words["order"], "paragraphs": [said.words["order_words"]], "steps": steps}
