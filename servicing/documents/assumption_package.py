"""What somebody needs to know before a loan is taken over."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, Section, statement
from servicing.documents.words import LETTER, Words
from servicing.domain.loan import insurer
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Taking over this loan",
        "unpaid_principal": "Unpaid principal",
        "below": "As of {as_of}. What pays the loan in full is another figure.",
        "whether": "Can this loan be taken over?",
        "approval": "Yes. A buyer may take this loan over if we approve it. Approval is never automatic.",
        "no_review": "Yes. A buyer may take this loan over. For a loan this old the buyer's credit is not reviewed.",
        "no": "No. When the home is sold, this loan has to be paid in full. The transfers listed below are different.",
        "figures": "The loan",
        "value": "Value",
        "product": "Kind of loan",
        "note_rate": "Interest rate",
        "principal_and_interest": "Principal and interest each month",
        "remaining_months": "Payments left",
        "maturity": "Last payment due",
        "assumption_fee": "Fee for taking it over",
        "figures_note": "Taxes and insurance come on top of principal and interest.",
        "steps": "Step by step",
        "documents": "What we need from you",
        "document_application": "The buyer's signed application, and permission to check the buyer's credit",
        "document_income": "Proof of the buyer's income: pay stubs, W-2 forms, tax returns",
        "document_assets": "The buyer's two most recent bank statements",
        "document_contract": "The purchase contract, or the decree or deed",
        "document_release": "The seller's written request to be released from the loan",
        "document_eligibility": "A Certificate of Eligibility, if the buyer is a veteran who takes the seller's"
        " place with the VA",
        "liability": "Who stays responsible",
        "liability_words": "Until we release the seller in writing, the seller stays responsible for the loan, even"
        " after the home is sold.",
        "exempt": "Transfers that need no approval",
        "exempt_words": "In these transfers of a home with fewer than five units the law (12 USC 1701j-3(d)) lets the"
        " loan go on as it is. In some of these transfers the new owner has to live in the home.",
        "good": "Good to know",
        "note_successor": "You inherited the home, or got it in a divorce? You do not have to take the loan over for us"
        " to confirm you as the successor, and being confirmed does not make you owe the debt.",
        "note_privacy": "A buyer gets figures of this loan only if the borrower allows it in writing.",
        "note_ask": "We cannot give legal advice. An attorney can, and a housing counselor approved by HUD helps for"
        " free: 800-569-4287.",
    },
    "es": {
        "title": "Asumir este préstamo",
        "unpaid_principal": "Capital pendiente",
        "below": "Al {as_of}. El monto para liquidar el préstamo es otro.",
        "whether": "¿Se puede asumir este préstamo?",
        "approval": "Sí. Un comprador puede asumir este préstamo si lo aprobamos. La aprobación nunca es automática.",
        "no_review": "Sí. Un comprador puede asumir este préstamo. En un préstamo tan antiguo no se revisa el crédito"
        " del comprador.",
        "no": "No. Cuando se vende la vivienda hay que pagar todo el préstamo. Los traspasos que aparecen más abajo"
        " son otra cosa.",
        "figures": "El préstamo",
        "value": "Valor",
        "product": "Tipo de préstamo",
        "note_rate": "Tasa de interés",
        "principal_and_interest": "Capital e intereses al mes",
        "remaining_months": "Pagos que quedan",
        "maturity": "Vencimiento del último pago",
        "assumption_fee": "Cargo por asumirlo",
        "figures_note": "Los impuestos y el seguro se suman al capital y los intereses.",
        "steps": "Paso a paso",
        "documents": "Lo que necesitamos de ustedes",
        "document_application": "La solicitud firmada del comprador y su permiso para revisar su crédito",
        "document_income": "Prueba de ingresos del comprador: talones de pago, formularios W-2, declaraciones de"
        " impuestos",
        "document_assets": "Los dos estados de cuenta bancarios más recientes del comprador",
        "document_contract": "El contrato de compraventa, o la sentencia o escritura",
        "document_release": "La solicitud escrita del vendedor para quedar liberado del préstamo",
        "document_eligibility": "Un Certificado de Elegibilidad, si el comprador es un veterano que toma el lugar del"
        " vendedor ante el VA",
        "liability": "Quién sigue siendo responsable",
        "liability_words": "Mientras no liberemos al vendedor por escrito, el vendedor sigue siendo responsable del"
        " préstamo, aun después de vender la vivienda.",
        "exempt": "Traspasos que no necesitan aprobación",
        "exempt_words": "En estos traspasos de una vivienda de menos de cinco unidades, la ley (12 USC 1701j-3(d))"
        " permite que el préstamo siga como está. En algunos de ellos, el nuevo dueño tiene que vivir en la vivienda.",
        "good": "Conviene saber",
        "note_successor": "¿Heredó la vivienda o la recibió en un divorcio? No tiene que asumir el préstamo para que lo"
        " confirmemos como sucesor, y la confirmación no hace que usted deba la deuda.",
        "note_privacy": "Un comprador recibe cifras de este préstamo solo si el prestatario lo permite por escrito.",
        "note_ask": "No podemos dar asesoría legal. Un abogado sí puede, y un asesor de vivienda aprobado por HUD"
        " ayuda gratis: 800-569-4287.",
    },
}
FIGURES = ("product", "note_rate", "principal_and_interest", "remaining_months", "maturity", "assumption_fee")
DOCUMENTS = ("application", "income", "assets", "contract")
# What the agency behind a loan asks for besides.
DOCUMENTS_OF = {"fha": ("release",), "va": ("release", "eligibility")}


def assumption_package(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The package on paper; for a loan that is due on sale it tells of the exempt transfers alone."""
    said = Said(facts, WORDS[paper.language], CODES[paper.language], paper.language)
    exempt: Section = {
        "heading": said.words["exempt"],
        "paragraphs": [said.words["exempt_words"]],
        "items": _codes(said, "exempt_transfers"),
    }
    notes = [said.words[name] for name in ("note_successor", "note_privacy", "note_ask")]
    return statement(
        said,
        [
            {"heading": said.words["whether"], "paragraphs": [_whether(said)]},
            _figures(said),
            _steps(said),
            *(_taking_over(said) if said.is_yes("assumable") else ()),
            exempt,
            {"heading": said.words["good"], "items": notes},
        ],
        paper,
        total=said.total("unpaid_principal", "below"),
    )


def _whether(said: Said) -> str:
    if not said.is_yes("assumable"):
        return said.words["no"]
    unreviewed = said.has("credit_review") and not said.is_yes("credit_review")
    return said.words["no_review" if unreviewed else "approval"]


def _figures(said: Said) -> Section:
    lines = [{"label": row["label"], "amount": row["value"]} for row in said.values(*FIGURES)]
    head = [LETTER[said.language]["description"], said.words["value"]]
    return {"heading": said.words["figures"], "head": head, "lines": lines, "after": [said.words["figures_note"]]}


def _steps(said: Said) -> Section:
    steps = _codes(said, "assumption_steps")
    return {"heading": said.words["steps"], "steps" if len(steps) > 1 else "paragraphs": steps}


def _taking_over(said: Said) -> list[Section]:
    agency = insurer(said.facts["product"].value) if said.has("product") else None
    documents = (*DOCUMENTS, *DOCUMENTS_OF.get(agency or "", ()))
    return [
        {"heading": said.words["documents"], "items": [said.words[f"document_{name}"] for name in documents]},
        {"heading": said.words["liability"], "paragraphs": [said.words["liability_words"]]},
    ]


def _codes(said: Said, name: str) -> list[str]:
    return [said.called(code) for code in said.coded(name)]
