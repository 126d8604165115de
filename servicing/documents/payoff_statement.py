"""The payoff statement: the quote on paper, line by line, with how to pay it."""

from datetime import datetime, timedelta
from typing import Any

from kernel.calendar import months_after
from kernel.spoken import Language, say_date, say_money, say_rate
from servicing.documents.letter import letter_data, particulars
from servicing.documents.render import render_pdf
from servicing.documents.words import ACCOUNT, BANK, LETTER, PAYOFF, ROUTING, Words
from servicing.domain.loan import LoanIdentity
from servicing.domain.payoff import PayoffQuote, QuoteLine


def payoff_statement(
    quote: PayoffQuote, *, loan: LoanIdentity, language: Language, issued_at: datetime
) -> tuple[str, bytes]:
    """The statement's title and its PDF; every figure in it is one of the quote's."""
    words = PAYOFF[language]
    values = _values(quote, loan, language)
    said = {key: text.format_map(values) for key, text in words.items() if key not in ("late_charge",)}
    data = letter_data(loan, language=language, title=said["title"]) | {
        "title_short": said["title_short"],
        "particulars": [
            particulars(loan, language),
            [
                {"label": LETTER[language]["prepared"], "value": say_date(quote.quoted_on, language)},
                {"label": said["interest_from"], "value": values["interest_from"]},
                {"label": said["rate"], "value": values["rate"]},
            ],
        ],
        "total": {"label": said["total"], "amount": say_money(quote.total), "below": said["total_below"]},
        "lines": [_line(line, quote, words, said, language) for line in quote.lines],
        "sum": {"label": said["sum"], "amount": say_money(quote.total)},
        "after": said["after"],
        "instructions": _instructions(said),
        "notes": _notes(quote, said),
    }
    data["words"] |= {
        key: said[key] for key in ("how_it_adds_up", "how_to_pay", "pay_intro", "pay_warning", "good_to_know")
    }
    return said["title"], render_pdf("payoff_statement", data, issued_at=issued_at)


def _values(quote: PayoffQuote, loan: LoanIdentity, language: Language) -> dict[str, str]:
    """What the words may name. The per diem holds until the next full month takes the place of odd days."""
    until = months_after(quote.interest_from, quote.interest.full_months + 1) - timedelta(days=1)
    return {
        "last4": loan.last4,
        "good_through": say_date(quote.good_through, language),
        "interest_from": say_date(quote.interest_from, language),
        "rate": say_rate(quote.annual_rate),
        "per_diem": say_money(quote.interest.per_diem),
        "per_diem_until": say_date(until, language),
        "escrow_refund": say_money(quote.escrow_refund),
        "months": str(quote.interest.full_months),
        "days": str(quote.interest.odd_days),
        "amount": "{amount}",
    }


def _line(line: QuoteLine, quote: PayoffQuote, words: Words, said: Words, language: Language) -> dict[str, Any]:
    if line.code == "late_charge" and line.detail is not None:
        label = words["late_charge"].format(due=say_date(line.detail, language))
    else:
        label = said[line.code]
    parts = []
    if line.code == "interest":
        interest = quote.interest
        if interest.full_months:
            parts.append(
                said["full_month" if interest.full_months == 1 else "full_months"].format(
                    amount=say_money(interest.full_month_interest)
                )
            )
        if interest.odd_days:
            parts.append(
                said["odd_day" if interest.odd_days == 1 else "odd_days"].format(
                    amount=say_money(interest.odd_day_interest)
                )
            )
    return {"label": label, "amount": say_money(line.amount), "parts": parts}


def _instructions(said: Words) -> list[dict[str, str]]:
    return [
        {"label": said["bank"], "value": BANK},
        {"label": said["routing"], "value": ROUTING},
        {"label": said["account"], "value": ACCOUNT},
        {"label": said["reference"], "value": said["reference_value"]},
        {"label": said["check"], "value": said["check_value"]},
    ]


def _notes(quote: PayoffQuote, said: Words) -> list[str]:
    notes = ["note_change", "note_short", *(["note_escrow"] if quote.escrow_refund else [])]
    return [said[key] for key in (*notes, "note_autopay", "note_release")]
