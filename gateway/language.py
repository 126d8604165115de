"""Which of the two languages a message is written in, and when a conversation changes language."""

import re

from kernel.spoken import Language

_WORD = re.compile(r"[^\W\d_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that only one of the two languages has. Those that both have (me, he, no, a, son, once, total) are left out.
_ENGLISH = _set(
    """the is are was my your you i and of to what how much when where why who which can could would should do does did
    have has please want need pay payment balance loan mortgage send talk person agent speak with this that for from on
    in it its not yes hello hi hey thanks thank help owe off full month year rate amount due late fee statement tax form
    get show tell about be will am if or but so there their they we our english don didn isn won can't"""
)
_SPANISH = _set(
    """el la los las un una unos unas es está esta estoy mi mis tu su sus yo usted ustedes y de del que qué cuál cual
    cuánto cuanto cuánta cómo como cuándo cuando dónde donde por para porque puedo puede podría quiero quisiera necesito
    tengo tiene hay pagar pago saldo préstamo prestamo hipoteca enviar envíe envíeme mándeme hablar persona agente
    alguien con este eso lo le les se sí si hola gracias ayuda ayúdeme debo deuda mes año tasa cantidad vence tarde
    cargo estado impuestos formulario ver decir dígame dime buenos buenas días tardes noches favor muy más pero también
    ahora hoy mañana español liquidar cancelar al en ya"""
)
# One of these alone tells the language.
_UNMISTAKABLE: dict[Language, frozenset[str]] = {
    "en": _set("hello hi hey thanks the what english please yes how"),
    "es": _set(
        """hola gracias español cuánto cuanto sí qué buenos buenas quiero necesito quisiera préstamo saldo hipoteca
        ayuda cuál adiós"""
    ),
}
_SPANISH_SIGNS = re.compile(r"[ñ¿¡]", re.IGNORECASE)


def language_in(text: str) -> Language | None:
    """The language the text is evidently in; None when it gives too little to go by."""
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words) + sum(word in _UNMISTAKABLE["en"] for word in words)
    spanish = sum(word in _SPANISH for word in words) + sum(word in _UNMISTAKABLE["es"] for word in words)
    spanish += 2 * len(_SPANISH_SIGNS.findall(text)[:2])
    if english >= 2 and english > 2 * spanish:
        return "en"
    if spanish >= 2 and spanish > 2 * english:
        return "es"
    return None


def language_after(text: str, current: Language) -> Language:
    """The conversation's language after the message: it changes only on evidence and then stays."""
    return language_in(text) or current
