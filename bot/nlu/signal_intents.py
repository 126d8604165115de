"""What signals there are, and which intents are signals themselves."""

from __future__ import annotations

from typing import Final

NOTICE_OF_ERROR: Final = "notice_of_error"
CRISIS: Final = "crisis"
# The intents that are themselves the signal.
INTENTS_OF: Final[dict[str, tuple[str, ...]]] = {
    CRISIS: ("self_harm_signal",),
    "abuse": ("abuse_signal",),
    "fraud": ("fraud_report",),
    "foreclosure": ("foreclosure_inquiry",),
    "bankruptcy": ("bankruptcy_notice",),
    "military": ("scra_benefits_request",),
    "death": ("deceased_borrower_notice",),
    "cease_contact": ("communication_cease_request",),
    "attorney": ("legal_threat_notice",),
    "discrimination": ("discrimination_complaint",),
    "disaster": ("disaster_assistance_request",),
    "hardship": ("hardship_assistance_inquiry", "forbearance_request"),
    "loss_mitigation": (
        "forbearance_request",
        "loan_modification_application_start",
        "loan_modification_documents_inquiry",
        "loan_modification_status_inquiry",
        "loss_mitigation_appeal_request",
    ),
    NOTICE_OF_ERROR: (
        "error_notice_submission",
        "insurance_force_placed_inquiry",
        "late_fee_dispute",
        "payment_misapplied_dispute",
        "payment_missing_report",
        "payment_posted_late_dispute",
        "payoff_error_dispute",
        "tax_form_1098_correction_request",
    ),
    "information_request": (
        "information_request_submission",
        "loan_document_copy_request",
        "communication_history_request",
        "loan_owner_inquiry",
    ),
    "payoff_request": ("payoff_estimate_inquiry", "payoff_statement_request"),
    "person_request": ("agent_request", "callback_request"),
    "complaint": ("complaint_submission", "regulator_complaint_inquiry"),
    "debt_dispute": ("debt_validation_request",),
    "credit_dispute": ("credit_dispute_submission",),
}
# The covered error of 12 CFR 1024.35(b) that an intent asserts.
CATEGORY_OF: Final[dict[str, str]] = {
    "late_fee_dispute": "b5",
    "insurance_force_placed_inquiry": "b5",
    "payment_misapplied_dispute": "b2",
    "payment_missing_report": "b3",
    "payment_posted_late_dispute": "b3",
    "payoff_error_dispute": "b6",
    "tax_form_1098_correction_request": "b11",
}
