"""How much money a borrower means by the words they used, and whether they mean it once or with every payment."""

import re
import unicodedata
from decimal import Decimal

from kernel.money import ZERO, money

# More is no amount anybody pays on a loan, and counts as this much.
MOST = Decimal("99999999.99")

_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<number>{_GROUPED}|\d+(?:[.,]\d{{1,2}})?)(?![.,]?\d)\s*(?P<times>k|mil|thousand|mill(?:ion|on|ones))?\b"
)
_ONE = re.compile(r"\b(?:an?|one|un)\s+(?=mill|thousand)")
_BELOW_ZERO = re.compile(r"^\s*(?:-|minus\b|negative\b|menos\b|negativo\b)|^\$\s*-|\bnegativos?\s*$")
# "A month" and "al mes" follow the amount itself: "in a month" and "al mes que viene" say when.
_MONTHLY = re.compile(
    r"\b(?:every|each|per)\s+(?:month|payment|draft)\b|\d\s*/\s*mo(?:nth)?\b|\d\s+(?:dollars\s+|bucks\s+)?monthly\b"
    r"|\d[\dk.,]*\s+(?:dollars\s+|bucks\s+)?(?:extra\s+|more\s+)?a\s+month\b"
    r"|\b(?:cada|por)\s+mes\b|\bcada\s+pago\b|\bmensual(?:es|mente)\b"
    r"|\d[\d.,]*\s+(?:mil\s+)?(?:dolares\s+)?(?:extra\s+|mas\s+)?al\s+mes\b(?!\s+(?:que|proximo|siguiente))"
)


def spoken_amount(phrase: str) -> Decimal | None:
    """The amount a phrase such as `$10,000`, `60k` or `10 mil dólares` names in figures; None when it names none.

    `zero dollars` and `-$500` are amounts too, though nobody can pay them; more than `MOST` counts as `MOST`.
    """
    text = _plain(phrase)
    if re.search(r"\b(?:zero|cero)\b", text):
        return ZERO
    found = _AMOUNT.search(_ONE.sub("1 ", text))
    if found is None:
        return None
    amount = min(_read(found["number"]) * _times(found["times"]), MOST)
    return -amount if _BELOW_ZERO.search(text) else amount


def _times(word: str | None) -> int:
    """What a word behind a number multiplies it by."""
    if word is None:
        return 1
    return 1_000_000 if word.startswith("mill") else 1000


def is_monthly(text: str) -> bool:
    """Whether the words speak of every month or every payment: `$200 a month`, `200 dólares al mes`."""
    return _MONTHLY.search(_plain(text)) is not None


def _read(number: str) -> Decimal:
    """The amount in figures: a comma or point before one or two last digits parts the cents, any other thousands."""
    parted = re.fullmatch(r"(?P<whole>.*?)(?:[.,](?P<cents>\d{1,2}))?", number)
    whole, cents = (parted["whole"], parted["cents"]) if parted else (number, None)
    return money(f"{re.sub('[.,]', '', whole)}.{cents or '00'}")


def _plain(text: str) -> str:
    """Lower case without accents."""
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode("ascii")
