"""What an answer of Chatwoot may be: of one size at most, a JSON object, and at an end some time."""

import itertools

import httpx
import pytest

from helpdesk import chatwoot
from helpdesk.chatwoot import MOST_BYTES, Chatwoot, ChatwootDown
from helpdesk.settings import ChatwootSettings

MEGABYTE = 1024 * 1024
SETTINGS = ChatwootSettings("https://desk.example", 3, 12, "token", "secret", frozenset())


class Poured(httpx.SyncByteStream):
    """A body that comes in pieces, and how many of them were taken."""

    def __init__(self, pieces):
        self._pieces, self.taken = pieces, 0

    def __iter__(self):
        for piece in self._pieces:
            self.taken += 1
            yield piece


def status_of(body, status=200):
    transport = httpx.MockTransport(lambda request: httpx.Response(status, stream=body))
    desk = Chatwoot(SETTINGS, transport)
    try:
        return desk.status(1)
    finally:
        desk.close()


def test_an_answer_in_pieces_is_put_together():
    assert status_of(Poured([b'{"sta', b'tus": "op', b'en"}'])) == "open"


@pytest.mark.parametrize("status", [200, 404, 500])
def test_an_answer_without_end_is_not_read_to_its_end(status):
    body = Poured(itertools.repeat(b" " * MEGABYTE, 64))
    with pytest.raises((ChatwootDown, chatwoot.ChatwootRefused)):
        status_of(body, status)
    assert body.taken <= MOST_BYTES // MEGABYTE + 1


def test_an_answer_that_comes_in_drops_ends_after_a_while(monkeypatch):
    passing = itertools.count(0, 10)
    monkeypatch.setattr(chatwoot.time, "monotonic", lambda: next(passing))
    body = Poured(itertools.repeat(b" ", 1000))
    with pytest.raises(ChatwootDown):
        status_of(body)
    assert body.taken < 10


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_an_answer_of_another_shape_counts_as_down(content):
    with pytest.raises(ChatwootDown):
        status_of(Poured([content]))
