"""The statement of a year's mortgage interest: Form 1098's information in our own layout."""

from datetime import date, datetime
from typing import Any

from kernel.spoken import Language, say_date, say_money
from servicing.documents.letter import letter_data
from servicing.documents.render import render_pdf
from servicing.documents.words import SERVICER, TAX_FORM, Words
from servicing.domain.loan import LoanIdentity
from servicing.domain.tax_form import Form1098, furnished_on


def tax_form_statement(
    form: Form1098,
    *,
    corrected: bool,
    loan: LoanIdentity,
    language: Language,
    issued_at: datetime,
    issued_on: date,
) -> tuple[str, bytes]:
    """The statement's title and its PDF; every figure in it is one of the form's boxes."""
    said = _said(form, loan, language, issued_on)
    # The payer of record is the first borrower; a co-borrower's share is between the two of them.
    people = [
        {"label": said["lender"], "name": SERVICER["name"], "lines": [SERVICER["address"], SERVICER["phone"]]},
        {
            "label": said["payer"],
            "name": loan.borrowers[0],
            "lines": [said["loan_ending"], said["prepared"]],
        },
    ]
    data = letter_data(loan, language=language, title=said["title"]) | {
        "title_short": said["title_short"],
        "subtitle": said["subtitle"],
        "corrected": said["corrected"] if corrected else None,
        "people": people,
        "total": {"label": said["total"], "amount": say_money(form.box1_interest), "below": said["total_below"]},
        "head": [said["box"], said["what"], said["value"]],
        "boxes": _boxes(form, loan, said, language),
        "notes": [said[key] for key in ("note_received", "note_irs", "note_limits", "note_other")],
    }
    data["words"] |= {key: said[key] for key in ("boxes", "about")}
    return said["title"], render_pdf("tax_form", data, issued_at=issued_at)


def _said(form: Form1098, loan: LoanIdentity, language: Language, issued_on: date) -> Words:
    values = {
        "year": str(form.year),
        "last4": loan.last4,
        "furnished": say_date(furnished_on(form.year), language),
        "amount": say_money(form.late_charges),
        "prepared": say_date(issued_on, language),
    }
    return {key: text.format_map(values) for key, text in TAX_FORM[language].items()}


def _boxes(form: Form1098, loan: LoanIdentity, said: Words, language: Language) -> list[dict[str, Any]]:
    at_origination = form.box3_origination.year == form.year
    boxes: list[dict[str, Any]] = [
        {
            "number": "1",
            "label": said["box1"],
            "value": say_money(form.box1_interest),
            "parts": [said["box1_late"]] if form.late_charges else [],
        },
        {
            "number": "2",
            "label": said["box2_origination" if at_origination else "box2_jan1"],
            "value": say_money(form.box2_principal),
        },
        {"number": "3", "label": said["box3"], "value": say_date(form.box3_origination, language)},
    ]
    if form.box5_mip is not None:
        boxes.append({"number": "5", "label": said["box5"], "value": say_money(form.box5_mip)})
    boxes.append({"number": "8", "label": said["box8"], "value": f"{loan.property} {loan.zip}"})
    return boxes
