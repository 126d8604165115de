"""What every letter says about itself: whose loan, which property, which day."""

from typing import Any

from kernel.spoken import Language
from servicing.documents.words import LETTER, SERVICER
from servicing.domain.loan import LoanIdentity


def letter_data(loan: LoanIdentity, *, language: Language, title: str) -> dict[str, Any]:
    """The data every layout needs; a letter adds its own."""
    words = LETTER[language]
    return {
        "lang": language,
        "title": title,
        "servicer": SERVICER,
        "footer": words["footer"],
        "head": [words["description"], words["amount"]],
        "notice": words["debt_collector"] if loan.in_default_when_obtained else None,
        "words": {"page": words["page"]},
    }


def particulars(loan: LoanIdentity, language: Language) -> list[dict[str, str]]:
    """Loan, borrowers and property, as label and value."""
    words = LETTER[language]
    return [
        {"label": words["loan"], "value": words["loan_ending"].format(last4=loan.last4)},
        {
            "label": words["borrower" if len(loan.borrowers) == 1 else "borrowers"],
            "value": ", ".join(loan.borrowers),
        },
        {"label": words["property"], "value": f"{loan.property} {loan.zip}"},
    ]
