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
