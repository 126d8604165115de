"""A link to a document works for a while, for that document, and for nobody who changes it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.api.links import LinkRefused, LinkRunOut, check_link, sign_link

NOW, KEY = datetime(2026, 11, 16, 15, 30, tzinfo=UTC), b"k" * 32
PATH, EXPIRES = sign_link("doc", key=KEY, now=NOW)
QUERY = {name: values[0] for name, values in parse_qs(urlsplit(PATH).query).items()}


def check(document="doc", now=NOW, key=KEY, **changes):
    check_link(document, **(QUERY | changes), key=key, now=now)


def test_a_fresh_link_is_good_until_its_last_second():
    check()
    check(now=EXPIRES - timedelta(seconds=1))
    with pytest.raises(LinkRunOut):
        check(now=EXPIRES)


@pytest.mark.parametrize(
    "changes",
    [
        {"document": "other"},
        {"expires": str(int(QUERY["expires"]) + 1)},
        {"expires": "9" * 13},
        {"expires": "-1"},
        {"expires": "１２"},
        {"signature": "0" * 64},
        {"signature": QUERY["signature"][:-1]},
        {"signature": QUERY["signature"].upper()},
        {"key": b"x" * 32},
    ],
)
def test_a_link_that_was_changed_is_refused(changes):
    with pytest.raises(LinkRefused):
        check(**changes)


@given(st.text(max_size=80), st.text(max_size=20))
def test_no_made_up_link_is_good(signature, expires):
    if (signature, expires) != (QUERY["signature"], QUERY["expires"]):
        with pytest.raises(LinkRefused):
            check_link("doc", expires=expires, signature=signature, key=KEY, now=NOW)
