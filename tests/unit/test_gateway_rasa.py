"""A server that does not answer is asked by one borrower at a time, so that the others hear at once and not in turn."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from gateway.rasa import MOST_FAILED, Breaker, RasaLine, Turn, TurnFailed

TURN = Turn(
    conversation_id="c-1",
    message_id="m-1",
    text="hello",
    capability="",
    language="en",
    today="2026-11-16",
    level="none",
)
SHORT = timedelta(milliseconds=20)


def line(handler):
    client = httpx.AsyncClient(base_url="http://bot", transport=httpx.MockTransport(handler))
    return RasaLine(client, token="t", deadline=SHORT)


async def reason_of(rasa):
    with pytest.raises(TurnFailed) as failed:
        await rasa.ask(TURN)
    return failed.value.reason


async def test_after_some_failures_one_question_tries_and_the_others_fail_at_once():
    asked = []

    async def hang(request):
        asked.append(request)
        await asyncio.sleep(60)

    rasa = line(hang)
    assert {await reason_of(rasa) for _ in range(MOST_FAILED)} == {"timeout"}
    assert sorted(await asyncio.gather(reason_of(rasa), reason_of(rasa), reason_of(rasa))) == [
        "breaker",
        "breaker",
        "timeout",
    ]
    assert len(asked) == MOST_FAILED + 1


async def test_the_first_answer_lets_everybody_through_again():
    up = []

    async def answer(request):
        if not up:
            raise httpx.ConnectError("down")
        return httpx.Response(200, json={"messages": [{"text": "Hello."}]})

    rasa = line(answer)
    assert {await reason_of(rasa) for _ in range(MOST_FAILED)} == {"unreachable"}
    up.append(True)
    assert (await rasa.ask(TURN)).messages[0].text == "Hello."
    replies = await asyncio.gather(rasa.ask(TURN), rasa.ask(TURN))
    assert [reply.messages[0].text for reply in replies] == ["Hello.", "Hello."]


def test_an_answer_in_between_starts_the_count_anew():
    breaker = Breaker()
    for _ in range(3 * MOST_FAILED):
        assert breaker.lets_through()
        breaker.report(answered=False)
        assert breaker.lets_through()
        breaker.report(answered=True)
