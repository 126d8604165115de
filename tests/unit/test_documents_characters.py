"""A document shows what its fonts have, and an unknown character never stops it."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicing.documents.characters import RANGES, REPLACEMENT, SINGLE, displayable
from servicing.documents.render import render_pdf

NOW = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)


def letter(label, value):
    """The data of the plainest statement."""
    return {
        "lang": "en", "title": "Title", "title_short": "Title", "total": None, "notice": None, "footer": "",
        "servicer": {"name": "", "address": "", "phone": ""}, "words": {"page": "Page"}, "particulars": [],
        "sections": [{"heading": "Values", "values": [{"label": label, "value": value}]}],
    }  # fmt: skip


@pytest.mark.parametrize(("first", "last"), RANGES)
def test_every_character_of_a_range_can_be_shown(first, last):
    characters = [chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cf")]
    shown = "".join(displayable(character) for character in characters)
    assert render_pdf("statement", letter("Characters", shown), issued_at=NOW).startswith(b"%PDF")


def test_the_single_characters_can_be_shown():
    assert render_pdf("statement", letter("Characters", " ".join(SINGLE)), issued_at=NOW).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
        ("Cafe\u0301", "Café"),
        ("Adéọlá Ọ\u0300ṣun, M\u0304x", "Adéọlá Ọ\u0300ṣun, M\u0304x"),
        ("\u0301 א\u0301", " א"),
        ("李 🏠", f"{REPLACEMENT} {REPLACEMENT}"),
        ("line\none\ttab\x00", "line one tab "),
        ("\u202eevil\u2066 zero\u200bwidth", "evil zerowidth"),
        ("\ud800", REPLACEMENT),
    ],
)
def test_what_cannot_be_shown_is_replaced_and_what_is_invisible_is_dropped(text, shown):
    assert displayable(text) == shown


def test_a_label_with_characters_of_every_kind_stops_no_document():
    assert render_pdf("statement", letter("李小龙 \u202e🏠", "مريم שלום\u0000"), issued_at=NOW).startswith(b"%PDF")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_no_text_stops_a_document(text):
    assert render_pdf("statement", letter(text, text), issued_at=NOW).startswith(b"%PDF")
