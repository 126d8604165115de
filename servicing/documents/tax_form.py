"""The statement of a year's mortgage interest: Form 1098's information in our own layout."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel.spoken import Language, say_date, say_money
from servicing.documents.letter import letter_data
from servicing.documents.render import render_pdf
from servicing.documents.words import SERVICER, TAX_FORM, TAX_FORM_CAUTION, TAX_FORM_LEGEND, Words
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
        "notes": [
            said["note_received"],
            *(said[key] for key in ("note_limits", "note_irs") if key in said),
            TAX_FORM_CAUTION,
            TAX_FORM_LEGEND,
            said["note_advice"],
            said["note_other"],
        ],
    }
    data["words"] |= {key: said[key] for key in ("boxes", "about")}
    return said["title"], render_pdf("tax_form", data, issued_at=issued_at)


def _said(form: Form1098, loan: LoanIdentity, language: Language, issued_on: date) -> Words:
    values = {
        "year": str(form.year),
        "last4": loan.last4,
        "furnished": say_date(furnished_on(form.year), language),
        "prepared": say_date(issued_on, language),
        "amount": "{amount}",
    }
    return {key: text.format_map(values) for key, text in TAX_FORM[language].items()}


def _boxes(form: Form1098, loan: LoanIdentity, said: Words, language: Language) -> list[dict[str, Any]]:
    at_origination = form.box3_origination.year == form.year
    parts = {"box1_late": form.late_charges, "box1_penalties": form.prepayment_penalties}
    found: dict[str, tuple[str, str | None]] = {
        "1": (said["box1"], say_money(form.box1_interest)),
        "2": (said["box2_origination" if at_origination else "box2_jan1"], say_money(form.box2_principal)),
        "3": (said["box3"], say_date(form.box3_origination, language)),
        "4": (said["box4"], _amount(form.box4_refund)),
        "5": (said["box5"], _amount(form.box5_mip)),
        "6": (said["box6"], _amount(form.box6_points)),
        "7": (said["box7"], None if form.box7_same_address is None else said[_answer(form.box7_same_address)]),
        "8": (said["box8"], form.box8_property or f"{loan.property} {loan.zip}"),
        "9": (said["box9"], None if form.box9_properties is None else str(form.box9_properties)),
        "11": (said["box11"], None if form.box11_acquired is None else say_date(form.box11_acquired, language)),
    }
    boxes: list[dict[str, Any]] = [
        {"number": number, "label": label, "value": value, "parts": []}
        for number, (label, value) in found.items()
        if value is not None
    ]
    boxes[0]["parts"] = [said[key].format(amount=say_money(amount)) for key, amount in parts.items() if amount]
    boxes += [
        {"number": "10", "label": said["box10"].format(amount=what), "value": say_money(amount), "parts": []}
        for what, amount in form.box10_other
    ]
    return sorted(boxes, key=lambda box: int(box["number"]))


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else say_money(amount)


def _answer(yes: bool) -> str:
    return "box7_yes" if yes else "box7_no"
