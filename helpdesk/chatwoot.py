"""Chatwoot's Application API as far as handing over needs it, and what its webhooks say.

Addresses and fields are those of Chatwoot 4.13 and its documentation (developers.chatwoot.com, checked 2026-11-27): the
header `api_access_token`, an inbox of the channel "API", and a display number for each conversation.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from helpdesk.settings import ChatwootSettings

TIMEOUT_SECONDS = 10.0
# The timeout is for each piece; one that comes in drops must end as well.
ANSWER_SECONDS = 30.0
MOST_BYTES = 4 * 1024 * 1024
# Chatwoot's own advice for how old a signed call may be.
FRESH_FOR = timedelta(minutes=5)
INCOMING, OUTGOING = 0, 1
_TYPES = {"incoming": INCOMING, "outgoing": OUTGOING, INCOMING: INCOMING, OUTGOING: OUTGOING}


class ChatwootDown(Exception):
    """It cannot be reached, is overloaded, or broke: the same may work later. The text holds no words of anybody."""


class ChatwootRefused(Exception):
    """It said no, with this status: the same will not work later unless somebody changes something there."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class NotChatwoot(ValueError):
    """What came has not the shape of what Chatwoot sends."""


@dataclass(frozen=True)
class Contact:
    """A borrower at Chatwoot: a number, and the name that ties it to the inbox."""

    id: int
    source_id: str


@dataclass(frozen=True)
class Remark:
    """A message that stands in a conversation there.

    Attributes:
        agent: the number and name of the person who wrote it; None for anybody else.
        files: addresses of what came with it.
    """

    id: int
    text: str
    incoming: bool
    outgoing: bool
    private: bool
    agent: tuple[int, str] | None
    files: tuple[str, ...] = ()

    @property
    def is_for_borrower(self) -> bool:
        """Whether a person there said it to the borrower."""
        return self.outgoing and not self.private and self.agent is not None


class Chatwoot:
    """One inbox of one account. Calls block, and every one may raise `ChatwootDown` or `ChatwootRefused`."""

    def __init__(self, settings: ChatwootSettings, transport: httpx.BaseTransport | None = None) -> None:
        self._settings = settings
        self._http = httpx.Client(
            base_url=f"{settings.url}/api/v1/accounts/{settings.account}",
            headers={"api_access_token": settings.token},
            timeout=TIMEOUT_SECONDS,
            transport=transport,
            trust_env=False,
        )

    def close(self) -> None:
        """Hangs up."""
        self._http.close()

    def contact(self, *, identifier: str, name: str) -> Contact:
        """The contact of this identifier, made when there is none."""
        found = self._contact_of(identifier)
        if found is not None:
            return found
        wish = {"name": name, "identifier": identifier, "inbox_id": self._settings.inbox}
        try:
            made = self._call("POST", "/contacts", wish)["payload"]
            return Contact(int(made["contact"]["id"]), str(made["contact_inbox"]["source_id"]))
        except (KeyError, TypeError, ValueError):
            raise ChatwootDown("a contact of another shape") from None

    def _contact_of(self, identifier: str) -> Contact | None:
        answer = self._call("GET", "/contacts/search", params={"q": identifier, "include_contact_inboxes": "true"})
        try:
            for contact in _listed(answer, "payload"):
                if contact.get("identifier") != identifier:
                    continue
                for tie in _listed(contact, "contact_inboxes"):
                    if _id_in(tie.get("inbox")) == self._settings.inbox:
                        return Contact(int(contact["id"]), str(tie["source_id"]))
        except (KeyError, TypeError, ValueError):
            raise ChatwootDown("a contact of another shape") from None
        return None

    def conversation(self, contact: Contact, *, case: str) -> int:
        """The display number of the contact's conversation in our inbox, opened when there is none."""
        for known in _listed(self._call("GET", f"/contacts/{contact.id}/conversations"), "payload"):
            if known.get("inbox_id") == self._settings.inbox:
                return _own_id(known)
        wish = {
            "source_id": contact.source_id,
            "inbox_id": self._settings.inbox,
            "contact_id": contact.id,
            "status": "open",
            "custom_attributes": {"doorstep_case": case},
        }
        return _own_id(self._call("POST", "/conversations", wish))

    def post(self, conversation: int, text: str, *, incoming: bool) -> int:
        """Adds the borrower's words, or else a private note; the number it got."""
        wish = {
            "content": text,
            "message_type": "incoming" if incoming else "outgoing",
            "private": not incoming,
        }
        return _own_id(self._call("POST", f"/conversations/{conversation}/messages", wish))

    def messages(self, conversation: int, *, after: int) -> list[Remark]:
        """What stands there after a message, earliest first."""
        found: list[Remark] = []
        while True:
            answer = self._call("GET", f"/conversations/{conversation}/messages", params={"after": str(after)})
            page = sorted((remark_of(each) for each in _listed(answer, "payload")), key=lambda remark: remark.id)
            fresh = [remark for remark in page if remark.id > after]
            if not fresh:
                return found
            found += fresh
            after = fresh[-1].id

    def status(self, conversation: int) -> str:
        """`open`, `pending`, `snoozed` or `resolved`."""
        return str(self._call("GET", f"/conversations/{conversation}").get("status", ""))

    def set_status(self, conversation: int, status: str) -> None:
        """Opens or resolves a conversation."""
        self._call("POST", f"/conversations/{conversation}/toggle_status", {"status": status})

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, params: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        try:
            with self._http.stream(method, path, json=body, params=params) as answer:
                if answer.status_code == 429 or answer.status_code >= 500:
                    raise ChatwootDown(f"status {answer.status_code}")
                if not answer.is_success:
                    raise ChatwootRefused(answer.status_code)
                content = _content(answer)
        except httpx.HTTPError as error:
            raise ChatwootDown(type(error).__name__) from None
        try:
            read = json.loads(content)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            raise ChatwootDown("an answer that is no JSON object")
        return read


def _content(answer: httpx.Response) -> bytes:
    """What the answer holds, read no further than it may be long and no longer than it may take."""
    content, until = bytearray(), time.monotonic() + ANSWER_SECONDS
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise ChatwootDown("an answer that is too long")
        if time.monotonic() > until:
            raise ChatwootDown("an answer that does not end")
    return bytes(content)


def remark_of(data: Mapping[str, Any]) -> Remark:
    """The message in what the API lists or a webhook brings.

    Raises:
        NotChatwoot: when it has another shape.
    """
    try:
        kind = _TYPES.get(data["message_type"])
        sender = data.get("sender")
        agent = None
        if isinstance(sender, Mapping) and sender.get("type") == "user":
            agent = (int(sender["id"]), str(sender.get("available_name") or sender.get("name") or "").strip())
        files = tuple(str(each["data_url"]) for each in _listed(data, "attachments") if each.get("data_url"))
        return Remark(
            id=int(data["id"]),
            text=str(data.get("content") or ""),
            incoming=kind == INCOMING,
            outgoing=kind == OUTGOING,
            private=bool(data.get("private")),
            agent=agent,
            files=files,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NotChatwoot(type(error).__name__) from None


def is_signed(secret: str, body: bytes, *, timestamp: str, signature: str, now: datetime) -> bool:
    """Whether a webhook call is Chatwoot's own and not an old one.

    The signature is `sha256=` and the HMAC-SHA256 of `<unix seconds>.<raw body>` in hexadecimal.
    """
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    if abs(now.timestamp() - int(timestamp)) > FRESH_FOR.total_seconds():
        return False
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"sha256={expected}".encode(), signature.encode("utf-8", "replace"))


@dataclass(frozen=True)
class Event:
    """What a webhook tells.

    Attributes:
        conversation: the display number of the conversation it is about.
        remark: the new message, when it is about one.
    """

    name: str
    account: int
    inbox: int
    conversation: int
    remark: Remark | None = None


def event_in(body: bytes) -> Event:
    """The event that a webhook brings.

    Raises:
        NotChatwoot: when it has another shape.
    """
    try:
        data = json.loads(body)
        name = str(data["event"])
        if name.startswith("message_"):
            conversation = data["conversation"]
            account, inbox = _id_in(data["account"]), _id_in(data.get("inbox")) or int(conversation["inbox_id"])
            return Event(name, account, inbox, int(conversation["id"]), remark_of(data))
        if name.startswith("conversation_"):
            return Event(name, _id_in(data.get("account")), int(data["inbox_id"]), int(data["id"]))
        return Event(name, 0, 0, 0)
    except NotChatwoot:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NotChatwoot(type(error).__name__) from None


def _listed(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = data.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _id_in(data: Any) -> int:
    return int(data["id"]) if isinstance(data, Mapping) and "id" in data else 0


def _own_id(answer: Mapping[str, Any]) -> int:
    try:
        return int(answer["id"])
    except (KeyError, TypeError, ValueError):
        raise ChatwootDown("an answer without a number") from None
