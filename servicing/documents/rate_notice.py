"""The notice about a change of an adjustable rate, with the content of 12 CFR 1026.20(c)(2) and (d)."""

from collections.abc import Mapping

from kernel.facts import Fact
from kernel.spoken import Language
from servicing.documents.codes import CODES
from servicing.documents.statement import Paper, Said, statement
from servicing.documents.words import Words
from servicing.domain.tables import Table

WORDS: dict[Language, Words] = {
    "en": {
        "title": "Your adjustable rate",
        "title_estimate": "Your adjustable rate: an estimate",
        "estimated_payment": "Principal and interest from {first_new_payment_due}",
        "estimated_payment_estimate": "Estimated principal and interest from {first_new_payment_due}",
        "below": "Now {principal_and_interest}; the rate changes on {change_on}",
        "estimate": "This is an estimate. The index that decides is fixed on {index_determined_on}; until then"
        " nobody knows the new rate. We send you the notice of the change between {notice_from} and {notice_until}.",
        "fixed": "The index that decides was fixed on {index_determined_on}.",
        "how": "How the rate comes about",
        "index_name": "Index",
        "index_value": "Value of the index",
        "index_published_on": "Published on",
        "margin": "Margin of your note",
        "uncapped_rate": "Index and margin",
        "rounded_rate": "Rounded as your note says",
        "estimated_rate": "New rate",
        "estimated_rate_estimate": "New rate, estimated",
        "current_rate": "Rate now",
        "limits": "The limits of your note",
        "first_cap": "Most at the first change, in points",
        "periodic_cap": "Most at each later change, in points",
        "lifetime_cap": "Most above the first rate, ever, in points",
        "rate_floor": "Lowest rate",
        "rate_limit": "The limit that decided",
        "foregone_increase": "Increase that the limits kept away",
        "highest_rate": "Highest rate at this change",
        "highest_payment": "Highest principal and interest at this change",
        "payment": "How the payment changes",
        "payment_change": "Change",
        "expected_principal": "Unpaid principal expected on the change date",
        "remaining_months": "Payments left",
        "first_new_payment_due": "First payment at the new rate",
        "dates": "The dates",
        "change_on": "The rate changes on",
        "index_determined_on": "The index is fixed on",
        "interest_words": "Interest is paid for the month before, so the payment follows the rate by a month. Your"
        " loan has no charge for paying early unless your note says so.",
        "help": "If the payment worries you",
        "help_words": "Call us early: there may be options. A housing counselor approved by HUD helps for free:"
        " 800-569-4287, or consumerfinance.gov/mortgagehelp.",
    },
    "es": {
        "title": "Su tasa ajustable",
        "title_estimate": "Su tasa ajustable: una estimación",
        "estimated_payment": "Capital e intereses desde el {first_new_payment_due}",
        "estimated_payment_estimate": "Capital e intereses estimados desde el {first_new_payment_due}",
        "below": "Ahora {principal_and_interest}; la tasa cambia el {change_on}",
        "estimate": "Esto es una estimación. El índice que decide se fija el {index_determined_on}; hasta entonces"
        " nadie conoce la nueva tasa. Le enviamos el aviso del cambio entre el {notice_from} y el {notice_until}.",
        "fixed": "El índice que decide se fijó el {index_determined_on}.",
        "how": "De dónde sale la tasa",
        "index_name": "Índice",
        "index_value": "Valor del índice",
        "index_published_on": "Publicado el",
        "margin": "Margen de su pagaré",
        "uncapped_rate": "Índice más margen",
        "rounded_rate": "Redondeado como dice su pagaré",
        "estimated_rate": "Nueva tasa",
        "estimated_rate_estimate": "Nueva tasa, estimada",
        "current_rate": "Tasa actual",
        "limits": "Los límites de su pagaré",
        "first_cap": "Máximo en el primer cambio, en puntos",
        "periodic_cap": "Máximo en cada cambio posterior, en puntos",
        "lifetime_cap": "Máximo sobre la primera tasa, siempre, en puntos",
        "rate_floor": "Tasa más baja",
        "rate_limit": "El límite que decidió",
        "foregone_increase": "Aumento que los límites evitaron",
        "highest_rate": "Tasa más alta en este cambio",
        "highest_payment": "Capital e intereses más altos en este cambio",
        "payment": "Cómo cambia el pago",
        "payment_change": "Cambio",
        "expected_principal": "Capital pendiente esperado en la fecha del cambio",
        "remaining_months": "Pagos que quedan",
        "first_new_payment_due": "Primer pago con la nueva tasa",
        "dates": "Las fechas",
        "change_on": "La tasa cambia el",
        "index_determined_on": "El índice se fija el",
        "interest_words": "Los intereses se pagan por el mes anterior, así que el pago sigue a la tasa un mes"
        " después. Su préstamo no tiene cargo por pagar antes, salvo que su pagaré lo diga.",
        "help": "Si el pago le preocupa",
        "help_words": "Llámenos pronto: puede haber opciones. Un asesor de vivienda aprobado por HUD ayuda gratis:"
        " 800-569-4287, o consumerfinance.gov/mortgagehelp.",
    },
}


def rate_notice(facts: Mapping[str, Fact], found: Mapping[str, Table], paper: Paper) -> tuple[str, bytes]:
    """The notice on paper; before the index is fixed every new figure in it is called an estimate."""
    words = dict(WORDS[paper.language])
    estimate = facts["rate_is_estimate"].value == "yes"
    if estimate:
        words |= {name: words[f"{name}_estimate"] for name in ("title", "estimated_payment", "estimated_rate")}
    said = Said(facts, words, CODES[paper.language], paper.language)
    total = said.total("estimated_payment", "below")
    how = said.values(
        "index_name",
        "index_value",
        "index_published_on",
        "margin",
        "uncapped_rate",
        "rounded_rate",
        "estimated_rate",
        "current_rate",
    )
    limits = said.values(
        "first_cap",
        "periodic_cap",
        "lifetime_cap",
        "rate_floor",
        "rate_limit",
        "foregone_increase",
        "highest_rate",
        "highest_payment",
    )
    payment = said.adding_up("payment", "payment_change")
    if payment is not None:
        payment["values"] = said.values("expected_principal", "remaining_months")
    known = "estimate" if estimate else "fixed"
    dates = said.values("change_on", "index_determined_on", "first_new_payment_due")
    return statement(
        said,
        [
            {
                "heading": words["dates"],
                "paragraphs": [said.text(known)],
                "values": dates,
            },
            {"heading": words["how"], "values": how},
            payment,
            {"heading": words["limits"], "values": limits, "paragraphs": [words["interest_words"]]},
            {"heading": words["help"], "paragraphs": [words["help_words"]]},
        ],
        paper,
        total=total,
    )
