"""How much money a borrower means by the words they used, and whether they mean it once or with every payment."""

import re
import unicodedata
from decimal import Decimal

from kernel.money import ZERO, money

# More is no amount anybody pays on a loan.
MOST = Decimal("99999999.99")

_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\d.,])(?P<number>{_GROUPED}|\d+(?:[.,]\d{{1,2}})?)(?![.,]?\d)\s*(?P<thousand>k|mil|thousand)?\b"
)
_MONTHLY = re.compile(
    r"\b(?:every|each|a|per)\s+(?:month|payment|draft)\b|\d\s*/\s*mo(?:nth)?\b|\d\s+(?:dollars\s+|bucks\s+)?monthly\b"
    r"|\b(?:al|cada|por)\s+mes\b|\bcada\s+pago\b|\bmensual(?:es|mente)\b"
)


def spoken_amount(phrase: str) -> Decimal | None:
    """The amount a phrase such as `$10,000`, `60k` or `10 mil dólares` names in figures; None when it names none."""
    found = _AMOUNT.search(_plain(phrase))
    if found is None:
        return None
    amount = _read(found["number"]) * (1000 if found["thousand"] else 1)
    return amount if ZERO < amount <= MOST else None


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
