"""What only a person may go on with is explained first, in the loan's own figures, and then the person comes."""

from __future__ import annotations

import pytest

EXPLAINED = [
    ("P14", "en", "I'm on active duty, does that change my mortgage", "military_payment", "$1,676.62"),
    ("P14", "es", "estoy en servicio militar activo, qué pasa con mi hipoteca", "military_payment", "$1,676.62"),
    ("P05", "en", "when is the foreclosure sale of my home", "foreclosure_sale_with_review", "December 5, 2026"),
    ("P13", "en", "I filed chapter 13 bankruptcy", "bankruptcy_paid_through", "November 1, 2026"),
    ("P10", "en", "this late fee is wrong, I mailed it October 8", "late_charge_dispute", "postmark"),
    ("P11", "en", "you posted my October payment late", "payment_posted_late", "October 14, 2026"),
    ("P11", "es", "registraron tarde mi pago de octubre", "payment_posted_late", "14 de octubre de 2026"),
    ("P10", "en", "can you waive the late fee", "late_charge_waiver", "$"),
    ("P01", "en", "the payoff amount you gave me is wrong", "payoff_dispute_figures", "$306,237.11"),
    ("P20", "es", "la casilla 1 de mi 1098 está mal", "tax_form_dispute_corrected", "$13,685.63"),
]


@pytest.mark.parametrize(("persona", "language", "said", "response", "word"), EXPLAINED)
def test_a_person_comes_after_the_facts_were_said(borrower, persona, language, said, response, word):
    heard = borrower(persona, language).says(said)
    assert f"utter_{response}" in heard.responses
    assert word in heard.text
    assert heard.handoff


@pytest.mark.parametrize(
    "said", ["I'm on active duty in the navy", "my mother died and left me the house", "I filed chapter 7"]
)
def test_somebody_unverified_hears_general_words_and_no_figure_of_a_loan(borrower, said):
    heard = borrower("nobody", level="none").says(said)
    assert "$" not in heard.text
    assert heard.responses[0]
    assert heard.handoff
