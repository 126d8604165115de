"""The desk's pages: the queue, and one conversation with its case."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from desk.client import Cases
from desk.offering import Offering
from desk.oversight.team import workers_among
from desk.ports import BorrowersDoor
from desk.presence import Presence
from desk.web.actions import Actions
from desk.web.aside import AsidePages
from desk.web.chats import ChatPages
from desk.web.conversation import ConversationPages
from desk.web.extensions import ExtensionPages
from desk.web.insights import InsightPages
from desk.web.labels import LabelPages
from desk.web.letters import LetterPages
from desk.web.mentions import MentionPages
from desk.web.oversight import oversight_routes
from desk.web.passing import MOST_FORM_BYTES, Passing
from desk.web.preferences import PreferencePages
from desk.web.queue import QueuePages
from desk.web.replying import ReplyPages
from desk.web.room import ANSWERERS, FILE_MAKERS, OVERSEERS, READERS, SUPERVISORS, Room
from desk.web.search import SearchPages
from desk.web.sent import SentPages
from desk.web.servicing_files import ServicingFilePages
from desk.web.undo import UndoPages
from desk.web.vendor import vendored_scripts
from gateway.replies import ApprovedReplies
from kernel.clock import Clock
from records.client import Records
from staff.client import Staff
from staff.web import Pages, guarded

__all__ = ["routes"]

HERE = Path(__file__).parent


def routes(
    *,
    staff: Staff,
    cases: Cases,
    gateway: BorrowersDoor,
    records: Records,
    clock: Clock,
    servicer: str = "",
    replies: ApprovedReplies | None = None,
    offers_last: timedelta | None = None,
) -> list[BaseRoute]:
    """The addresses under `/desk`, and the files under `/static/desk`.

    Args:
        offers_last: how long an agent has to take a waiting chat that is offered; None where nothing is offered, and
            agents choose among suggestions.
    """
    pages = Pages(staff, HERE / "templates", {"vendored_scripts": vendored_scripts()})
    said = replies or ApprovedReplies([], [])
    offering = Offering(cases, partial(workers_among, staff), offers_last) if offers_last else None
    room = Room(cases, gateway, staff, pages, records, clock, servicer, Presence(clock.now), said, offering)
    conversation, search = ConversationPages(room), SearchPages(room)
    undo, aside, labels = UndoPages(room, conversation), AsidePages(room, conversation), LabelPages(room, conversation)
    queue, chats, approved = QueuePages(room, undo), ChatPages(room), ReplyPages(room, conversation)
    mentions, preferences = MentionPages(room), PreferencePages(room)
    actions, passing, sent = Actions(room, conversation), Passing(room, conversation), SentPages(room, conversation)
    present = guarded(staff, pages, *READERS, keeps=False)
    extensions = ExtensionPages(room, conversation)
    insights, overseeing = InsightPages(room), guarded(staff, pages, *OVERSEERS)
    supervising = guarded(staff, pages, *SUPERVISORS)
    letters, files = LetterPages(room, conversation), ServicingFilePages(room, conversation)
    making = guarded(staff, pages, *FILE_MAKERS)
    reading, answering = guarded(staff, pages, *READERS), guarded(staff, pages, *ANSWERERS)
    attaching = guarded(staff, pages, *ANSWERERS, most_bytes=MOST_FORM_BYTES)
    one = "/desk/conversations/{conversation_id}"
    return [
        Route("/desk", reading(queue.show), methods=["GET"]),
        Route("/desk/here", present(actions.here), methods=["GET"]),
        Route("/desk/live", reading(queue.live), methods=["GET"]),
        Route("/desk/insights", overseeing(insights.show), methods=["GET"]),
        Route("/desk/insights.csv", overseeing(insights.export), methods=["GET"]),
        Route(one, reading(conversation.show), methods=["GET"]),
        Route(f"{one}/live", reading(conversation.live), methods=["GET"]),
        Route(f"{one}/transcript", reading(conversation.transcript), methods=["GET"]),
        Route(f"{one}/documents/{{document_id}}", reading(sent.open), methods=["GET"]),
        Route(f"{one}/documents/{{document_id}}/file", reading(sent.file), methods=["GET"]),
        Route(f"{one}/take", answering(actions.take), methods=["POST"]),
        Route(f"{one}/hand-back", answering(actions.hand_back), methods=["POST"]),
        Route(f"{one}/close", answering(actions.close), methods=["POST"]),
        Route(f"{one}/pass", answering(passing.form), methods=["GET"]),
        Route(f"{one}/pass", attaching(passing.pass_on), methods=["POST"]),
        Route(f"{one}/files/{{file_id}}", reading(passing.file), methods=["GET"]),
        Route(f"{one}/notes", answering(passing.write_note), methods=["POST"]),
        Route(f"{one}/dates", answering(passing.meet), methods=["POST"]),
        Route(f"{one}/dates/extension", answering(extensions.tell), methods=["POST"]),
        Route(f"{one}/servicing-file", making(files.form), methods=["GET"]),
        Route(f"{one}/servicing-file", making(files.make), methods=["POST"]),
        Route(f"{one}/letters", reading(letters.listed), methods=["GET"]),
        Route(f"{one}/letters", answering(letters.keep), methods=["POST"]),
        Route(f"{one}/letters/write", answering(letters.write), methods=["GET"]),
        Route(f"{one}/letters/{{letter_id}}", reading(letters.show), methods=["GET"]),
        Route(f"{one}/letters/{{letter_id}}/pdf", reading(letters.pdf), methods=["GET"]),
        Route(f"{one}/letters/{{letter_id}}/send", answering(letters.send), methods=["POST"]),
        Route(f"{one}/letters/{{letter_id}}/throw-away", answering(letters.throw_away), methods=["POST"]),
        Route(f"{one}/replies", answering(actions.reply), methods=["POST"]),
        Route(f"{one}/typing", answering(actions.typing), methods=["POST"]),
        *oversight_routes(room, conversation),
        Route(f"{one}/approved", answering(approved.show), methods=["GET"]),
        Route(f"{one}/approved", answering(approved.send), methods=["POST"]),
        Route(f"{one}/aside", answering(aside.put), methods=["POST"]),
        Route(f"{one}/back", answering(aside.back), methods=["POST"]),
        Route(f"{one}/labels", answering(labels.put), methods=["POST"]),
        Route(f"{one}/labels/off", answering(labels.take_off), methods=["POST"]),
        Route(f"{one}/unclose", answering(undo.unclose), methods=["POST"]),
        Route(f"{one}/dates/undo", answering(undo.unmeet), methods=["POST"]),
        Route("/desk/chats", answering(chats.show), methods=["GET"]),
        Route("/desk/chats/live", answering(chats.live), methods=["GET"]),
        Route("/desk/mentions", reading(mentions.show), methods=["GET"]),
        Route("/desk/search", reading(search.show), methods=["GET"]),
        Route("/desk/search", reading(search.search), methods=["POST"]),
        Route("/desk/preferences", reading(preferences.show), methods=["GET"]),
        Route("/desk/preferences", reading(preferences.keep), methods=["POST"]),
        Route("/desk/labels", supervising(labels.show), methods=["GET"]),
        Route("/desk/labels", supervising(labels.make), methods=["POST"]),
        Route("/desk/labels/retire", supervising(labels.retire), methods=["POST"]),
        Mount("/static/desk", StaticFiles(directory=HERE / "static")),
    ]
