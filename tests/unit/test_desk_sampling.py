"""A sample that anybody can draw again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.sampling import drawn, week_of

WEEK = date(2026, 11, 9)
NAMES = [f"HB-{number:03}" for number in range(200)]


def sample(names, size=10, **more):
    return drawn(names, **{"seed": "lantern", "week": WEEK, "language": "en", "size": size, **more})


def test_the_same_seed_draws_the_same_whatever_the_order():
    assert sample(NAMES) == sample(reversed(NAMES))
    assert sample(NAMES, 3) == sample(NAMES, 200)[:3]


def test_another_seed_week_or_language_draws_another_sample():
    base = sample(NAMES)
    assert sample(NAMES, seed="candle") != base
    assert sample(NAMES, week=date(2026, 11, 2)) != base
    assert sample(NAMES, language="es") != base


def test_each_has_about_the_same_chance():
    # 400 draws of 10 of 200: each is expected 20 times, with a spread of 4.4; the extremes lie within five spreads.
    counts = dict.fromkeys(NAMES, 0)
    for number in range(400):
        for name in sample(NAMES, seed=f"s{number}"):
            counts[name] += 1
    assert sum(counts.values()) == 4000
    assert min(counts.values()) >= 3
    assert max(counts.values()) <= 42


@given(st.sets(st.text("abcdef", min_size=1, max_size=6), max_size=30), st.integers(0, 12), st.text("gh", min_size=1))
def test_one_who_comes_late_changes_at_most_one_place(names, size, late):
    before, after = sample(names, size), sample(names | {late}, size)
    assert len(set(after) - set(before)) <= 1
    assert len(before) == min(size, len(names))


def test_a_week_begins_on_monday():
    assert week_of(date(2026, 11, 15)) == WEEK
    assert week_of(WEEK) == WEEK


def test_a_sample_has_no_negative_size():
    with pytest.raises(ValueError, match="negative"):
        sample(NAMES, -1)
