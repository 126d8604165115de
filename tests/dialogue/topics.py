"""A borrower for each answer that offers a person, of topics without a form: named by the answer they hear.

Plain data, as the assistant and the action server run in environments of their own.
"""

KINDS = {"money": "100.00", "date": "2027-02-01", "rate": "5.125", "count": "12", "text": "none"}


def figures(kind, *names):
    """Facts of a kind with some value."""
    return dict.fromkeys(names, (kind, KINDS[kind]))


def said(**texts):
    """Facts that are words."""
    return {name: ("text", text) for name, text in texts.items()}


TAX = figures("money", "last_property_tax_paid") | figures("date", "last_property_tax_paid_on")
INSURANCE = figures("money", "last_hazard_insurance_paid") | figures("date", "last_hazard_insurance_paid_on")
ACCOUNT = figures("money", "escrow_balance", "escrow_payment") | figures("date", "as_of")
BELOW_ZERO = ACCOUNT | {"escrow_balance": ("money", "-429.00")}
ANALYSED = figures("date", "escrow_analysed_on", "escrow_effective_on")
MISSING = ANALYSED | figures(
    "money", "escrow_deficiency", "escrow_shortage", "deficiency_monthly", "shortage_monthly",
    "monthly_payment_after_lump_sum",
)  # fmt: skip
SURPLUS = ANALYSED | figures("money", "escrow_surplus")
RATE = (
    figures("rate", "estimated_rate", "current_rate", "margin", "index_value", "first_cap", "periodic_cap")
    | figures("rate", "lifetime_cap", "rate_floor", "highest_rate")
    | figures("money", "principal_and_interest", "estimated_payment", "highest_payment")
    | figures("date", "change_on", "first_new_payment_due", "index_published_on", "index_determined_on")
    | figures("date", "notice_from", "notice_until")
    | figures("text", "index_name")
)
INSURED = figures("money", "insurance_monthly", "original_value", "unpaid_principal", "balance_for_request") | figures(
    "rate", "loan_to_original_value"
)
PRIVATE = (
    INSURED
    | {"as_of": ("date", "2026-11-16")}
    | figures("date", "request_from", "insurance_terminates_on")
    | said(insurance_kind="pmi", request_obstacles="nothing")
)

# What is asked, and the system's answer as facts by name, or its refusal as a code.
CASES = {
    "utter_escrow_balance_below_zero": ("/escrow_balance_inquiry", BELOW_ZERO),
    "utter_escrow_paid": ("/escrow_disbursement_inquiry", ACCOUNT | TAX | INSURANCE),
    "utter_escrow_paid_tax": ("/escrow_disbursement_inquiry", ACCOUNT | TAX),
    "utter_escrow_paid_insurance": ("/escrow_disbursement_inquiry", ACCOUNT | INSURANCE),
    "utter_escrow_deficiency": (
        "/escrow_shortage_options_inquiry",
        MISSING | said(deficiency_choices="nothing monthly_2"),
    ),
    "utter_escrow_deficiency_by_documents": (
        "/escrow_shortage_options_inquiry",
        MISSING | said(deficiency_choices="loan_documents"),
    ),
    "utter_escrow_surplus_refund": ("/escrow_surplus_refund_inquiry", SURPLUS | figures("date", "surplus_refund_by")),
    "utter_escrow_surplus_small": ("/escrow_surplus_refund_inquiry", SURPLUS | said(surplus_choices="refund credit")),
    "utter_escrow_surplus_kept": ("/escrow_surplus_refund_inquiry", SURPLUS | said(surplus_choices="retain refund")),
    "utter_escrow_none": ("/escrow_balance_inquiry", "no_escrow"),
    "utter_escrow_needs_person": ("/escrow_analysis_inquiry", "rule_not_known"),
    "utter_rate_change_estimate": ("/arm_adjustment_inquiry", RATE | said(rate_is_estimate="yes")),
    "utter_rate_change_final": ("/arm_adjustment_inquiry", RATE | said(rate_is_estimate="no")),
    "utter_rate_paid_off": ("/arm_adjustment_inquiry", "paid_off"),
    "utter_rate_index_not_known": ("/arm_adjustment_inquiry", "index_not_known"),
    "utter_rate_needs_person": ("/arm_adjustment_inquiry", "rule_not_known"),
    "utter_mortgage_insurance_may_ask": ("/pmi_removal_inquiry", PRIVATE),
    "utter_mortgage_insurance_not_current": ("/pmi_removal_inquiry", PRIVATE | said(request_obstacles="not_current")),
    "utter_mortgage_insurance_payment_history": (
        "/pmi_removal_inquiry",
        PRIVATE | said(request_obstacles="payment_history"),
    ),
    "utter_mortgage_insurance_end_passed": (
        "/pmi_removal_inquiry",
        PRIVATE | {"insurance_terminates_on": ("date", "2026-11-01")},
    ),
    "utter_mortgage_insurance_fha_for_life": ("/pmi_removal_inquiry", INSURED | said(insurance_kind="mip")),
    "utter_mortgage_insurance_fha_ends": (
        "/pmi_removal_inquiry",
        INSURED | said(insurance_kind="mip") | figures("date", "insurance_terminates_on"),
    ),
    "utter_mortgage_insurance_none": ("/pmi_removal_inquiry", "not_insured"),
    "utter_mortgage_insurance_paid_off": ("/pmi_removal_inquiry", "paid_off"),
    "utter_mortgage_insurance_needs_person": ("/pmi_removal_inquiry", "rule_not_known"),
}

# What a borrower without a case of their own has: an account with money in it, a fixed rate, no insurance.
USUAL = {
    "escrow": ACCOUNT | TAX | INSURANCE,
    "escrow/analysis": ANALYSED | figures("money", "escrow_balance", "escrow_required_start", "escrow_projected_start"),
    "escrow_analysis": ANALYSED
    | figures("money", "new_escrow_payment", "escrow_annual_total", "escrow_low_point", "escrow_cushion")
    | figures("money", "escrow_required_start", "escrow_projected_start"),
    "rate_notice": "not_adjustable",
    "mortgage-insurance": "not_insured",
    "payoff": figures("money", "escrow_balance", "escrow_refunded") | figures("date", "payoff_received")
    | figures("date", "escrow_refund_by"),
}  # fmt: skip
