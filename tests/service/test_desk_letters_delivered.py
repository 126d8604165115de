"""From an error told in the chat to the letter that the borrower opens there, through the rooms as they are."""

from tests.letters import Writer, text_of
from tests.service.test_desk_servicing_file import DANA, desk, house, visit
from tests.service.test_gateway_letters import given, opened

__all__ = ["desk", "house"]
WORDS = "you charged me the same late fee twice"


async def test_an_error_is_told_acknowledged_and_the_letter_opened(house, desk):
    dana = visit(house, DANA, WORDS)
    with house.database.read() as session:
        [case] = house.cases.cases_of(session, dana.conversation)
    writer = Writer(desk, case)
    await writer.sent("acknowledgment")
    [document] = given(dana, "utter_letter_sent")
    assert document["title"] == f"We received your notice of error, {case.reference}"
    text = text_of(opened(dana, document["document_id"]))
    for said in ("Dana Whitfield", WORDS, case.reference, "ending in 0001", "by December 30, 2026"):
        assert said in text
    assert "debt collector" not in text
    with house.database.read() as session:
        assert set(house.cases.clocks_met(session, [case.reference])[case.reference]) == {"noe.ack"}
        assert house.records.verify(session, dana.conversation).sound


async def test_of_two_who_send_one_draft_at_once_one_does(house, desk):
    dana = visit(house, DANA, WORDS)
    with house.database.read() as session:
        [case] = house.cases.cases_of(session, dana.conversation)
    alex, sam = Writer(desk, case), Writer(desk, case, "sam.agent")
    letter = await alex.draft("acknowledgment")
    answers = [await each.post(f"/{letter}/send", revision="1") for each in (alex, sam)]
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(given(dana, "utter_letter_sent")) == 1
