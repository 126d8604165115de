"""A borrower's word against our record: the record is shown, and a person takes over whatever it shows."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from rasa_sdk import Tracker

from actions.base import LoanAction, words_for_failures
from actions.handoff import person
from actions.payments import asked_in
from actions.turn import Reply, Turn


class ShowAndCallPerson(LoanAction):
    """Shows what is on file about a borrower's objection, then calls a person.

    To a borrower who is not verified, for a loan or payment that is not clear, and when the system of record refuses
    or fails, it says words that hold for everybody. The person comes in any case, for the reason that is `question`.

    Attributes:
        general: the response that holds for everybody.
    """

    general: ClassVar[str]

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        return await self.reply_to(asked_in(tracker, turn), turn)

    async def reply_to(self, asked: str, turn: Turn) -> Reply:
        shown = await words_for_failures(self.name(), turn, partial(super().reply_to, asked, turn))
        if shown.outcome != "answered":
            shown = Reply(self.general)
        call = person(self.question)
        return replace(
            call,
            response=shown.response,
            facts=shown.facts,
            document=shown.document,
            values=shown.values,
            events=(*shown.events, *call.events),
        )
