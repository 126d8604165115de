"""Words that an agent is asked to read again, and words that nobody should be bothered about."""

import time

import pytest

from desk.wording import wording_warnings

MUST_WARN = [
    ("a promise", "I promise this will be sorted out by Friday."),
    ("a promise", "Don't worry, you will be approved."),
    ("a promise", "Do not worry you will be approved"),
    ("a promise", "The late fee will be waived."),
    ("a promise", "No doubt you will keep your home."),
    ("a promise", "The sale has been cancelled."),
    ("a promise", "Le garantizo que el cargo se quitará."),
    ("a promise", "No se preocupe, usted no perderá su casa."),
    ("a promise", "La venta está cancelada."),
    ("a promise", "Trust me, they will approve you."),
    ("a promise", "Your modification is going to be approved."),
    ("a promise", "We'll make sure the sale does not happen."),
    ("a promise", "Tranquila, la van a aprobar."),
    ("a threat", "If you don't pay you will lose your home."),
    ("a threat", "Send the money or else."),
    ("a threat", "We will foreclose on you."),
    ("a threat", "This is your last chance."),
    ("a threat", "Si no paga, perderá su casa."),
    ("a threat", "Lo vamos a demandar."),
    ("a threat", "ES SU ÚLTIMA OPORTUNIDAD"),
    ("a threat", "Pay before we start the foreclosure."),
    ("legal or tax advice", "You should file for bankruptcy."),
    ("legal or tax advice", "I’d recommend that you refinance."),
    ("legal or tax advice", "The points are tax deductible."),
    ("legal or tax advice", "You don't need a lawyer for that."),
    ("legal or tax advice", "Le aconsejo que venda la casa."),
    ("legal or tax advice", "Usted puede deducir los intereses."),
    ("legal or tax advice", "Don't file bankruptcy, it makes everything worse."),
    ("legal or tax advice", "I think you should talk to a lawyer and sue them."),
    ("legal or tax advice", "Mejor declárese en bancarrota."),
    ("pressure to pay", "You must pay the whole amount today."),
    ("pressure to pay", "You have to pay $1,949.34 right away."),
    ("pressure to pay", "Please make a payment right now."),
    ("pressure to pay", "Could you borrow the money from your sister?"),
    ("pressure to pay", "Why haven't you paid?"),
    ("pressure to pay", "Tiene que pagar todo hoy mismo."),
    ("pressure to pay", "Pague ya."),
    ("pressure to pay", "¿Por qué no ha pagado?"),
    ("pressure to pay", "You better find a way to pay."),
    ("pressure to pay", "Can't you borrow it from a relative?"),
    ("pressure to pay", "Necesito que pague hoy."),
    ("a request for a secret", "Please send me your password."),
    ("a request for a secret", "What is your Social Security number?"),
    ("a request for a secret", "Can you read me the code you got?"),
    ("a request for a secret", "I need your full card number."),
    ("a request for a secret", "Dígame el código que recibió."),
    ("a request for a secret", "Necesito su número de Seguro Social."),
    ("a request for a secret", "Confirme su contraseña, por favor."),
    ("a request for a secret", "Text me your one-time code please."),
    ("a request for a secret", "What's the last four of your social?"),
    ("blame", "You failed to send the form."),
    ("blame", "That is your own fault."),
    ("blame", "You should have called us in May."),
    ("blame", "As I already told you, it is late."),
    ("blame", "You didn't pay on time, that's on you."),
    ("blame", "Usted no pagó a tiempo."),
    ("blame", "Fue su culpa."),
    ("blame", "Usted olvidó enviar la carta."),
    ("a promise", "I can assure you the fee comes off"),
    ("a promise", "There's no way you lose the house"),
    ("a promise", "We will definitely fix your credit"),
    ("a promise", "Consider your loan modified"),
    ("a threat", "Pay up or we auction the place"),
    ("a threat", "You have until tonight or we come for the house"),
    ("a threat", "The sheriff will throw you out"),
    ("legal or tax advice", "You could write off the interest on your taxes"),
    ("legal or tax advice", "Legally they can't do that to you"),
    ("legal or tax advice", "My suggestion: stop paying and they'll negotiate"),
    ("pressure to pay", "You really need to get this paid today"),
    ("pressure to pay", "Put it on your credit card"),
    ("pressure to pay", "I need the money by tonight"),
    ("a request for a secret", "Please share the six digit code from your phone"),
    ("a request for a secret", "Type your card number here"),
    ("a request for a secret", "Send a picture of your social security card"),
    ("blame", "You brought this on yourself"),
    ("blame", "You ignored all our letters"),
    ("a promise", "Le aseguro que todo saldrá bien"),
    ("a promise", "Su modificación va a ser aprobada"),
    ("a threat", "Va a perder la casa si sigue así"),
    ("legal or tax advice", "Le conviene vender"),
    ("legal or tax advice", "Si fuera usted, no pagaría"),
    ("pressure to pay", "Pague hoy o perderá la casa"),
    ("pressure to pay", "Pídale prestado a su familia"),
    ("a request for a secret", "Escriba su número de tarjeta aquí"),
    ("a request for a secret", "¿Cuál es su contraseña?"),
    ("blame", "Usted tuvo la culpa"),
    ("blame", "Se lo advertimos y no hizo caso"),
    ("a promise", "Le doy mi palabra de que se aprueba."),
    ("a promise", "Rest assured, you will get the modification."),
    ("a threat", "Settle it by Monday, or else we're taking the property."),
    ("a threat", "Si no paga lo sacamos de la casa."),
    ("pressure to pay", "Tiene que conseguir el dinero para hoy."),
]
MUST_NOT_WARN = [
    "A specialist reviews a complete application and sends a written decision within 30 days.",
    "I cannot promise that you will be approved.",
    "Nobody here can guarantee how the review ends.",
    "I cannot confirm that the sale is cancelled. I am connecting you with the team that can.",
    "I don't know yet whether the sale is cancelled.",
    "No puedo prometerle un resultado.",
    "No puedo decirle si será aprobado.",
    "This does not mean that you will lose your home.",
    "If the loan is not brought current, foreclosure is possible. There are options.",
    "We have not started a foreclosure.",
    "Esto no significa que perderá su casa.",
    "Puede enviarlo por correo o, si no, por el chat.",
    "I can't give legal or tax advice. An attorney or a tax adviser can.",
    "You should receive the letter by December 8.",
    "I can't say whether the interest is deductible.",
    "No puedo darle consejo legal; un abogado sí puede.",
    "Usted debería recibir la carta antes del 8 de diciembre.",
    "You do not have to pay anything for this today.",
    "If you want to pay today, you can do so on the website.",
    "You can pay now or later this week.",
    "Please send the form today if you can.",
    "Your payment of December 1 has come in.",
    "No tiene que pagar nada ahora.",
    "We do not say that you must pay $1,949.34 today.",
    "Si desea pagar hoy, puede hacerlo en el sitio.",
    "Please do not send your Social Security number here.",
    "We will never ask for your password.",
    "I can verify your identity with a code to your phone.",
    "Tell us if your code did not arrive.",
    "Please confirm the zip code of the home.",
    "Nunca le pediremos su contraseña.",
    "No escriba aquí su número de tarjeta.",
    "Puedo confirmar su identidad con un código.",
    "¿Me confirma su código postal?",
    "To verify your identity, please enter the code on the sign-in page, not here.",
    "The request will be approved or denied in writing.",
    "Please pay by December 16 to avoid the late charge.",
    "If you didn't pay in May, a late charge shows in June.",
    "It is not your fault.",
    "You should have received two letters.",
    "We made a mistake, and it has been corrected.",
    "No fue su culpa.",
    "Su saldo es su saldo principal más los intereses.",
    "Take your home insurance bill and upload it here.",
    "Thank you for waiting. What can I do for you?",
    "The appraisal was ordered on Monday and takes about ten days.",
    "Your insurance agent can send us the bill directly.",
    "I see two payments in August, and one of them was returned by your bank.",
    "Please upload both pages of the pay stub.",
    "Your next payment is due on December 1.",
    "We charge no fee for this statement.",
    "You will receive a code by text message; it works for ten minutes.",
    "If the sale date is wrong, tell me the date on your letter.",
    "Your file is complete, and the review takes up to 30 days.",
    "The counselor is free and can be reached at 800-569-4287.",
    "I will call you back at 3 pm on the number on file.",
    "You may ask for an appeal within 14 days.",
    "Please do not share your code with anybody, not even with us.",
    "Su próximo pago vence el 1 de diciembre.",
    "El cargo por demora se quitó el 3 de octubre.",
    "No comparta su código con nadie.",
    "Puede apelar dentro de 14 días.",
    "La llamo a las tres al número registrado.",
    "Necesito el número de su reclamo del seguro.",
    "Su expediente está completo.",
    "",
]


@pytest.mark.parametrize(("what", "text"), MUST_WARN)
def test_wording_is_watched_while_a_person_answers(what, text):
    assert what in {warning.what for warning in wording_warnings(text)}


@pytest.mark.parametrize("text", MUST_NOT_WARN)
def test_harmless_wording_warns_of_nothing(text):
    assert wording_warnings(text) == ()


def test_a_warning_shows_the_words_as_they_were_written_and_what_to_say_instead():
    (warning,) = wording_warnings("Está bien. LE GARANTIZO que sí.")
    assert (warning.words, warning.what) == ("LE GARANTIZO", "a promise")
    assert warning.instead == "Say who decides, and by when."


def test_accents_that_were_left_out_or_typed_apart_change_nothing():
    for text in ("perdera su casa", "perderá su casa", "perdera\u0301 su casa"):
        assert [warning.what for warning in wording_warnings(text)] == ["a threat"]


def test_each_kind_warns_once_and_a_text_may_have_several():
    text = "I promise, I promise you will be approved. But you must pay today, or else."
    assert [warning.what for warning in wording_warnings(text)] == ["a promise", "a threat", "pressure to pay"]


@pytest.mark.parametrize("text", ["send your " * 1000, "no " * 3000, "İ" * 4000 + "or else", "must pay " * 1000])
def test_a_long_text_is_read_at_once(text):
    begun = time.perf_counter()
    wording_warnings(text)
    assert time.perf_counter() - begun < 1
