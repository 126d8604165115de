"""Whatever is typed is understood or not understood, and never an error."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LONGEST = 2_000


@st.composite
def strange(draw):
    """Any characters; one of them many times; figures and their signs thrown together."""
    kind = draw(st.sampled_from(["any", "again", "figures"]))
    if kind == "any":
        return draw(st.text(min_size=1, max_size=LONGEST))
    if kind == "again":
        return draw(st.text(min_size=1, max_size=3)) * draw(st.integers(1, LONGEST // 3))
    return "".join(draw(st.lists(st.sampled_from([*"0123456789.,/$-% ", "dic ", "the ", "el ", "mil "]), min_size=1)))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=strange())
def test_a_strange_message_is_read(assistant, text):
    read = assistant.reads(text)
    assert 0 <= read["intent"]["confidence"] <= 1
    assert all(0 <= found["start"] < found["end"] <= len(text) for found in read["entities"])
