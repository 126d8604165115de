"""The inbox: one message to label, with everything that helps to decide, and the others that wait."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from staff.client import StaffMember
from trainer.domain.examples import LANGUAGE_NAMES
from trainer.domain.inbox import Guess, guesses_of
from trainer.domain.labels import LONGEST, Refused, neighbours, suggestions
from trainer.labels import AlreadyDone, Filter
from trainer.nlu_files import DataUnreadable
from trainer.store import LabelRow, MessageRow
from trainer.web.room import LARGEST_ID, Room, onward, person, row_id

PER_PAGE = 20
OUT_OF_SCOPE = "out_of_scope"
GONE = "gone"


class InboxPages:
    """The pages about messages that wait."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._labels = room.workshop.labels

    async def show(self, request: Request, member: StaffMember) -> Response:
        """The message that teaches most, or the chosen one, and the list."""
        return await self._page(request, member, request.query_params)

    async def label(self, request: Request, member: StaffMember) -> Response:
        """Writes the example; the same page with words when it cannot be one."""
        form, message_id = await request.form(), row_id(request, "message_id")
        text, intent = _field(form, "text"), _field(form, "intent")
        try:
            result = await run_in_threadpool(
                self._labels.label, message_id, text=text, intent=intent, by=person(member)
            )
        except AlreadyDone:
            return onward(_address(_kept(form) | {"done": GONE}))
        except DataUnreadable as fault:
            raise HTTPException(500, f"Nothing was added: {fault}.") from fault
        if isinstance(result, Refused):
            shown = _kept(form) | {"message": str(message_id)}
            return await self._page(request, member, shown, refused=result, text=text)
        return onward(_address(_kept(form) | {"done": str(result.id)}))

    async def skip(self, request: Request, member: StaffMember) -> Response:
        """Takes the message out of the inbox without a label."""
        form = await request.form()
        try:
            await run_in_threadpool(self._labels.skip, row_id(request, "message_id"), by=person(member))
        except AlreadyDone:
            return onward(_address(_kept(form) | {"done": GONE}))
        return onward(_address(_kept(form) | {"done": "skipped"}))

    async def _page(
        self,
        request: Request,
        member: StaffMember,
        asked: Mapping[str, str] | QueryParams,
        *,
        refused: Refused | None = None,
        text: str | None = None,
    ) -> Response:
        def values() -> dict[str, Any]:
            return self._values(asked, refused, text)

        status = 422 if refused else 200
        return await self._room.page(request, "inbox.html", values, member=member, status=status)

    def _values(
        self, asked: Mapping[str, str] | QueryParams, refused: Refused | None, text: str | None
    ) -> dict[str, Any]:
        reasons = self._labels.reasons()
        language, reason = asked.get("language", ""), asked.get("reason", "")
        chosen = Filter(language if language in LANGUAGE_NAMES else "", reason if reason in reasons else "")
        number = _number(asked.get("page", ""), 1)
        count, rows = self._labels.waiting(chosen, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
        message = self._labels.message(_number(asked.get("message", ""), 0))
        gone = bool(asked.get("message")) and message is None
        current = message or (rows[0] if rows else None)
        return {
            "chosen": chosen,
            "kept": {"language": chosen.language, "reason": chosen.reason},
            "reasons": reasons,
            "count": count,
            "rows": rows,
            "number": number,
            "pages": max(1, -(-count // PER_PAGE)),
            "message": current,
            "refused": refused,
            "text": text if text is not None else (current.text if current else ""),
            "longest": LONGEST,
            "out_of_scope": OUT_OF_SCOPE,
            "done": GONE if gone else asked.get("done", ""),
            "label": self._labelled(asked.get("done", "")),
            "address": _address,
            **self._help_with(current),
        }

    def _help_with(self, message: MessageRow | None) -> dict[str, Any]:
        """What helps to decide: intents to offer first, the nearest examples, and all intents by topic."""
        examples = self._labels.files.examples()
        topics = self._labels.files.topics()
        grouped: dict[str, list[str]] = {}
        for intent, topic in topics.items():
            grouped.setdefault(topic, []).append(intent)
        if message is None:
            return {"grouped": grouped, "near": [], "offered": [], "outside": None}
        near = neighbours(message.text, language=message.language, examples=examples)
        guesses = {guess.intent: guess for guess in guesses_of(message.ranking)}
        # Out of scope has a button of its own, whatever the model thought of it.
        outside = guesses.pop(OUT_OF_SCOPE, None)
        intents = suggestions(list(guesses.values()), near, [intent for intent in topics if intent != OUT_OF_SCOPE])
        offered: list[tuple[str, str, Guess | None]] = [
            (intent, topics[intent], guesses.get(intent)) for intent in intents
        ]
        return {"grouped": grouped, "near": near, "offered": offered, "outside": outside}

    def _labelled(self, done: str) -> LabelRow | None:
        return self._labels.standing(_number(done, 0))


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _kept(form: FormData) -> dict[str, str]:
    """The filters that the next page keeps."""
    return {name: value for name in ("language", "reason") if (value := _field(form, name))}


def _address(parts: Mapping[str, str]) -> str:
    kept = {name: value for name, value in parts.items() if value}
    return f"/trainer?{urlencode(kept)}" if kept else "/trainer"


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 11 and 0 < int(text) <= LARGEST_ID else otherwise
