"""What a transcript says around the words of the conversation, in English and in Spanish."""

from datetime import datetime

from kernel.clock import SERVICER_ZONE
from kernel.spoken import Language, say_date

LABELS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Conversation transcript",
        "conversation": "Conversation",
        "from": "First entry",
        "to": "Last entry",
        "entries": "Entries",
        "made": "Made",
        "receipt": "Receipt",
        "receipt_note": "The receipt is the fingerprint of the last entry and of everything before it. "
        "The JSON form of this transcript can be checked against it without any key.",
        "unshown_note": "Characters this document cannot show stand in brackets; the JSON form has them as written.",
        "left_out_note": "Numbers that are missing belong to entries that only note that a message was dealt with; "
        "the JSON form has them.",
        "number": "No.",
        "time": "Time",
        "said": "Who and what",
        "figures": "Figures",
        "documents": "Documents",
        "sent": "Document sent",
        "choices": "Choices offered",
        "as_of": "as of",
        "erased": "Content erased under the retention policy.",
        "form_identity": "Form shown: confirm your identity",
        "form_code": "Form shown: enter your code",
        "page": "Page",
        "of": "of",
    },
    "es": {
        "title": "Transcripción de la conversación",
        "conversation": "Conversación",
        "from": "Primera entrada",
        "to": "Última entrada",
        "entries": "Entradas",
        "made": "Elaborada",
        "receipt": "Comprobante",
        "receipt_note": "El comprobante es la huella de la última entrada y de todo lo anterior. "
        "La versión JSON de esta transcripción se puede comprobar con él sin ninguna clave.",
        "unshown_note": "Los caracteres que este documento no puede mostrar están entre corchetes; "
        "la versión JSON los conserva tal como se escribieron.",
        "left_out_note": "Los números que faltan son de entradas que solo anotan que un mensaje fue atendido; "
        "la versión JSON las incluye.",
        "number": "N.º",
        "time": "Hora",
        "said": "Quién y qué",
        "figures": "Cifras",
        "documents": "Documentos",
        "sent": "Documento enviado",
        "choices": "Opciones ofrecidas",
        "as_of": "al",
        "erased": "Contenido borrado según la política de conservación.",
        "form_identity": "Formulario mostrado: confirme su identidad",
        "form_code": "Formulario mostrado: escriba su código",
        "page": "Página",
        "of": "de",
    },
}

ROLES: dict[Language, dict[str, str]] = {
    "en": {"borrower": "Borrower", "bot": "Automated assistant", "agent": "Agent", "system": "System"},
    "es": {"borrower": "Prestatario", "bot": "Asistente automático", "agent": "Agente", "system": "Sistema"},
}

EVENTS: dict[Language, dict[str, str]] = {
    "en": {
        "gateway.conversation.opened": "The conversation was opened.",
        "gateway.conversation.closed": "The conversation was closed.",
        "gateway.identity.asked": "The borrower asked for a code to prove who they are.",
        "gateway.identity.tried": "The borrower entered a code.",
        "gateway.identity.verified": "The borrower's identity was verified.",
        "gateway.identity.lapsed": "The proof of identity ran out.",
        "gateway.identity.locked": "Proof of identity was locked after too many wrong codes.",
        "gateway.person.asked": "The borrower asked for a person.",
        "gateway.language.chosen": "The language was chosen.",
        "gateway.document.cleared": "The document was checked and kept.",
        "gateway.document.refused": "A file was not taken.",
        "gateway.figure.withheld": "An answer was withheld because a figure in it could not be traced.",
        "gateway.turn.failed": "The assistant could not answer.",
        "gateway.holder.changed": "The conversation changed hands.",
        "gateway.holder.changed.bot": "The conversation went to the automated assistant.",
        "gateway.holder.changed.queue": "The conversation went to the queue for a person.",
        "gateway.holder.changed.agent": "An agent took the conversation.",
        "records.conversation.erased": "What was said in this conversation was erased.",
    },
    "es": {
        "gateway.conversation.opened": "Se abrió la conversación.",
        "gateway.conversation.closed": "Se cerró la conversación.",
        "gateway.identity.asked": "El prestatario pidió un código para demostrar quién es.",
        "gateway.identity.tried": "El prestatario escribió un código.",
        "gateway.identity.verified": "Se verificó la identidad del prestatario.",
        "gateway.identity.lapsed": "La verificación de identidad venció.",
        "gateway.identity.locked": "La verificación de identidad se bloqueó tras demasiados códigos incorrectos.",
        "gateway.person.asked": "El prestatario pidió hablar con una persona.",
        "gateway.language.chosen": "Se eligió el idioma.",
        "gateway.document.cleared": "El documento se revisó y se guardó.",
        "gateway.document.refused": "Un archivo no se recibió.",
        "gateway.figure.withheld": "Se retuvo una respuesta porque no se pudo comprobar el origen de una cifra.",
        "gateway.turn.failed": "El asistente no pudo responder.",
        "gateway.holder.changed": "La conversación cambió de responsable.",
        "gateway.holder.changed.bot": "La conversación pasó al asistente automático.",
        "gateway.holder.changed.queue": "La conversación pasó a la cola para una persona.",
        "gateway.holder.changed.agent": "Un agente tomó la conversación.",
        "records.conversation.erased": "Se borró lo dicho en esta conversación.",
    },
}

# Entries that only note that a message was dealt with; text and PDF leave them out, the JSON has them.
BOOKKEEPING = frozenset({"gateway.turn.answered"})

FIGURES: dict[Language, dict[str, str]] = {
    "en": {
        "unpaid_principal": "Unpaid principal",
        "as_of": "As of",
        "escrow_balance": "Escrow balance",
        "next_due": "Next payment due",
        "next_payment": "Next payment",
        "note_rate": "Interest rate",
        "payoff_total": "Payoff total",
        "payoff_principal": "Payoff: principal",
        "payoff_interest": "Payoff: interest",
        "payoff_full_month_interest": "Payoff: interest for full months",
        "payoff_odd_day_interest": "Payoff: interest for odd days",
        "payoff_odd_days": "Payoff: odd days",
        "payoff_fees": "Payoff: fees",
        "per_diem": "Interest per day",
        "good_through": "Good through",
        "interest_from": "Interest from",
        "quoted_on": "Quoted on",
        "statement_due": "Statement due by",
        "latest_date": "Latest date possible",
        "tax_year": "Tax year",
        "box1_interest": "Box 1: mortgage interest received",
        "box2_principal": "Box 2: outstanding principal",
        "box3_origination": "Box 3: origination date",
        "box5_mip": "Box 5: mortgage insurance premiums",
        "last4": "Loan ending in",
        "corrected": "Corrected form",
        "first_year": "First year available",
        "available_on": "Available on",
        "received_on": "Received on",
        "case_reference": "Case",
    },
    "es": {
        "unpaid_principal": "Capital pendiente",
        "as_of": "Al día",
        "escrow_balance": "Saldo de la cuenta de depósito en garantía",
        "next_due": "Próximo pago vence",
        "next_payment": "Próximo pago",
        "note_rate": "Tasa de interés",
        "payoff_total": "Total para liquidar",
        "payoff_principal": "Liquidación: capital",
        "payoff_interest": "Liquidación: intereses",
        "payoff_full_month_interest": "Liquidación: intereses de meses completos",
        "payoff_odd_day_interest": "Liquidación: intereses de días sueltos",
        "payoff_odd_days": "Liquidación: días sueltos",
        "payoff_fees": "Liquidación: cargos",
        "per_diem": "Interés por día",
        "good_through": "Válido hasta",
        "interest_from": "Intereses desde",
        "quoted_on": "Calculado el",
        "statement_due": "Estado de liquidación a más tardar",
        "latest_date": "Última fecha posible",
        "tax_year": "Año tributario",
        "box1_interest": "Casilla 1: intereses hipotecarios recibidos",
        "box2_principal": "Casilla 2: capital pendiente",
        "box3_origination": "Casilla 3: fecha de originación",
        "box5_mip": "Casilla 5: primas de seguro hipotecario",
        "last4": "Préstamo terminado en",
        "corrected": "Formulario corregido",
        "first_year": "Primer año disponible",
        "available_on": "Disponible el",
        "received_on": "Recibido el",
        "case_reference": "Caso",
    },
}

_DAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo"),
}
_HALVES: dict[Language, tuple[str, str]] = {"en": ("AM", "PM"), "es": ("a. m.", "p. m.")}


def say_day(moment: datetime, language: Language) -> str:
    """The servicer's local day: `Monday, November 23, 2026` or `Lunes, 23 de noviembre de 2026`."""
    day = moment.astimezone(SERVICER_ZONE).date()
    return f"{_DAYS[language][day.weekday()]}, {say_date(day, language)}"


def say_time(moment: datetime, language: Language) -> str:
    """The servicer's local time with its zone: `4:05:12 PM EST` or `4:05:12 p. m. EST`."""
    local = moment.astimezone(SERVICER_ZONE)
    half = _HALVES[language][local.hour >= 12]
    return f"{local.hour % 12 or 12}:{local:%M:%S} {half} {local:%Z}"


def say_moment(moment: datetime, language: Language) -> str:
    """Day and time together."""
    return f"{say_day(moment, language)}, {say_time(moment, language)}"


def say_minute(moment: datetime, language: Language) -> str:
    """Day and time as they stand behind a figure: `November 23, 2026, 4:05 PM EST`."""
    local = moment.astimezone(SERVICER_ZONE)
    half = _HALVES[language][local.hour >= 12]
    return f"{say_date(local.date(), language)}, {local.hour % 12 or 12}:{local:%M} {half} {local:%Z}"
