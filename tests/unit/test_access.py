"""What is open to whom: by role, by what was granted, and until when."""

from datetime import date

import pytest

from servicing.domain.access import SCOPES, document_scope, open_scopes

TODAY = date(2026, 11, 16)


def opened(role, **given):
    return open_scopes(**({"role": role, "access": True, "today": TODAY} | given))


# A confirmed successor in interest is a borrower: 12 CFR 1024.30(d) (checked 2026-11).
@pytest.mark.parametrize("role", ["borrower", "co_borrower", "confirmed_successor"])
def test_those_who_owe_or_own_see_everything(role):
    assert opened(role) == SCOPES


# 12 CFR 1024.36(i) (checked 2026-11).
@pytest.mark.parametrize("role", ["potential_successor", "unauthorized", "neighbour", ""])
def test_the_unconfirmed_the_unauthorised_and_the_unknown_see_nothing(role):
    assert opened(role) == frozenset()


def test_an_account_that_is_closed_to_somebody_shows_nothing():
    assert opened("borrower", access=False) == frozenset()


def test_a_third_party_has_what_was_granted_through_the_last_day():
    granted = {"granted": ("account", "assistance"), "authorized_until": TODAY}
    assert opened("authorized_third_party", **granted) == {"account", "assistance"}
    assert opened("authorized_third_party", **granted, today=date(2026, 11, 17)) == frozenset()


def test_a_third_party_without_a_grant_or_an_end_has_nothing():
    assert opened("authorized_third_party", authorized_until=TODAY) == frozenset()
    assert opened("authorized_third_party", granted=("account",)) == frozenset()


def test_a_grant_never_opens_what_no_scope_is_named_for():
    assert opened("authorized_third_party", granted=("account", "everything"), authorized_until=TODAY) == {"account"}


def test_counsel_is_informed_but_gets_no_tax_form_and_no_application():
    assert opened("bankruptcy_counsel") == {"account", "payoff", "documents"}


def test_a_document_is_opened_by_the_scope_of_what_it_says():
    assert document_scope("payoff_statement") == "payoff"
    assert document_scope("form_1098") == "tax_form"
    assert document_scope("payment_history") == "account"
