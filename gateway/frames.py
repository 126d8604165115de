"""The frames a browser and the gateway exchange: strict shapes coming in, plain values going out."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import unquote_to_bytes

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from gateway.conversation import MESSAGE, ConversationView
from gateway.signals import OFFERS, stands
from gateway.uploads import Label
from kernel.spoken import Language
from records.client import Entry

FRAME_LIMIT_BYTES = 32 * 1024
# Ids of the bot's own entries are name-based (version 5); a browser's must not be able to meet one of them.
_NAME_BASED = (3, 5)


class BadFrame(ValueError):
    """A frame the gateway cannot read. The code and the words are safe to show: they repeat nothing of the frame."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _client_id(text: str) -> str:
    identifier = uuid.UUID(text)
    if identifier.version in _NAME_BASED:
        raise ValueError("an id is a random UUID")
    return str(identifier)


ClientId = Annotated[str, Field(min_length=32, max_length=36), AfterValidator(_client_id)]


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Hello(_Frame):
    """Who the browser is and what it has seen."""

    type: Literal["hello"]
    token: str = Field(max_length=200)
    cursor: int = Field(default=0, ge=0, le=2**53)


class Message(_Frame):
    """What the borrower wrote."""

    type: Literal["message"]
    id: ClientId
    text: str
    language: Language | None = None


class Choice(_Frame):
    """A button the borrower pressed: which one of which entry, never its payload."""

    type: Literal["choice"]
    id: ClientId
    seq: int = Field(ge=1, le=2**53)
    index: int = Field(ge=0, le=50)


class Person(_Frame):
    """The borrower wants a person."""

    type: Literal["person"]
    id: ClientId


class LanguageChoice(_Frame):
    """The language the borrower wants to be answered in."""

    type: Literal["language"]
    language: Language


class Identify(_Frame):
    """What the secure form asks: the last four of the loan and the ZIP of the property."""

    type: Literal["identify"]
    id: ClientId
    last4: str = Field(pattern=r"^[0-9]{4}$")
    zip: str = Field(pattern=r"^[0-9]{5}(-[0-9]{4})?$")


class Code(_Frame):
    """The one-time code."""

    type: Literal["code"]
    id: ClientId
    code: str = Field(pattern=r"^\s*[0-9]{3}[ -]?[0-9]{3}\s*$")


class HostToken(_Frame):
    """The servicer's web site vouches for its signed-in visitor."""

    type: Literal["host_token"]
    token: str = Field(max_length=4000)


class Typing(_Frame):
    """The borrower is writing."""

    type: Literal["typing"]
    on: bool = True


Incoming = Hello | Message | Choice | Person | LanguageChoice | Identify | Code | HostToken | Typing
_INCOMING: TypeAdapter[Incoming] = TypeAdapter(Annotated[Incoming, Field(discriminator="type")])


class OpenSession(_Frame):
    """What a browser may send to open a conversation."""

    host_token: str | None = Field(default=None, max_length=4000)
    language: Language | None = None


class Upload(_Frame):
    """What comes beside a file: what the borrower says it is. The file itself is judged by its content."""

    id: ClientId
    name: str = Field(max_length=255)
    label: Label
    remark: str = Field(default="", max_length=60)


def read_frame(raw: str | bytes) -> Incoming:
    """The frame in a JSON text.

    Raises:
        BadFrame: too large, not JSON, of an unknown type, with unknown or wrong fields.
    """
    size = len(raw.encode("utf-8", "surrogatepass")) if isinstance(raw, str) else len(raw)
    if size > FRAME_LIMIT_BYTES:
        raise BadFrame("frame_too_large", f"A frame may have at most {FRAME_LIMIT_BYTES} bytes.")
    try:
        return _INCOMING.validate_json(raw)
    except ValidationError as error:
        raise _bad_frame(error) from None
    except (ValueError, RecursionError):
        raise BadFrame("bad_json", "The frame is not JSON.") from None


def read_open_session(raw: bytes) -> OpenSession:
    """The wish to open a conversation; an empty body has none.

    Raises:
        BadFrame: as `read_frame`.
    """
    if len(raw) > FRAME_LIMIT_BYTES:
        raise BadFrame("frame_too_large", f"A request may have at most {FRAME_LIMIT_BYTES} bytes.")
    try:
        return OpenSession.model_validate_json(raw or b"{}")
    except ValidationError as error:
        raise _bad_frame(error) from None


def read_upload(header: str) -> Upload:
    """What a percent-encoded JSON text in a header says of the file in the body.

    Raises:
        BadFrame: as `read_frame`.
    """
    try:
        return Upload.model_validate_json(unquote_to_bytes(header))
    except ValidationError as error:
        raise _bad_frame(error) from None


def _bad_frame(error: ValidationError) -> BadFrame:
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    kind = str(first["type"])
    if kind == "json_invalid":
        return BadFrame("bad_json", "The frame is not JSON.")
    if kind.startswith("union_tag") or kind in ("model_attributes_type", "model_type", "dict_type"):
        return BadFrame("unknown_type", "The frame has no type the gateway knows.")
    if kind == "extra_forbidden":
        return BadFrame("unknown_field", "The frame has a field the gateway does not know.")
    place = str(first["loc"][-1]) if first["loc"] else "frame"
    return BadFrame("invalid_field", f"The field {place} is missing or is not what it should be.")


def ready(view: ConversationView) -> dict[str, Any]:
    """The answer to a hello. `cursor` is the newest entry there is, wherever the browser's own cursor stands."""
    return {**state(view), "type": "ready", "conversation": view.conversation_id, "cursor": view.last_seq}


def state(view: ConversationView) -> dict[str, Any]:
    """Who holds the line (an agent also by name), in which language, and what is proven."""
    return {
        "type": "state",
        "holder": _holder(view.holder),
        "name": view.holder_name,
        "language": view.language,
        "level": view.level,
    }


def _holder(holder: str) -> str:
    """The holder without an agent's id, which is no business of the borrower's."""
    return holder.partition(":")[0]


def ack(client_id: str, seq: int) -> dict[str, Any]:
    """The promise that what carried this id is on record."""
    return {"type": "ack", "id": client_id, "seq": seq}


def error(code: str, message: str, client_id: str | None = None) -> dict[str, Any]:
    """A refusal in words."""
    frame: dict[str, Any] = {"type": "error", "code": code, "message": message}
    if client_id is not None:
        frame["id"] = client_id
    return frame


def token(value: str) -> dict[str, Any]:
    """The session's new token."""
    return {"type": "token", "token": value}


def entry(item: Entry) -> dict[str, Any] | None:
    """An entry as the borrower sees it; None for one that is not a message."""
    if item.kind != MESSAGE:
        return None
    body: Mapping[str, Any] = item.body
    return {
        "type": "entry",
        "seq": item.seq,
        "at": item.at.isoformat(),
        "author": {"kind": item.author.kind, "name": item.author.name},
        "kind": item.kind,
        "text": body.get("text", ""),
        "language": body.get("language", "en"),
        "buttons": [{"title": button["title"]} for button in body.get("buttons", ())],
        "standing": _standing(item),
        "waiting": bool(body.get("waiting")),
        "answers": body.get("answers"),
        "documents": [
            {key: document.get(key) for key in ("document_id", "title", "media_type")}
            for document in body.get("documents", ())
        ],
        "form": body.get("form"),
        "client_message_id": item.client_message_id if item.author.kind == "borrower" else None,
    }


def _standing(item: Entry) -> int:
    """How long the buttons of a message may be pressed: until something is said (0), until it is answered itself or the
    borrower writes (1); what is asked at the door (2) stays however much is written while a person is awaited."""
    buttons = item.body.get("buttons", ())
    asks = item.body.get("response") in OFFERS or any(stands(str(button.get("payload"))) for button in buttons)
    return (2 if item.author.kind == "system" else 1) if asks else 0
