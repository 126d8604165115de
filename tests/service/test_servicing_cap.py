"""Interest above a servicemember's cap is no part of any figure while the cap holds, and of every one afterwards."""

from datetime import date

import pytest

from servicing.store.reconciliation import prove
from servicing.store.tables import MilitaryService
from tests.service.servicing_kit import Caller, Http, application, facts, token

LOAN = "4400100014"


def asked(app, path):
    return Caller(app, "P14", (LOAN,)).get(f"/v1/loans/{LOAN}{path}")


def served_until(database, day):
    """The service over a portfolio in which P14's active duty ended on a day."""
    with database.begin() as session:
        session.get(MilitaryService, LOAN).active_until = day
    return application(database)


# 50 USC 3937(a)(2), (3) (checked 2026-11): what is forgiven is not owed, and each payment is lower by as much.
def test_the_payment_of_today_leaves_out_what_is_forgiven(app):
    [monthly] = [fact for fact in asked(app, "").json()["facts"] if fact["name"] == "monthly_payment"]
    assert monthly["value"] == "2057.95"
    assert [(line["label"], line["value"]) for line in monthly["lines"]] == [
        ("principal_and_interest", "1940.31"), ("escrow", "381.33"), ("forgiven", "-263.69"),
    ]  # fmt: skip


def test_the_payment_of_the_coming_escrow_year_leaves_it_out_too(app):
    answered = asked(app, "/escrow/analysis").json()["facts"]
    [payment] = [fact for fact in answered if fact["name"] == "new_monthly_payment"]
    assert (payment["lines"][0]["label"], payment["lines"][0]["value"]) == ("principal_and_interest", "1676.62")


def test_the_schedule_charges_the_capped_interest(app):
    first = asked(app, "/schedule").json()["table"]["rows"][0]
    assert first[1:5] == ["2026-12-01", "1676.62", "1406.39", "270.23"]


def test_the_schedule_goes_back_to_the_note_when_the_cap_is_known_to_end(seeded):
    rows = asked(served_until(seeded(), date(2026, 1, 20)), "/schedule").json()["table"]["rows"]
    assert [row[2] for row in rows[:3]] == ["1676.62", "1676.86", "1940.31"]


@pytest.mark.parametrize("path", ["/extra-principal?once=10000.00", "/extra-principal?monthly=100.00"])
def test_nobody_says_what_extra_principal_saves_while_the_end_of_the_cap_is_open(app, path):
    response = asked(app, path)
    assert (response.status_code, response.json()["code"]) == (422, "rate_is_capped")


# 50 USC 3937(a)(1)(A) (checked 2026-11): for a mortgage, during the service and one year after.
def test_a_year_after_the_service_nothing_is_forgiven_any_more(seeded):
    app = served_until(seeded(), date(2025, 11, 30))
    said = facts(asked(app, "/military-service"))
    assert (said["forgiven_interest"], said["reduced_payment"], said["current_rate"]) == ("0.00", "1940.31", "7.125")
    assert facts(asked(app, "/balance"))["next_payment"] == facts(asked(app, ""))["monthly_payment"] == "2321.64"
    assert asked(app, "/extra-principal?once=10000.00").status_code == 200


def test_an_installment_after_the_cap_is_proven_at_the_rate_of_the_note(seeded):
    database = seeded()
    app = served_until(database, date(2025, 11, 15))
    headers = {
        "Authorization": f"Bearer {token('service', (), 'service')}",
        "Idempotency-Key": "december",
        "If-Match": asked(app, "/balance").headers["etag"],
    }
    body = {"received": "2026-11-16", "amount": "2321.64", "designated": ["next_payment"]}
    paid = Http(app).request("POST", f"/v1/loans/{LOAN}/payments", json=body, headers=headers)
    assert (facts(paid)["installments_paid"], facts(paid)["suspense"]) == ("1", "0.00")
    url = database.engine.url.render_as_string(hide_password=False)
    assert [batch.differences for batch in prove(url, [LOAN])] == [()]
