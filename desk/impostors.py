"""Whether a borrower's message reads like a trick: the signs by which thieves are known, in English and Spanish.

It decides nothing and accuses nobody. Most who write so are who they say they are, and a call to the number on file
settles it.
"""

import re
from dataclasses import dataclass

from desk.plain import plain


@dataclass(frozen=True)
class _Sign:
    """What a message may ask for, in words that follow "This message may ask", and the patterns in plain letters."""

    asks: str
    words: re.Pattern[str]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns))


_GAP = r"[^.?!]{0,40}?"
_CHANGE = r"(?:change|changing|update|updating|replace|switch|redirect|reroute)"
_CAMBIAR = r"(?:cambi(?:ar|en|e|o|emos)|actuali(?:zar|cen|ce)|reempla(?:zar|cen|ce))"
_PAYING = r"(?:wire|wiring|payment|payoff|bank|banking|transfer|remittance)"
_DETAILS = r"(?:instructions?|details|info(?:rmation)?|account)"
_DATOS_DE_PAGO = (
    r"(?:instrucciones|datos|informacion|cuenta) (?:de |para )?(?:la |el )?"
    r"(?:transferencia|pago|bancari[oa]s?|deposito|liquidacion)"
)
_OTHER = r"(?:a |the |this |my )?(?:different|another|new|other|following|below)"
_OTRA = r"(?:a |en )?(?:esta |mi |una |la )?(?:otra|otro|nueva|nuevo|siguiente|diferente)"
_WHERE = r"(?:account|address|bank|payee|person|place|company)"
_LUGAR = r"(?:cuenta|direccion|banco|beneficiari[oa]|persona|empresa)"
_ASK = r"(?:what|how much|give|tell|send|show|need|look up|check|see|want|find out)"
_PEDIR = r"(?:cual|cuanto|deme|digame|envieme|mandeme|muestreme|necesito|quiero|busque|puede)"
_SOMEBODY = (
    r"(?:neighbou?r|ex|ex-?husband|ex-?wife|ex-?spouse|boss|tenant|client|customer|coworker|friend|landlord|boyfriend|"
    r"girlfriend|brother|sister|uncle|aunt|cousin|roommate)"
)
_ALGUIEN = (
    r"(?:vecin[oa]|ex|exespos[oa]|jef[ea]|inquilin[oa]|client[ea]|companer[oa]|amig[oa]|arrendador[a]?|novi[oa]|"
    r"herman[oa]|ti[oa]|prim[oa])"
)
_DATA = r"(?:balance|loan|mortgage|account|payments?|payoff|address|phone|statement|number)"
_SUS_DATOS = r"(?:saldo|prestamo|hipoteca|cuenta|pagos?|liquidacion|direccion|telefono|estado de cuenta|numero)"
_CHECKS = (
    r"(?:verif\w+|security (?:questions?|checks?)|identity (?:check|questions?)|id check|authentication|"
    r"(?:the|that) code)"
)
_CONTROLES = r"(?:verificacion|verificar\w*|preguntas de seguridad|identificacion|el codigo)"
_URGENT = r"(?:urgent(?:ly)?|immediately|asap|right away|right now|within the hour|in an hour|before (?:noon|\d))"
_URGENTE = (
    r"(?:urgente(?:mente)?|inmediatamente|de inmediato|ahora mismo|ya mismo|cuanto antes|en una hora|antes de las)"
)

_SIGNS = (
    _Sign(
        "to change where money goes",
        _any(
            rf"{_PAYING} {_DETAILS} (?:(?:have|has|had|were|was|are|is) )?(?:been )?(?:changed?|updated?|new)",
            rf"(?:new|updated|changed|revised|corrected) {_PAYING} {_DETAILS}",
            rf"{_CHANGE}\b{_GAP}\b(?:{_PAYING} {_DETAILS}|routing|payee|direct deposit|where (?:the|my|our) \w+ goes?)",
            rf"(?:send|wire|mail|transfer|deposit|forward|refund)\b{_GAP}\b(?:to|into) {_OTHER} (?:\w+ )?{_WHERE}",
            rf"(?:deposit|put|send|transfer|wire|pay)\b{_GAP}\b(?:to|into|in) (?:my |his |her )?\w+'s (?:\w+ )?account",
            rf"(?:deposit|envi|mand|transf)\w*\b{_GAP}\b(?:a|en) la cuenta de (?:mi|su|un|una|otr[oa])\b",
            r"cambio (?:la|de) cuenta (?:para|de) (?:la |el )?(?:transferencia|pago|liquidacion)",
            r"(?:new|different|another) routing|to (?:this|another|a different) (?:bank )?(?:acct|account) instead",
            rf"(?:nuev[oa]s|actualizad[oa]s|cambi(?:o|aron)(?: de)?|otr[oa]s) (?:l[oa]s )?{_DATOS_DE_PAGO}",
            rf"{_DATOS_DE_PAGO} (?:ha |han )?(?:cambi\w+|son nuev\w+|fueron \w+)",
            rf"{_CAMBIAR}\b{_GAP}\b(?:cuenta bancaria|numero de ruta|beneficiari[oa]|deposito directo)",
            rf"{_CAMBIAR}\b{_GAP}\b{_DATOS_DE_PAGO}",
            rf"(?:envi|mand|transfier|deposit|deposite|reembols|gir)\w*\b{_GAP}\b{_OTRA} (?:\w+ )?{_LUGAR}",
        ),
    ),
    _Sign(
        "for another person’s data",
        _any(
            rf"{_ASK}\b{_GAP}\b(?:my |his |her |their |our )?{_SOMEBODY}(?:'s|s') (?:\w+ ){{0,2}}{_DATA}",
            rf"my client\b{_GAP}\b{_DATA}",
            rf"(?:phone|number|address|e-?mail)\b{_GAP}\bon file for (?:my|another|her|him)\b",
            r"(?:telefono|numero|direccion|correo) que tienen de (?:mi|otr[oa]|su)\b",
            rf"how much (?:does|do) (?:my )?(?:{_SOMEBODY}|he|she|they) (?:still )?owe",
            rf"{_ASK}\b{_GAP}\b(?:someone|somebody|another (?:person|customer|borrower|client))(?: else)?'s {_DATA}",
            rf"{_ASK}\b{_GAP}\b{_DATA} (?:of|for) (?:another|a different) (?:person|customer|borrower|client)",
            rf"{_PEDIR}\b{_GAP}\b{_SUS_DATOS} de (?:mi|su|un|una|nuestr[oa]) {_ALGUIEN}\b",
            rf"cuanto (?:le )?debe (?:todavia )?(?:mi {_ALGUIEN}|el\b|ella\b)",
            rf"{_PEDIR}\b{_GAP}\b{_SUS_DATOS} de (?:otra persona|otro cliente|otra clienta|alguien mas)",
        ),
    ),
    _Sign(
        "to skip a check of who they are",
        _any(
            rf"(?:skip|bypass|waive|get around|go around|override|ignore|forget about|no time (?:for|to)|"
            rf"don't have time (?:for|to)|without)\b{_GAP}\b{_CHECKS}",
            r"(?:don't|do not|no) need to (?:verify|check|identify) (?:me|who i am|my identity)",
            r"trust me\b",
            rf"just (?:give|tell|send|do|change)\b{_GAP}\b(?:can't|cannot|lost|without)\b{_GAP}\b(?:code|phone)",
            rf"(?:can't|cannot|didn't) (?:get|receive) the code\b{_GAP}\b(?:just|anyway|instead)\b",
            rf"(?:no puedo recibir|no tengo|no me llega) el codigo\b{_GAP}\b(?:de todos modos|de todas formas|igual)\b",
            r"your (?:colleague|supervisor|manager|boss|coworker)\b[^.?!]{0,25}\b(?:already |just )?"
            r"(?:verified|checked|approved|cleared|authori[sz]ed|said (?:it|i|you))",
            r"(?:send|text|e-?mail) (?:me )?(?:the |a |my )?code to (?:a |my |this )?(?:different|new|other|another)",
            r"(?:saltar\w*|salte\w*|omit\w+|evit\w+|olvide\w*|sin|no hay tiempo (?:para|de))"
            rf"\b{_GAP}\b{_CONTROLES}",
            r"no (?:hace falta|necesita|es necesario) (?:que )?(?:me )?(?:verifi\w+|identifi\w+)",
            r"confie en mi\b",
            r"su (?:colega|supervisora?|gerente|jef[ea]|companer[oa])\b[^.?!]{0,25}\b(?:ya )?"
            r"(?:verifico|aprobo|autorizo|confirmo|dijo que)",
            r"(?:envie|mande)(?:me|n)? el codigo a (?:un |otro |mi |este )?(?:otro|nuevo|numero nuevo|telefono nuevo)",
        ),
    ),
    _Sign(
        "for a hurried wire",
        _any(
            rf"{_URGENT}\b{_GAP}\b(?:wire|wiring)\b",
            rf"(?:wire|wiring)\b{_GAP}\b(?:{_URGENT}|in \d+ (?:minutes?|hours?)|or (?:the deal|we lose))",
            rf"{_URGENTE}\b{_GAP}\b(?:transferencia|transferir|transfieran?|girar|giro)\b",
            rf"(?:transferencia|transferir|transfieran?|giro)\b{_GAP}\b{_URGENTE}",
        ),
    ),
)


def impostor_signs(text: str) -> tuple[str, ...]:
    """What the message may ask for that a thief would ask for, in words; empty for most messages."""
    letters = plain(text)
    return tuple(sign.asks for sign in _SIGNS if sign.words.search(letters))
