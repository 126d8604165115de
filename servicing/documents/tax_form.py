"""The statement of a year's mortgage interest: what Form 1098 tells the payer, in our own layout.

A substitute statement to a recipient need not look like the form, but names the tax year, the number and the name of
the form together, has the official numbers and captions of the boxes, the official caution and legend, the OMB number,
instructions, and a telephone number for questions (Publication 1179, part 4; checked 2026-11).
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel.spoken import Language, say_date, say_money
from servicing.documents.letter import letter_data
from servicing.documents.render import render_pdf
from servicing.documents.words import SERVICER, Words
from servicing.documents.words_tax_form import OFFICIAL, TAX_FORM, TAX_FORM_CAUTION, TAX_FORM_LEGEND, TIN
from servicing.domain.loan import LoanIdentity
from servicing.domain.tax_form import Form1098, furnished_on
from servicing.domain.tax_year import boxes

# The Spanish statement says first what the official English words, which follow, mean.
NOTES = ("note_received", "note_prepaid", "note_shares", "note_other", "note_contact", "note_limits", "note_irs")


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
        {
            "label": said["lender"],
            "name": SERVICER["name"],
            "lines": [SERVICER["address"], SERVICER["phone"], said["tin"]],
        },
        {
            "label": said["payer"],
            "name": loan.borrowers[0],
            "lines": [said["loan_ending"], said["no_tin"], said["prepared"]],
        },
    ]
    data = letter_data(loan, language=language, title=said["title"]) | {
        "title_short": said["title_short"],
        "official": OFFICIAL.format(year=form.year),
        "subtitle": said["subtitle"],
        "corrected": said["corrected"] if corrected else None,
        "people": people,
        "total": {"label": said["total"], "amount": say_money(form.box1_interest), "below": said["total_below"]},
        "head": [said["box"], said["what"], said["value"]],
        "boxes": _boxes(form, loan, said, language),
        "notes": [*(said[key] for key in NOTES if key in said), TAX_FORM_CAUTION, TAX_FORM_LEGEND],
    }
    data["words"] |= {key: said[key] for key in ("boxes", "about")}
    return said["title"], render_pdf("tax_form", data, issued_at=issued_at)


def _said(form: Form1098, loan: LoanIdentity, language: Language, issued_on: date) -> Words:
    values = {
        "year": str(form.year),
        "last4": loan.last4,
        "furnished": say_date(furnished_on(form.year), language),
        "prepared": say_date(issued_on, language),
        "phone": SERVICER["phone"],
        "tin": TIN,
        "amount": "{amount}",
        "what": "{what}",
    }
    return {key: text.format_map(values) for key, text in TAX_FORM[language].items()}


def _boxes(form: Form1098, loan: LoanIdentity, said: Words, language: Language) -> list[dict[str, Any]]:
    """The boxes that have something to say, by number; box 10 has a row for each thing in it."""
    found: list[tuple[int, str | None, str]] = [
        (1, say_money(form.box1_interest), said["box1_means"]),
        (2, say_money(form.box2_principal), said[_as_of(form)]),
        (3, say_date(form.box3_origination, language), said["box3_means"]),
        (4, _amount(form.box4_refund), said["box4_means"]),
        (5, _amount(form.box5_mip), said["box5_means"]),
        (6, _amount(form.box6_points), said["box6_means"]),
        (7, None if form.box7_same_address is None else said[_answer(form.box7_same_address)], ""),
        (8, form.box8_property or f"{loan.property} {loan.zip}", ""),
        (9, None if form.box9_properties is None else str(form.box9_properties), ""),
        *((10, say_money(amount), said["box10_means"].format(what=what)) for what, amount in form.box10_other),
        (11, None if form.box11_acquired is None else say_date(form.box11_acquired, language), said["box11_means"]),
    ]
    captions = {box.number: box.label for box in boxes(form.year)}
    rows = [
        {"number": str(number), "value": value, **_caption(number, captions, said, language, means)}
        for number, value, means in found
        if value is not None
    ]
    paid = {"box1_late": form.late_charges, "box1_penalties": form.prepayment_penalties}
    rows[0]["parts"] += [said[key].format(amount=say_money(amount)) for key, amount in paid.items() if amount]
    return rows


def _caption(number: int, captions: dict[int, str], said: Words, language: Language, means: str) -> dict[str, Any]:
    """The year's caption of a box and what it means; after a Spanish one the official one follows."""
    official = captions.get(number, TAX_FORM["en"][f"box{number}"])
    caption, parts = (official, [means]) if language == "en" else (said[f"box{number}"], [f"{official}.", means])
    explained = " ".join(part for part in parts if part)
    # The star of box 1 leads to the caution.
    return {"label": f"{caption}*" if number == 1 else caption, "parts": [explained] if explained else []}


def _as_of(form: Form1098) -> str:
    """As of when box 2 is: of January 1, or of the origination or acquisition within the year."""
    if form.box3_origination.year == form.year:
        return "box2_origination"
    return "box2_jan1" if form.box11_acquired is None else "box2_acquired"


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else say_money(amount)


def _answer(yes: bool) -> str:
    return "box7_yes" if yes else "box7_no"
