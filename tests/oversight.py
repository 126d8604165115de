"""A desk with a past: weeks of conversations, cases with dates kept, missed and near, and agents at work."""

from datetime import UTC, datetime, timedelta

from desk.oversight.team import Setting, keep_setting
from records.client import Author

TODAY = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
BORROWERS = ("Alma Reyes", "Dana Whitfield", "Hector Ruiz", "Priya Shah", "Lena Novak", "Omar Haddad")


def live_through(desk, *, weeks=5):
    """Lets the desk live through some weeks up to this morning; returns the ids of its conversations, oldest first."""
    start = TODAY - timedelta(weeks=weeks)
    ids = []
    for number in range(weeks * 10):
        day = (start + timedelta(days=0.7 * number)).replace(hour=14 + number % 8)
        desk.clock.moment = day + timedelta(minutes=13 * (number % 4))
        if desk.clock.moment >= TODAY:
            break
        ids.append(converse(desk, number))
    desk.clock.moment = TODAY
    return ids


def converse(desk, number):
    """One conversation: every third wants a person, every fifth goes in circles, every fourth is Spanish."""
    name, language = f"{number:032x}", "es" if number % 4 == 3 else "en"
    who = BORROWERS[number % len(BORROWERS)]
    if number % 3 == 0:
        desk.wait_for_person(name, language=language, name=who)
        desk.gateway.borrower_says("I want to talk to somebody.", language=language, conversation_id=name)
        desk.gateway.add("gateway.holder.changed", {"to": "queue"}, conversation_id=name)
        if number % 2 == 0:
            answer(desk, name, "alex.agent")
        return name
    desk.gateway.open(name, language=language, name=who)
    rounds = 3 if number % 5 == 4 else 1
    for _ in range(rounds):
        asked = {"text": "What about my escrow?", "language": language}
        author = Author("borrower", f"P{number % len(BORROWERS)}", who)
        desk.gateway.add("message", asked, author=author, conversation_id=name)
        answered = {"intent": "escrow_shortage", "message_seq": 2}
        desk.gateway.add("gateway.turn.answered", answered, conversation_id=name)
        desk.gateway.bot_says(
            "I did not get that.", "utter_default" if rounds > 1 else "utter_escrow", name, language=language
        )
    if number % 7 == 1:
        desk.invoke_right("notice_of_error", name, "b4" if number % 2 else "b6")
    elif number % 7 == 2:
        desk.invoke_right("complaint", name)
    return name


def answer(desk, name, account):
    """An agent takes the conversation, answers, and closes its case."""
    agent = desk.id_of(account)
    case = desk.case(name)
    desk.gateway.take(name, agent, "Alex Morgan")
    with desk.database.begin() as session:
        desk.cases.take(session, case.reference, agent_id=agent, holds_line=True)
    author = Author("agent", agent, "Alex Morgan")
    body = {"text": "Good morning Alma, this is Alex. I look into it.", "language": "en"}
    desk.gateway.add("message", body, author=author, conversation_id=name)
    with desk.database.begin() as session:
        desk.cases.close(session, case.reference, agent_id=agent)
    desk.gateway.hand_back(name, agent)


def set_agent(desk, account, *, capacity=5, languages=("en",), teams=("first_line",)):
    """What an agent can take, as a supervisor has set it."""
    with desk.database.begin() as session:
        keep_setting(
            session,
            desk.id_of(account),
            Setting(capacity, tuple(languages), tuple(teams)),
            by=desk.id_of("sue.supervisor"),
            why="first",
            now=desk.clock.now(),
        )
