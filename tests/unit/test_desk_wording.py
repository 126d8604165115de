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
    ("a threat", "If you don't pay you will lose your home."),
    ("a threat", "Send the money or else."),
    ("a threat", "We will foreclose on you."),
    ("a threat", "This is your last chance."),
    ("a threat", "Si no paga, perderá su casa."),
    ("a threat", "Lo vamos a demandar."),
    ("a threat", "ES SU ÚLTIMA OPORTUNIDAD"),
    ("legal or tax advice", "You should file for bankruptcy."),
    ("legal or tax advice", "I’d recommend that you refinance."),
    ("legal or tax advice", "The points are tax deductible."),
    ("legal or tax advice", "You don't need a lawyer for that."),
    ("legal or tax advice", "Le aconsejo que venda la casa."),
    ("legal or tax advice", "Usted puede deducir los intereses."),
    ("pressure to pay", "You must pay the whole amount today."),
    ("pressure to pay", "You have to pay $1,949.34 right away."),
    ("pressure to pay", "Please make a payment right now."),
    ("pressure to pay", "Could you borrow the money from your sister?"),
    ("pressure to pay", "Why haven't you paid?"),
    ("pressure to pay", "Tiene que pagar todo hoy mismo."),
    ("pressure to pay", "Pague ya."),
    ("pressure to pay", "¿Por qué no ha pagado?"),
    ("a request for a secret", "Please send me your password."),
    ("a request for a secret", "What is your Social Security number?"),
    ("a request for a secret", "Can you read me the code you got?"),
    ("a request for a secret", "I need your full card number."),
    ("a request for a secret", "Dígame el código que recibió."),
    ("a request for a secret", "Necesito su número de Seguro Social."),
    ("a request for a secret", "Confirme su contraseña, por favor."),
    ("blame", "You failed to send the form."),
    ("blame", "That is your own fault."),
    ("blame", "You should have called us in May."),
    ("blame", "As I already told you, it is late."),
    ("blame", "Fue su culpa."),
    ("blame", "Usted olvidó enviar la carta."),
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
    "It is not your fault.",
    "You should have received two letters.",
    "We made a mistake, and it has been corrected.",
    "No fue su culpa.",
    "Su saldo es su saldo principal más los intereses.",
    "Take your home insurance bill and upload it here.",
    "Thank you for waiting. What can I do for you?",
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
