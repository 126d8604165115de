"""What a client of the system of record may rely on: the same of the real service and of the stand-in."""

import hashlib
import socket
import threading
from datetime import date
from decimal import Decimal

import pytest

from servicing.client import (
    Answer,
    IdentityNeeded,
    Loan,
    NotFound,
    PartyLoans,
    Refusal,
    ServicingClient,
    ServicingUnavailable,
)
from tests.service.servicing_kit import token

WHITFIELD, PRATT, GOULD = "4400100001", "4400100005", "4400100017"
DECEMBER_15 = date(2026, 12, 15)


def said(answer):
    return {fact.name: fact.value for fact in answer.facts}


def test_loans_are_those_of_the_party_and_the_capability(servicing):
    assert servicing(loans=(WHITFIELD, GOULD)).loans() == [
        Loan(WHITFIELD, "0001", "conventional fixed 30", "001 Main St, Exampleville, OH", "current")
    ]


def test_a_balance_states_what_is_owed_held_and_due(servicing):
    answer = servicing().balance(WHITFIELD)
    assert said(answer) == {
        "unpaid_principal": "306237.11",
        "as_of": "2026-11-16",
        "escrow_balance": "2838.00",
        "next_due": "2026-12-01",
        "next_interest": "1563.09",
        "next_payment": "2458.35",
        "note_rate": "6.125",
        "current_rate": "6.125",
    }
    assert answer.status == "current"


def test_a_paid_off_loan_has_no_next_due_date(servicing):
    answer = servicing("P17", (GOULD,)).balance(GOULD)
    assert answer.status == "paid_off"
    assert "next_due" not in said(answer)
    assert said(answer)["unpaid_principal"] == "0.00"


@pytest.mark.parametrize(
    ("day", "total"),
    [
        (date(2026, 11, 16), "307042.95"),
        (date(2026, 12, 1), "307835.20"),
        (DECEMBER_15, "308554.65"),
        (date(2027, 1, 4), "309552.45"),
    ],
)
def test_a_quote_is_exact_and_its_lines_sum(servicing, day, total):
    answer = servicing().payoff_quote(WHITFIELD, day)
    found = next(fact for fact in answer.facts if fact.name == "payoff_total")
    assert found.value == total
    assert sum(line.value for line in found.lines) == found.amount


def test_a_quote_has_every_promised_fact(servicing):
    assert said(servicing().payoff_quote(WHITFIELD, DECEMBER_15)) == {
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
        "escrow_refund": "2838.00",
    }


@pytest.mark.parametrize(
    ("party", "loan", "day", "code", "facts"),
    [
        ("P01", WHITFIELD, date(2026, 11, 15), "date_in_past", {}),
        ("P01", WHITFIELD, date(2027, 1, 16), "date_too_far", {"latest_date": "2027-01-15"}),
        ("P17", GOULD, DECEMBER_15, "paid_off", {}),
        ("P05", PRATT, DECEMBER_15, "needs_specialist", {}),
    ],
)
def test_a_payoff_is_refused_with_a_code(servicing, party, loan, day, code, facts):
    client = servicing(party, (loan,))
    for answer in (client.payoff_quote(loan, day), client.request_payoff_statement(loan, day, "en", "k")):
        assert isinstance(answer, Refusal)
        assert (answer.code, said(answer)) == (code, facts)


@pytest.mark.parametrize(
    ("year", "code", "facts"),
    [
        (2022, "year_before_origination", {"first_year": "2023"}),
        (2026, "year_not_ready", {"available_on": "2027-02-01"}),
        (2027, "year_in_future", {"available_on": "2028-01-31"}),
    ],
)
def test_a_form_is_refused_with_a_code(servicing, year, code, facts):
    client = servicing()
    for answer in (client.tax_form(WHITFIELD, year), client.request_tax_form_document(WHITFIELD, year, "en", "k")):
        assert isinstance(answer, Refusal)
        assert (answer.code, said(answer)) == (code, facts)


def test_a_form_states_its_boxes(servicing):
    assert said(servicing().tax_form(WHITFIELD, 2025)) == {
        "tax_year": "2025",
        "box1_interest": "19146.37",
        "box2_principal": "314491.21",
        "box3_origination": "2023-06-14",
        "last4": "0001",
        "corrected": "no",
    }


def cells(answer, *names):
    """The named columns of an answer's table, row by row."""
    places = [[name for name, _ in answer.table.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in answer.table.rows]


def test_the_terms_are_those_of_the_note(servicing):
    found = said(servicing().terms(WHITFIELD))
    assert {name: found[name] for name in ("original_amount", "note_rate", "term_months", "maturity", "autopay")} == {
        "original_amount": "320000.00",
        "note_rate": "6.125",
        "term_months": "360",
        "maturity": "2053-07-01",
        "autopay": "yes",
    }
    assert (found["principal_and_interest"], found["monthly_payment"]) == ("1944.35", "2458.35")


def test_a_history_says_what_came_and_where_it_went(servicing):
    answer = servicing().payments(WHITFIELD, date(2026, 10, 1), date(2026, 11, 16))
    names = ("received", "kind", "installment_due", "amount", "principal", "interest", "escrow")
    assert [row for row in cells(answer, *names) if row[1] == "payment"] == [
        ("2026-10-03", "payment", "2026-10-01", "2458.35", "377.40", "1566.95", "514.00"),
        ("2026-11-03", "payment", "2026-11-01", "2458.35", "379.33", "1565.02", "514.00"),
    ]
    assert (said(answer)["year_interest"], said(answer)["year_principal"]) == ("17319.58", "4068.27")


def test_one_payment_says_what_it_did_to_the_balance(servicing):
    answer = servicing().payment(WHITFIELD)
    found = said(answer)
    assert (found["payment_amount"], found["payment_received"]) == ("2458.35", "2026-11-03")
    assert (found["principal_before"], found["principal_after"]) == ("306616.44", "306237.11")
    total = next(fact for fact in answer.facts if fact.name == "payment_amount")
    assert sum(line.value for line in total.lines) == total.amount


@pytest.mark.parametrize(
    ("party", "loan", "days", "total"), [("P01", WHITFIELD, "0", "0.00"), ("P05", PRATT, "199", "20201.31")]
)
def test_what_brings_a_loan_current_is_one_figure_with_its_lines(servicing, party, loan, days, total):
    answer = servicing(party, (loan,)).delinquency(loan, date(2026, 11, 16))
    found = next(fact for fact in answer.facts if fact.name == "reinstatement_total")
    assert (said(answer)["days_delinquent"], found.value) == (days, total)
    assert sum(line.value for line in found.lines) == found.amount


def test_extra_principal_saves_months_and_interest(servicing):
    answer = servicing().extra_principal(WHITFIELD, Decimal("10000.00"), Decimal("0.00"))
    assert (said(answer)["months_saved"], said(answer)["interest_saved"]) == ("24", "37981.88")
    more = servicing().extra_principal(WHITFIELD, Decimal("400000.00"), Decimal("0.00"))
    assert (more.code, said(more)) == ("more_than_the_balance", {"unpaid_principal": "306237.11"})


def test_an_escrow_year_is_set_out_month_by_month(servicing):
    answer = servicing().ask(WHITFIELD, "escrow/analysis")
    found = said(answer)
    names = (
        "escrow_annual_total",
        "escrow_base_payment",
        "escrow_cushion",
        "escrow_low_point",
        "escrow_required_start",
    )
    assert [found[name] for name in names] == ["6168.00", "514.00", "1028.00", "-648.00", "1676.00"]
    assert cells(answer, "month", "item", "disbursement", "target")[:4] == [
        ("2026-02-01", None, None, "2190.00"),
        ("2026-03-01", None, None, "2704.00"),
        ("2026-04-01", "county tax 1st half", "2190.00", "1028.00"),
        ("2026-05-01", None, None, "1542.00"),
    ]


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("bankruptcy", "not_in_bankruptcy"),
        ("foreclosure", "no_foreclosure"),
        ("transfer", "not_transferred"),
        ("assistance", "no_application"),
        ("mortgage-insurance", "not_insured"),
        ("military-service", "no_military_service"),
        ("payoff", "not_paid_off"),
    ],
)
def test_a_question_that_does_not_concern_the_loan_is_refused(servicing, topic, code):
    assert servicing().ask(WHITFIELD, topic) == Refusal(code)


def test_a_fixed_rate_is_said_when_somebody_asks_for_its_changes(servicing):
    answer = servicing().ask(WHITFIELD, "rate")
    assert (answer.code, said(answer)) == ("not_adjustable", {"note_rate": "6.125"})


def test_a_loan_that_was_paid_off_says_what_follows(servicing):
    found = said(servicing("P17", (GOULD,)).ask(GOULD, "payoff"))
    assert (found["payoff_received"], found["payoff_amount"]) == ("2026-10-30", "33327.78")
    assert (found["escrow_refund_amount"], found["escrow_refund_by"]) == ("997.33", "2026-12-01")


def test_nothing_is_held_for_a_loan_that_is_current(servicing):
    found = said(servicing().ask(WHITFIELD, "suspense"))
    assert (found["suspense"], found["missing"]) == ("0.00", "2458.35")


def test_any_figure_can_be_asked_for_with_its_lines(servicing):
    [found] = servicing().arithmetic(WHITFIELD, "next_payment").facts
    assert sorted(line.value for line in found.lines) == [Decimal("381.26"), Decimal("514.00"), Decimal("1563.09")]
    with pytest.raises(NotFound):
        servicing().arithmetic(WHITFIELD, "happiness")


def test_a_document_asked_for_by_kind_is_on_the_list_of_what_was_issued(servicing):
    client = servicing()
    answer = client.request_document(WHITFIELD, "payment_history", "en", "history-1")
    assert answer.document.kind == "payment_history"
    assert answer.document in client.documents(WHITFIELD)
    assert client.request_document(WHITFIELD, "payment_history", "en", "history-1") == answer
    assert hashlib.sha256(client.document(answer.document.document_id)).hexdigest() == answer.document.sha256


def test_a_breakdown_is_of_the_payment_that_is_named(real):
    client = ServicingClient(real("sqlite"), token("P11", ("4400100011",), "verified"))
    named = said(client.request_document("4400100011", "payment_breakdown", "en", "named", "HL-20261014-7731"))
    newest = said(client.request_document("4400100011", "payment_breakdown", "en", "newest"))
    assert (named["payment_posted"], newest["payment_posted"]) == ("2026-10-20", "2026-11-12")


def issue(client, kind, language, key):
    if kind == "payoff_statement":
        return client.request_payoff_statement(WHITFIELD, DECEMBER_15, language, key)
    return client.request_tax_form_document(WHITFIELD, 2025, language, key)


@pytest.mark.parametrize(("kind", "language"), [("payoff_statement", "en"), ("form_1098", "es")])
def test_a_document_comes_with_its_facts_and_the_bytes_of_its_hash(servicing, kind, language):
    client = servicing()
    answer = issue(client, kind, language, f"{kind}-1")
    assert isinstance(answer, Answer)
    assert (answer.document.kind, answer.document.media_type) == (kind, "application/pdf")
    content = client.document(answer.document.document_id)
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == answer.document.sha256


def test_a_statement_adds_by_when_it_is_due(servicing):
    client = servicing()
    quote, statement = client.payoff_quote(WHITFIELD, DECEMBER_15), issue(client, "payoff_statement", "en", "due")
    assert said(statement) == said(quote) | {"statement_due": "2026-11-25"}


def test_the_same_key_gets_the_same_answer(servicing):
    first, again = (issue(servicing(), "payoff_statement", "en", "same") for _ in range(2))
    other = issue(servicing(), "payoff_statement", "en", "other")
    assert first == again
    assert other.document.document_id != first.document.document_id


@pytest.mark.parametrize(
    "ask",
    [
        lambda client, loan: client.balance(loan),
        lambda client, loan: client.payoff_quote(loan, DECEMBER_15),
        lambda client, loan: client.request_payoff_statement(loan, DECEMBER_15, "en", "k"),
        lambda client, loan: client.tax_form(loan, 2025),
        lambda client, loan: client.request_tax_form_document(loan, 2025, "en", "k"),
    ],
)
@pytest.mark.parametrize("loan", [GOULD, "9999999999", "../admin", ""])
def test_what_is_not_theirs_is_not_there(servicing, ask, loan):
    with pytest.raises(NotFound):
        ask(servicing(loans=(WHITFIELD, GOULD)), loan)


def test_somebody_else_s_document_is_not_there(servicing):
    answer = issue(servicing(), "payoff_statement", "en", "mine")
    with pytest.raises(NotFound):
        servicing("P17", (GOULD,)).document(answer.document.document_id)


@pytest.mark.parametrize("level", ["none", "identified", "service"])
def test_a_borrower_s_data_needs_a_verified_borrower(servicing, level):
    client = servicing(level=level)
    for ask in (client.loans, lambda: client.balance(WHITFIELD), lambda: client.tax_form(WHITFIELD, 2025)):
        with pytest.raises(IdentityNeeded) as needed:
            ask()
        assert needed.value.level == "verified"


def test_only_the_gateway_looks_people_up(servicing):
    client = servicing()
    for ask in (lambda: client.match_identity("0001", "44001"), lambda: client.party_by_login("a@example.com")):
        with pytest.raises(IdentityNeeded) as needed:
            ask()
        assert needed.value.level == "service"


def test_the_gateway_finds_who_may_be_meant(servicing):
    client = servicing("service", (), "service")
    [match] = client.match_identity("0001", "44001")
    assert (match.party_id, match.name, match.loans) == ("P01", "Dana Whitfield", (WHITFIELD,))
    assert (match.contact.masked, match.contact.address) == ("(•••) •••-0101", "(555) 555-0101")
    assert client.match_identity("0001", "44002") == []


def test_the_gateway_finds_who_signs_in(servicing):
    client = servicing("service", (), "service")
    assert client.party_by_login("Dana.Whitfield@example.com") == PartyLoans(
        "P01", "Dana Whitfield", "en", (WHITFIELD,)
    )
    assert client.party_by_login("nobody@example.com") is None


def test_a_service_that_is_down_is_unavailable():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ServicingUnavailable):
        ServicingClient(f"http://127.0.0.1:{port}", token()).loans()


def test_a_token_that_is_refused_is_an_outage_and_not_an_answer(real):
    with pytest.raises(ServicingUnavailable):
        ServicingClient(real("sqlite"), "stale").loans()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        b'HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n{"facts":[{"name":"payoff"}]}',
        b"",
    ],
)
def test_an_answer_that_cannot_be_trusted_is_an_outage(answer):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(ServicingUnavailable):
            ServicingClient(f"http://127.0.0.1:{listener.getsockname()[1]}", token()).balance(WHITFIELD)
        thread.join()


def test_a_servicing_file_holds_one_loan_and_is_for_the_servicers_own_people(servicing):
    with pytest.raises(IdentityNeeded):
        servicing().servicing_file(WHITFIELD)
    found = servicing("service", (WHITFIELD,), "service").servicing_file(WHITFIELD)
    assert (found.loan_id, found.last4, found.borrowers) == (WHITFIELD, "0001", ("Dana Whitfield",))
    assert [row["id"] for row in found.fields["loan"]] == [WHITFIELD]
    assert [party["name"] for party in found.fields["party"]] == ["Dana Whitfield"]
    assert len(found.transactions.rows) == found.version
    assert {"received", "amount", "principal", "interest", "escrow"} <= {name for name, _ in found.transactions.columns}
    assert found.security_instrument is None
    with pytest.raises(NotFound):
        servicing("service", (GOULD,), "service").servicing_file(WHITFIELD)
