"""What borrowers of the seeded portfolio hear from the actions: the real service, the real words, the figure gate."""

from __future__ import annotations

import re
from typing import Any

from gateway.figures import unsupported
from kernel.facts import fact_from_json
from servicing.client import ServicingClient
from servicing.portfolio.personas import read_personas
from tests.service.servicing_kit import token
from tests.unit.actions_stage import Heard, hear, turn, words

PERSONAS = {persona.id: persona for persona in read_personas().personas}


class Answers:
    """Asks an action for a persona of the portfolio, and refuses to hear a figure that is nobody's fact."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def __call__(
        self, action: Any, persona: str, text: str = "", *, language: str = "en", level: str = "verified", **given: Any
    ) -> Heard:
        loans = tuple(loan.loan_id for loan in PERSONAS[persona].loans)
        client = self.client(persona, level)
        heard = await hear(action, turn(text, language=language, level=level, **given), client)
        for message in heard.messages:
            if message["response"]:
                _check(message, language, {loan[-4:] for loan in loans})
        return heard

    def client(self, persona: str, level: str = "verified") -> ServicingClient:
        """The real service as this persona reaches it."""
        loans = tuple(loan.loan_id for loan in PERSONAS[persona].loans)
        return ServicingClient(self._address, token(PERSONAS[persona].parties[0].id, loans, level))


def _check(message: dict[str, Any], language: str, known: set[str]) -> None:
    template = words(message["response"], language)
    shown = template.format(**message)
    facts = [fact_from_json(each) for each in message["custom"]["facts"]]
    titles = [document["title"] for document in message["custom"]["documents"]]
    approved = [re.sub(r"\{\w+\}", "", template), *titles]
    wrong = unsupported(shown, facts=facts, approved=approved, known=known)
    assert not wrong, f"{message['response']} shows {wrong}, which no fact vouches for: {shown}"
