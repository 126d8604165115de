"""Which of a borrower's loans a message is about."""

import re
from collections.abc import Sequence

from actions.turn import Turn
from servicing.client import Loan

# How people tell the home they live in from a property that they let. "Renta" is also the income that is taxed.
_RENTAL = (
    r"\b(?:rental|investment|tenants?|alquiler|inversi[oó]n|inquilinos?)\b|(?<!sobre la )(?<!sobre )\brenta\b(?! fija)"
)
_HOME = r"\b(?:home|house|casa|hogar)\b"
# The home as such, and not what is named after it ("my home insurance").
_THE_HOME = r"\b(?:my|our|the|mi|nuestra|la) (?:own )?(?:home|house|casa)\b(?! (?:insurance|equity|payments?|owners?))"
_STREET = re.compile(r"^0*(?P<number>\d+)\w?\s+(?P<name>.+?)(?:\s+(?P<kind>\w+)\.?)?$")
_KINDS = {
    "st": "street",
    "rd": "road",
    "dr": "drive",
    "ave": "avenue",
    "ln": "lane",
    "ct": "court",
    "blvd": "boulevard",
    "pl": "place",
    "cir": "circle",
}


def loans_meant(loans: Sequence[Loan], turn: Turn) -> list[Loan]:
    """The borrower's loans that the turn can be about.

    Words of the message that fit one loan alone ("the rental", "118 Main Street", "the VA loan") go before a number
    named earlier, and so does a "both"; without either it can be about any of them. Once a loan was chosen, no single
    ordinary word ("my home insurance", "the main reason") leads away from it.
    """
    named = re.search(r"(\d{4})\D*$", turn.loan_last4 or "")
    if len(loans) > 1:
        text = re.sub(r"\s+", " ", turn.text.lower())
        described = [loan for loan in loans if _is_described(loan, loans, text, chosen=named is not None)]
        if len(described) == 1:
            return described
        if turn.every_loan:
            return list(loans)
    return [loan for loan in loans if named is None or loan.last4 == named.group(1)]


def _is_described(loan: Loan, loans: Sequence[Loan], text: str, *, chosen: bool) -> bool:
    """Whether the text describes this loan in a way that fits none of the others."""
    own = _ways(loan, chosen=chosen).difference(*(_ways(other, chosen=chosen) for other in loans if other != loan))
    return any(re.search(way, text) for way in own)


def _ways(loan: Loan, *, chosen: bool) -> set[str]:
    """The patterns, over a text in lower case, that describe a loan: its number, kind, street and purpose."""
    what = f"{loan.product} {loan.property}".lower()
    ways = {rf"\b{loan.last4}\b", _RENTAL if re.search(_RENTAL, what) else _THE_HOME if chosen else _HOME}
    for word in re.findall(r"[a-z]{2,}", loan.product.lower()):
        ways.add(
            rf"\b{word}(?: rate)? (?:loan|mortgage|one)\b|\b(?:pr[eé]stamo|hipoteca) (?:de )?(?:la )?{word}\b(?! a\b)"
        )
    street = _STREET.match(loan.property.lower().partition(",")[0].strip())
    if street is None:
        return ways
    name, kind = re.escape(street["name"]), street["kind"]
    ways.add(rf"\b0*{street['number']} {name}\b")
    if kind:
        kinds = next((pair for pair in _KINDS.items() if kind in pair), (kind,))
        ways.add(rf"\b{name} (?:{'|'.join(kinds)})\b|\b(?:on|at|en) {name}\b")
    return ways
