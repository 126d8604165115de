"""The desk's pages: the queue, and one conversation with its case."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from desk.client import Cases
from desk.ports import BorrowersDoor
from desk.web.actions import Actions
from desk.web.conversation import ConversationPages
from desk.web.insights import InsightPages
from desk.web.letters import LetterPages
from desk.web.passing import Passing
from desk.web.queue import QueuePages
from desk.web.room import ANSWERERS, FILE_MAKERS, READERS, SUPERVISORS, Room
from desk.web.sent import SentPages
from desk.web.servicing_files import ServicingFilePages
from desk.web.vendor import vendored_scripts
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
) -> list[BaseRoute]:
    """The addresses under `/desk`, and the files under `/static/desk`."""
    pages = Pages(staff, HERE / "templates", {"vendored_scripts": vendored_scripts()})
    room = Room(cases, gateway, staff, pages, records, clock, servicer)
    queue, conversation = QueuePages(room), ConversationPages(room)
    actions, passing, sent = Actions(room, conversation), Passing(room, conversation), SentPages(room, conversation)
    letters, files = LetterPages(room, conversation), ServicingFilePages(room, conversation)
    making = guarded(staff, pages, *FILE_MAKERS)
    insights, supervising = InsightPages(room), guarded(staff, pages, *SUPERVISORS)
    reading, answering = guarded(staff, pages, *READERS), guarded(staff, pages, *ANSWERERS)
    one = "/desk/conversations/{conversation_id}"
    return [
        Route("/desk", reading(queue.show), methods=["GET"]),
        Route("/desk/live", reading(queue.live), methods=["GET"]),
        Route("/desk/insights", supervising(insights.show), methods=["GET"]),
        Route("/desk/insights.csv", supervising(insights.export), methods=["GET"]),
        Route(one, reading(conversation.show), methods=["GET"]),
        Route(f"{one}/live", reading(conversation.live), methods=["GET"]),
        Route(f"{one}/transcript", reading(conversation.transcript), methods=["GET"]),
        Route(f"{one}/documents/{{document_id}}", reading(sent.open), methods=["GET"]),
        Route(f"{one}/documents/{{document_id}}/file", reading(sent.file), methods=["GET"]),
        Route(f"{one}/take", answering(actions.take), methods=["POST"]),
        Route(f"{one}/hand-back", answering(actions.hand_back), methods=["POST"]),
        Route(f"{one}/close", answering(actions.close), methods=["POST"]),
        Route(f"{one}/pass", answering(passing.form), methods=["GET"]),
        Route(f"{one}/pass", answering(passing.pass_on), methods=["POST"]),
        Route(f"{one}/files/{{file_id}}", reading(passing.file), methods=["GET"]),
        Route(f"{one}/notes", answering(passing.write_note), methods=["POST"]),
        Route(f"{one}/dates", answering(passing.meet), methods=["POST"]),
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
        Mount("/static/desk", StaticFiles(directory=HERE / "static")),
    ]
