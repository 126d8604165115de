"""The words of the escrow analysis, which the annual statement carries too."""

from kernel.spoken import Language
from servicing.documents.words import Words

ANALYSIS: dict[Language, Words] = {
    "en": {
        "title": "Escrow analysis",
        "escrow_analysed_on": "Analysis of",
        "escrow_balance": "Escrow balance today",
        "new_monthly_payment": "Your monthly payment",
        "below": "From {escrow_effective_on}; until then {old_monthly_payment}",
        "result": "The result",
        "escrow_difference": "Difference; a minus means that money is missing",
        "result_none": "The account holds what it needs.",
        "result_shortage": "The account is short by {escrow_shortage}. This is not a fee: it is money for your own"
        " taxes and insurance.",
        "shortage_spread": "We spread the shortage over {shortage_months} months: {shortage_monthly} a month.",
        "shortage_never": "A shortage of a month's escrow payment or more is never asked for at once.",
        "shortage_small": "You do not have to pay it at once.",
        "lump_sum": "You may pay the shortage at once if you choose to. Then only the shortage part of your payment"
        " falls away, and what the bills of the year need stays. The payment is then"
        " {monthly_payment_after_lump_sum}.",
        "lump_sum_both": "You may pay the shortage and what is below zero at once if you choose to. Then only these two"
        " parts of your payment fall away, and what the bills of the year need stays. The payment is then"
        " {monthly_payment_after_lump_sum}.",
        "result_deficiency": "The account is expected to be below zero by {escrow_deficiency}, because we paid bills"
        " ahead for you.",
        "deficiency_spread": "We spread this over the coming months: {deficiency_monthly} a month.",
        "deficiency_never": "An amount of a month's escrow payment or more is never asked for at once.",
        "deficiency_documents": "A payment is more than 30 days late, so your loan documents decide how this is paid"
        " back.",
        "result_surplus": "The account holds {escrow_surplus} more than it needs.",
        "surplus_refund": "We refund it by {surplus_refund_by}. You do not have to ask for it.",
        "surplus_credit": "It is small: we refund it, or we credit it to your coming escrow payments. You do not have"
        " to ask for it.",
        "surplus_retain": "A payment is more than 30 days late, so we may keep it in the account.",
        "payment": "Your payment",
        "old_monthly_payment": "Monthly payment until then",
        "old_escrow_payment": "Escrow part until then",
        "new_escrow_payment": "Escrow part of the new payment",
        "bills": "What we expect to pay for you in the year",
        "escrow_annual_total": "Bills of the year",
        "need": "What the account needs at the start",
        "escrow_required_start": "Required balance",
        "low_month": "Starting from zero, the account would be lowest at the end of {month}: {escrow_low_point}.",
        "cushion": "The cushion of {escrow_cushion} is for bills that come early or are higher than expected. It may be"
        " at most two months of escrow payments.",
        "start": "What we expect to be there",
        "escrow_projected_start": "Expected balance",
        "year": "The year month by month",
        "year_base": "Paid in is the payment for the year's bills alone. A part for a shortage comes on top and brings"
        " the expected balance up to the required one.",
        "column_month": "Month",
        "column_payment": "Paid in",
        "column_item": "Bill",
        "column_disbursement": "Paid out",
        "column_projected": "Expected balance",
        "column_target": "Required balance",
    },
    "es": {
        "title": "Análisis de la cuenta de escrow",
        "escrow_analysed_on": "Análisis del",
        "escrow_balance": "Saldo de escrow hoy",
        "new_monthly_payment": "Su pago mensual",
        "below": "Desde el {escrow_effective_on}; hasta entonces {old_monthly_payment}",
        "result": "El resultado",
        "escrow_difference": "Diferencia; un menos significa que falta dinero",
        "result_none": "La cuenta tiene lo que necesita.",
        "result_shortage": "A la cuenta le faltan {escrow_shortage}. No es un cargo: es dinero para sus propios"
        " impuestos y seguros.",
        "shortage_spread": "Repartimos el faltante en {shortage_months} meses: {shortage_monthly} al mes.",
        "shortage_never": "Un faltante de un mes de escrow o más nunca se exige de una vez.",
        "shortage_small": "No tiene que pagarlo de una vez.",
        "lump_sum": "Puede pagar el faltante de una vez si así lo decide. Entonces solo desaparece la parte del"
        " faltante de su pago; lo que necesitan las facturas del año se mantiene. El pago sería entonces"
        " {monthly_payment_after_lump_sum}.",
        "lump_sum_both": "Puede pagar de una vez el faltante y lo que está por debajo de cero si así lo decide."
        " Entonces solo desaparecen esas dos partes de su pago; lo que necesitan las facturas del año se mantiene. El"
        " pago sería entonces {monthly_payment_after_lump_sum}.",
        "result_deficiency": "Se espera que la cuenta quede {escrow_deficiency} por debajo de cero, porque adelantamos"
        " el pago de facturas por usted.",
        "deficiency_spread": "Lo repartimos en los próximos meses: {deficiency_monthly} al mes.",
        "deficiency_never": "Un monto de un mes de escrow o más nunca se exige de una vez.",
        "deficiency_documents": "Hay un pago con más de 30 días de atraso, así que los documentos de su préstamo"
        " deciden cómo se devuelve.",
        "result_surplus": "La cuenta tiene {escrow_surplus} más de lo que necesita.",
        "surplus_refund": "Se lo reembolsamos a más tardar el {surplus_refund_by}. No tiene que pedirlo.",
        "surplus_credit": "Es poco: se lo reembolsamos o lo acreditamos a sus próximos pagos de escrow. No tiene que"
        " pedirlo.",
        "surplus_retain": "Hay un pago con más de 30 días de atraso, así que podemos dejarlo en la cuenta.",
        "payment": "Su pago",
        "old_monthly_payment": "Pago mensual hasta entonces",
        "old_escrow_payment": "Parte de escrow hasta entonces",
        "new_escrow_payment": "Parte de escrow del nuevo pago",
        "bills": "Lo que esperamos pagar por usted en el año",
        "escrow_annual_total": "Facturas del año",
        "need": "Lo que la cuenta necesita al comienzo",
        "escrow_required_start": "Saldo necesario",
        "low_month": "Si empezara en cero, la cuenta estaría más baja al final de {month}: {escrow_low_point}.",
        "cushion": "La reserva de {escrow_cushion} es para facturas que llegan antes o son más altas de lo esperado."
        " Puede ser, como máximo, de dos meses de pagos de escrow.",
        "start": "Lo que esperamos que haya",
        "escrow_projected_start": "Saldo esperado",
        "year": "El año mes por mes",
        "year_base": "Entra solo el pago para las facturas del año. La parte para un faltante se suma y lleva el saldo"
        " esperado al necesario.",
        "column_month": "Mes",
        "column_payment": "Entra",
        "column_item": "Factura",
        "column_disbursement": "Sale",
        "column_projected": "Saldo esperado",
        "column_target": "Saldo necesario",
    },
}
