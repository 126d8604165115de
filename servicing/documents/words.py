"""Every word of the documents, in English and Spanish; figures go in by name."""

from kernel.spoken import Language

SERVICER = {
    "name": "Harborline Home Servicing",
    "address": "100 Harbor Way, Exampleville, OH 44000",
    "phone": "(555) 555-0100",
}

# The payment details of a servicer that does not exist: numbers no bank can have.
BANK = "Example Harbor Bank"
ROUTING = "000000000"
ACCOUNT = "0000000000"

Words = dict[str, str]

LETTER: dict[Language, Words] = {
    "en": {
        "page": "Page",
        "footer": "Harborline Home Servicing is a fictional servicer. This document is a demonstration"
        " and has no effect.",
        "loan": "Loan",
        "loan_ending": "ending in {last4}",
        "borrower": "Borrower",
        "borrowers": "Borrowers",
        "property": "Property",
        "prepared": "Prepared on",
        "description": "Description",
        "amount": "Amount",
        "counselor": "A housing counselor approved by HUD helps for free: 800-569-4287. You find one, and more about"
        " your options, at consumerfinance.gov/mortgagehelp or 855-411-2372.",
        # Regulation F, 12 CFR 1006.18(e)(1) (checked 2026-11); for loans that were in default when obtained.
        "debt_collector": "This is an attempt to collect a debt. Any information obtained will be used for that"
        " purpose. This communication is from a debt collector.",
    },
    "es": {
        "page": "Página",
        "footer": "Harborline Home Servicing es un administrador ficticio. Este documento es una demostración"
        " y no tiene efecto.",
        "loan": "Préstamo",
        "loan_ending": "terminado en {last4}",
        "borrower": "Prestatario",
        "borrowers": "Prestatarios",
        "property": "Propiedad",
        "prepared": "Preparado el",
        "description": "Concepto",
        "amount": "Monto",
        "counselor": "Un asesor de vivienda aprobado por HUD ayuda gratis: 800-569-4287. Lo encuentra, con más sobre"
        " sus opciones, en consumerfinance.gov/mortgagehelp o en el 855-411-2372.",
        "debt_collector": "Esta es una gestión de cobro de una deuda y toda información obtenida se utilizará para"
        " ese fin. Esta comunicación proviene de un cobrador de deudas.",
    },
}

PAYOFF: dict[Language, Words] = {
    "en": {
        "title": "Payoff statement, loan ending in {last4}, good through {good_through}",
        "title_short": "Payoff statement",
        "good_through": "Good through",
        "interest_from": "Interest paid to",
        "rate": "Interest rate",
        "total": "Total to pay your loan in full",
        "total_below": "If we receive it by {good_through}, 5:00 p.m. Eastern Time",
        "how_it_adds_up": "How it adds up",
        "principal": "Unpaid principal balance",
        "interest": "Interest from {interest_from} until the day your payment arrives",
        "full_month": "1 full month at one twelfth of the yearly rate: {amount}",
        "full_months": "{months} full months at one twelfth of the yearly rate: {amount}",
        "odd_day": "1 day at 1/365 of the yearly rate: {amount}",
        "odd_days": "{days} days at 1/365 of the yearly rate a day: {amount}",
        "late_charge": "Late charge for the payment due {due}",
        "foreclosure_attorney": "Foreclosure attorney fees and costs",
        "property_inspections": "Property inspections",
        "recording_fee": "Fee to record the release of the lien",
        "escrow_advance": "Taxes and insurance we paid beyond your escrow balance",
        "suspense_credit": "Less: money we hold that is not yet applied",
        "sum": "Total",
        "after": "If your payment arrives after {good_through}, add {per_diem} for each day. The daily amount"
        " holds through {per_diem_until}; for a later day, ask for a new statement.",
        "how_to_pay": "How to send your payment",
        "pay_intro": "Send one wire transfer or one cashier's check for the whole amount.",
        "bank": "Bank",
        "routing": "Routing number",
        "account": "Account number",
        "reference": "Reference",
        "reference_value": "Payoff, loan ending in {last4}",
        "check": "Cashier's check",
        "check_value": "Payoff Department, 100 Harbor Way, Exampleville, OH 44000",
        "pay_warning": "These details are fictional. We never send or change payment details by chat, e-mail or text:"
        " before you send money, call the number on your monthly statement.",
        "good_to_know": "Good to know",
        "note_change": "The total can change if a payment is returned, or if we pay a tax or insurance bill or a"
        " charge is added before your payment arrives.",
        "note_short": "If what we receive is less than the total, the loan is not paid off, and interest goes on.",
        "note_escrow": "Your escrow balance of {escrow_refund} is not set off here. We refund what is left"
        " within 20 business days after the payoff.",
        "note_autopay": "If you pay automatically, stop the automatic payment once the payoff is sent.",
        "note_release": "After the payoff we have the release of the lien recorded in the county's records.",
    },
    "es": {
        "title": "Carta de liquidación, préstamo terminado en {last4}, válida hasta el {good_through}",
        "title_short": "Carta de liquidación",
        "good_through": "Válida hasta el",
        "interest_from": "Intereses pagados hasta el",
        "rate": "Tasa de interés",
        "total": "Total para liquidar su préstamo",
        "total_below": "Si lo recibimos a más tardar el {good_through}, 5:00 p.m., hora del Este",
        "how_it_adds_up": "Cómo se compone",
        "principal": "Saldo de capital pendiente",
        "interest": "Intereses desde el {interest_from} hasta el día en que llegue su pago",
        "full_month": "1 mes completo a la doceava parte de la tasa anual: {amount}",
        "full_months": "{months} meses completos a la doceava parte de la tasa anual: {amount}",
        "odd_day": "1 día a 1/365 de la tasa anual: {amount}",
        "odd_days": "{days} días a 1/365 de la tasa anual por día: {amount}",
        "late_charge": "Cargo por pago atrasado del pago que venció el {due}",
        "foreclosure_attorney": "Honorarios y gastos de abogado por la ejecución hipotecaria",
        "property_inspections": "Inspecciones de la propiedad",
        "recording_fee": "Cargo por registrar la liberación del gravamen",
        "escrow_advance": "Impuestos y seguros que pagamos por encima de su saldo de escrow",
        "suspense_credit": "Menos: dinero que tenemos sin aplicar",
        "sum": "Total",
        "after": "Si su pago llega después del {good_through}, sume {per_diem} por cada día. El monto diario"
        " vale hasta el {per_diem_until}; para un día posterior, pida una nueva carta.",
        "how_to_pay": "Cómo enviar su pago",
        "pay_intro": "Envíe una sola transferencia bancaria (wire) o un solo cheque de caja por el monto completo.",
        "bank": "Banco",
        "routing": "Número de ruta",
        "account": "Número de cuenta",
        "reference": "Referencia",
        "reference_value": "Liquidación, préstamo terminado en {last4}",
        "check": "Cheque de caja",
        "check_value": "Payoff Department, 100 Harbor Way, Exampleville, OH 44000",
        "pay_warning": "Estos datos son ficticios. Nunca enviamos ni cambiamos datos de pago por chat, correo"
        " electrónico o mensaje de texto: antes de enviar dinero, llame al número de su estado de cuenta mensual.",
        "good_to_know": "Conviene saber",
        "note_change": "El total puede cambiar si un pago es devuelto, o si pagamos una factura de impuestos o de"
        " seguro o se agrega un cargo antes de que llegue su pago.",
        "note_short": "Si recibimos menos que el total, el préstamo no queda liquidado y los intereses continúan.",
        "note_escrow": "Su saldo de escrow de {escrow_refund} no se descuenta aquí. Le reembolsamos lo que quede"
        " dentro de los 20 días hábiles posteriores a la liquidación.",
        "note_autopay": "Si usted paga automáticamente, cancele el pago automático cuando haya enviado la liquidación.",
        "note_release": "Después de la liquidación hacemos registrar la liberación del gravamen en el condado.",
    },
}

# What a substitute statement has to carry in these very words (Form 1098, copy B, revision of January 2022; Publication
# 1179, part 4, checked 2026-11). They are the government's and are not translated.
TAX_FORM_CAUTION = (
    "Caution: The amount shown may not be fully deductible by you. Limits based on the loan amount and the cost and"
    " value of the secured property may apply. Also, you may only deduct interest to the extent it was incurred by you,"
    " actually paid by you, and not reimbursed by another person."
)
TAX_FORM_LEGEND = (
    "The information in boxes 1 through 9 and 11 is important tax information and is being furnished to the IRS. If"
    " you are"
    " required to file a return, a negligence penalty or other sanction may be imposed on you if the IRS determines"
    " that an"
    " underpayment of tax results because you overstated a deduction for this mortgage interest or for these points,"
    " reported in boxes 1 and 6; or because you didn't report the refund of interest (box 4); or because you claimed a"
    " nondeductible item."
)

TAX_FORM: dict[Language, Words] = {
    "en": {
        "title": "Form 1098 statement for {year}, loan ending in {last4}",
        "title_short": "Mortgage interest statement for {year}",
        "subtitle": "Form 1098, OMB No. 1545-1380 · substitute statement for the payer's records, tax year {year}",
        "corrected": "CORRECTED · replaces the statement furnished on {furnished}",
        "lender": "Received by",
        "payer": "Payer",
        "loan_ending": "Loan ending in {last4}",
        "prepared": "Prepared on {prepared}",
        "total": "Mortgage interest received in {year}",
        "total_below": "Box 1 of Form 1098",
        "boxes": "Box by box",
        "box": "Box",
        "what": "What it says",
        "value": "Value",
        "box1": "Mortgage interest received from the payer",
        "box1_late": "of which late charges: {amount}",
        "box2_jan1": "Outstanding mortgage principal on January 1, {year}",
        "box2_origination": "Outstanding mortgage principal at origination",
        "box3": "Mortgage origination date",
        "box4": "Refund of overpaid interest",
        "box5": "Mortgage insurance premiums",
        "box6": "Points paid on purchase of principal residence",
        "box7": "The address of the property is the same as the payer's",
        "box7_yes": "Yes",
        "box7_no": "No",
        "box8": "Address of the property that secures the mortgage",
        "box9": "Number of properties that secure the mortgage",
        "box10": "Other: {amount}",
        "box11": "Mortgage acquisition date",
        "box1_penalties": "of which prepayment penalties: {amount}",
        "about": "About this statement",
        "note_received": "Box 1 counts interest by the day we received it. A payment that reached us in {year} counts"
        " in {year}, even if it was written down later.",
        "note_advice": "We cannot give tax advice; a tax adviser can.",
        "note_other": "Boxes that are not listed have nothing to report.",
    },
    "es": {
        "title": "Formulario 1098 de {year}, préstamo terminado en {last4}",
        "title_short": "Declaración de intereses hipotecarios de {year}",
        "subtitle": "Formulario 1098, OMB No. 1545-1380 · declaración sustituta para el pagador, año tributario {year}",
        "corrected": "CORREGIDO · reemplaza la declaración entregada el {furnished}",
        "lender": "Recibido por",
        "payer": "Pagador",
        "loan_ending": "Préstamo terminado en {last4}",
        "prepared": "Preparado el {prepared}",
        "total": "Intereses hipotecarios recibidos en {year}",
        "total_below": "Casilla 1 del Formulario 1098",
        "boxes": "Casilla por casilla",
        "box": "Casilla",
        "what": "Qué indica",
        "value": "Valor",
        "box1": "Intereses hipotecarios recibidos del pagador",
        "box1_late": "de ellos, cargos por pago atrasado: {amount}",
        "box2_jan1": "Capital hipotecario pendiente al 1 de enero de {year}",
        "box2_origination": "Capital hipotecario pendiente al originarse el préstamo",
        "box3": "Fecha de origen de la hipoteca",
        "box4": "Reembolso de intereses pagados en exceso",
        "box5": "Primas del seguro hipotecario",
        "box6": "Puntos pagados en la compra de la residencia principal",
        "box7": "La dirección de la propiedad es la misma que la del pagador",
        "box7_yes": "Sí",
        "box7_no": "No",
        "box8": "Dirección de la propiedad que garantiza la hipoteca",
        "box9": "Número de propiedades que garantizan la hipoteca",
        "box10": "Otros: {amount}",
        "box11": "Fecha de adquisición de la hipoteca",
        "box1_penalties": "de ellos, penalidades por pago anticipado: {amount}",
        "about": "Acerca de esta declaración",
        "note_received": "La casilla 1 cuenta los intereses según el día en que los recibimos. Un pago que nos llegó en"
        " {year} cuenta en {year}, aunque se haya anotado después.",
        "note_limits": "Es posible que no pueda deducir el monto completo: hay límites según el préstamo y el costo"
        " y el"
        " valor de la propiedad, y solo cuenta lo que usted mismo debía, pagó y no le reembolsaron.",
        "note_irs": "Las casillas 1 a 9 y 11 son información tributaria importante que se entrega al IRS. Si debe"
        " presentar"
        " una declaración y paga menos impuesto porque dedujo de más estos intereses o puntos, no declaró un reembolso"
        " (casilla 4) o dedujo algo que no se puede, puede aplicarse una multa. El texto oficial, en inglés, sigue"
        " aquí:",
        "note_advice": "No podemos dar asesoría tributaria; un asesor de impuestos sí.",
        "note_other": "Las casillas que no aparecen no tienen nada que informar.",
    },
}
