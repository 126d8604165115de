"""Where the Rasa server fetches its model: `GET /internal/model`, by ETag, for whoever holds the private token."""

import contextlib
import hmac

import structlog
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from kernel.clock import Clock
from storage import Database
from trainer.models import ModelChanged, Models
from trainer.running import needs_note, note_fetch, note_use

log = structlog.get_logger("trainer")


class ModelServer:
    """Serves the chosen model.

    Rasa sends its model's ETag with every question, so each question also tells which model it runs: even when a
    newer one could not be loaded. It takes 304 and 404 as "nothing new", keeps the old model on any other failure,
    and saves the answer under the header `filename`, which must end in `.tar.gz`.
    """

    def __init__(self, models: Models, database: Database, clock: Clock, *, private_token: str) -> None:
        if not private_token:
            raise ValueError("the model server needs a private token")
        self._models = models
        self._database = database
        self._clock = clock
        self._expected = f"Bearer {private_token}".encode()
        self._by_etag: dict[str, str] = {}

    async def answer(self, request: Request) -> Response:
        """The model, or why there is none; 304 when the asker has it."""
        sent = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(sent, self._expected):
            return PlainTextResponse("The private token is missing or wrong.", 401, {"www-authenticate": "Bearer"})
        return await run_in_threadpool(self._answer, request.headers.get("if-none-match", ""))

    def _answer(self, held: str) -> Response:
        self._note_use(held)
        try:
            served = self._models.served()
        except ModelChanged as changed:
            log.error("trainer.model.changed", model=str(changed))
            return PlainTextResponse("The chosen model's file is missing or was changed.", 503)
        if served is None:
            return PlainTextResponse("No model has been chosen yet.", 404)
        choice, path = served
        self._by_etag[choice.etag] = choice.name
        headers = {"etag": choice.etag, "cache-control": "no-cache"}
        if choice.etag in {tag.strip().removeprefix("W/") for tag in held.split(",")}:
            return Response(status_code=304, headers=headers)
        with self._database.begin() as session:
            note_fetch(session, etag=choice.etag)
        log.info("trainer.model.fetched", model=choice.name)
        return FileResponse(path, media_type="application/gzip", headers={**headers, "filename": choice.name})

    def _note_use(self, etag: str) -> None:
        """Keeps what the asker runs, as far as it is a model that was ever chosen here."""
        name = self._by_etag.get(etag) or self._name_in_history(etag)
        if name is None:
            return
        now = self._clock.now()
        with self._database.read() as session:
            if not needs_note(session, etag, now):
                return
        # Two assistants may say the same for the first time at once: one note of it is enough.
        with contextlib.suppress(IntegrityError), self._database.begin() as session:
            note_use(session, etag=etag, model=name, now=now)

    def _name_in_history(self, etag: str) -> str | None:
        if len(etag) != 66:
            return None
        self._by_etag.update({choice.etag: choice.name for choice in self._models.history()})
        return self._by_etag.get(etag)
