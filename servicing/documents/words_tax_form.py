"""The words of the statement that takes the place of Form 1098 for the payer."""

from kernel.spoken import Language
from servicing.documents.words import Words

# What a substitute statement has to carry in these very words (Form 1098, copy B; Publication 1179, part 4: rules for
# substitute statements to recipients; checked 2026-11). They are the government's and are not translated.
TAX_FORM_CAUTION = (
    "*Caution: The amount shown may not be fully deductible by you. Limits based on the loan amount and the cost and"
    " value of the secured property may apply. Also, you may only deduct interest to the extent it was incurred by you,"
    " actually paid by you, and not reimbursed by another person."
)
TAX_FORM_LEGEND = (
    "The information in boxes 1 through 9 and 11 is important tax information and is being furnished to the IRS. If you"
    " are required to file a return, a negligence penalty or other sanction may be imposed on you if the IRS determines"
    " that an underpayment of tax results because you overstated a deduction for this mortgage interest or for these"
    " points, reported in boxes 1 and 6; or because you didn't report the refund of interest (box 4); or because you"
    " claimed a nondeductible item."
)
# Tax year, number and name of the form stand together, with the number of the Office of Management and Budget.
OFFICIAL = "{year} Form 1098, Mortgage Interest Statement · OMB No. 1545-1380"
# A number that nobody can have: the servicer is fictional. Tax numbers of borrowers are not kept here at all.
TIN = "00-0000000"

# The official captions are the rules' own; here is what they mean.
TAX_FORM: dict[Language, Words] = {
    "en": {
        "title": "Form 1098 statement for {year}, loan ending in {last4}",
        "title_short": "Mortgage interest statement for {year}",
        "subtitle": "Copy B for the payer/borrower: a substitute statement",
        "corrected": "CORRECTED · replaces the statement furnished on {furnished}",
        "lender": "Recipient/lender",
        "payer": "Payer/borrower",
        "tin": "TIN: {tin}",
        "no_tin": "TIN: not kept in this demonstration",
        "loan_ending": "Account number: loan ending in {last4}",
        "prepared": "Prepared on {prepared}",
        "total": "Mortgage interest received in {year}",
        "total_below": "Box 1 of Form 1098",
        "boxes": "Box by box",
        "box": "Box",
        "what": "What it says",
        "value": "Value",
        "box1": "Mortgage interest received from payer(s)/borrower(s)",
        "box1_means": "What you paid us in the year, late charges included; no points and no subsidies.",
        "box1_late": "of which late charges: {amount}",
        "box1_penalties": "of which prepayment penalties: {amount}",
        "box2": "Outstanding mortgage principal",
        "box2_jan1": "What was unpaid on January 1, {year}.",
        "box2_origination": "What was lent when the loan was made.",
        "box2_acquired": "What was unpaid when we took the mortgage over.",
        "box3": "Mortgage origination date",
        "box3_means": "The day the loan was made.",
        "box4": "Refund of overpaid interest",
        "box4_means": "Interest of earlier years that was paid back to you. Do not deduct it; you may have to report it"
        " as income.",
        "box5": "Mortgage insurance premiums",
        "box5_means": "You may be able to treat it as mortgage interest; see the instructions for Schedule A.",
        "box6": "Points paid on purchase of principal residence",
        "box6_means": "Points that you or the seller paid in the year.",
        "box7": "Address of property securing mortgage is the same as payer's/borrower's address",
        "box7_yes": "Yes",
        "box7_no": "No",
        "box8": "Address or description of property securing mortgage",
        "box9": "Number of properties securing the mortgage",
        "box10": "Other",
        "box10_means": "{what}. For your records.",
        "box11": "Mortgage acquisition date",
        "box11_means": "The day we took the mortgage over.",
        "about": "About this statement",
        "note_received": "Box 1 counts interest by the day we received it. A payment that reached us in {year} counts"
        " in {year}, even if it was written down later.",
        "note_prepaid": "Box 1 may hold interest that you paid in {year} for the first days of January of the next"
        " year. You cannot deduct that part for {year}.",
        "note_shares": "If other borrowers paid too, tell each of them the share that is theirs: each deducts only what"
        " they paid.",
        "note_other": "Boxes that are not listed have nothing to report.",
        "note_contact": "Questions about this statement? Call {phone}. We cannot give tax advice; a tax adviser can.",
    },
    "es": {
        "title": "Formulario 1098 de {year}, préstamo terminado en {last4}",
        "title_short": "Declaración de intereses hipotecarios de {year}",
        "subtitle": "Copia B para el pagador o prestatario: una declaración sustituta",
        "corrected": "CORRECTED / CORREGIDO · reemplaza la declaración entregada el {furnished}",
        "lender": "Receptor o prestamista",
        "payer": "Pagador o prestatario",
        "tin": "TIN: {tin}",
        "no_tin": "TIN: no se guarda en esta demostración",
        "loan_ending": "Número de cuenta: préstamo terminado en {last4}",
        "prepared": "Preparado el {prepared}",
        "total": "Intereses hipotecarios recibidos en {year}",
        "total_below": "Casilla 1 del Formulario 1098",
        "boxes": "Casilla por casilla",
        "box": "Casilla",
        "what": "Qué indica",
        "value": "Valor",
        "box1": "Intereses hipotecarios recibidos del pagador o prestatario",
        "box1_means": "Lo que usted nos pagó en el año, con cargos por atraso; sin puntos ni subsidios.",
        "box1_late": "de ellos, cargos por pago atrasado: {amount}",
        "box1_penalties": "de ellos, penalidades por pago anticipado: {amount}",
        "box2": "Capital hipotecario pendiente",
        "box2_jan1": "Lo que estaba pendiente el 1 de enero de {year}.",
        "box2_origination": "Lo que se prestó al otorgar el préstamo.",
        "box2_acquired": "Lo que estaba pendiente cuando adquirimos la hipoteca.",
        "box3": "Fecha de origen de la hipoteca",
        "box3_means": "El día en que se otorgó el préstamo.",
        "box4": "Reembolso de intereses pagados en exceso",
        "box4_means": "Intereses de años anteriores que se le devolvieron. No los deduzca; es posible que tenga que"
        " declararlos como ingreso.",
        "box5": "Primas del seguro hipotecario",
        "box5_means": "Quizá pueda tratarlas como intereses hipotecarios; vea las instrucciones del Anexo A"
        " (Schedule A).",
        "box6": "Puntos pagados en la compra de la residencia principal",
        "box6_means": "Puntos que usted o el vendedor pagó en el año.",
        "box7": "La dirección de la propiedad es la misma que la del pagador o prestatario",
        "box7_yes": "Sí",
        "box7_no": "No",
        "box8": "Dirección o descripción de la propiedad que garantiza la hipoteca",
        "box9": "Número de propiedades que garantizan la hipoteca",
        "box10": "Otros",
        "box10_means": "{what}. Para sus archivos.",
        "box11": "Fecha de adquisición de la hipoteca",
        "box11_means": "El día en que adquirimos la hipoteca.",
        "about": "Acerca de esta declaración",
        "note_received": "La casilla 1 cuenta los intereses según el día en que los recibimos. Un pago que nos llegó en"
        " {year} cuenta en {year}, aunque se haya anotado después.",
        "note_prepaid": "La casilla 1 puede incluir intereses que usted pagó en {year} por los primeros días de enero"
        " del año siguiente. No puede deducir esa parte en {year}.",
        "note_shares": "Si otros prestatarios también pagaron, diga a cada uno qué parte es suya: cada uno deduce solo"
        " lo que pagó.",
        "note_other": "Las casillas que no aparecen no tienen nada que informar.",
        "note_contact": "¿Preguntas sobre esta declaración? Llame al {phone}. No podemos dar asesoría tributaria; un"
        " asesor de impuestos sí.",
        "note_limits": "Es posible que no pueda deducir el monto completo: hay límites según el préstamo y el costo y"
        " el valor de la propiedad, y solo cuenta lo que usted mismo debía, pagó y no le reembolsaron.",
        "note_irs": "Las casillas 1 a 9 y 11 son información tributaria importante que se entrega al IRS. Si debe"
        " presentar una declaración y paga menos impuesto porque dedujo de más estos intereses o puntos, no declaró un"
        " reembolso (casilla 4) o dedujo algo que no se puede, puede aplicarse una multa. El texto oficial, en inglés,"
        " sigue aquí:",
    },
}
