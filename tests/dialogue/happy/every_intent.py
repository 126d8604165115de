"""What a borrower may say, by intent: a sentence in each language, and what comes back for the borrower P01.

`answer` is a response, `HANDOFF` to a person, `TOLD` by the gateway, or `WITHDRAWN` from a person; none is an example.
"""

from typing import NamedTuple

HANDOFF, TOLD, WITHDRAWN = "handoff", "told", "withdrawn"


class Said(NamedTuple):
    """One way of saying an intent in each language, and the answer."""

    en: str
    es: str
    answer: str


INTENTS = {
    # Assistance
    "hardship_assistance_inquiry": Said(
        "I got laid off and don't know how I will cover the mortgage",
        "me despidieron y no sé cómo voy a cubrir la hipoteca",
        "utter_hardship_offer",
    ),
    "forbearance_request": Said(
        "could we pause my mortgage payments for three months",
        "quisiera pausar mis pagos de la hipoteca tres meses",
        HANDOFF,
    ),
    "loan_modification_documents_inquiry": Said(
        "which papers do I need for a loan modification",
        "qué papeles hacen falta para una modificación del préstamo",
        "utter_assistance_documents",
    ),
    "loan_modification_application_start": Said(
        "I'm ready to apply for a loan modification", "deseo solicitar ya una modificación de mi préstamo", HANDOFF
    ),
    "loan_modification_status_inquiry": Said(
        "any news on my loan modification application",
        "hay noticias de mi solicitud de modificación",
        "utter_assistance_no_application",
    ),
    "loss_mitigation_appeal_request": Said(
        "you denied my loan modification and I want to appeal that denial",
        "me negaron la modificación y quiero apelar esa decisión",
        HANDOFF,
    ),
    "assumption_inquiry": Said(
        "could a buyer assume my mortgage", "un comprador podría asumir mi hipoteca", "utter_assumption_due_on_sale"
    ),
    "authorized_party_request": Said(
        "please authorize my sister to talk to you about my loan",
        "autorizo a mi hermana a hablar con ustedes de mi préstamo",
        HANDOFF,
    ),
    "disaster_assistance_request": Said(
        "the hurricane destroyed our roof, is there disaster help",
        "el huracán nos destruyó el techo, hay ayuda por desastre",
        HANDOFF,
    ),
    # What is owed
    "balance_inquiry": Said(
        "what is the principal balance today", "cuál es el saldo de capital hoy", "utter_balance_answer"
    ),
    "principal_curtailment_request": Said(
        "what happens when I pay extra toward principal",
        "qué pasa cuando pago extra al capital",
        "utter_curtailment_explained",
    ),
    "payment_next_due_inquiry": Said(
        "what day is the next mortgage payment due and how much",
        "qué día vence el próximo pago de la hipoteca y cuánto es",
        "utter_payment_due_answer",
    ),
    "payment_amount_change_inquiry": Said(
        "why is my monthly payment higher than before",
        "por qué mi pago mensual subió de repente",
        "utter_payment_change_none",
    ),
    "payment_reinstatement_request": Said(
        "what amount brings my loan current",
        "cuánto necesito para ponerme al corriente con el préstamo",
        "utter_reinstatement_nothing",
    ),
    "payoff_estimate_inquiry": Said(
        "what would it cost to pay off the loan on December 10",
        "cuánto costaría liquidar el préstamo el 10 de diciembre",
        "utter_payoff_answer",
    ),
    "payoff_statement_request": Said(
        "send the title company a formal payoff letter good through December 10",
        "necesito la carta oficial de liquidación al 10 de diciembre",
        "utter_payoff_answer",
    ),
    "payoff_error_dispute": Said(
        "that payoff amount you sent is wrong", "el monto de liquidación que me mandaron está mal", HANDOFF
    ),
    "lien_release_request": Said(
        "my loan is paid, when do I get the lien release",
        "ya pagué todo, cuándo me dan la liberación del gravamen",
        "utter_payoff_lien_stays",
    ),
    "escrow_refund_after_payoff_inquiry": Said(
        "after my payoff, when will the escrow refund come",
        "ya liquidé, cuándo llega el reembolso de la cuenta de escrow",
        "utter_payoff_escrow_not_yet",
    ),
    # Payments
    "payment_application_inquiry": Said(
        "how was my most recent payment split between principal and interest",
        "cómo se repartió mi pago más reciente entre capital e intereses",
        "utter_payment_application_answer",
    ),
    "payment_misapplied_dispute": Said(
        "you put my payment on the wrong loan", "mi pago lo pusieron en un préstamo que no es", HANDOFF
    ),
    "payment_status_inquiry": Said(
        "has this month's payment come in yet", "ya les llegó el pago de este mes", "utter_payment_delay_on_file"
    ),
    "payment_missing_report": Said(
        "the money left my bank last week but you never credited my payment",
        "el dinero salió de mi banco hace una semana y no me han acreditado el pago",
        HANDOFF,
    ),
    "payment_posted_late_dispute": Said(
        "I paid on time and you posted my payment days later",
        "pagué a tiempo y ustedes registraron el pago días después",
        HANDOFF,
    ),
    "partial_payment_policy_inquiry": Said(
        "will you accept half of a payment", "aceptan la mitad de un pago", "utter_partial_payment_policy"
    ),
    "suspense_funds_inquiry": Said(
        "is any of my money sitting in suspense",
        "tengo dinero en suspenso sin aplicar",
        "utter_partial_payment_nothing_held",
    ),
    "payment_history_request": Said(
        "list every payment I made this year",
        "deme la lista de los pagos que hice este año",
        "utter_payment_history_answer",
    ),
    "statement_copy_request": Said(
        "I need a copy of my October mortgage statement",
        "necesito copia de mi estado de cuenta de octubre",
        "utter_statement_copy",
    ),
    "payment_method_inquiry": Said(
        "what ways do I have to make a payment",
        "de qué maneras puedo hacer un pago",
        "utter_payment_method_ways_autopay",
    ),
    "autopay_enrollment_request": Said(
        "I'd like to enroll in autopay please", "quiero inscribirme en los pagos automáticos", "utter_autopay_on"
    ),
    "payment_returned_inquiry": Said(
        "why did the bank return my mortgage payment",
        "por qué el banco devolvió mi pago de la hipoteca",
        "utter_payment_returned_none",
    ),
    "late_fee_inquiry": Said(
        "why do I have a late fee", "por qué tengo un cargo por pago tardío", "utter_late_charge_none"
    ),
    "late_fee_dispute": Said(
        "that late fee is wrong because I mailed the check early",
        "ese cargo por mora es incorrecto porque mandé el cheque antes",
        HANDOFF,
    ),
    "late_fee_waiver_request": Said(
        "would you waive my late fee as a courtesy", "podrían perdonarme el cargo por mora por esta vez", HANDOFF
    ),
    "grace_period_inquiry": Said(
        "how long is the grace period", "cuánto dura el periodo de gracia", "utter_late_charge_grace"
    ),
    # Escrow, insurance, rate
    "escrow_analysis_inquiry": Said(
        "walk me through this year's escrow analysis",
        "explíqueme el análisis de escrow de este año",
        "utter_escrow_analysis_even",
    ),
    "escrow_balance_inquiry": Said(
        "how much money sits in the escrow account",
        "cuánto dinero hay en la cuenta de escrow",
        "utter_escrow_balance",
    ),
    "escrow_disbursement_inquiry": Said(
        "have the county taxes on my house been paid by you", "ya pagaron los impuestos de mi casa", "utter_escrow_paid"
    ),
    "escrow_shortage_options_inquiry": Said(
        "what ways are there to pay the escrow shortage",
        "qué opciones hay para pagar el faltante de escrow",
        "utter_escrow_even",
    ),
    "escrow_surplus_refund_inquiry": Said(
        "when will you refund my escrow surplus",
        "cuándo me reembolsan el sobrante de la cuenta de escrow",
        "utter_escrow_even",
    ),
    "escrow_waiver_request": Said(
        "remove my escrow account so I pay taxes myself",
        "deseo cancelar el escrow y pagar yo mismo los impuestos y el seguro",
        HANDOFF,
    ),
    "insurance_update_request": Said(
        "I switched homeowners insurance and have a new policy",
        "cambié de seguro de casa y tengo una póliza nueva",
        "utter_insurance_update_escrow",
    ),
    "insurance_force_placed_inquiry": Said(
        "why did you force-place insurance on my house", "por qué me pusieron un seguro forzoso en la casa", HANDOFF
    ),
    "pmi_removal_inquiry": Said("when can I drop PMI", "cuándo puedo quitar el PMI", "utter_mortgage_insurance_none"),
    "arm_adjustment_inquiry": Said(
        "when does my ARM adjust next and which index is used",
        "cuándo se ajusta mi tasa variable y qué índice usan",
        "utter_rate_fixed",
    ),
    "loan_terms_inquiry": Said(
        "what's my interest rate and maturity date",
        "cuál es mi tasa de interés y la fecha de vencimiento del préstamo",
        "utter_rate_terms_fixed",
    ),
    "loan_owner_inquiry": Said(
        "which investor owns my mortgage", "qué inversionista es dueño de mi hipoteca", "utter_loan_owner_answer"
    ),
    "servicing_transfer_inquiry": Said(
        "was my mortgage transferred to a new servicer",
        "transfirieron mi hipoteca a otra administradora",
        "utter_transfer_none",
    ),
    # Documents
    "document_upload_request": Said(
        "where should I send my documents", "a dónde mando mis documentos", "utter_documents_where"
    ),
    "loan_document_copy_request": Said(
        "please send a copy of the note and deed of trust I signed",
        "mándeme copia del pagaré y de la escritura que firmé",
        HANDOFF,
    ),
    "information_request_submission": Said(
        "this is a formal request for information about my loan",
        "esta es una solicitud formal de información sobre mi préstamo",
        HANDOFF,
    ),
    "tax_form_1098_request": Said("I need the 1098 for 2025", "necesito el 1098 de 2025", "utter_tax_form_answer"),
    "tax_form_1098_correction_request": Said(
        "the interest on my 1098 is wrong, please correct the form",
        "los intereses de mi 1098 están mal, corrijan el formulario",
        HANDOFF,
    ),
    "chat_transcript_request": Said(
        "please send me the transcript of this chat",
        "envíeme la transcripción de este chat",
        "utter_records_transcript",
    ),
    "communication_history_request": Said(
        "show me the notes of my earlier phone calls with you",
        "muéstreme las notas de mis llamadas anteriores con ustedes",
        HANDOFF,
    ),
    # People, cases and rights
    "agent_request": Said("put me through to a live person", "comuníqueme con una persona de verdad", HANDOFF),
    "agent_withdrawal_request": Said("wait, I don't want a human now", "espere, ya no quiero a nadie", WITHDRAWN),
    "callback_request": Said("please call me back tomorrow", "llámenme mañana por favor", TOLD),
    "complaint_submission": Said("I want to file a complaint", "quiero presentar una queja", HANDOFF),
    "regulator_complaint_inquiry": Said(
        "how do I report you to the CFPB", "cómo los reporto ante el CFPB", "utter_handoff_regulator"
    ),
    "case_status_inquiry": Said("what is the status of my case", "en qué va mi caso", TOLD),
    "next_steps_inquiry": Said("okay, what happens next then", "bueno, ¿y qué pasa ahora?", TOLD),
    "request_receipt_confirmation": Said(
        "did you receive the request I sent", "recibieron la solicitud que les envié", TOLD
    ),
    "response_time_inquiry": Said("how long until you reply to me", "cuánto tardan en responderme", TOLD),
    "error_notice_submission": Said(
        "this is a notice of error under RESPA", "este es un aviso de error bajo RESPA", HANDOFF
    ),
    "debt_validation_request": Said("I want validation of this debt", "quiero que validen esta deuda", HANDOFF),
    "credit_dispute_submission": Said(
        "you reported me late to the credit bureaus and that is false",
        "me reportaron tarde a los burós de crédito y eso es falso",
        HANDOFF,
    ),
    "credit_reporting_inquiry": Said("is late bad for my credit", "tarde daña mi crédito?", "utter_credit_reporting"),
    "bankruptcy_notice": Said("I filed for chapter 13 bankruptcy", "me declaré en bancarrota capítulo 13", HANDOFF),
    "foreclosure_inquiry": Said(
        "is there a foreclosure sale date on my house",
        "hay fecha de venta por ejecución hipotecaria de mi casa",
        HANDOFF,
    ),
    "scra_benefits_request": Said(
        "I'm on active duty and want the SCRA rate", "estoy en servicio activo y quiero la tasa del SCRA", HANDOFF
    ),
    "deceased_borrower_notice": Said(
        "my father passed away and the loan was in his name", "falleció mi padre y el préstamo era de él", HANDOFF
    ),
    "loan_after_death_inquiry": Said("if I die who pays it", "si muero quién paga", "utter_successor_ahead"),
    "discrimination_complaint": Said("I was treated worse because of my race", "me trataron peor por mi raza", HANDOFF),
    "legal_threat_notice": Said("my attorney is going to sue you", "mi abogado los va a demandar", HANDOFF),
    "legal_or_tax_advice_request": Said(
        "can I deduct my mortgage interest on my taxes",
        "me conviene legalmente deducir intereses, qué me aconseja como abogado",
        "utter_legal_no_advice",
    ),
    "approval_guarantee_request": Said(
        "promise me that I will be approved", "prométame que me van a aprobar", "utter_legal_no_promise"
    ),
    "fraud_report": Said(
        "someone stole my identity and used my account", "alguien robó mi identidad y usó mi cuenta", HANDOFF
    ),
    "self_harm_signal": Said(
        "there is no point in living, I want to end my life",
        "siento que ya no vale la pena vivir y me quiero morir",
        HANDOFF,
    ),
    "abuse_signal": Said("my son forces me to sign over my house", "mi hijo me obliga a firmarle mi casa", HANDOFF),
    # Contact and access
    "contact_information_inquiry": Said(
        "what's your phone number and mailing address",
        "cuál es su número de teléfono y dirección de correo",
        "utter_contact_addresses",
    ),
    "business_hours_inquiry": Said(
        "what hours is the office open", "en qué horario abre la oficina", "utter_contact_hours"
    ),
    "contact_update_request": Said(
        "I moved, please change my mailing address",
        "me cambié de casa y tengo otra dirección para mi correo",
        "utter_contact_update",
    ),
    "communication_preference_change": Said(
        "only contact me by email, no texts",
        "contáctenme solo por correo electrónico, no por mensajes de texto",
        HANDOFF,
    ),
    "communication_cease_request": Said("stop contacting me altogether", "dejen de contactarme por completo", HANDOFF),
    "accessibility_assistance_request": Said(
        "I am blind and need large print or braille",
        "soy ciega y necesito letra grande o braille",
        "utter_contact_accessibility",
    ),
    "portal_access_problem": Said(
        "the website won't let me log in", "el sitio web no me deja iniciar sesión", "utter_contact_portal"
    ),
    "privacy_inquiry": Said(
        "what do you do with my personal data", "qué hacen con mis datos personales", "utter_records_privacy"
    ),
    "identity_verification_start": Said(
        "let me verify who I am now", "deseo confirmar quién soy para ver mi cuenta", "utter_identity_already_verified"
    ),
    "choose_loan": Said("the loan ending in 0001", "el préstamo terminado en 0001", "utter_ask_what_next"),
    # The talk itself
    "greeting": Said("hello there, good afternoon", "hola, muy buenas tardes", "utter_greeting"),
    "thanks": Said("thanks a lot for your help", "muchas gracias por su ayuda", "utter_thanks"),
    "conversation_end": Said("goodbye, have a nice day", "adiós, que tenga buen día", "utter_goodbye"),
    "affirm": Said("yes that's correct", "sí, es correcto", "utter_ask_how_to_help"),
    "deny": Said("no, I do not want that", "no, no quiero eso", "utter_deny_received"),
    "bot_identity_inquiry": Said(
        "am I talking to a robot or a human", "estoy hablando con un robot o con un humano", "utter_bot_identity"
    ),
    "capabilities_inquiry": Said(
        "what kind of things can you help with", "con qué cosas me puede ayudar", "utter_capabilities"
    ),
    "language_preference_request": Said(
        "do you have somebody who speaks Tagalog",
        "mi abuela habla vietnamita, pueden hablar con ella en ese idioma",
        "utter_language_other",
    ),
    "repeat_request": Said("please repeat your last answer", "repita su última respuesta por favor", TOLD),
    "simpler_words_request": Said(
        "explain that in easier words", "explíqueme eso con palabras más fáciles", "utter_simple_none"
    ),
    "calculation_request": Said(
        "how did you calculate that amount", "cómo calcularon ese monto", "utter_calculation_none"
    ),
    "start_over_request": Said("let's start all over", "empecemos de nuevo desde cero", "utter_started_over"),
    "go_back_request": Said("go back to my previous question", "volvamos a mi pregunta anterior", "utter_go_back_none"),
    "confirm_signal": Said(
        '/confirm_signal{"signal": "notice_of_error"}',
        '/confirm_signal{"signal": "notice_of_error"}',
        "utter_signal_confirmed",
    ),
    "withdraw_signal": Said(
        '/withdraw_signal{"signal": "notice_of_error"}',
        '/withdraw_signal{"signal": "notice_of_error"}',
        "utter_signal_withdrawn",
    ),
    "out_of_scope": Said("book me a flight to Chicago", "resérveme un vuelo a Chicago", "utter_out_of_scope"),
    "nlu_fallback": Said("/nlu_fallback", "/nlu_fallback", "utter_default"),
    # From a button alone
    "escrow_cushion_inquiry": Said(
        "why does my escrow need a cushion at all",
        "por qué hace falta una reserva en mi escrow",
        "utter_escrow_cushion",
    ),
    "payoff_third_party_inquiry": Said(
        "/payoff_third_party_inquiry", "/payoff_third_party_inquiry", "utter_payoff_third_party"
    ),
    "tax_form_boxes_inquiry": Said(
        "what is each box of my 1098 about", "de qué trata cada casilla de mi 1098", "utter_tax_form_boxes"
    ),
    "payment_order_inquiry": Said(
        "does a payment cover fees or interest first",
        "un pago cubre primero los cargos o los intereses",
        "utter_payment_application_order",
    ),
    "certainty_inquiry": Said(
        "are you really certain about this", "está usted completamente seguro de esto", "utter_certainty_general"
    ),
    "document_delivery_request": Said(
        "could you e-mail that document to me", "me puede enviar ese documento por email", "utter_documents_delivery"
    ),
    "occupancy_rules_inquiry": Said(
        "which protections do not cover a rental house",
        "qué protecciones no valen para una casa alquilada",
        "utter_occupancy_rules",
    ),
}
