"""The trainer's pages, and the model server that the assistant asks."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from staff.client import Staff
from staff.web import Pages, guarded, open_to_all
from trainer.web.inbox import InboxPages
from trainer.web.labels import LabelPages
from trainer.web.model_server import ModelServer
from trainer.web.models import ModelPages
from trainer.web.room import TRAINERS, Room
from trainer.web.runs import RunPages
from trainer.web.words import SPOKEN
from trainer.workshop import Workshop

__all__ = ["routes"]

HERE = Path(__file__).parent


def routes(*, staff: Staff, workshop: Workshop, private_token: str) -> list[BaseRoute]:
    """The addresses under `/trainer`, the files under `/static/trainer`, and `/internal/model`.

    Args:
        staff: who may come in: trainers and administrators.
        workshop: what the pages work with.
        private_token: the secret shared with the Rasa server, which fetches its model without signing in.
    """
    pages = Pages(staff, HERE / "templates", SPOKEN)
    room = Room(workshop, pages)
    inbox, labels, runs, models = InboxPages(room), LabelPages(room), RunPages(room), ModelPages(room)
    server = ModelServer(workshop.models, workshop.database, workshop.clock, private_token=private_token)
    trainers = guarded(staff, pages, *TRAINERS)
    message, run, model = "/trainer/messages/{message_id:int}", "/trainer/runs/{run_id}", "/trainer/models/{name}"
    return [
        Route("/internal/model", open_to_all(server.answer), methods=["GET"]),
        Route("/trainer", trainers(inbox.show), methods=["GET"]),
        Route(f"{message}/label", trainers(inbox.label), methods=["POST"]),
        Route(f"{message}/skip", trainers(inbox.skip), methods=["POST"]),
        Route("/trainer/labels", trainers(labels.show), methods=["GET"]),
        Route("/trainer/labels/{label_id:int}/undo", trainers(labels.undo), methods=["POST"]),
        Route("/trainer/runs", trainers(runs.listed), methods=["GET"]),
        Route("/trainer/runs", trainers(runs.start), methods=["POST"]),
        Route(run, trainers(runs.show), methods=["GET"]),
        Route(f"{run}/progress", trainers(runs.progress), methods=["GET"]),
        Route(f"{run}/cancel", trainers(runs.cancel), methods=["POST"]),
        Route("/trainer/models", trainers(models.show), methods=["GET"]),
        Route(f"{model}/promote", trainers(models.confirm), methods=["GET"]),
        Route(f"{model}/promote", trainers(models.promote), methods=["POST"]),
        Route(f"{model}/roll-back", trainers(models.roll_back), methods=["POST"]),
        Mount("/static/trainer", StaticFiles(directory=HERE / "static")),
    ]
