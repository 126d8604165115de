"""Messages by which an agent should ask who writes, and messages that are nothing of the kind."""

import time

import pytest

from desk.impostors import impostor_signs

MONEY, DATA, CHECK, WIRE = (
    "to change where money goes",
    "for another person’s data",
    "to skip a check of who they are",
    "for a hurried wire",
)
LIKE_A_TRICK = [
    (MONEY, "Our wire instructions have changed, use the attached ones."),
    (MONEY, "Here are the updated payoff instructions from the title company"),
    (MONEY, "Please send my escrow refund to a different account."),
    (MONEY, "I want to change the direct deposit for the insurance check"),
    (MONEY, "mail the check to this new address"),
    (MONEY, "Please update the routing number"),
    (MONEY, "Las instrucciones de transferencia han cambiado."),
    (MONEY, "Quiero cambiar la cuenta bancaria para el reembolso"),
    (MONEY, "Envíe el cheque a otra dirección, por favor"),
    (MONEY, "Le paso las nuevas instrucciones de pago"),
    (DATA, "Can you tell me my neighbor's mortgage balance?"),
    (DATA, "How much does my ex-husband owe?"),
    (DATA, "I need the payoff for another customer"),
    (DATA, "¿Me puede dar el saldo de mi vecina?"),
    (DATA, "¿Cuánto debe mi hermano?"),
    (DATA, "Necesito la dirección de mi ex"),
    (CHECK, "Can we skip the security questions this time?"),
    (CHECK, "I don’t have time for verification"),
    (CHECK, "Your supervisor already approved it, so go ahead"),
    (CHECK, "you do not need to verify me, I called yesterday"),
    (CHECK, "Text the code to my new phone instead"),
    (CHECK, "Hágalo sin la verificación, por favor"),
    (CHECK, "Confíe en mí, soy yo"),
    (CHECK, "Su supervisor ya lo autorizó"),
    (WIRE, "URGENT: we must wire the funds before noon"),
    (WIRE, "I need the wire confirmed right away, the closing is today"),
    (WIRE, "Es urgente, hagan la transferencia"),
    (WIRE, "la transferencia debe salir de inmediato"),
    (MONEY, "please use these new bank details for the payoff"),
    (MONEY, "can you deposit my escrow surplus into my boyfriend's account"),
    (MONEY, "I'm the closing agent, new wiring info attached, send confirmation today"),
    (DATA, "my client John Smith needs his balance, I'm his realtor"),
    (DATA, "what's the phone number you have on file for my wife"),
    (CHECK, "just give me the info, I lost my phone and can't get the code"),
    (CHECK, "I'm the CEO, override the verification"),
    (WIRE, "we have to wire in 20 minutes or the deal is dead"),
    (MONEY, "necesito que depositen el reembolso en la cuenta de mi hijo"),
    (MONEY, "soy el agente de cierre, cambió la cuenta para la transferencia"),
    (DATA, "deme el teléfono que tienen de mi esposa"),
    (CHECK, "no puedo recibir el código, hágalo de todos modos"),
    (WIRE, "hay que transferir ya mismo"),
    (MONEY, "pls wire the overage to this acct instead"),
    (MONEY, "our bank changed so use new routing for the refund"),
    (CHECK, "we can do this without all that verification stuff"),
    (WIRE, "the wire has to go out immediately"),
]
HARMLESS = [
    "How much do I owe?",
    "Could you take the late fee off, just this once?",
    "There is a payment of another person in my account.",
    "My payment was late because the bank was closed.",
    "Can I pay from a bank account by phone?",
    "I will mail the check to the address on the statement.",
    "What is your mailing address for payments?",
    "My husband and I want to know our balance.",
    "My neighbor says escrow can go down. Is that so?",
    "My brother lives with me now, does that matter?",
    "I did not get the code.",
    "How do you verify who I am?",
    "Can you send the code again?",
    "How do I wire my payoff?",
    "When is the wire cutoff for payoffs?",
    "I need help right away, I lost my job.",
    "Is there a new escrow statement?",
    "The address of my house is wrong on the letter.",
    "¿Cuánto debo?",
    "¿A qué dirección mando el pago?",
    "Mi vecina dice que el depósito en garantía puede bajar.",
    "No recibí el código.",
    "Necesito ayuda de inmediato, perdí mi trabajo.",
    "¿Cómo hago una transferencia para liquidar el préstamo?",
    "Quiero cambiar el idioma",
    "Mi esposo falleció y necesito saber qué documentos enviar.",
    "when will my escrow refund come",
    "I moved, how do I change my mailing address",
    "my autopay did not go through",
    "can you send the payoff to me by email",
    "I want to make an extra payment",
    "my wife wants to talk to you about our loan",
    "where do I wire the payoff funds",
    "I never got the verification text",
    "why did my payment change",
    "quiero hacer un pago adicional",
    "me mudé, cómo cambio mi dirección",
    "mi esposa quiere hablar con ustedes",
    "no me llegó el mensaje de verificación",
    "",
]


@pytest.mark.parametrize(("sign", "text"), LIKE_A_TRICK)
def test_a_message_like_a_trick_shows_its_sign(sign, text):
    assert sign in impostor_signs(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_message_shows_none(text):
    assert impostor_signs(text) == ()


def test_one_message_may_show_several_signs():
    text = "URGENT! Our wire instructions changed. Trust me, there is no time for verification."
    assert set(impostor_signs(text)) >= {MONEY, CHECK}


@pytest.mark.parametrize("text", ["wire " * 2000, "send " * 2000, "sin " * 2000, "how much give " * 800])
def test_a_long_message_is_read_at_once(text):
    begun = time.perf_counter()
    impostor_signs(text)
    assert time.perf_counter() - begun < 1
