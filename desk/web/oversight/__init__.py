"""The pages of supervisors and compliance officers, and what an agent sees of it."""

from starlette.routing import BaseRoute, Route

from desk.web.conversation import ConversationPages
from desk.web.oversight.audit import AuditPages
from desk.web.oversight.clocks import ClockPages
from desk.web.oversight.mine import MyPages
from desk.web.oversight.moving import Moving
from desk.web.oversight.quality import QualityPages
from desk.web.oversight.review import ReviewPages
from desk.web.oversight.team import TeamPages
from desk.web.room import ANSWERERS, OVERSEERS, READERS, SUPERVISORS, Room
from staff.web import guarded

__all__ = ["oversight_routes"]

BASE = "/desk/oversight"


def oversight_routes(room: Room, conversation: ConversationPages) -> list[BaseRoute]:
    """The addresses under `/desk/oversight`, those that move conversations, and an agent's own page of reviews."""
    overseeing, supervising = (guarded(room.staff, room.pages, *roles) for roles in (OVERSEERS, SUPERVISORS))
    reading, answering = (guarded(room.staff, room.pages, *roles) for roles in (READERS, ANSWERERS))
    clocks, team, moving, audit = ClockPages(room), TeamPages(room), Moving(room, conversation), AuditPages(room)
    quality, review, mine = QualityPages(room), ReviewPages(room), MyPages(room)
    one = "/desk/conversations/{conversation_id}"
    return [
        Route(f"{BASE}/clocks", overseeing(clocks.show), methods=["GET"]),
        Route(f"{BASE}/clocks.csv", overseeing(clocks.export), methods=["GET"]),
        Route(f"{BASE}/team", overseeing(team.show), methods=["GET"]),
        Route(f"{BASE}/team", supervising(team.reassign), methods=["POST"]),
        Route(f"{BASE}/team/{{member_id}}", overseeing(team.setting), methods=["GET"]),
        Route(f"{BASE}/team/{{member_id}}", supervising(team.keep), methods=["POST"]),
        Route(f"{BASE}/quality", overseeing(quality.show), methods=["GET"]),
        Route(f"{BASE}/quality", overseeing(quality.draw), methods=["POST"]),
        Route(f"{BASE}/quality/{{sample_id}}", overseeing(review.show), methods=["GET"]),
        Route(f"{BASE}/quality/{{sample_id}}", overseeing(review.keep), methods=["POST"]),
        Route(f"{BASE}/audit", overseeing(audit.show), methods=["GET"]),
        Route(f"{BASE}/audit.csv", overseeing(audit.export), methods=["GET"]),
        Route(f"{one}/take-over", supervising(moving.take_over), methods=["POST"]),
        Route(f"{one}/give-back", supervising(moving.give_back), methods=["POST"]),
        Route("/desk/for-you", reading(mine.for_you), methods=["GET"]),
        Route("/desk/notices/{event_id}", answering(mine.read), methods=["POST"]),
        Route("/desk/offers/{reference}/decline", answering(mine.decline), methods=["POST"]),
        Route("/desk/reviews", reading(mine.reviews), methods=["GET"]),
    ]
