"""The approved replies as one conversation would have them said."""

from desk.domain.replies import Filled, Known, filled, matches
from desk.plain import plain
from desk.web.room import Room
from desk.web.screen import Screen
from gateway.replies import Reply
from kernel.clock import SERVICER_ZONE
from kernel.spoken import LANGUAGES, Language
from staff.client import StaffMember


def reply_for(room: Room, screen: Screen, member: StaffMember, name: str, language: str) -> Filled | None:
    """The approved reply of this name in a language, filled in for the conversation; None when there is none."""
    spoken = next((known for known in LANGUAGES if known == language), None)
    reply = next((each for each in _offered(room) if each.name == name), None)
    return _filled(room, reply, screen, member, spoken) if reply and spoken else None


def replies_for(room: Room, screen: Screen, member: StaffMember, query: str, language: Language) -> list[Filled]:
    """The approved replies that have all words of a query in either language, those that can be sent first."""
    plainly = plain(query)
    fitting = [
        _filled(room, reply, screen, member, language)
        for reply in _offered(room)
        if matches(plainly, plain(reply.title), *(plain(words) for words in reply.words.values()))
    ]
    return sorted(fitting, key=lambda each: not each.can_be_sent)


def _offered(room: Room) -> list[Reply]:
    return room.replies.on(room.clock.now().astimezone(SERVICER_ZONE).date())


def _filled(room: Room, reply: Reply, screen: Screen, member: StaffMember, language: Language) -> Filled:
    known = Known(
        cases=[(case, done) for case, done in ((screen.case, screen.done), *screen.beside) if case.is_open],
        agent=member.name,
        borrower=screen.view.party_name,
        level=screen.view.level,
        entries=screen.entries,
        today=room.clock.now().astimezone(SERVICER_ZONE).date(),
    )
    return filled(reply.name, reply.title, reply.words[language], language, known)
