"""Every borrower of the portfolio hears what they are owed, and never what must not be said, through the gateway."""

import pytest

from tests.chat import open_chat, proven, signed_in
from tests.journeys.personas import ENGLISH
from tests.journeys.personas_spanish import SPANISH

# From the words said in place of a figure that nobody vouches for.
WITHHELD = {"en": "could not confirm a figure", "es": "no pude confirmar una cifra"}


def conversation(system, story):
    if story.login:
        return signed_in(system.url, story.login, story.language)
    chat = open_chat(system.url, language=story.language)
    return proven(chat, *story.proof) if story.proof else chat


@pytest.mark.parametrize(
    "story", [*ENGLISH, *SPANISH], ids=lambda story: f"{story.persona}-{story.language}-{story.about}"
)
def test_a_borrower_of_the_portfolio_hears_what_they_are_owed(system, story):
    chat = conversation(system, story)
    for ask in story.asks:
        answer = chat.ask(ask.text)
        for part in ask.says:
            assert part in answer, f"{ask.text}\n-> {answer}"
        assert ask.money or "$" not in answer, f"{ask.text}\n-> {answer}"
        if ask.person:
            chat.wait(lambda: chat.state.get("holder") == "queue")
        assert WITHHELD[story.language] not in answer
    said = "\n".join(entry["text"] for entry in chat.entries if entry["author"]["kind"] != "borrower").lower()
    assert [part for part in story.never if part in said] == []


def test_english_covers_every_persona_and_spanish_at_least_eight():
    assert {story.persona for story in ENGLISH} == {f"P{number:02d}" for number in range(1, 21)}
    assert len({story.persona for story in SPANISH}) >= 8
