"""The staff room's pages: signing in and out, one's own account, the lessons; and what all staff pages share."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from staff.client import Staff
from staff.web.account import AccountPages
from staff.web.guard import guarded, guards_of, open_to_all
from staff.web.lessons import OVERSEERS, LessonPages
from staff.web.live import ServerEvent, live
from staff.web.pages import Pages, home_of, protected
from staff.web.sign_in import SignInPages

__all__ = ["Pages", "ServerEvent", "guarded", "guards_of", "home_of", "live", "open_to_all", "protected", "routes"]

HERE = Path(__file__).parent


def routes(staff: Staff) -> list[BaseRoute]:
    """The addresses under `/staff`, and the files under `/static/staff` that every staff page uses."""
    pages = Pages(staff, HERE / "templates")
    door, account, lessons = SignInPages(staff, pages), AccountPages(staff, pages), LessonPages(staff, pages)
    any_role, overseeing = guarded(staff, pages), guarded(staff, pages, *OVERSEERS)
    found: list[BaseRoute] = [
        Route("/staff/sign-in", open_to_all(door.show), methods=["GET"]),
        Route("/staff/sign-in", open_to_all(door.enter), methods=["POST"]),
        Route("/staff", any_role(account.show), methods=["GET"]),
        Route("/staff/sign-out", any_role(account.sign_out), methods=["POST"]),
        Route("/staff/sign-out-everywhere", any_role(account.sign_out_everywhere), methods=["POST"]),
        Route("/staff/password", any_role(account.password), methods=["GET"]),
        Route("/staff/password", any_role(account.change_password), methods=["POST"]),
        Route("/staff/lessons", any_role(lessons.show_all), methods=["GET"]),
        Route("/staff/lessons/{lesson}", any_role(lessons.show), methods=["GET"]),
        Route("/staff/lessons/{lesson}", any_role(lessons.answer), methods=["POST"]),
        Route("/staff/lessons-due", overseeing(lessons.show_owing), methods=["GET"]),
        Mount("/static/staff", StaticFiles(directory=HERE / "static")),
    ]
    if staff.demo:
        found.append(Route("/staff/demo-accounts/{account}", open_to_all(door.demo_account), methods=["GET"]))
    return found
