"""Each document opens, can be read aloud, says what the API says and no other amount, and is given out with care."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pikepdf
import pytest
from pypdf import PdfReader

from kernel.spoken import say_money
from servicing.api.app import build_app
from servicing.documents import (
    assistance_checklist,
    assumption_package,
    escrow_analysis,
    escrow_annual_statement,
    payment_breakdown,
    payment_history,
    rate_notice,
)
from servicing.documents.codes import CODES
from tests.service.servicing_kit import PUBLIC, Caller, Http, clock

# A loan for each kind that has something to say, and the questions whose figures the document states.
ISSUED = [
    ("payment_history", "P11", "0011", ["/payments?limit=500"]),
    ("payment_history", "P17", "0017", ["/payments?limit=500"]),
    ("payment_breakdown", "P01", "0001", ["/payments/last"]),
    ("payment_breakdown", "P09", "0009", ["/payments/last"]),
    ("escrow_analysis", "P06", "0006", ["/escrow/analysis"]),
    ("escrow_analysis", "P07", "0007", ["/escrow/analysis"]),
    ("escrow_annual_statement", "P06", "0006", ["/escrow/analysis", "/escrow/annual-statement"]),
    ("rate_notice", "P02", "0002", ["/rate"]),
    ("assistance_checklist", "P04", "0004", []),
    ("assistance_checklist", "P01", "0001", []),
    ("assumption_package", "P16", "0016", ["/assumption"]),
    ("assumption_package", "P01", "0001", ["/assumption"]),
]
AMOUNT = re.compile(r"-?\$[\d,]+\.\d\d")
MODULES = [
    assistance_checklist, assumption_package, escrow_analysis, escrow_annual_statement, payment_breakdown,
    payment_history, rate_notice,
]  # fmt: skip


def issued(app, kind, party, last4, language, key="k"):
    loan = f"440010{last4}"
    caller = Caller(app, party, (loan,))
    response = caller.post(
        f"/v1/loans/{loan}/documents", {"kind": kind, "language": language}, key=f"{kind}{language}{key}"
    )
    assert response.status_code == 201, response.text
    document = response.json()["document"]
    return document, caller.get(f"/v1/documents/{document['document_id']}").content


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def amounts_said(text):
    return {match.replace("$ ", "$") for match in AMOUNT.findall(text)}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("kind", "party", "last4", "paths"), ISSUED, ids=[f"{row[0]}-{row[1]}" for row in ISSUED])
def test_a_document_states_the_api_s_figures_and_no_other_amount(app, kind, party, last4, paths, language):
    _, pdf = issued(app, kind, party, last4, language)
    loan, known = f"440010{last4}", set()
    for path in paths:
        body = Caller(app, party, (loan,)).get(f"/v1/loans/{loan}{path}").json()
        for fact in body["facts"]:
            if fact["kind"] == "money":
                known.add(say_money(Decimal(fact["value"])))
            known |= {say_money(Decimal(line["value"])) for line in fact["lines"]}
        for row in body.get("table", {"rows": []})["rows"]:
            known |= {say_money(Decimal(cell)) for cell in row if cell and re.fullmatch(r"-?\d+\.\d\d", cell)}
    said = amounts_said(text_of(pdf))
    assert said <= known, said - known
    assert bool(said) is bool(paths)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("kind", "party", "last4"), sorted({row[:3] for row in ISSUED}))
def test_a_document_is_tagged_and_has_a_title_and_a_language(app, kind, party, last4, language):
    document, content = issued(app, kind, party, last4, language)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == language
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == document["title"]
            assert metadata["pdfuaid:part"] == "1"
        tags = set()

        def walk(node):
            if isinstance(node, pikepdf.Dictionary) and "/S" in node:
                tags.add(str(node.S))
            children = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else []
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                if isinstance(child, pikepdf.Dictionary):
                    walk(child)

        walk(pdf.Root.StructTreeRoot)
        assert {"/H1", "/H2"} <= tags
        assert "/Table" in tags


def test_the_estimate_of_a_rate_is_called_an_estimate(app):
    text = text_of(issued(app, "rate_notice", "P02", "0002", "en")[1])
    assert "an estimate" in text
    assert "nobody knows the new rate" in re.sub(r"\s+", " ", text)
    assert "una estimación" in text_of(issued(app, "rate_notice", "P02", "0002", "es")[1])


def test_a_shortage_is_never_demanded_and_a_refund_need_not_be_asked_for(app):
    shortage = re.sub(r"\s+", " ", text_of(issued(app, "escrow_analysis", "P06", "0006", "en")[1]))
    assert "This is not a fee" in shortage
    assert "never asked for at once" in shortage
    surplus = re.sub(r"\s+", " ", text_of(issued(app, "escrow_analysis", "P07", "0007", "en")[1]))
    assert "We refund it by December 10, 2026. You do not have to ask for it." in surplus


# Regulation F, 12 CFR 1006.18(e) (checked 2026-11): only for a loan that was in default when it came.
def test_only_a_debt_collector_s_document_says_that_it_comes_from_one(app):
    assert "debt collector" in text_of(issued(app, "assistance_checklist", "P04", "0004", "en")[1])
    assert "debt collector" not in text_of(issued(app, "assistance_checklist", "P01", "0001", "en")[1])


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_the_words_of_both_languages_name_the_same_things(module):
    assert module.WORDS["en"].keys() == module.WORDS["es"].keys()
    assert CODES["en"].keys() == CODES["es"].keys()
    for key, words in module.WORDS["en"].items():
        assert set(re.findall(r"{(\w+)}", words)) == set(re.findall(r"{(\w+)}", module.WORDS["es"][key])), key


def test_asked_for_again_a_document_gets_the_next_version(app):
    first, _ = issued(app, "payment_breakdown", "P03", "0003", "en", key="1")
    second, _ = issued(app, "payment_breakdown", "P03", "0003", "en", key="2")
    other, _ = issued(app, "payment_breakdown", "P03", "0003", "es", key="1")
    assert (first["version"], second["version"], other["version"]) == (1, 2, 1)
    # All three were made at one moment of a stopped clock; page by page each is listed once.
    caller, following, listed = Caller(app, "P03", ("4400100003",)), "", []
    while following is not None:
        page = caller.get(f"/v1/loans/4400100003/documents?limit=1&after={following}").json()
        listed += [document["document_id"] for document in page["documents"]]
        following = page["next"]
    assert sorted(listed) == sorted(document["document_id"] for document in (first, second, other))


def test_a_signed_link_gives_the_document_for_ten_minutes_and_to_nobody_who_changes_it(database):
    wall = clock()
    app = build_app(database=database, clock=clock(), verify_key=PUBLIC, wall=wall)
    document, content = issued(app, "payment_breakdown", "P01", "0001", "en")
    caller = Caller(app)
    link = caller.post(f"/v1/documents/{document['document_id']}/links", None).json()
    anybody = Http(app)
    assert anybody.request("GET", link["path"]).content == content
    changed = link["path"].replace(document["document_id"], "0" * 32)
    assert anybody.request("GET", changed).status_code == 404
    assert anybody.request("GET", urlsplit(link["path"]).path).status_code == 404
    wall.moment += timedelta(minutes=10, seconds=1)
    assert anybody.request("GET", link["path"]).status_code == 410


def test_a_link_is_made_only_for_a_document_that_is_open_to_the_caller(app):
    document, _ = issued(app, "payment_breakdown", "P01", "0001", "en")
    other = Caller(app, "P02", ("4400100001", "4400100002"))
    assert other.post(f"/v1/documents/{document['document_id']}/links", None).status_code == 404


def test_a_counselor_gets_the_checklist_but_no_assumption_package(app):
    counselor = Caller(app, "P19-3", ("4400100019",))
    path = "/v1/loans/4400100019/documents"
    assert counselor.post(path, {"kind": "assistance_checklist", "language": "en"}, key="a").status_code == 201
    refused = counselor.post(path, {"kind": "assumption_package", "language": "en"}, key="b")
    assert (refused.status_code, refused.json()["scope"]) == (403, "assumption")


def test_a_document_about_what_the_loan_does_not_have_is_refused(app):
    dana = Caller(app)
    refused = dana.post("/v1/loans/4400100001/documents", {"kind": "rate_notice", "language": "en"}, key="r")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_adjustable")
