"""What must not be kept: Social Security, card and bank numbers, replaced by what they were.

Two rules, because two mistakes cost differently. People read the record, so there a number is replaced only when it
is a secret by its checksum, its shape or the words beside it, and amounts, dates, phones, ZIP codes and last fours
stay. Machines (the dialogue engine, the trainer, logs) lose every run of seven digits or more that is not a date or
an amount: a lost loan number there costs nothing, a kept secret does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.digits import Run, plain, runs

CARD = "card number"
SSN = "Social Security number"
ROUTING = "routing number"
ACCOUNT = "account number"
SECURITY_CODE = "security code"
PRIVATE = "private number"
NUMBER = "number"
LONGEST_MACHINE_RUN = 6
LONGEST_CARD = 19
CONTEXT_BEFORE = 48
CONTEXT_AFTER = 24

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre"
    r"|diciembre)\.?"
)
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
_DATES = re.compile(
    rf"(?<![\d/.-])(?:(?:0?[1-9]|1[0-2])[/.-]{_DAY}(?:[/.-](?:{_YEAR}|\d\d))?|{_DAY}[/.-](?:0?[1-9]|1[0-2])[/.-]{_YEAR}"
    rf"|{_YEAR}[/.-](?:0[1-9]|1[0-2])[/.-](?:0[1-9]|[12]\d|3[01]))(?![\d/-]|\.\d)"
    rf"|\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?:,?\s+(?:of\s+|de\s+|del\s+)?{_YEAR})?\b"
    rf"|\b{_DAY}(?:st|nd|rd|th|ro|º)?\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:of\s+|de\s+|del\s+)?{_YEAR})?\b",
    re.IGNORECASE,
)
_WHOLE = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,3}(?:\.\d{3}){1,3}(?=,\d\d(?!\d))|\d{1,8})"
_AMOUNTS = re.compile(
    rf"(?<![\d.,])(?:(?:us)?\$\s?{_WHOLE}(?:[.,]\d\d)?(?!\d)(?![.,-]?\d)"
    rf"|\d{{1,3}}(?:,\d{{3}}){{1,3}}(?:\.\d\d)?(?![\d-])(?![.,]\d)|\d{{1,7}}\.\d\d(?![\d-])(?![.,]\d)"
    rf"|{_WHOLE}(?:[.,]\d\d)?(?=\s?(?:dollars?|d[oó]lares?|usd|bucks)\b))",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[[^\[\]]{1,40}\]")
# Four-digit numbers that stand beside each other in ordinary questions: tax years and the numbers of tax forms.
_YEAR_OR_FORM = re.compile(r"(?:19[5-9]\d|20[0-4]\d|109[589]|1040)")


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_SSN_WORDS = _words(r"ssn|ss|social|seguro social|itin|tin|tax ?id|taxpayer")
_CARD_WORDS = _words(r"cards?|visa|master ?card|amex|discover|debit|credit|tarjetas?|debito|credito")
_ROUTING_WORDS = _words(r"routing|aba|transit|rtn|ruta|transito|enrutamiento")
_ACCOUNT_WORDS = _words(r"accounts?|acct|checking|savings|bank|cuentas?|ahorros?|corriente|banco|bancaria|iban")
_BANK_WORDS = _words(r"checking|savings|bank|iban|ahorros?|corriente|banco|bancaria|ach|direct deposit")
_LOAN_WORDS = _words(r"loans?|mortgage|prestamos?|hipoteca")
_PHONE_WORDS = _words(r"phone|call|cell|mobile|text|telefono|celular|tel|fax|llame\w*|numero de telefono")
_REFERENCE_WORDS = _words(r"zip|reference|confirmation|case|tracking|referencia|confirmacion|caso|postal")
_SECURITY_WORDS = _words(r"cvv2?|cvc2?|cid|security code|codigo de seguridad")
_ABA_PREFIXES = (range(13), range(21, 33), range(61, 73), range(80, 81))


@dataclass(frozen=True)
class Masked:
    """A text without its secrets, and what kinds they were."""

    text: str
    kinds: tuple[str, ...]


def luhn(digits: str) -> bool:
    """Whether the digits pass the check of payment cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def aba(digits: str) -> bool:
    """Whether nine digits are a bank's routing number by prefix and check digit."""
    if len(digits) != 9 or not any(int(digits[:2]) in prefix for prefix in _ABA_PREFIXES):
        return False
    return sum(weight * int(digit) for weight, digit in zip((3, 7, 1) * 3, digits, strict=True)) % 10 == 0


def mask_for_people(text: str, before: Sequence[str] = ()) -> Masked:
    """The text as the record may keep it.

    Args:
        text: what was written.
        before: the same writer's last messages, earliest first: a number begun there and ended here is masked here.
    """
    return _mask(text, before, machines=False)


def mask_for_machines(text: str, before: Sequence[str] = ()) -> Masked:
    """The text as the dialogue engine, the trainer and logs may see it; stricter than the one for people."""
    return _mask(text, before, machines=True)


def _mask(text: str, before: Sequence[str], *, machines: bool) -> Masked:
    kinds: list[str] = []
    for earlier in (tuple(before), ()):
        # Again until nothing changes, so that masking a masked text never finds more.
        while spans := _secrets(text, earlier, machines=machines):
            kinds.extend(kind for _, _, kind in spans)
            for start, end, kind in reversed(spans):
                text = f"{text[:start]}[{kind}]{text[end:]}"
    return Masked(text, tuple(dict.fromkeys(kinds)))


def protected_spans(folded: str) -> tuple[tuple[int, int], ...]:
    """Where dates and amounts stand in a text folded by `digits.plain`: their digits are no number of their own."""
    return tuple(
        match.span()
        for pattern in (_DATES, _AMOUNTS)
        for match in pattern.finditer(folded)
        if not _posing(match, folded)
    )


def _posing(match: re.Match[str], folded: str) -> bool:
    """Whether what reads as an amount is nine digits beside words for a Social Security number."""
    written = match.group()
    if "$" in written or "." in written or len(re.sub(r"\D", "", written)) != 9:
        return False
    around = folded[max(0, match.start() - CONTEXT_BEFORE) : match.end() + CONTEXT_AFTER]
    return _SSN_WORDS.search(around) is not None


def _secrets(text: str, before: Sequence[str], *, machines: bool) -> list[tuple[int, int, str]]:
    """Where secrets stand in the text, in order, and what they are."""
    lead = "".join(f"{message}\n" for message in before if _only_digits(message)) if _only_digits(text) else ""
    whole = lead + text
    folded = plain(whole)
    found = []
    for run in runs(whole, protected_spans(folded)):
        kind = _kind(run, folded, joined=bool(lead)) or (_machine_kind(run) if machines else None)
        start = max(run.start, len(lead))
        if kind and start < run.end:
            found.append((start - len(lead), run.end - len(lead), kind))
    return found


def _only_digits(message: str) -> bool:
    """Whether a message is nothing but part of a number: no words, not a date, an amount, a year or a form."""
    folded = plain(message).strip()
    if _DATES.fullmatch(folded) or _AMOUNTS.fullmatch(folded) or _YEAR_OR_FORM.fullmatch(folded):
        return False
    found = runs(message)
    return len(found) == 1 and len(found[0].digits) >= 3 and found[0].start == 0 and found[0].end >= len(folded) - 1


def _machine_kind(run: Run) -> str | None:
    digits = run.digits
    if len(digits) <= LONGEST_MACHINE_RUN:
        return None
    telling = [group.digits for group in run.groups if not _YEAR_OR_FORM.fullmatch(group.digits)]
    if not telling or (len(digits) <= 8 and len("".join(telling)) < LONGEST_MACHINE_RUN):
        return None
    return NUMBER


def _kind(run: Run, folded: str, *, joined: bool) -> str | None:
    """What secret the run is, by checksum, shape and the words around it; None for none."""
    digits, shape = run.digits, run.shape
    words = _context(run, folded)
    if _SECURITY_WORDS.search(words) and len(digits) in (3, 4):
        return SECURITY_CODE
    if len(digits) < 6 or (len(shape) > 1 and all(_YEAR_OR_FORM.fullmatch(group.digits) for group in run.groups)):
        return None
    if _has_card(run) or (13 <= len(digits) <= LONGEST_CARD and _CARD_WORDS.search(words)):
        return CARD
    if len(digits) == 9:
        return _kind_of_nine(run, words, joined=joined)
    if 7 <= len(digits) <= 10 and _SSN_WORDS.search(words) and not _is_phone(shape, words):
        return SSN
    if len(digits) <= 17 and _is_of_a_bank(words):
        return None if _is_phone(shape, words) else ACCOUNT
    if len(digits) >= 12:
        return _kind_of_many(run, words)
    return None


def _is_of_a_bank(words: str) -> bool:
    """Whether the words speak of a bank's account, even when they also speak of the loan it pays."""
    if _BANK_WORDS.search(words):
        return True
    return _ACCOUNT_WORDS.search(words) is not None and _LOAN_WORDS.search(words) is None


def _kind_of_nine(run: Run, words: str, *, joined: bool) -> str | None:
    digits, shape = run.digits, run.shape
    if aba(digits) and _ROUTING_WORDS.search(words):
        return ROUTING
    if _SSN_WORDS.search(words) or (shape == (3, 2, 4) and not joined):
        return SSN
    if _ROUTING_WORDS.search(words):
        return ROUTING
    if _is_of_a_bank(words):
        return ACCOUNT
    # Five and four digits are a ZIP code unless the words beside them say otherwise.
    return None if shape == (5, 4) or _LOAN_WORDS.search(words) or _REFERENCE_WORDS.search(words) else PRIVATE


def _kind_of_many(run: Run, words: str) -> str | None:
    """Twelve digits or more: nothing an ordinary question holds, unless it is several short numbers in a row."""
    # Loan numbers and references have no more than twelve digits.
    if len(run.digits) <= 12 and (_LOAN_WORDS.search(words) or _REFERENCE_WORDS.search(words)):
        return None
    # A routing number and an account number, one after the other, are often sent as one line.
    if any(aba(group.digits) for group in run.groups):
        return ACCOUNT
    phones = (3, 3, 4)
    several_phones = len(run.shape) % 3 == 0 and run.shape == phones * (len(run.shape) // 3)
    return None if several_phones or max(run.shape) == 10 else PRIVATE


def _has_card(run: Run) -> bool:
    """Whether the run holds a card number that begins and ends where its writer began and ended a group."""
    for first in range(len(run.groups)):
        digits = ""
        for group in run.groups[first:]:
            digits += group.digits
            if len(digits) > LONGEST_CARD:
                break
            if len(digits) >= 13 and digits[0] in "23456" and luhn(digits) and len(set(digits)) > 1:
                return True
    return False


def _is_phone(shape: tuple[int, ...], words: str) -> bool:
    if shape in ((3, 3, 4), (1, 3, 3, 4), (3, 4)):
        return True
    return sum(shape) in (7, 10, 11) and _PHONE_WORDS.search(words) is not None


def _context(run: Run, folded: str) -> str:
    """The words beside the run, up to the nearest masked secret on either side."""
    before = folded[max(0, run.start - CONTEXT_BEFORE) : run.start]
    after = folded[run.end : run.end + CONTEXT_AFTER]
    return f"{_PLACEHOLDER.split(before)[-1]} {_PLACEHOLDER.split(after)[0]}"
