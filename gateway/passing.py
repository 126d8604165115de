"""Passing a borrower on to a team: the line goes back to the queue, and the borrower is told in approved words."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from gateway.conversation import SYSTEM, language_of, locked, speak
from gateway.holder import BOT_HOLDS, QUEUE_HOLDS, held_by, pass_to
from gateway.parts import Parts
from kernel.facts import Fact
from records.client import Author

# What a borrower is told a team is called.
TEAMS = {
    "first_line": "utter_team_first_line",
    "payments": "utter_team_payments",
    "escrow": "utter_team_escrow",
    "payoff": "utter_team_payoff",
    "loss_mitigation": "utter_team_loss_mitigation",
    "foreclosure": "utter_team_foreclosure",
    "bankruptcy": "utter_team_bankruptcy",
    "credit_reporting": "utter_team_credit_reporting",
    "research": "utter_team_research",
    "military": "utter_team_military",
    "successor": "utter_team_successor",
    "fraud": "utter_team_fraud",
    "compliance": "utter_team_compliance",
    "supervisor": "utter_team_supervisor",
}

# What else happens in the same transaction; False undoes all of it.
Together = Callable[[Session], bool]


class NotPassedOn(Exception):
    """Nothing was passed on, and nothing said."""


def pass_on(
    parts: Parts,
    session: Session,
    conversation_id: str,
    *,
    agent_id: str,
    team: str,
    reference: str,
    waits: bool,
    together: Together,
) -> None:
    """Passes a conversation's case on to a team, with what happens together with it.

    Args:
        waits: whether the borrower waits in the chat for the team. The line of an agent who holds it then goes to the
            queue; otherwise, and when the assistant holds it, it stays where it is.

    Raises:
        NotPassedOn: when a colleague holds the line, or what belongs to it did not happen.
    """
    conversation = locked(session, conversation_id)
    held = conversation.holder == held_by(agent_id)
    if not (held or conversation.holder in (BOT_HOLDS, QUEUE_HOLDS)) or not together(session):
        raise NotPassedOn
    if conversation.closed_at is not None:
        return
    if held and waits:
        agent = Author("agent", agent_id, conversation.holder_name)
        pass_to(parts, session, conversation, QUEUE_HOLDS, by=agent)
    speak(
        parts,
        session,
        conversation,
        "utter_case_passed_on" if waits and conversation.holder == QUEUE_HOLDS else "utter_case_passed_on_meanwhile",
        author=SYSTEM,
        facts=[Fact("case_reference", "text", reference, "desk.case", parts.wall.now())],
        reference=reference,
        team=parts.wording.say(TEAMS[team], language_of(conversation)).text,
    )
