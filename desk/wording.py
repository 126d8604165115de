"""What an agent should read again before it is sent: words that the law, or fairness, would rather not hear from us.

It warns and never blocks: a pattern does not know what was meant. English and Spanish are both looked for, whatever
the conversation's language is.
"""

import re
import unicodedata
from dataclasses import dataclass

from desk.plain import plain

# A denial or an open question before the words, in the same clause: "I cannot promise", "no puedo decirle si".
# "Do not worry" denies nothing.
_DENIED = re.compile(
    r"(?:\b(?:not(?! only)|cannot|never|nobody|neither|nor|without|if|whether)|n't|"
    r"\b(?:no|nunca|jamas|nadie|ni|tampoco|sin|si))"
    r"(?! (?:worry|se preocupe))(?: [^ ]+){0,6} ?$"
)
_DENIED_CLOSELY = re.compile(r"(?:\b(?:not|never|if|whether|no|nunca|tampoco|si)|n't)(?: (?:that|que|es|fue|a))? ?$")


@dataclass(frozen=True)
class _Concern:
    """Words to look for.

    Attributes:
        what: what they may be.
        instead: what can be said in their place.
        words: the patterns in plain letters, English and Spanish.
        spared: what makes them harmless when it stands right before them in their sentence.
    """

    what: str
    instead: str
    words: re.Pattern[str]
    spared: re.Pattern[str]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns))


# The same sentence, in which an amount may hold a point.
_WITHIN = r"(?:[^.?!]|\.\d)"
_PAY = r"(?:\w+ )??(?:pay|(?:make|send)(?: (?!no)\w+)? (?:payment|money))"
_SOON = r"(?:now|today|immediately|at once|right away|right now|this minute|asap|tonight)"
_PRONTO = r"(?:ahora mismo|ahora|hoy mismo|hoy|ya|inmediatamente|de inmediato|cuanto antes)\b"
_PRIVATE = (
    r"(?:password|passcode|pin\b|cvv|(?<!zip )(?<!area )(?<!country )code\b|social\b(?! (?:media|work))|ssn\b|"
    r"(?:full |whole |complete )?(?:debit |credit )?card number|(?:bank |full )account number|routing number)"
)
_PRIVADO = (
    r"(?:contrasena|clave\b|pin\b|cvv|codigo(?! postal)|seguro social|numero (?:completo )?de (?:la |su )?tarjeta|"
    r"numero (?:completo )?de (?:la |su )?cuenta(?: bancaria)?)"
)

_ME = r"(?:digame|diganos|deme|denos|envie(?:me|nos)?|mande(?:me|nos)?|escribame|leame|confirmeme|indiqueme|paseme)"
# Between the asking and the secret. "Tell us if your code did not come" asks for nothing.
_GAP = r"(?:(?!\b(?:if|whether|when|that|si|cuando)\b)[^.?!;]){0,30}?"
# "Your online password", and not "your identity with a code".
_QUALITY = r"(?:(?!(?:with|by|using|through|via|to|and|in|on|con|por|mediante|a|y|en)\b)\w+[- ]){0,3}"

_CONCERNS = (
    _Concern(
        "a promise",
        "Say who decides, and by when.",
        _any(
            r"(?:i|we)(?: can|'ll| will)? (?:promise|guarantee|assure you)",
            r"guaranteed",
            r"you(?: will|'ll|'re going to| are going to) (?:\w+ )?"
            r"(?:be approved|get approved|qualify|keep (?:your|the) (?:home|house))(?! or\b)",
            r"you(?: will|'ll) get the (?:mod\w*|loan|approval|refund)|give you my word|le doy mi palabra",
            r"(?:will|'ll|(?:are|is|'re) going to) (?:surely |definitely )?(?:approve you|be approved(?! or\b))",
            r"make sure (?:that )?(?:the|your) (?:sale|foreclosure|auction|home|house|fee|charge)",
            r"(?:sale|foreclosure|auction) (?:will not|won't|is not going to|does not|doesn't) happen",
            r"nothing will happen",
            r"you(?: will|'ll) (?:not|never) lose|you won't lose",
            r"(?:fees?|charges?|interest|debt|balance|payments?) (?:will|is going to|are going to) be "
            r"(?:waived|removed|reversed|forgiven|erased)",
            r"(?:sale|foreclosure|auction) (?:is|has been|will be|was) (?:off\b|cancel\w*|stopped|postponed)",
            r"(?:i|we)(?: can|'ll| will) (?:stop|cancel|postpone) the (?:sale|foreclosure|auction)",
            r"(?:deleted|removed|erased) from your credit|fix your credit",
            r"no way you(?:'ll| will)? lose|consider (?:it|your (?:\w+ ){1,3})(?:done|approved|modified|waived)",
            r"your (?:home|house) is safe|no doubt you will",
            r"(?:le|les|se lo) (?:prometo|prometemos|garantizo|garantizamos|aseguro|aseguramos)|garantizad[oa]s?",
            r"(?:sera|va a ser) aprobad[oa]s?(?! o\b)|se le aprobara|l[aeo] (?:vamos|van) a aprobar",
            r"l[aeo] (?:aprobaremos|aprobaran)|no (?:le )?va a pasar nada|seguro que (?:si|le|l[ao])\b",
            r"no (?:va a perder|perdera) (?:su|la) (?:casa|hogar)|su casa esta a salvo|conservara su casa",
            r"(?:cargos?|recargos?|intereses|deuda|saldo)\b.{0,20}\b(?:sera|seran|va a ser|van a ser) "
            r"(?:eliminad|condonad|perdonad|cancelad)",
            r"(?:venta|subasta|ejecucion)\b.{0,20}\b(?:esta|fue|ha sido|sera|queda) "
            r"(?:cancelad|detenid|suspendid|pospuest)",
            r"(?:vamos a|voy a) (?:detener|cancelar|parar) la (?:venta|subasta|ejecucion)",
        ),
        _DENIED,
    ),
    _Concern(
        "a threat",
        "Say what is due and which options there are.",
        _any(
            r"or else",
            r"(?:we|they)(?: will|'ll| are going to|'re going to) "
            r"(?:foreclose|sue|evict|garnish|seize|repossess|report you|come after)",
            r"(?:will|'ll|could|may|might|are going to|'re going to) lose (?:your|the) (?:home|house)",
            r"tak(?:e|ing) (?:away )?(?:your|the) (?:home|house)(?! (?:insurance|equity|phone|address))",
            r"(?:take|start|bring) legal action|see you in court",
            r"have you arrested|go(?:ing)? to jail|call the police on you",
            r"or we (?:auction|foreclose|sell|come|take)|pay up\b|sheriff will|throw you out",
            r"(?:come|coming) for (?:your|the) (?:home|house)",
            r"(?:we|they)(?:'re| are) taking (?:your|the) (?:home|house|property)",
            r"l[oa] (?:sacamos|sacaran|vamos a sacar) de (?:su|la) casa",
            r"before we (?:start|begin|file)(?: \w+)? foreclosure",
            r"(?:ruin|destroy|wreck) your credit",
            r"(?:last|final) (?:chance|warning)",
            r"o si no,? (?:perder|vamos|le|l[oa]\b|habra|tendra)",
            r"(?:l[oa] |le )?(?:vamos|van) a (?:demandar|desalojar|embargar|quitar|reportar|ejecutar)|"
            r"l[oa] (?:demandaremos|desalojaremos|reportaremos)|le (?:embargaremos|quitaremos)",
            r"(?:perdera|va a perder|puede perder) (?:su|la) (?:casa|vivienda|hogar)",
            r"acciones? legal(?:es)? (?:contra|en su contra)|ir(?:a)? a la carcel|l[oa] (?:van a )?arrest",
            r"(?:arruinar|destruir|danar)\w* su credito",
            r"ultim[oa] (?:oportunidad|aviso|advertencia)",
        ),
        re.compile(
            r"(?:\b(?:not|no)|n't) (?:mean|saying?|quiere decir|significa)(?: that| que)?(?: \w+)?\s*$|\bno\s*$"
        ),
    ),
    _Concern(
        "legal or tax advice",
        "Say that an attorney, a tax adviser or a HUD-approved counselor (800-569-4287) can advise.",
        _any(
            r"you (?:should|ought to|'d better)(?: \w+ly| really| just| not| also)? "
            r"(?:file|sue|deduct|claim|hire|declare|stop|refinance|sell|sign|ignore|transfer)",
            r"(?:i|we)(?:'d| would)? (?:recommend|advise|suggest)",
            r"my (?:advice|suggestion)|if i were you|in your (?:place|shoes)",
            r"(?:should|could|ought to|better) (?:\w+ ){0,6}sue\b|better off|best (?:thing|option|choice) for you",
            r"(?:don't|do not) (?:file (?:for )?bankruptcy|sue|hire|stop paying)",
            r"legally,? (?:they|you|we) (?:can|can't|cannot|must|have)",
            r"you (?:can|could) (?:deduct|write off|write (?:it|this|that) off)|(?:is|are|it's) (?:tax[- ])?deductible",
            r"you (?:do not|don't) need (?:a|an|any) (?:lawyer|attorney)|you have a (?:good|strong|solid) case|"
            r"you (?:would|will|'d) win",
            r"(?:yo )?(?:le|les) (?:recomiendo|recomendamos|aconsejo|aconsejamos|sugiero|sugerimos)|mi consejo|"
            r"(?:yo )?en su lugar|si (?:yo )?fuera usted",
            r"deberia (?:usted )?(?:declarar|demandar|deducir|vender|firmar|contratar|refinanciar|transferir|dejar)",
            r"declarese en|mejor (?:venda|demande|deje de|no (?:firme|pague|declare))|le conviene (?:mas )?\w+r\b",
            r"(?:puede|podria) deducir|es deducible|son deducibles",
            r"no (?:necesita|le hace falta) (?:un |una )?abogad[oa]|tiene un buen caso|ganaria el caso",
        ),
        _DENIED,
    ),
    _Concern(
        "pressure to pay",
        "Say what is due and by when. How and whether to pay is the borrower's choice.",
        _any(
            rf"(?:must|need to|have to|has to|got to|should) {_PAY}\b{_WITHIN}{{0,30}}?\b{_SOON}",
            rf"please {_PAY}\b{_WITHIN}{{0,30}}?\b(?!now){_SOON}",
            rf"pay (?:it |this |us )?{_SOON},? (?:or (?!later|by|on|at|in|wait|set)|before|to avoid|so you don't)",
            r"immediate payment|payment immediately|act now|time is running out|today only",
            rf"get (?:this|it|the \w+) paid\b{_WITHIN}{{0,15}}?\b{_SOON}",
            rf"need (?:the|your) (?:money|payment)\b{_WITHIN}{{0,15}}?\b{_SOON}",
            r"put it on (?:your|a) (?:credit )?card",
            r"(?:you|you'd|had) better (?:pay|send|find|make)",
            r"borrow (?:it|the money|some|money|from)|can't you (?:just )?(?:borrow|pay|find|ask)",
            r"ask (?:your |a )?(?:family|friends?|relatives?|parents|employer)\b.{0,20}\bmoney",
            r"(?:use|take|empty|dip into) your (?:savings|retirement|401|credit card|emergency)",
            r"why (?:haven't you|have you not|didn't you|don't you|can't you) (?:just )?pa(?:y|id)",
            rf"(?:debe|tiene que|necesita|hay que|deberia|favor de) pagar\b{_WITHIN}{{0,30}}?\b{_PRONTO}",
            rf"pague (?:usted )?{_PRONTO}|haga (?:el|un|su) pago {_PRONTO}|pago inmediato",
            r"necesit(?:o|amos) que pague|haga un esfuerzo|consiga (?:el )?dinero|sin excusas",
            r"conseguir (?:el )?dinero|no excuses",
            r"pida(?:le|les)? (?:el )?(?:dinero )?prestado|pida(?:le)? (?:el )?dinero a (?:su|un)",
            r"use sus ahorros|saque (?:el dinero )?de su",
            r"se le acaba el tiempo|solo (?:por )?hoy\b|por que no (?:ha pagado|paga|pago)\b",
        ),
        _DENIED,
    ),
    _Concern(
        "a request for a secret",
        "Nobody types passwords, codes, Social Security, card or bank numbers here. Point to the secure way.",
        _any(
            r"(?:what is|what's|tell|give|send|text|type|enter|share|confirm|provide|verify|read|need|e-?mail|"
            rf"reply with|ask(?:ing)? for)\b{_GAP}\b(?:your|me the|us the) {_QUALITY}{_PRIVATE}",
            rf"(?:what is|read|send|tell|give|type|share)\b{_GAP}\bthe {_QUALITY}code (?:you|that|we|from|on your)",
            r"(?:confirme|escriba|comparta|proporcione|indique|necesito|necesitamos|cual es|ingrese|facilite|lea|"
            rf"verifique|pedi(?:mos|remos|re|rle)|{_ME})\b{_GAP}\bsu {_QUALITY}{_PRIVADO}",
            rf"{_ME}\b{_GAP}\b(?:el|la|los) {_QUALITY}{_PRIVADO}",
        ),
        _DENIED,
    ),
    _Concern(
        "blame",
        "Say what happened, not whose doing it was.",
        _any(
            r"you (?:failed|forgot|neglected|are to blame)|blame yourself|that's on you|you let (?:this|it)",
            r"you brought (?:this|it) on|you ignored",
            r"you (?:did not|didn't) (?:pay|bother|listen|read|call|answer|tell)",
            r"your (?:own )?(?:fault|mistake|negligence)",
            r"you (?:should|could) have (?:paid|called|sent|told|known|read|asked|thought|checked)",
            r"because you (?:did not|didn't|never|failed|refused)",
            r"you (?:never|didn't even) (?:pay|paid|sent|send|call|answer)",
            r"as i (?:already|just) (?:said|told you)|i(?:'ve| have)? already told you",
            r"how many times (?:do|must|did) i",
            r"irresponsible|careless|lazy",
            r"(?:es|fue|ha sido) su (?:propi[oa] )?(?:culpa|error|descuido|negligencia)",
            r"por su culpa|culpa (?:suya|de usted)",
            r"tuvo la culpa|no (?:nos |me )?hizo caso|se lo (?:adverti|advertimos|avisamos)|usted ignoro",
            r"usted no (?:pago|envio|mando|llamo|leyo|contesto|aviso)",
            r"usted (?:olvido|se olvido|fallo|descuido|incumplio|nunca (?:pago|llamo|envio))|se le olvido pagar",
            r"deberia haber \w+|debio haber \w+|tendria que haber \w+|porque (?:usted )?(?:no pago|nunca pago|se nego)",
            r"ya (?:se lo|le) (?:he dicho|dije)\b|cuantas veces (?:se lo|le|tengo|debo)|irresponsable|descuidad[oa]",
        ),
        _DENIED_CLOSELY,
    ),
)


@dataclass(frozen=True)
class WordingWarning:
    """Words to read again: as they stand in the text, what they may be, and what can be said instead."""

    words: str
    what: str
    instead: str


def wording_warnings(text: str) -> tuple[WordingWarning, ...]:
    """At most one warning of each kind, for words that may promise, threaten, advise, press, pry or blame."""
    composed = unicodedata.normalize("NFC", text)
    letters = plain(composed)
    found = ((concern, _first(concern, letters)) for concern in _CONCERNS)
    return tuple(
        WordingWarning(composed[match.start() : match.end()], concern.what, concern.instead)
        for concern, match in found
        if match is not None
    )


def _first(concern: _Concern, letters: str) -> re.Match[str] | None:
    matches = concern.words.finditer(letters)
    return next((match for match in matches if not concern.spared.search(_clause_before(letters, match.start()))), None)


def _clause_before(letters: str, place: int) -> str:
    """What stands before the place in the same clause."""
    return re.split(r"[.,:](?!\d)|[!?;\n]", letters[:place])[-1]
