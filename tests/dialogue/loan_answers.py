"""What the small portfolio answers about terms, transfer, assistance, assumption and extra principal, by borrower.

`dana` has nothing unusual, `patricia` has paid her loan off, nobody knows the rules for `ruth`, `rosa` has applied for
help and her FHA loan came lately, `omar` serves and his old loan came long ago, `lena` came from somebody unnamed.
"""

from datetime import UTC, datetime
from decimal import Decimal

from kernel.facts import Fact
from servicing.client import Answer, DocumentLink, Refusal

AS_OF = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
RECAST_FROM = Decimal("5000.00")

# What was told of each borrower's loan; a refusal stands as its code.
TRANSFERS = {
    "rosa": {"protected": "yes", "prior_servicer": "Old Mill Loan Servicing"},
    "omar": {"protected": "no", "prior_servicer": "Old Mill Loan Servicing"},
    "lena": {"protected": "no"},
    "ruth": "rule_not_known",
}
APPLICATIONS = {"rosa": "incomplete", "omar": "complete", "lena": "trial_plan"}
ASSUMABLE = {"rosa": ("yes", "yes"), "omar": ("yes", "no")}
KINDS = {"transferred_on": "date", "protected_through": "date", "as_of": "date", "maturity": "date",
         "assistance_received": "date", "assistance_complete_by": "date", "last_payment_due": "date",
         "current_rate": "rate", "note_rate": "rate", "term_months": "count", "remaining_payments": "count",
         "remaining_months": "count", "months_saved": "count", "assistance_missing": "count",
         "original_amount": "money", "monthly_payment": "money", "principal_and_interest": "money",
         "unpaid_principal": "money", "extra_once": "money", "extra_monthly": "money", "interest_saved": "money",
         "recast_payment": "money", "recast_fee": "money"}  # fmt: skip


def told(document: str | None = None, **values: str) -> Answer:
    """The values as facts of their kind, with a document of that title."""
    facts = [Fact(name, KINDS.get(name, "text"), value, f"portfolio.{name}", AS_OF) for name, value in values.items()]  # type: ignore[arg-type]
    link = DocumentLink("D-2", document, "application/pdf", "statement", "0" * 64) if document else None
    return Answer(tuple(facts), link)


class LoanAnswers:
    """The client's methods about a loan, for the borrower whom the capability names."""

    capability: str

    def terms(self, loan_id: str) -> Answer:
        """The note; a servicemember's cap holds Omar's rate down, and Dana pays automatically."""
        return told(
            product="FHA fixed 30" if self.capability == "rosa" else "conventional fixed 30",
            owner="Fannie Mae",
            note_rate="6.125",
            current_rate="6" if self.capability == "omar" else "6.125",
            term_months="360",
            original_amount="320000.00",
            monthly_payment="2458.35",
            principal_and_interest="1944.35",
            maturity="2053-07-01",
            autopay="yes" if self.capability == "dana" else "no",
        )

    def ask(self, loan_id: str, topic: str) -> Answer | Refusal:
        """The schedule, the move from another servicer, or the application for help."""
        if topic == "schedule":
            refused = {"patricia": "paid_off", "ruth": "rule_not_known"}.get(self.capability)
            return Refusal(refused) if refused else told(remaining_payments="320")
        if topic == "transfer":
            found = TRANSFERS.get(self.capability, "not_transferred")
            days = {"transferred_on": "2026-10-15", "protected_through": "2026-12-13"}
            return Refusal(found) if isinstance(found, str) else told(**days, **found)
        return self._application(None)

    def request_document(self, loan_id: str, kind: str, language: str, key: str) -> Answer | Refusal:
        """The checklist, or the package for taking the loan over."""
        if kind == "assistance_checklist":
            return self._application("Checklist") if self.capability in (*APPLICATIONS, "ruth") else told("Checklist")
        if self.capability in ("patricia", "ruth"):
            return Refusal("paid_off" if self.capability == "patricia" else "rule_not_known")
        assumable, review = ASSUMABLE.get(self.capability, ("no", "no"))
        figures = {
            "unpaid_principal": "306237.11",
            "as_of": "2026-11-16",
            "note_rate": "6.125",
            "remaining_months": "320",
        }
        return told("Taking over this loan", assumable=assumable, credit_review=review, **figures)

    def extra_principal(self, loan_id: str, once: Decimal, monthly: Decimal) -> Answer | Refusal:
        """What extra principal saves, with a recast after a large sum."""
        refusals = {"patricia": "paid_off", "ruth": "rule_not_known"}
        if self.capability in refusals:
            return Refusal(refusals[self.capability])
        if self.capability == "omar":
            return Refusal("rate_is_capped", told(current_rate="6").facts)
        recast = {"recast_payment": "1870.00", "recast_fee": "250.00"} if once >= RECAST_FROM else {}
        paid = {"extra_once": str(once), "extra_monthly": str(monthly), "principal_and_interest": "1944.35"}
        return told(months_saved="24", interest_saved="37981.88", last_payment_due="2051-07-01", **paid, **recast)

    def _application(self, document: str | None) -> Answer | Refusal:
        if self.capability == "ruth":
            return Refusal("rule_not_known")
        status = APPLICATIONS.get(self.capability)
        if status is None:
            return Refusal("no_application")
        days = {"assistance_received": "2026-11-09", "assistance_complete_by": "2026-11-29"}
        return told(document, assistance_status=status, assistance_missing="2", **days)
