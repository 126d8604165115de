"""What somebody needs to know before a loan is taken over."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import Words
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Taking over this loan",
        "unpaid_principal": "Unpaid principal",
        "below": "As of {as_of}; what pays the loan off is another figure",
        "whether": "Whether it can be taken over",
        "yes": "A buyer may take this loan over, with our approval. Approval is never automatic.",
        "no": "This loan is due when the home is sold. A buyer cannot take it over, except in the transfers below.",
        "figures": "What a buyer would take over",
        "product": "Loan",
        "note_rate": "Interest rate",
        "principal_and_interest": "Principal and interest each month",
        "remaining_months": "Payments left",
        "maturity": "Last payment due",
        "steps": "Step by step",
        "documents": "What the buyer sends",
        "document_application": "The signed application, and leave to check credit",
        "document_income": "Proof of income: pay stubs, W-2 forms, tax returns",
        "document_assets": "Two most recent bank statements",
        "document_contract": "The purchase contract, or the decree or deed",
        "exempt": "Transfers that need no approval",
        "exempt_words": "For these transfers the law (12 USC 1701j-3(d)) keeps the loan as it is:",
        "good": "Good to know",
        "note_liability": "Until we release the seller in writing, the seller stays liable for the loan.",
        "note_successor": "Who inherits a home, or gets it in a divorce, does not have to take the loan over for us"
        " to confirm them as successor, and does not owe the debt by that.",
        "note_privacy": "A buyer gets figures of the loan only with the borrower's written authorization.",
    },
    "es": {
        "title": "Asumir este préstamo",
        "unpaid_principal": "Capital pendiente",
        "below": "Al {as_of}; el monto para liquidar el préstamo es otro",
        "whether": "Si se puede asumir",
        "yes": "Un comprador puede asumir este préstamo con nuestra aprobación. La aprobación nunca es automática.",
        "no": "Este préstamo vence cuando se vende la vivienda. Un comprador no puede asumirlo, salvo en los"
        " traspasos de abajo.",
        "figures": "Lo que asumiría un comprador",
        "product": "Préstamo",
        "note_rate": "Tasa de interés",
        "principal_and_interest": "Capital e intereses al mes",
        "remaining_months": "Pagos que quedan",
        "maturity": "Vencimiento del último pago",
        "steps": "Paso a paso",
        "documents": "Lo que envía el comprador",
        "document_application": "La solicitud firmada y el permiso para revisar su crédito",
        "document_income": "Prueba de ingresos: talones de pago, formularios W-2, declaraciones de impuestos",
        "document_assets": "Los dos estados de cuenta bancarios más recientes",
        "document_contract": "El contrato de compraventa, o la sentencia o escritura",
        "exempt": "Traspasos que no necesitan aprobación",
        "exempt_words": "En estos traspasos la ley (12 USC 1701j-3(d)) deja el préstamo como está:",
        "good": "Conviene saber",
        "note_liability": "Mientras no liberemos al vendedor por escrito, sigue siendo responsable del préstamo.",
        "note_successor": "Quien hereda una vivienda o la recibe en un divorcio no tiene que asumir el préstamo"
        " para que lo confirmemos como sucesor, y no por eso debe la deuda.",
        "note_privacy": "Un comprador recibe cifras del préstamo solo con la autorización escrita del prestatario.",
    },
}
DOCUMENTS = ("application", "income", "assets", "contract")


def assumption_package(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The package on paper; for a loan that is due on sale it tells of the exempt transfers alone."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    assumable = facts["assumable"].value == "yes"
    figures = said.values("product", "note_rate", "principal_and_interest", "remaining_months", "maturity")
    sections: list[Section] = [
        {"heading": said.words["whether"], "paragraphs": [said.words["yes" if assumable else "no"]]},
        {"heading": said.words["figures"], "values": figures},
        {"heading": said.words["steps"], "items": _codes(said, "assumption_steps")},
    ]
    if assumable:
        documents = [said.words[f"document_{name}"] for name in DOCUMENTS]
        sections.append({"heading": said.words["documents"], "items": documents})
    notes = [said.words[f"note_{name}"] for name in ("liability", "successor", "privacy")]
    return statement(
        said,
        [
            *sections,
            {
                "heading": said.words["exempt"],
                "paragraphs": [said.words["exempt_words"]],
                "items": _codes(said, "exempt_transfers"),
            },
            {"heading": said.words["good"], "items": notes},
        ],
        paper,
        total=said.total("unpaid_principal", "below"),
    )


def _codes(said: Said, name: str) -> list[str]:
    return [said.codes[code] for code in said.facts[name].value.split()]
