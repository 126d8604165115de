"""What is said only to deny, quote or ask about it: "I am not in bankruptcy", "your letter says bankruptcy"."""

from __future__ import annotations

import re
from typing import Final

from bot.nlu.signal_intents import CRISIS, INTENTS_OF
from bot.nlu.signal_phrases import names
from bot.nlu.words import WORD

# Where a life may be at stake, words count even if they are denied, and less is enough.
ALWAYS: Final = frozenset({CRISIS})
# Who denies one of these did not want the intents that go with it; of the others a denial is mostly a question.
_DENIABLE: Final = (
    "attorney", "bankruptcy", "death", "disaster", "discrimination", "fraud", "military",
)  # fmt: skip
_DENIED: Final = re.compile(
    r"\b(?:not|n't|dont|isnt|arent|wasnt|never|without|no longer|nor|neither|nothing to do with|no|sin|nunca|jamas"
    r"|tampoco|ni|aren't|isn't|am not|i'm not|im not|don't|won't)\b"
)
# A question that only sounds like a denial: "don't you have a person I can talk to".
_ASKED_WHETHER: Final = re.compile(
    r"\b(?:isn't|isnt|is not|aren't|arent|don't|dont|doesn't|won't|wont|can't|cant) (?:there|you|u|ya|anyone|anybody)\b"
    r"|\bno (?:hay|habra|tiene|tienen|tendran|me pueden|me puede|podria|podrian)\b"
)
# What may stand between a denial and what it denies.
_REACH: Final = 4
_QUOTED: Final = re.compile(
    r"\b(?:letter|notice|statement|website|page|form|email|document|paper|envelope|disclosure|bill|faq|ad|article|news"
    r"|movie|show|packet|insert|footer|note|section|bottom|carta|aviso|estado de cuenta|pagina|formulario|correo"
    r"|documento|papel|folleto|anuncio|noticias|paquete|sobre|pie|seccion)\b.{0,40}"
    r"\b(?:says?|said|mentions?|mentioned|talks?|about|reads?|refers?|called|dice|decia|menciona|habla|sobre|llamada)\b"
)
# What may stand before a name that is asked about as a word.
_ASKED_ABOUT: Final = re.compile(
    r"\bwhat (?:does|do|would|did)(?: an?| the| it mean| word| term| phrase)*\W*$|\bwhat(?: is| are|'?s)(?: an?)?\W*$"
    r"|\bdifference between\b|\bmeaning of\b|\bdefin\w+(?: \w+){0,2}\W*$"
    r"|\bque (?:es|son)(?: una?)?\W*$|\bque (?:significa|quiere decir)\b.{0,20}$|\bdiferencia entre\b"
)
# A death that is only thought of, and what is left of a sentence without it that tells of one that came.
_SUPPOSED_DEATH: Final = re.compile(
    r"\b(?:(?:if|in case|suppose)(?: [\w']+){1,4}?|(?:when|once|after|before|should)(?: one of)? (?:i|we|us))"
    r" (?:dies?|died|pass(?:es|ed)?(?: away| on)?|kicks? the bucket)\b"
    r"|\bsi(?: \w+){0,4}? (?:muer[eoa]n?|morimos|muriera\w*|fallec(?:en?|iera\w*)|fallezco"
    r"|lleg(?:o|a|ara|aramos) a (?:faltar|morir|fallecer))\b"
    r"|\b(?:cuando|el dia que|en caso de que?|antes de que|despues de que|una vez que)(?: \w+){0,3}?"
    r" (?:muera[ns]?|muramos|fallezca\w*)\b"
    r"|\b(?:cuando|el dia que|en caso de que?)(?: (?:yo|el|ella|mi \w+|uno|alguien)){1,2}"
    r" (?:me |nos )?(?:falte|(?:ya )?no este)\b"
)
_CAME_DEATH: Final = re.compile(
    r"\b(?:died|passed|dead|deceased|buried|widow(?:er|ed)?|no longer with us"
    r"|lost (?:my|our|his|her) (?:\w+ )?(?:husband|wife|spouse|mother|father|mom|dad|parents?|son|daughter|brother"
    r"|sister)"
    r"|late (?:husband|wife|mother|father|mom|dad)"
    r"|(?:my|our|his|her) \w+'?s? death|pass(?:ed)? away (?:last|in|on|this)"
    r"|muri(?:o|eron)|falleci(?:o|eron|d[oa]s?)|muert[oa]s?|difunt[oa]|finad[oa]|viud[oa]|enterramos|perdi a mi"
    r"|acaba de (?:morir|fallecer)|ya no vive|la muerte de)\b"
)
# What shows that a whole sentence is about words.
_ONLY_A_WORD: Final = re.compile(
    r"\b(?:saw|heard|read) (?:it|that|the (?:word|term|phrase))\b|\b(?:saw|seen|read) (?:it )?(?:in|on) (?:a|an|the)\b"
    r"|\bjust (?:curious|wondering)\b|\bstandard (?:wording|language)\b|\bboilerplate\b|\bhypothetical\w*\b"
    r"|\b(?:is|are) (?:that|this|it|those) (?:just |all )?(?:standard|printed|general|normal)\b"
    r"|\b(?:to|on|for) every(?:one|body)\b|\bla palabra\b|\bel termino\b|\blo (?:vi|lei) en\b|\ben todas\b"
    r"|\b(?:solo|nomas|nada mas) por (?:curiosidad|saber)\b|\bpura curiosidad\b|\bes (?:lo )?(?:normal|estandar)\b"
)


def is_denied(sentence: str, start: int, matched: str) -> bool:
    """Whether what begins at `start` of a folded sentence is denied within the few words before it.

    Words that are a denial themselves ("can't pay", "no quiero vivir") cannot be denied by it.
    """
    clause = re.split(r"[,;:.!?]|\b(?:and|but|y|pero)\b", sentence[:start])[-1]
    stretch = " ".join([match.group() for match in WORD.finditer(clause)][-_REACH:])
    denied = _DENIED.search(stretch) and not _ASKED_WHETHER.search(stretch)
    return bool(denied) and not _DENIED.search(matched)


def is_quoted(sentence: str, start: int) -> bool:
    """Whether what begins at `start` is what somebody else wrote, or only asked about as a word."""
    before = sentence[:start]
    if before.count('"') % 2 == 1:
        return True
    return bool(_QUOTED.search(before) or _ASKED_ABOUT.search(before) or _ONLY_A_WORD.search(sentence))


def is_meant(name: str, match: re.Match[str]) -> bool:
    """Whether what was said was neither denied nor quoted nor asked about."""
    sentence, start = match.string, match.start()
    return name in ALWAYS or not (is_denied(sentence, start, match.group()) or is_quoted(sentence, start))


def is_waved_aside(sentence: str, name: str) -> bool:
    """Whether a folded sentence calls a signal by its name, and each time only to deny, quote or ask about it.

    So is a death that is only thought of: "what becomes of the loan if I die".
    """
    if name == "death" and _SUPPOSED_DEATH.search(sentence):
        return not _CAME_DEATH.search(_SUPPOSED_DEATH.sub(" ", sentence))
    mentions = list(names()[name].finditer(sentence)) if name in names() else []
    return bool(mentions) and not any(is_meant(name, match) for match in mentions)


def denied_intents(whole: str) -> set[str]:
    """The intents that a folded message names, and each time only to deny them."""
    found: set[str] = set()
    for name in _DENIABLE:
        mentions = list(names()[name].finditer(whole))
        if mentions and all(is_denied(whole, match.start(), match.group()) for match in mentions):
            found.update(INTENTS_OF[name])
    return found
