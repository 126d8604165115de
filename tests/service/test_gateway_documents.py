"""A verified borrower opens the documents of this conversation and takes a transcript away; nobody else does."""

import json

import pytest

from tests.gateway import DANA, host_token, house_in, said

DOCUMENT = {"document_id": "doc-1", "title": "Payoff statement, December 15", "media_type": "application/pdf"}


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


@pytest.fixture
def visitor(house):
    house.bot.answer = lambda turn: said("Here is your statement.", documents=[DOCUMENT])
    visitor = house.open(host_token=host_token())
    visitor.say("send me the payoff statement")
    visitor.wait_for("Here is your statement.")
    return visitor


def link(visitor, document_id="doc-1"):
    return visitor.house.browser.post(f"/chat/documents/{document_id}/link", headers=visitor.headers)


def test_a_document_of_the_conversation_opens_by_its_link(house, visitor):
    opened = house.browser.get(link(visitor).json()["href"])
    assert opened.status_code == 200
    assert opened.content == b"%PDF-1.7 doc-1"
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.headers["content-disposition"] == 'inline; filename="Payoff-statement-December-15.pdf"'
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert house.servicing.tokens[-1]["sub"] == DANA.party_id
    assert house.servicing.tokens[-1]["level"] == "verified"


def test_a_link_is_good_for_five_minutes(house, visitor):
    href = link(visitor).json()["href"]
    house.later(minutes=5)
    assert house.browser.get(href).status_code == 403


def test_a_link_opens_no_other_document_and_none_can_be_made_up(house, visitor):
    href = link(visitor).json()["href"]
    assert house.browser.get(href.replace("doc-1", "doc-2", 1)).status_code == 403
    assert house.browser.get("/chat/documents/doc-1?ticket=x.y.z").status_code == 403
    assert house.browser.get("/chat/documents/doc-1").status_code == 403


def test_a_document_that_was_not_given_in_this_conversation_gets_no_link(house, visitor):
    other = house.open(host_token=host_token("rosa@example.com"))
    assert link(other).status_code == 404
    assert link(visitor, "doc-2").status_code == 404


def test_documents_and_transcript_need_a_proof_that_still_holds(house, visitor):
    href = link(visitor).json()["href"]
    house.later(minutes=61)
    assert link(visitor).status_code == 403
    assert house.browser.get("/chat/transcript", headers=visitor.headers).json()["code"] == "identity_needed"
    assert house.browser.get(href).status_code == 403


def test_a_document_that_cannot_be_fetched_is_a_clear_answer(house, visitor):
    href = link(visitor).json()["href"]
    house.servicing.down = True
    answer = house.browser.get(href)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize("form", ["txt", "json", "pdf"])
def test_the_verified_borrower_takes_the_transcript_away(house, visitor, form):
    answer = house.browser.get("/chat/transcript", params={"format": form}, headers=visitor.headers)
    assert answer.status_code == 200
    assert f'.{form}"' in answer.headers["content-disposition"]
    if form == "pdf":
        assert answer.content.startswith(b"%PDF")
    else:
        assert "send me the payoff statement" in answer.text


def test_a_transcript_in_an_unknown_form_is_refused(house, visitor):
    answer = house.browser.get("/chat/transcript", params={"format": "exe"}, headers=visitor.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_format")


def test_taking_a_transcript_is_noted(house, visitor):
    bundle = house.browser.get("/chat/transcript", params={"format": "json"}, headers=visitor.headers).content
    assert json.loads(bundle)
    with house.database.read() as session:
        assert [access.what for access in house.records.accesses(session, visitor.conversation)] == ["transcript_json"]


def test_a_transcript_is_made_only_so_often(house):
    visitor = house.open(host_token=host_token())

    def status():
        return house.browser.get("/chat/transcript", headers=visitor.headers).status_code

    assert [status() for _ in range(7)] == [200] * 6 + [429]
    house.later(seconds=20)
    assert [status(), status()] == [200, 429]
