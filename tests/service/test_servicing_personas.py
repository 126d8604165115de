"""Every figure that a story of the portfolio turns on comes out of the API to the cent, at its day, from the ledger."""

import pytest

from tests.service.servicing_kit import Caller, facts

# For each party, loan and question the facts that have to be there, and their values.
STORIES = {
    "P01 owes, pays automatically, and may pay off": [
        ("P01", "0001", "/balance", {"unpaid_principal": "306237.11", "as_of": "2026-11-16", "next_payment": "2458.35",
                                     "next_due": "2026-12-01"}),
        ("P01", "0001", "", {"autopay": "yes", "principal_and_interest": "1944.35", "maturity": "2053-07-01",
                             "owner": "Fannie Mae", "original_amount": "320000.00"}),
        ("P01", "0001", "/payoff-quote?good_through=2026-12-15",
         {"payoff_total": "308554.65", "per_diem": "51.39", "payoff_full_month_interest": "1563.09",
          "payoff_odd_day_interest": "719.45"}),
        ("P01", "0001", "/payments/last",
         {"payment_received": "2026-11-03", "payment_posted": "2026-11-03", "payment_amount": "2458.35",
          "payment_interest": "1565.02", "payment_principal": "379.33", "payment_escrow": "514.00"}),
        ("P01", "0001", "/payments", {"year": "2026", "year_interest": "17319.58", "year_principal": "4068.27"}),
        ("P01", "0001", "/escrow", {"escrow_balance": "2838.00", "next_bill_on": "2026-12-10",
                                    "next_bill_amount": "2190.00"}),
        ("P01", "0001", "/escrow/analysis", {"escrow_required_start": "1676.00", "escrow_low_point": "-648.00",
                                             "escrow_cushion": "1028.00", "escrow_base_payment": "514.00"}),
    ],
    "P02 has a rate that changes, and nobody knows it yet": [
        ("P02", "0002", "/rate",
         {"rate_is_estimate": "yes", "index_determined_on": "2026-12-18", "estimated_rate": "6.75",
          "estimated_payment": "2605.84", "principal_and_interest": "2232.40", "payment_change": "373.44",
          "highest_rate": "7.125", "highest_payment": "2695.84", "notice_from": "2026-11-01",
          "notice_until": "2026-12-31", "change_on": "2027-02-01", "first_new_payment_due": "2027-03-01",
          "expected_principal": "377160.06", "remaining_months": "300", "initial_notice_sent_on": "2026-07-20"}),
    ],
    "P03 is two payments behind": [
        ("P03", "0003", "/delinquency", {"days_delinquent": "46", "oldest_unpaid_due": "2026-10-01",
                                         "installments_due": "2", "reinstatement_total": "3974.76"}),
        ("P03", "0003", "/late-charges", {"late_charge": "76.08", "charges_due": "76.08",
                                          "installment_due": "2026-11-01",
                                          "on_time_through": "2026-11-16", "late_charge_made_on": "2026-11-17"}),
    ],
    "P04 came in default, and has applied": [
        ("P04", "0004", "/delinquency", {"days_delinquent": "107", "installments_due": "4"}),
        ("P04", "0004", "/transfer", {"in_default_when_obtained": "yes", "transferred_on": "2026-09-15"}),
        ("P04", "0004", "/assistance",
         {"assistance_missing_documents": "bank_statements tax_transcript_authorization",
          "assistance_complete_by": "2026-11-29", "assistance_acknowledged": "2026-11-13"}),
        ("P04", "0004", "/late-charges", {"charges_due": "225.24"}),
    ],
    "P05 faces a sale": [
        ("P05", "0005", "/foreclosure", {"sale_on": "2027-01-12", "days_to_sale": "57",
                                         "full_review_until": "2026-12-05",
                                         "acknowledgment_until": "2026-11-28", "appeal_right_until": "2026-10-14"}),
        ("P05", "0005", "/delinquency", {"reinstatement_total": "20201.31", "days_delinquent": "199",
                                         "confirmed_by_counsel": "needed", "good_through": "2026-11-16"}),
        ("P05", "0005", "/late-charges", {"late_charges_stopped_by": "acceleration", "charges_due": "2806.80"}),
        ("P05", "0005", "/balance", {"escrow_balance": "-429.00"}),
    ],
    "P06 has a shortage": [
        ("P06", "0006", "/escrow/analysis",
         {"escrow_shortage": "761.40", "shortage_monthly": "63.45", "shortage_months": "12",
          "new_escrow_payment": "631.45", "new_monthly_payment": "2033.48", "old_monthly_payment": "1899.03",
          "escrow_effective_on": "2027-01-01", "monthly_payment_after_lump_sum": "1970.03",
          "shortage_choices": "nothing monthly_12", "escrow_projected_start": "412.60"}),
    ],
    "P07 has a surplus": [
        ("P07", "0007", "/escrow/analysis", {"escrow_surplus": "436.18", "surplus_refund_by": "2026-12-10",
                                             "surplus_choices": "refund", "escrow_projected_start": "2236.18"}),
    ],
    "P08 may ask for the end of mortgage insurance": [
        ("P08", "0008", "/mortgage-insurance",
         {"loan_to_original_value": "79.21", "request_from": "2026-07-01", "insurance_terminates_on": "2027-06-01",
          "insurance_ends_at_latest": "2033-03-01", "good_payment_history": "yes", "request_possible": "yes",
          "balance_for_request": "200000.00", "balance_for_termination": "195000.00", "insurance_monthly": "98.96"}),
    ],
    "P09 has money held": [
        ("P09", "0009", "/suspense", {"suspense": "900.00", "missing": "723.89", "installment_due": "2026-11-01",
                                      "on_time_through": "2026-11-16", "periodic_payment": "1623.89"}),
        ("P09", "0009", "/late-charges", {"late_charge": "63.29", "charges_due": "0.00"}),
        ("P09", "0009", "/delinquency?good_through=2026-11-16", {"reinstatement_total": "723.89"}),
        ("P09", "0009", "/delinquency?good_through=2026-11-17", {"reinstatement_total": "787.18"}),
    ],
    "P10 disputes a late charge": [
        ("P10", "0010", "/late-charges", {"charges_due": "54.34", "late_charge": "54.34"}),
        ("P10", "0010", "/payments/last", {"payment_received": "2026-11-08"}),
    ],
    "P11 paid in time and was written down late": [
        ("P11", "0011", "/payments/HL-20261014-7731",
         {"payment_received": "2026-10-14", "payment_effective": "2026-10-14", "payment_posted": "2026-10-20"}),
        ("P11", "0011", "/late-charges", {"charges_due": "94.43"}),
    ],
    "P12 paid the old servicer": [
        ("P12", "0012", "/transfer", {"protected_through": "2026-12-13", "protected": "yes",
                                      "in_default_when_obtained": "no"}),
        ("P12", "0012", "/payments/last", {"payment_received": "2026-11-12", "payment_effective": "2026-11-02",
                                           "channel": "prior_servicer"}),
        ("P12", "0012", "/late-charges", {"charges_due": "0.00"}),
    ],
    "P13 is in bankruptcy": [
        ("P13", "0013", "/bankruptcy",
         {"post_petition_paid_through": "2026-11-01", "pre_petition_arrears": "6094.20", "chapter": "13",
          "post_petition_payment": "1523.55", "post_petition_days_delinquent": "0", "petition_on": "2026-04-20"}),
    ],
    "P14 serves": [
        ("P14", "0014", "/military-service",
         {"forgiven_interest": "263.69", "full_interest": "1670.08", "charged_interest": "1406.39",
          "reduced_payment": "1676.62", "reduced_monthly_payment": "2057.95", "current_rate": "6", "protected": "yes"}),
        ("P14", "0014", "/balance", {"next_payment": "2057.95"}),
    ],
    "P16 has a loan that can be taken over": [
        ("P16", "0016", "/assumption", {"assumable": "yes", "credit_review": "yes", "release_of_liability": "yes",
                                        "unpaid_principal": "258467.98", "note_rate": "3.25"}),
        ("P16", "0016", "", {"applied_in_order": "fha"}),
        ("P16", "0016", "/mortgage-insurance", {"insurance_kind": "mip", "insurance_monthly": "172.38",
                                                "insurance_for_life_of_loan": "yes"}),
        ("P16-2", "0016", "/balance", {"unpaid_principal": "258467.98"}),
    ],
    "P17 has paid off": [
        ("P17", "0017", "/payoff",
         {"payoff_received": "2026-10-30", "payoff_amount": "33327.78", "payoff_principal": "33187.31",
          "payoff_interest": "105.47", "payoff_fees": "35.00", "escrow_refund_amount": "997.33",
          "escrow_refund_by": "2026-12-01", "short_year_statement_by": "2026-12-29", "notices_until": "2027-10-30",
          "final_tax_form_by": "2027-02-01"}),
        ("P17", "0017", "/balance", {"unpaid_principal": "0.00", "next_payment": "0.00"}),
    ],
    "P18 has two loans": [
        ("P18", "0018", "/balance", {"unpaid_principal": "309759.15", "note_rate": "2.75"}),
        ("P18", "0118", "/balance", {"unpaid_principal": "232957.11", "note_rate": "7.25"}),
        ("P18", "0118", "", {"occupancy": "investment"}),
    ],
    "P19 shares a loan": [
        ("P19-2", "0019", "/balance", {"unpaid_principal": "247313.24"}),
        ("P19-3", "0019", "/balance", {"unpaid_principal": "247313.24"}),
    ],
    "P20 has a corrected form": [
        ("P20", "0020", "/tax-forms/2025",
         {"box1_interest": "13685.63", "original_box1": "12640.15", "box1_difference": "1045.48",
          "box2_principal": "199503.36", "box3_origination": "2022-08-19", "corrected": "yes"}),
        ("P20", "0020", "/payments", {"year_interest": "10385.49"}),
    ],
}  # fmt: skip
ASKED = [(party, loan, path, said) for asked in STORIES.values() for party, loan, path, said in asked]


@pytest.mark.parametrize(("party", "last4", "path", "said"), ASKED, ids=[f"{a[0]}-{a[1]}{a[2]}" for a in ASKED])
def test_the_figures_of_a_story_come_out(app, party, last4, path, said):
    loan = f"440010{last4}"
    response = Caller(app, party, (loan,)).get(f"/v1/loans/{loan}{path}")
    assert response.status_code == 200, response.text
    found = facts(response)
    assert {name: found.get(name) for name in said} == said


@pytest.mark.parametrize(
    ("party", "last4"), [("P15", "0015"), ("P15-2", "0015"), ("P19-4", "0019"), ("P02", "0001"), ("P16", "0019")]
)
def test_who_has_no_right_to_a_loan_is_not_told_that_it_exists(app, party, last4):
    loan = f"440010{last4}"
    caller = Caller(app, party, (loan,))
    for path in ("", "/balance", "/escrow", "/payments", "/tax-forms/2025", "/delinquency", "/arithmetic/suspense"):
        theirs, nobodys = caller.get(f"/v1/loans/{loan}{path}"), caller.get(f"/v1/loans/9999999999{path}")
        assert (theirs.status_code, theirs.content) == (404, nobodys.content)


@pytest.mark.parametrize(
    ("party", "last4", "path", "code"),
    [
        ("P01", "0001", "/rate", "not_adjustable"),
        ("P01", "0001", "/mortgage-insurance", "not_insured"),
        ("P01", "0001", "/military-service", "no_military_service"),
        ("P01", "0001", "/bankruptcy", "not_in_bankruptcy"),
        ("P01", "0001", "/foreclosure", "no_foreclosure"),
        ("P01", "0001", "/transfer", "not_transferred"),
        ("P01", "0001", "/assistance", "no_application"),
        ("P01", "0001", "/payoff", "not_paid_off"),
        ("P01", "0001", "/delinquency?good_through=2026-11-15", "date_in_past"),
        ("P01", "0001", "/delinquency?good_through=2027-01-16", "date_too_far"),
        ("P01", "0001", "/extra-principal?once=306237.12", "more_than_the_balance"),
        ("P18", "0118", "/escrow", "no_escrow"),
        ("P18", "0118", "/escrow/analysis", "no_escrow"),
        ("P13", "0013", "/delinquency", "in_bankruptcy"),
        ("P17", "0017", "/suspense", "paid_off"),
        ("P17", "0017", "/schedule", "paid_off"),
        ("P17", "0017", "/late-charges", "paid_off"),
        ("P17", "0017", "/assumption", "paid_off"),
    ],
)
def test_a_question_that_does_not_concern_a_loan_is_refused_with_a_code(app, party, last4, path, code):
    loan = f"440010{last4}"
    response = Caller(app, party, (loan,)).get(f"/v1/loans/{loan}{path}")
    assert (response.status_code, response.json()["code"]) == (422, code)


FIGURES = [
    ("P01", "0001", "unpaid_principal"), ("P01", "0001", "escrow_balance"), ("P01", "0001", "next_payment"),
    ("P01", "0001", "monthly_payment"), ("P01", "0001", "payment_amount"), ("P01", "0001", "escrow_required_start"),
    ("P02", "0002", "payment_change"), ("P03", "0003", "reinstatement_total"), ("P03", "0003", "charges_due"),
    ("P06", "0006", "new_monthly_payment"), ("P06", "0006", "escrow_projected_start"),
    ("P06", "0006", "escrow_annual_total"), ("P09", "0009", "missing"), ("P13", "0013", "pre_petition_arrears"),
    ("P14", "0014", "reduced_payment"), ("P17", "0017", "payoff_amount"), ("P01", "0001", "year_received"),
]  # fmt: skip


@pytest.mark.parametrize(("party", "last4", "figure"), FIGURES)
def test_a_derived_figure_can_be_asked_for_as_lines_that_sum_to_it(app, party, last4, figure):
    loan = f"440010{last4}"
    response = Caller(app, party, (loan,)).get(f"/v1/loans/{loan}/arithmetic/{figure}")
    [fact] = response.json()["facts"]
    assert fact["lines"]
    cents = sum(int(line["value"].replace(".", "")) for line in fact["lines"])
    assert cents == int(fact["value"].replace(".", ""))
    assert all(line["source"] and line["as_of"] == fact["as_of"] for line in fact["lines"])


def test_a_figure_that_no_answer_has_is_not_found(app):
    assert Caller(app).get("/v1/loans/4400100001/arithmetic/happiness").status_code == 404
