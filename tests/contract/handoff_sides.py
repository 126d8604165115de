"""Two sides on which people may answer a borrower: our own desk, and a Chatwoot. One contract is held against both."""

import asyncio
import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from gateway.handoff import outside_agent
from helpdesk import store
from helpdesk.client import WEBHOOK, ChatwootHandoff
from helpdesk.settings import ChatwootSettings
from tests.contract.chatwoot_stand_in import ACCOUNT, INBOX, SECRET, TOKEN, StandIn, serving
from tests.gateway import House, Visitor, house_in, said

DESK_AGENT = ("a1", "Morgan Lee")


class Side(Protocol):
    """What people do and see, whichever screen they sit at."""

    house: House
    agent: str

    def settle(self) -> None:
        """Lets everything arrive that is on its way."""

    def told(self, visitor: Visitor) -> str:
        """All that people are told of the borrower before they answer, facts and words."""

    def heard(self, visitor: Visitor) -> list[str]:
        """What the borrower said to people, in order."""

    def answer(self, visitor: Visitor, text: str, *, times: int = 1) -> None:
        """A person answers; `times` over, when a line stammers."""

    def finish(self, visitor: Visitor) -> None:
        """The person is done and gives the borrower back."""


class OwnDeskSide:
    """Our own desk: it reads cases and conversations where they are."""

    agent = "a1"

    def __init__(self, house: House) -> None:
        self.house = house

    def settle(self) -> None:
        return

    def told(self, visitor: Visitor) -> str:
        with self.house.database.read() as session:
            case = self.house.cases.case_for(session, visitor.conversation, "handoff")
        facts = self.house.gateway.outside.facts(visitor.conversation, case.facts)
        return "\n".join([case.reference, case.reason, str(facts), *visitor.texts()])

    def heard(self, visitor: Visitor) -> list[str]:
        wanted = [entry.seq for entry in visitor.entries() if entry.body.get("to") == "queue"]
        after = visitor.messages("borrower")
        asked = [entry.body["text"] for entry in after if entry.seq < wanted[0]][-1:]
        return asked + [entry.body["text"] for entry in after if entry.seq > wanted[0]]

    def answer(self, visitor: Visitor, text: str, *, times: int = 1) -> None:
        identifier = str(uuid.uuid4())
        assert self.house.gateway.take(visitor.conversation, *DESK_AGENT)
        with self.house.database.begin() as session:
            case = self.house.cases.case_for(session, visitor.conversation, "handoff")
            self.house.cases.take(session, case.reference, agent_id=DESK_AGENT[0], holds_line=True)
        for _ in range(times):
            self.house.gateway.say_as_agent(visitor.conversation, *DESK_AGENT, text, identifier)

    def finish(self, visitor: Visitor) -> None:
        assert self.house.gateway.hand_back(visitor.conversation, DESK_AGENT[0])
        with self.house.database.begin() as session:
            case = self.house.cases.case_for(session, visitor.conversation, "handoff")
            assert self.house.cases.hand_back(session, case.reference, agent_id=DESK_AGENT[0], answered=True)


class ChatwootSide:
    """A Chatwoot over real HTTP in both directions."""

    agent = outside_agent("chatwoot.7")

    def __init__(self, house: House, stand_in: StandIn, handoff: ChatwootHandoff) -> None:
        self.house = house
        self.chatwoot = stand_in
        self.handoff = handoff

    def settle(self) -> None:
        self.handoff.delivery.look()

    def told(self, visitor: Visitor) -> str:
        return "\n".join([*self.chatwoot.notes(), *self.chatwoot.heard()])

    def heard(self, visitor: Visitor) -> list[str]:
        return self.chatwoot.heard()

    def answer(self, visitor: Visitor, text: str, *, times: int = 1) -> None:
        message = self.chatwoot.agent_writes(text, quietly=True)
        for _ in range(times):
            assert self.chatwoot.call_message(message).status_code == 200

    def finish(self, visitor: Visitor) -> None:
        self.chatwoot.resolve()
        self.settle()


def settings_for(stand_in: StandIn, **changes) -> ChatwootSettings:
    values = {
        "url": stand_in.url,
        "account": ACCOUNT,
        "inbox": INBOX,
        "token": TOKEN,
        "webhook_secret": SECRET,
        "shares": frozenset(),
        **changes,
    }
    return ChatwootSettings(**values)


@contextlib.contextmanager
def own_desk(folder: Path) -> Iterator[OwnDeskSide]:
    """A house whose people sit at our own desk."""
    with house_in(folder) as house:
        yield OwnDeskSide(house)


@contextlib.contextmanager
def chatwoot(folder: Path, **changes) -> Iterator[ChatwootSide]:
    """A house whose people sit at a Chatwoot. Nothing is sent until somebody has it looked at."""
    with house_in(folder, started=False) as house, serving(StandIn(clock=house.clock)) as stand_in:
        store.Base.metadata.create_all(house.database.engine)
        house.handoff = ChatwootHandoff(
            settings_for(stand_in, **changes),
            database=house.database,
            clock=house.clock,
            cases=house.cases,
            page="https://doorstep.example.com/desk/conversations/{}".format,
        )
        house.build()
        with house.serving():
            stand_in.webhook = f"http://127.0.0.1:{house.port}{WEBHOOK}"
            yield ChatwootSide(house, stand_in, house.handoff)
        asyncio.run(house.handoff.stop())


def speaks_figures(house: House) -> None:
    """The bot answers with a figure that is somebody's fact."""
    amount = {
        "name": "unpaid_principal",
        "kind": "money",
        "value": "306237.11",
        "source": "ledger.principal",
        "as_of": "2026-11-16T17:00:00+00:00",
        "lines": [],
    }
    house.bot.answer = lambda turn: said(
        "$306,237.11 is your balance.", response="utter_balance_answer", facts=[amount]
    )
