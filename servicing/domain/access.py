"""What somebody may see of a loan, by what they are to it."""

from collections.abc import Collection
from datetime import date
from typing import Literal, get_args

# account: balances, payments, escrow, rate. payoff: quotes and statements. tax_form: Form 1098. documents: issued
# documents of the other scopes. assistance: applications for mortgage assistance. assumption: taking the loan over.
Scope = Literal["account", "payoff", "tax_form", "documents", "assistance", "assumption"]
SCOPES: frozenset[str] = frozenset(get_args(Scope))

# A confirmed successor in interest is a borrower for servicing (12 CFR 1024.30(d), checked 2026-11). Counsel in a
# bankruptcy speaks for the debtor, and for information only. A potential successor gets nothing of the account before
# confirmation (12 CFR 1024.36(i)), and who is unauthorised is not even told that the loan exists.
_OPEN: dict[str, frozenset[str]] = {
    "borrower": SCOPES,
    "co_borrower": SCOPES,
    "confirmed_successor": SCOPES,
    "bankruptcy_counsel": frozenset({"account", "payoff", "documents"}),
    "authorized_third_party": frozenset(),
    "potential_successor": frozenset(),
    "unauthorized": frozenset(),
}

ACCOUNT: Scope = "account"
# Which scope opens a document of a kind; every other kind is the account's.
DOCUMENT_SCOPES: dict[str, Scope] = {
    "payoff_statement": "payoff",
    "form_1098": "tax_form",
    "assistance_checklist": "assistance",
    "assumption_package": "assumption",
}


def open_scopes(
    *, role: str, access: bool, granted: Collection[str] = (), authorized_until: date | None = None, today: date
) -> frozenset[str]:
    """The scopes open to somebody on a day; none for an account closed to them and for an unknown role.

    An authorised third party has what the borrower granted in writing, until the authorisation ends (that day
    included); without an end or a grant there is nothing.
    """
    if not access:
        return frozenset()
    if role == "authorized_third_party":
        if authorized_until is None or today > authorized_until:
            return frozenset()
        return SCOPES & frozenset(granted)
    return _OPEN.get(role, frozenset())


def document_scope(kind: str) -> str:
    """The scope that opens a document of a kind."""
    return DOCUMENT_SCOPES.get(kind, ACCOUNT)
