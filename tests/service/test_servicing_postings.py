"""Payments are written to the ledger once, on the version that was read, and come back out of it to the cent."""

import threading
from decimal import Decimal

import pytest

from servicing.store.tables import Loan
from tests.service.servicing_kit import Caller, Http, application, facts, token

DANA, RAMAN, OKAFOR, REYES = (f"/v1/loans/44001000{number}" for number in ("01", "03", "09", "13"))


@pytest.fixture
def app(own_app):
    """A service of its own for each test, because they write."""
    return own_app


def version(app, loan, party):
    return Caller(app, party, (loan.rsplit("/", 1)[-1],)).get(f"{loan}/balance").headers["etag"]


def write(app, path, body, *, if_match, key="k"):
    headers = {
        "Authorization": f"Bearer {token('service', (), 'service')}",
        "Idempotency-Key": key,
        **({"If-Match": if_match} if if_match else {}),
    }
    return Http(app).request("POST", path, json=body, headers=headers)


def pay(app, loan, party, amount, key="k", **more):
    body = {"received": "2026-11-16", "amount": amount} | more
    return write(app, f"{loan}/payments", body, if_match=version(app, loan, party), key=key)


def balance(app, loan, party):
    return facts(Caller(app, party, (loan.rsplit("/", 1)[-1],)).get(f"{loan}/balance"))


# Uniform instrument 07/2021, section 2: the oldest installment first.
def test_a_payment_of_one_installment_pays_the_oldest(app):
    response = pay(app, RAMAN, "P03", "1949.34")
    assert response.status_code == 201, response.text
    said = facts(response)
    assert (said["installment_due"], said["installments_paid"]) == ("2026-10-01", "1")
    assert said["charges_due"] == "76.08"
    assert balance(app, RAMAN, "P03")["next_due"] == "2026-11-01"


# 12 CFR 1026.36(c)(1)(ii)(B): money held that reaches a full periodic payment is one.
def test_what_was_missing_completes_the_installment_with_the_held_money(app):
    said = facts(pay(app, OKAFOR, "P09", "723.89"))
    assert (said["suspense"], said["installment_due"], said["payment_amount"]) == ("0.00", "2026-11-01", "723.89")


def test_a_returned_payment_restores_every_balance(app):
    before = balance(app, RAMAN, "P03")
    confirmation = facts(pay(app, RAMAN, "P03", "4000.00"))["confirmation"]
    response = write(
        app,
        f"{RAMAN}/payments/{confirmation}/reversals",
        {"reason": "posting_error"},
        if_match=version(app, RAMAN, "P03"),
        key="r",
    )
    said = facts(response)
    assert (said["reversed_amount"], said["charges_due"], said["suspense"]) == ("-4000.00", "76.08", "0.00")
    assert balance(app, RAMAN, "P03") == before
    again = write(
        app,
        f"{RAMAN}/payments/{confirmation}/reversals",
        {"reason": "posting_error"},
        if_match=version(app, RAMAN, "P03"),
        key="r2",
    )
    assert (again.status_code, again.json()["code"]) == (409, "already_reversed")


def test_a_returned_payment_leaves_its_fee_and_the_late_charge_of_what_is_late_again(app):
    confirmation = facts(pay(app, RAMAN, "P03", "3898.68"))["confirmation"]
    response = write(
        app,
        f"{RAMAN}/payments/{confirmation}/reversals",
        {"reason": "returned", "fee": "25.00"},
        if_match=version(app, RAMAN, "P03"),
        key="r",
    )
    # October's late charge was there before; November's grace runs to the end of this very day.
    assert facts(response)["charges_due"] == "101.08"


def reversed_october(app, loan, party):
    """What is said when the payment of October's installment comes back."""
    caller = Caller(app, party, (loan.rpartition("/")[2],))
    rows = caller.get(f"{loan}/payments?from=2026-10-01&to=2026-11-16").json()["table"]["rows"]
    [number] = [row[0] for row in rows if row[4] == "payment" and row[5] == "2026-10-01"]
    path, body = f"{loan}/payments/{number}/reversals", {"reason": "returned"}
    return facts(write(app, path, body, if_match=version(app, loan, party), key="r"))


# 24 CFR 203.25 (checked 2026-11): four per cent of the installment of 2,458.35, where the note would take 116.66.
def test_the_late_charge_of_a_returned_payment_is_within_the_law_of_its_product(seeded):
    database = seeded()
    with database.begin() as session:
        loan = session.get(Loan, "4400100001")
        loan.product, loan.late_charge_percent = "FHA fixed 30", Decimal(6)
    assert reversed_october(application(database), DANA, "P01")["charges_due"] == "98.33"


def test_no_late_charge_follows_a_payment_that_comes_back_in_a_bankruptcy(app):
    confirmation = facts(pay(app, REYES, "P13", "1523.55"))["confirmation"]
    path = f"{REYES}/payments/{confirmation}/reversals"
    before = facts(Caller(app, "P13", ("4400100013",)).get(f"{REYES}/late-charges"))["charges_due"]
    said = facts(write(app, path, {"reason": "returned"}, if_match=version(app, REYES, "P13"), key="r"))
    assert said["charges_due"] == before


def test_two_fees_of_one_day_are_each_counted_once(app):
    for name in ("first", "second"):
        confirmation = facts(pay(app, DANA, "P01", "2458.35", key=name))["confirmation"]
        path = f"{DANA}/payments/{confirmation}/reversals"
        body = {"reason": "returned", "fee": "25.00"}
        assert write(app, path, body, if_match=version(app, DANA, "P01"), key=f"{name}-r").status_code == 201
    caller = Caller(app, "P01", (DANA.rpartition("/")[2],))
    assert facts(caller.get(f"{DANA}/late-charges"))["charges_due"] == "50.00"
    # Nothing else is due: what brings the loan current are the two fees.
    assert facts(caller.get(f"{DANA}/delinquency"))["reinstatement_total"] == "50.00"


def test_a_waived_charge_is_no_longer_due(app):
    path = f"{RAMAN}/charges/late_charge:2026-10-01/waivers"
    response = write(app, path, {"reason": "courtesy"}, if_match=version(app, RAMAN, "P03"))
    assert (facts(response)["waived"], facts(response)["charges_due"]) == ("76.08", "0.00")
    again = write(app, path, {"reason": "courtesy"}, if_match=version(app, RAMAN, "P03"), key="w2")
    assert again.status_code == 404
    # Nor is it made again in what brings the loan current: 3,974.76 less 76.08.
    said = facts(Caller(app, "P03", (RAMAN.rpartition("/")[2],)).get(f"{RAMAN}/delinquency"))
    assert said["reinstatement_total"] == "3898.68"


def test_a_write_on_a_version_that_has_passed_is_refused(app):
    old = version(app, RAMAN, "P03")
    pay(app, RAMAN, "P03", "10.00")
    response = write(
        app, f"{RAMAN}/payments", {"received": "2026-11-16", "amount": "10.00"}, if_match=old, key="second"
    )
    assert (response.status_code, response.json()["code"]) == (412, "loan_changed")
    assert f'"{response.json()["version"]}"' == version(app, RAMAN, "P03")


def test_a_write_without_a_version_is_refused(app):
    response = write(app, f"{RAMAN}/payments", {"received": "2026-11-16", "amount": "10.00"}, if_match=None)
    assert (response.status_code, response.json()["code"]) == (428, "version_required")


def test_the_same_key_posts_a_payment_once(app):
    seen = version(app, RAMAN, "P03")
    body = {"received": "2026-11-16", "amount": "1949.34"}
    first, second = (write(app, f"{RAMAN}/payments", body, if_match=seen) for _ in range(2))
    assert first.content == second.content
    assert balance(app, RAMAN, "P03")["next_due"] == "2026-11-01"


def at_once(app, payments):
    """The answers to payments sent at the same moment: key, amount and loan of each."""
    seen, answers = {loan: version(app, loan, party) for loan, party in ((RAMAN, "P03"), (OKAFOR, "P09"))}, []

    def post(key, amount, loan):
        body = {"received": "2026-11-16", "amount": amount}
        answers.append(write(app, f"{loan}/payments", body, if_match=seen[loan], key=key))

    threads = [threading.Thread(target=post, args=payment) for payment in payments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_many_writers_at_once_one_wins_and_the_others_are_told(app):
    answers = at_once(app, [(f"k{number}", "1949.34", RAMAN) for number in range(5)])
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412, 412]


def test_of_many_at_once_under_one_key_all_get_the_same_answer(app):
    answers = at_once(app, [("k", "1949.34", RAMAN)] * 5)
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}


@pytest.mark.parametrize("other", [("k", "10.00", RAMAN), ("k", "1949.34", OKAFOR)])
def test_a_key_used_at_once_for_something_else_is_said_to_be_used(app, other):
    answers = at_once(app, [("k", "1949.34", RAMAN), other] * 3)
    assert {answer.status_code for answer in answers} == {201, 409}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "0.00"}, "amount"),
        ({"amount": "-5.00"}, "amount"),
        ({"amount": "5"}, "amount"),
        ({"amount": "999999999.00"}, "amount"),
        ({"received": "2026-02-30"}, "received"),
        ({"received": "2026-11-17"}, "received"),
        ({"channel": "pigeon"}, "channel"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_malformed_payment_names_the_field(app, changes, field):
    response = pay(app, RAMAN, "P03", **({"amount": "10.00"} | changes))
    assert (response.status_code, response.json()["fields"]) == (400, [field])


def test_a_payment_on_a_loan_that_is_paid_off_is_to_be_sent_back(app):
    response = pay(app, "/v1/loans/4400100017", "P17", "10.00")
    assert (response.status_code, response.json()["code"]) == (409, "paid_off")
