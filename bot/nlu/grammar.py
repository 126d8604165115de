"""How borrowers write dates, amounts, tax years and the end of a loan number, in English and Spanish.

Each line is a phrase: words stand for themselves, `a|b` is a choice, `x?` may be missing, `x+` may repeat, and words in
capitals are the classes below. All of it is matched in lower case and without accents. A phrase before `->` is the kind
of thing; `-> last` keeps only the last word of the match, `-> rest` all but the first.
"""

from __future__ import annotations

import re
from typing import Any, Final

_SHARED: Final[dict[str, str]] = {
    "DAY": r"(0?[1-9]|[12]\d|3[01])",
    "MONTHNUMBER": r"(0?[1-9]|1[0-2])",
    "YEAR": r"(199\d|20[0-3]\d)",
    "SHORTYEAR": r"(\d\d|20[0-3]\d)",
    "DOTTED": r"\d{1,2}\.\d{1,2}\.(\d\d|20\d\d)",
    # What borrowers write that is in no calendar; it is found so that they are told so.
    "NODAY": r"(3[2-9]|[4-9]\d|00?)",
    "TWO": r"\d{1,2}",
    "LONGYEAR": r"20\d\d",
    "NOYEAR": r"\d{4,5}",
    "FOUR": r"\d{4}",
    # Four digits that are more than digits elsewhere: a year, or the number of a tax form.
    "PLAINFOUR": r"(?!199\d|20[0-3]\d|109[89]|1040)\d{4}",
    "ZEROFOUR": r"0\d{3}",
    "NUMBER": r"\d[\d.,]*",
    "BELOWZERO": r"(-\$?|\$-)\d[\d.,]*",
    "COUNT": r"\d{1,3}",
    "GROUPED": r"(\d{1,3}(,\d{3})+(\.\d\d)?|\d{1,3}(\.\d{3})+(,\d\d)?|\d+[.,]\d\d)",
    "STAR": r"[x*•.#]+",
}
_ENGLISH: Final[dict[str, str]] = {
    **_SHARED,
    "MONTH": "(january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)",
    # Not `may`, which is another word as well.
    "SUREMONTH": "(january|february|march|april|june|july|august|september|october|november|december)",
    "TH": "(st|nd|rd|th)",
    "ORDINAL": "(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)",
    "SUREORDINAL": "(fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|tenth)",
    "WEEKDAY": "(monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
    "SHORTDAY": "(mon|tues?|wed|thurs?|fri|sat|sun)",
    "HOWMANY": r"(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    "|forty|sixty|ninety|couple|few)",
    "SPAN": "(days?|weeks?|months?)",
    "COUNTED": "(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|and)",
    "MONEY": "(dollars?|bucks|usd)",
    "TENS": "(twenty|thirty)",
    "SEASON": "(spring|summer|fall|autumn|winter)",
    "LENT": "(loans?|mortgages?|property|properties|houses?|homes?|1098s?)",
}
_SPANISH: Final[dict[str, str]] = {
    **_SHARED,
    "MONTH": "(enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    "|ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic)",
    "SUREMONTH": "(enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)",
    "TH": "(o|ro|er|ero)",
    "WEEKDAY": "(lunes|martes|miercoles|jueves|viernes|sabado|domingo)",
    "HOWMANY": r"(\d{1,3}|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta"
    "|sesenta|noventa|par|unos|unas)",
    "SPAN": "(dias?|semanas?|mes|meses)",
    "COUNTED": "(cero|uno?|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    "|dieci[a-z]+|veinte|veinti[a-z]+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento"
    "|[a-z]*cientos|quinientos|mil|millon|millones|y)",
    "MONEY": "(dolares|dolar|usd|dls)",
    "LENT": "(prestamos?|hipotecas?|propiedad|propiedades|casas?|1098s?)",
    "SPOKENDAY": "(primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    "|dieciseis|diecisiete|dieciocho|diecinueve|veinte|veinti[a-z]+|treinta)",
}

_ENGLISH_PHRASES: Final = """
date: MONTH DAY TH? ,? YEAR?
date: MONTH the? ORDINAL ,? YEAR?
date: MONTH TENS -? ORDINAL
date: MONTH the DAY TH? ,? YEAR?
date: SUREMONTH NODAY TH? ,? YEAR?
date: the? NODAY TH? of? SUREMONTH ,? YEAR?
date: MONTH . DAY TH? ,? YEAR?
date: the? TENS -? ORDINAL of? MONTH?
date: the? DAY TH of? MONTH ,? YEAR?
date: the? DAY of MONTH ,? YEAR?
date: DAY SUREMONTH ,? YEAR?
date: the? ORDINAL of MONTH ,? YEAR?
date: the? DAY TH of the|this|next|each|following month
date: the? ORDINAL of the|this|next|following month
date: the? DAY TH
date: the DAY
date: the SUREORDINAL
date: MONTHNUMBER / DAY
date: MONTHNUMBER / DAY / SHORTYEAR
date: MONTHNUMBER - DAY - SHORTYEAR
date: YEAR - MONTHNUMBER - DAY
date: YEAR / MONTHNUMBER / DAY
date: TWO / TWO / LONGYEAR
date: LONGYEAR - TWO - TWO
date: DOTTED
date: today|tonight|tomorrow|yesterday
date: the? day after tomorrow
date: in|within a? HOWMANY of? SPAN
date: in|within a? HOWMANY business|calendar|working days?
date: a? HOWMANY of? SPAN from now|today|tomorrow
date: the? this|next|coming|following WEEKDAY|SHORTDAY
date: WEEKDAY
date: a? week from WEEKDAY|today|tomorrow
date: WEEKDAY next week
date: next week|month
date: the? end|middle|beginning|start of the|this|next|coming|following? week|month|year
date: the? end|middle|beginning|start of the|next? MONTH
date: the? end|middle|beginning|start of the following|coming|next month
date: mid|late|early - MONTH
date: mid|late|early SUREMONTH
date: month|year - end
date: month|year end
date: eom|eoy
date: the? first|last day of the|this|next|coming|following? month|year
date: the? first|last day of MONTH ,? YEAR?
date: MONTH YEAR
date: SUREMONTH
date -> rest: in|by|until|since|of|through|last|next MONTH
date -> rest: on|for|by|until|before|dated MONTHNUMBER - DAY
date: a? HOWMANY of? business|calendar|working? SPAN ago
date: last|past|this WEEKDAY|SHORTDAY
date: last|this|past week|month
date: this morning|afternoon|evening
date: last night
date: next|last|this SEASON
date: the? first|second|last week of the? MONTH|month
date: thanksgiving day?
date: christmas eve|day?
date: new year|years '? s? eve|day?
date: labor|memorial|independence|veterans|mlk|columbus|presidents '? s? day
date: easter|halloween|juneteenth
amount: us? $ NUMBER k|m|thousand|million|grand?
amount: usd NUMBER
amount: BELOWZERO k|thousand|million? MONEY?
amount: minus|negative us? $? NUMBER k|thousand|million? MONEY?
amount: NUMBER k? MONEY
amount: NUMBER thousand|million|hundred|grand MONEY?
amount: NUMBER $
amount: NUMBER k
amount: GROUPED
amount: a|COUNTED COUNTED+ MONEY
amount: COUNTED MONEY
amount: COUNTED grand
tax_year: YEAR
tax_year: twenty twenty COUNTED
tax_year: last|this|previous|prior year
tax_year -> last: 1098 for|from|of NOYEAR
tax_year -> last: year NOYEAR
tax_year: the year before last
tax_year: the year before
loan_last4 -> last: ending|ends|end|ended|finishing in|with|on? #? FOUR
loan_last4 -> last: last four|4 digits|numbers? of? my|the? loan|account|mortgage? number? is|are|:|#|-|,? FOUR
loan_last4 -> last: loan|account|mortgage number|no|num|# .|:|is|#? FOUR
loan_last4 -> last: loan|account|mortgage is|:? PLAINFOUR
loan_last4 -> last: STAR FOUR
loan_last4 -> last: STAR - FOUR
loan_last4: ZEROFOUR
loan_last4 -> middle: the PLAINFOUR one|loan|account|mortgage
every_loan: both|all|each|every of? my|our|the|these|those? two? LENT
every_loan: the|my|our|these two LENT
every_loan: both|all|each of them
every_loan: both|each one?
"""

_SPANISH_PHRASES: Final = """
date: el? dia? DAY de MONTH de|del? YEAR?
date: el? dia? DAY TH? MONTH de|del? YEAR?
date: el? dia? primero|primer de MONTH de|del? YEAR?
date: el? dia? NODAY de MONTH de|del? YEAR?
date: el? dia? DAY TH de MONTH de|del? YEAR?
date: MONTH DAY ,? YEAR?
date: el? dia DAY
date: el? dia DAY de|del este|proximo|mismo? mes que? viene|entra?
date: el DAY
date: el DAY de|del este|proximo? mes que? viene|entra?
date: el? primero de|del este|proximo? mes que? viene|entra?
date: DAY / MONTHNUMBER
date: MONTHNUMBER / DAY
date: DAY / MONTHNUMBER / SHORTYEAR
date: MONTHNUMBER / DAY / SHORTYEAR
date: DAY - MONTHNUMBER - SHORTYEAR
date: YEAR - MONTHNUMBER - DAY
date: TWO / TWO / LONGYEAR
date: LONGYEAR - TWO - TWO
date: DOTTED
date: hoy|manana|ayer
date: pasado manana
date: en un? HOWMANY de? SPAN
date: dentro de un? HOWMANY de? SPAN
date: de aqui a un? HOWMANY de? SPAN
date: el|este|proximo? proximo? WEEKDAY que|de|proximo? viene|entra?
date: la proxima semana
date: la semana proxima|entrante|siguiente
date: la semana que viene|entra
date: el proximo mes
date: el mes proximo|entrante|siguiente
date: el mes que viene|entra
date: el? fin|final|finales|fines|mediados|principios|comienzos de este|ese? mes|ano|semana
date: el? fin|final|finales|fines|mediados|principios|comienzos de|del proximo|siguiente? mes|ano
date: el? fin|final|finales|fines|mediados|principios|comienzos de|del mes|ano que viene|entra
date: el? fin|final|finales|fines|mediados|principios|comienzos de|del mes|ano proximo|siguiente|entrante
date: el? fin|final|finales|fines|mediados|principios|comienzos de MONTH
date: el? ultimo|primer dia de|del este|proximo? mes|ano que? viene|entra?
date: el? ultimo|primer dia de MONTH
date: MONTH de|del? YEAR
date: SUREMONTH
date: el dia? SPOKENDAY
date: el? dia? SPOKENDAY de MONTH de|del? YEAR?
date: el? dia? treinta y uno de? MONTH?
date: dia primero
date: el? WEEKDAY pasado|proximo
date: el? WEEKDAY DAY
date: el? WEEKDAY ,? el? dia? DAY|SPOKENDAY de|del? MONTH de|del? YEAR?
date: la? semana pasada
date: el? mes pasado
date: este|esta semana|mes|manana|tarde|noche
date: anoche|antier|anteayer|antenoche
date: hace un|una? HOWMANY de? SPAN
date: navidad|nochebuena
date: ano nuevo
date: semana santa
date: el? dia del trabajo
date: el? dia de accion de gracias
date: el? dia de los veteranos|caidos|presidentes
date: el? cuatro de julio
amount: us? $ NUMBER mil|k|millon|millones?
amount: usd NUMBER
amount: BELOWZERO mil|k|millones? de? MONEY?
amount: menos|negativo $? NUMBER mil|k|millones? de? MONEY?
amount: $? NUMBER negativos|negativo
amount: NUMBER mil|k|millones? de? MONEY
amount: NUMBER mil|millones
amount: NUMBER $
amount: GROUPED
amount: COUNTED+ de? MONEY
amount -> middle: pagar|pago|dar|doy|abonar|poner|mandar|agregar NUMBER extra|extras|mas|adicional|adicionales
tax_year: YEAR
tax_year: el? ano pasado|anterior|antepasado
tax_year: este|presente ano
tax_year: el|del antepasado
tax_year -> last: 1098 de|del|para NOYEAR
tax_year -> last: ano NOYEAR
loan_last4 -> last: terminado|terminada|termina|terminan|terminacion|acaba|acabado|finaliza en|con|por? el|los|#? FOUR
loan_last4 -> last: ultimos cuatro|4 digitos|numeros? de|del? mi|el? prestamo|cuenta|hipoteca? son|es|:|#|,? FOUR
loan_last4 -> last: prestamo|cuenta|hipoteca numero|num|no|nro|# .|:|es|#? FOUR
loan_last4 -> last: prestamo|cuenta|hipoteca es|:? PLAINFOUR
loan_last4 -> last: STAR FOUR
loan_last4 -> last: STAR - FOUR
loan_last4: ZEROFOUR
loan_last4 -> last: el|la del? PLAINFOUR
every_loan: los|las|mis|sus|estos|estas dos LENT
every_loan: ambos|ambas LENT
every_loan: cada LENT
every_loan: todos|todas los|las|mis? LENT
every_loan: cada uno|una de? ellos|ellas?
every_loan: los|las dos
every_loan: ambos|ambas
"""

_LANGUAGES: Final = {"en": (_ENGLISH, _ENGLISH_PHRASES), "es": (_SPANISH, _SPANISH_PHRASES)}


def _token(word: str, classes: dict[str, str]) -> dict[str, Any]:
    often = word[-1] if word[-1] in "?+" and len(word) > 1 else ""
    choices = word.removesuffix(often).split("|")
    if any(choice in classes for choice in choices):
        union = "|".join(classes.get(choice, re.escape(choice)) for choice in choices)
        token: dict[str, Any] = {"LOWER": {"REGEX": f"^(?:{union})$"}}
    else:
        token = {"LOWER": {"IN": choices}}
    return {**token, "OP": often} if often else token


def phrases(language: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """spaCy matcher patterns, each with `kind -> part`: the part of a match that is the entity."""
    classes, lines = _LANGUAGES[language]
    patterns = []
    for line in lines.strip().splitlines():
        kind, _, phrase = line.partition(": ")
        label, _, part = kind.partition(" -> ")
        patterns.append((f"{label} -> {part or 'whole'}", [_token(word, classes) for word in phrase.split()]))
    return patterns
