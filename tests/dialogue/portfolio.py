"""The action server with a small portfolio in place of the servicing system: `python -m tests.dialogue.portfolio PORT`.

The actions are the real ones. A turn's capability names the borrower: `dana` has one loan, `daniel` two, `patricia` has
paid hers off, `ruth` is in bankruptcy, `rosa` has a corrected form, and with `outage` nothing answers. The personas of
the seeded portfolio, `P01` and so on, are answered by the real service.
"""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from actions import base, identity, server, settings, tax_form
from kernel.facts import Fact
from servicing.client import (
    Answer,
    DocumentLink,
    IdentityNeeded,
    Loan,
    NotFound,
    Refusal,
    Servicing,
    ServicingClient,
    ServicingUnavailable,
)
from servicing.migrate import migrate
from servicing.portfolio.personas import read_personas
from servicing.store.portfolio import seed_portfolio
from tests.databases import empty_database
from tests.service.servicing_kit import application, clock, served, token

TODAY = date(2026, 11, 16)
AS_OF = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
FIRST_YEAR = 2023


def loan(last4: str, place: str, status: str = "current") -> Loan:
    return Loan(f"440010{last4}", last4, "conventional fixed 30", place, status)


LOANS = {
    "dana": [loan("0001", "001 Main St")],
    "daniel": [loan("0018", "018 Main St"), loan("0118", "118 Rental Rd")],
    "patricia": [loan("0017", "017 Main St", "paid_off")],
    "ruth": [loan("0013", "013 Main St", "bankruptcy")],
    "rosa": [loan("0020", "020 Main St")],
}


def fact(name: str, kind: str, value: str) -> Fact:
    return Fact(name, kind, value, f"portfolio.{name}", AS_OF)  # type: ignore[arg-type]


def money(**values: str) -> list[Fact]:
    return [fact(name, "money", value) for name, value in values.items()]


def issued(title: str) -> DocumentLink:
    return DocumentLink("D-1", title, "application/pdf", "statement", "0" * 64)


@dataclass
class PortfolioServicing:
    """The client's methods for the borrower whom the capability names."""

    capability: str

    def loans(self) -> list[Loan]:
        if self.capability == "outage":
            raise ServicingUnavailable
        if self.capability not in LOANS:
            raise IdentityNeeded("verified")
        return LOANS[self.capability]

    def _loan(self, loan_id: str) -> Loan:
        for each in self.loans():
            if each.loan_id == loan_id:
                return each
        raise NotFound

    def balance(self, loan_id: str) -> Answer:
        status = self._loan(loan_id).status
        owed = "0.00" if status == "paid_off" else f"30{loan_id[-4:]}.11"
        return Answer((*money(unpaid_principal=owed), fact("as_of", "date", TODAY.isoformat())), None, status)

    def request_payoff_statement(self, loan_id: str, day: date, language: str, key: str) -> Answer | Refusal:
        status = self._loan(loan_id).status
        if status in ("paid_off", "bankruptcy"):
            return Refusal("paid_off" if status == "paid_off" else "needs_specialist")
        if day < TODAY:
            return Refusal("date_in_past")
        latest = TODAY + timedelta(days=60)
        if day > latest:
            return Refusal("date_too_far", (fact("latest_date", "date", latest.isoformat()),))
        facts = money(
            payoff_total=f"308{(day - TODAY).days:03d}.65",
            payoff_principal="306237.11",
            payoff_interest="2282.54",
            payoff_fees="35.00",
            per_diem="51.39",
        )
        return Answer((*facts, fact("good_through", "date", day.isoformat())), issued("Payoff statement"))

    def tax_form(self, loan_id: str, year: int) -> Answer | Refusal:
        self._loan(loan_id)
        if year > TODAY.year:
            return Refusal("year_in_future", (fact("available_on", "date", f"{year + 1}-01-31"),))
        if year == TODAY.year:
            return Refusal("year_not_ready", (fact("available_on", "date", f"{year + 1}-01-31"),))
        if year < FIRST_YEAR:
            return Refusal("year_before_origination", (fact("first_year", "count", str(FIRST_YEAR)),))
        corrected = "yes" if self.capability == "rosa" and year == 2025 else "no"
        facts = (*money(box1_interest=f"1{year}.37"), fact("tax_year", "count", str(year)))
        return Answer((*facts, fact("corrected", "text", corrected)))

    def request_tax_form_document(self, loan_id: str, year: int, language: str, key: str) -> Answer | Refusal:
        answer = self.tax_form(loan_id, year)
        return answer if isinstance(answer, Refusal) else Answer(answer.facts, issued(f"Form 1098 for {year}"))


@contextlib.contextmanager
def personas() -> Iterator[str]:
    """The real service over the seeded portfolio: its address."""
    with tempfile.TemporaryDirectory() as folder:
        database = empty_database("sqlite", Path(folder))
        migrate(database)
        seed_portfolio(database, read_personas(), clock(TODAY))
        with contextlib.closing(database), served(application(database)) as address:
            yield address


def main() -> None:
    """Serves the real actions over the portfolio."""
    parties = {persona.id: persona for persona in read_personas().personas}
    with personas() as address:

        def client_for(capability: str) -> Servicing:
            if capability not in parties:
                return PortfolioServicing(capability)  # type: ignore[return-value]
            persona = parties[capability]
            loans = tuple(loan.loan_id for loan in persona.loans)
            return ServicingClient(address, token(persona.parties[0].id, loans))

        for module in (base, identity, tax_form):
            module.client_for = client_for
        server.serve(settings.Settings(port=int(sys.argv[1]), servicing_url=address, as_of=None))


if __name__ == "__main__":
    main()
