"""What the API says about the fictional portfolio."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kernel.facts import fact_from_json
from servicing.store.tables import Loan
from tests.service.servicing_kit import Caller, application, facts

EXPECTED = json.loads(Path("tests/service/servicing_figures.json").read_text(encoding="utf-8"))
# Borrowers whose persona may see the loan; nobody has access to the estate's.
OPEN = [row for row in EXPECTED if row["persona"] != "P15"]
STATUS = {
    "P03": "past_due",
    "P04": "past_due",
    "P05": "foreclosure",
    "P09": "past_due",
    "P13": "bankruptcy",
    "P17": "paid_off",
}


def of(app, persona):
    return Caller(app, persona, tuple(row["loan_id"] for row in EXPECTED if row["persona"] == persona))


@pytest.mark.parametrize("row", OPEN, ids=lambda row: row["loan_id"][-4:])
def test_a_balance_says_what_is_owed_and_held_and_due(app, row):
    response = of(app, row["persona"]).get(f"/v1/loans/{row['loan_id']}/balance")
    said = facts(response)
    assert said["unpaid_principal"] == row["unpaid_principal"]
    assert said["escrow_balance"] == row["escrow_balance"]
    assert said.get("next_due") == row["next_due"]
    assert said["next_payment"] == row["monthly_payment"]
    assert said["as_of"] == "2026-11-16"
    assert response.json()["status"] == STATUS.get(row["persona"], "current")


def test_every_fact_can_be_read_back_and_its_lines_sum(app):
    response = of(app, "P04").get("/v1/loans/4400100004/payoff-quote?good_through=2026-12-15")
    read = [fact_from_json(fact) for fact in response.json()["facts"]]
    total = next(fact for fact in read if fact.name == "payoff_total")
    assert sum(line.value for line in total.lines) == total.amount
    assert {fact.as_of.isoformat() for fact in read} == {"2026-11-16T15:30:00+00:00"}


def test_the_rate_charged_stands_beside_the_note_rate(app):
    said = facts(of(app, "P14").get("/v1/loans/4400100014/balance"))
    assert (said["note_rate"], said["current_rate"]) == ("7.125", "6")


def test_two_loans_of_one_person_are_told_apart(app):
    loans = of(app, "P18").get("/v1/loans").json()["loans"]
    assert [(loan["last4"], loan["property"]) for loan in loans] == [
        ("0018", "018 Main St, Exampleville, OH"),
        ("0118", "118 Rental Rd, Exampleville, OH"),
    ]


def test_a_payoff_quote_is_exact(app):
    said = facts(of(app, "P01").get("/v1/loans/4400100001/payoff-quote?good_through=2026-12-15"))
    assert {name: said[name] for name in said if name != "escrow_refund"} == {
        "payoff_total": "308554.65",
        "payoff_principal": "306237.11",
        "payoff_interest": "2282.54",
        "payoff_full_month_interest": "1563.09",
        "payoff_full_months": "1",
        "payoff_odd_day_interest": "719.45",
        "payoff_odd_days": "14",
        "payoff_rate": "6.125",
        "payoff_fees": "35.00",
        "per_diem": "51.39",
        "good_through": "2026-12-15",
        "interest_from": "2026-11-01",
        "quoted_on": "2026-11-16",
    }
    assert said["escrow_refund"] == "2838.00"


def test_a_payoff_quote_holds_late_charges_and_held_money(app):
    bolden = of(app, "P04").get("/v1/loans/4400100004/payoff-quote?good_through=2026-12-15")
    assert facts(bolden)["payoff_fees"] == "260.24"
    assert facts(bolden)["interest_from"] == "2026-07-01"
    okafor = facts(of(app, "P09").get("/v1/loans/4400100009/payoff-quote?good_through=2026-11-16"))
    assert okafor["payoff_suspense_credit"] == "900.00"
    assert Decimal(okafor["payoff_total"]) == (
        Decimal(okafor["payoff_principal"]) + Decimal(okafor["payoff_interest"]) + Decimal("35.00") - Decimal("900.00")
    )


def test_a_servicemember_s_payoff_accrues_at_the_capped_rate(app):
    said = facts(of(app, "P14").get("/v1/loans/4400100014/payoff-quote?good_through=2026-12-01"))
    assert said["payoff_interest"] == "1406.39"


@pytest.mark.parametrize(
    ("persona", "loan", "day", "code", "said"),
    [
        ("P01", "4400100001", "2026-11-15", "date_in_past", {}),
        ("P01", "4400100001", "2027-01-16", "date_too_far", {"latest_date": "2027-01-15"}),
        ("P01", "4400100001", "2026-02-30", "date_invalid", {}),
        ("P01", "4400100001", "", "date_invalid", {}),
        ("P17", "4400100017", "2026-12-15", "paid_off", {}),
        ("P05", "4400100005", "2026-12-15", "needs_specialist", {}),
        ("P13", "4400100013", "2026-12-15", "needs_specialist", {}),
    ],
)
def test_a_payoff_quote_is_refused_with_a_reason(app, persona, loan, day, code, said):
    response = of(app, persona).get(f"/v1/loans/{loan}/payoff-quote", params={"good_through": day})
    assert (response.status_code, response.json()["code"], facts(response)) == (422, code, said)
    assert response.headers["content-type"] == "application/problem+json"


def test_the_corrected_form_is_the_current_one(app):
    said = facts(of(app, "P20").get("/v1/loans/4400100020/tax-forms/2025"))
    assert said == {
        "tax_year": "2025",
        "box1_interest": "13685.63",
        "box2_principal": "199503.36",
        "box3_origination": "2022-08-19",
        "last4": "0020",
        "corrected": "yes",
        "original_furnished_on": "2026-02-02",
        "correction_reason": "receipt_date_corrected",
        "original_box1": "12640.15",
        "box1_difference": "1045.48",
    }


@pytest.mark.parametrize(
    "row", [row for row in OPEN if row["persona"] not in ("P20", "P04", "P12")], ids=lambda row: row["loan_id"][-4:]
)
def test_a_form_says_the_year_s_interest_and_the_principal_on_january_1(app, row):
    said = facts(of(app, row["persona"]).get(f"/v1/loans/{row['loan_id']}/tax-forms/2025"))
    assert (said["box1_interest"], said["box2_principal"], said["corrected"]) == (
        row["interest_2025"],
        row["principal_on_jan1_2025"],
        "no",
    )


@pytest.mark.parametrize(
    ("persona", "loan", "year", "code", "said"),
    [
        ("P01", "4400100001", 2026, "year_not_ready", {"available_on": "2027-02-01"}),
        ("P01", "4400100001", 2027, "year_in_future", {"available_on": "2028-01-31"}),
        ("P01", "4400100001", 2022, "year_before_origination", {"first_year": "2023"}),
        ("P12", "4400100012", 2025, "no_interest", {"serviced_since": "2026-10-15"}),
        ("P17", "4400100017", 2026, "year_not_ready", {"available_on": "2027-02-01"}),
    ],
)
def test_a_form_is_refused_with_a_reason(app, persona, loan, year, code, said):
    response = of(app, persona).get(f"/v1/loans/{loan}/tax-forms/{year}")
    assert (response.status_code, response.json()["code"], facts(response)) == (422, code, said)


@pytest.mark.parametrize("year", ["0000", "1899", "9999", "20255", "25", "２０２５", "last"])
def test_a_year_that_is_none_is_a_malformed_request(app, year):
    response = of(app, "P01").get(f"/v1/loans/4400100001/tax-forms/{year}")
    assert (response.status_code, response.json()["fields"]) == (400, ["year"])


def test_premiums_are_reported_for_2026_once_that_form_is_there(seeded):
    day = date(2027, 11, 16)
    caller = Caller(application(seeded(day), day), "P08", ("4400100008",), day=day)
    said = facts(caller.get("/v1/loans/4400100008/tax-forms/2026"))
    assert said["box5_mip"] == "1187.52"


def test_identity_finds_living_borrowers_with_a_telephone(app):
    service = Caller(app, "service", (), "service")
    found = service.post("/v1/identity/match", {"last4": "0019", "zip": "44019"}).json()["matches"]
    assert [(match["party_id"], match["contact"]["masked"]) for match in found] == [
        ("P19", "(•••) •••-0119"),
        ("P19-2", "(•••) •••-0129"),
    ]
    assert found[0]["contact"]["address"] == "(555) 555-0119"
    assert found[0]["loans"] == ["4400100019"]


@pytest.mark.parametrize(("last4", "zip_code"), [("0015", "44015"), ("0001", "44002"), ("9999", "00000")])
def test_identity_finds_nobody_else(app, last4, zip_code):
    service = Caller(app, "service", (), "service")
    assert service.post("/v1/identity/match", {"last4": last4, "zip": zip_code}).json() == {"matches": []}


def test_a_login_is_found_however_it_is_typed(app):
    service = Caller(app, "service", (), "service")
    for typed in ("rosa.marín@example.com", "Rosa.MARÍN@example.com", "rosa.mari\u0301n@example.com"):
        assert service.get(f"/v1/identity/logins/{typed}").json() == {
            "party_id": "P20",
            "name": "Rosa Elena Marín",
            "language": "es",
            "loans": ["4400100020"],
        }
    assert service.get("/v1/identity/logins/nobody@example.com").json()["code"] == "not_found"


def test_a_late_charge_is_never_above_the_limit_of_the_state(seeded):
    database = seeded()
    with database.begin() as session:
        session.get(Loan, "4400100003").state = "NY"
    said = facts(of(application(database), "P03").get("/v1/loans/4400100003/late-charges"))
    # Two per cent of the whole payment of 1,949.34, without the part of a cent; the note says 76.08.
    assert said["late_charge"] == "38.98"


# New York Real Property Law 254-b (checked 2026-11): fifteen days, where the note would give ten.
def test_a_payment_is_on_time_through_the_longest_grace(seeded):
    database = seeded()
    with database.begin() as session:
        loan = session.get(Loan, "4400100009")
        loan.state, loan.grace_days = "NY", 10
    okafor = of(application(database), "P09")
    said = facts(okafor.get("/v1/loans/4400100009/late-charges"))
    assert (said["installment_due"], said["on_time_through"], said["late_charge_made_on"]) == (
        "2026-11-01", "2026-11-16", "2026-11-17",
    )  # fmt: skip
    assert facts(okafor.get("/v1/loans/4400100009/suspense"))["on_time_through"] == "2026-11-16"


@pytest.mark.parametrize(
    ("persona", "loan", "possible"),
    [("P01", "4400100001", "with_approval"), ("P16", "4400100016", "no"), ("P18", "4400100018", "no")],
)
def test_a_payment_is_recast_only_where_the_product_allows_it(app, persona, loan, possible):
    said = facts(of(app, persona).get(f"/v1/loans/{loan}/extra-principal?once=10000.00"))
    assert (said["recast_possible"], "recast_payment" in said) == (possible, possible != "no")


# 24 CFR 203.558 (checked 2026-11): through the end of the month for FHA loans closed before January 21, 2015.
@pytest.mark.parametrize(("product", "interest"), [("FHA fixed 30", "3126.17"), ("VA fixed 30", "2282.54")])
def test_the_insurer_of_the_product_decides_until_when_a_payoff_bears_interest(seeded, product, interest):
    database = seeded()
    with database.begin() as session:
        loan = session.get(Loan, "4400100001")
        loan.product, loan.originated_on = product, date(2015, 1, 20)
    said = facts(of(application(database), "P01").get("/v1/loans/4400100001/payoff-quote?good_through=2026-12-15"))
    assert said["payoff_interest"] == interest
