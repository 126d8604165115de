"""The list of documents for mortgage assistance, and which of them have come."""

from collections.abc import Mapping
from typing import Any

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import Words
from servicing.domain.assistance import BY_HARDSHIP, BY_INCOME
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Checklist for mortgage assistance",
        "yours": "Your documents",
        "column_document": "Document",
        "column_received": "Received",
        "application": "Your application",
        "assistance_status": "Status",
        "assistance_received": "Received",
        "assistance_acknowledged": "We confirmed it",
        "assistance_complete_by": "Please send what is missing by",
        "income": "By kind of income, one of these",
        "hardship": "By reason, one of these",
        "wages": "Wages",
        "self_employment": "Self-employment",
        "benefits": "Benefits, pension, unemployment",
        "rental": "Rent you receive",
        "investment": "Investments",
        "unemployment": "Job loss: no other document",
        "reduced_income": "Less income: no other document",
        "illness": "Illness or disability",
        "divorce": "Divorce or separation",
        "death": "Death of a borrower or earner",
        "disaster": "Disaster",
        "relocation": "Job far away or military orders",
        "good": "Good to know",
        "note_decision": "A specialist reviews a complete application and sends a written decision within 30 days."
        " Not everyone qualifies, and nothing here is a promise.",
        "note_secure": "Send documents through the secure page or by mail. Never type Social Security, bank or card"
        " numbers in the chat, and never send medical records.",
        "note_alimony": "Alimony and child support count only if you choose to have them counted.",
        "note_counselor": "A housing counselor approved by HUD helps for free: 800-569-4287, or"
        " consumerfinance.gov/mortgagehelp.",
    },
    "es": {
        "title": "Lista de documentos para asistencia hipotecaria",
        "yours": "Sus documentos",
        "column_document": "Documento",
        "column_received": "Recibido",
        "application": "Su solicitud",
        "assistance_status": "Estado",
        "assistance_received": "Recibida",
        "assistance_acknowledged": "La confirmamos",
        "assistance_complete_by": "Envíe lo que falta a más tardar el",
        "income": "Según el tipo de ingreso, uno de estos",
        "hardship": "Según el motivo, uno de estos",
        "wages": "Salario",
        "self_employment": "Trabajo por cuenta propia",
        "benefits": "Beneficios, pensión, desempleo",
        "rental": "Renta que recibe",
        "investment": "Inversiones",
        "unemployment": "Pérdida de empleo: ningún otro documento",
        "reduced_income": "Menos ingresos: ningún otro documento",
        "illness": "Enfermedad o discapacidad",
        "divorce": "Divorcio o separación",
        "death": "Fallecimiento de un prestatario o proveedor",
        "disaster": "Desastre",
        "relocation": "Empleo lejano u órdenes militares",
        "good": "Conviene saber",
        "note_decision": "Un especialista revisa la solicitud completa y envía una decisión por escrito en 30 días."
        " No todos califican, y nada de esto es una promesa.",
        "note_secure": "Envíe los documentos por la página segura o por correo. Nunca escriba números de Seguro"
        " Social, de banco o de tarjeta en el chat, y nunca envíe expedientes médicos.",
        "note_alimony": "La pensión alimenticia cuenta solo si usted decide que se cuente.",
        "note_counselor": "Un asesor de vivienda aprobado por HUD ayuda gratis: 800-569-4287, o"
        " consumerfinance.gov/mortgagehelp.",
    },
}


def assistance_checklist(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The checklist on paper, with what has come when somebody has applied."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    sections: list[Section] = []
    application = said.values(
        "assistance_status", "assistance_received", "assistance_acknowledged", "assistance_complete_by"
    )
    if application:
        sections.append({"heading": said.words["application"], "values": application})
    sections.append(said.table("yours", found["assistance_documents"], ("document", "received")))
    sections.append(_by(said, "income", BY_INCOME))
    sections.append(_by(said, "hardship", BY_HARDSHIP))
    notes = [said.words[f"note_{name}"] for name in ("decision", "secure", "alimony", "counselor")]
    sections.append({"heading": said.words["good"], "items": notes})
    return statement(said, sections, paper)


def _by(said: Said, heading: str, documents: Mapping[Any, tuple[str, ...]]) -> Section:
    values = [
        {"label": said.words[kind], "value": "; ".join(said.codes[document] for document in needed)}
        for kind, needed in documents.items()
    ]
    return {"heading": said.words[heading], "values": values}
