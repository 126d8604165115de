"""The measures of a period, each worked out by hand."""

from datetime import UTC, datetime, timedelta
from math import isclose

from desk.domain.measures import Share, measures_of
from desk.domain.outcome import Outcome
from desk.domain.talks import Talk

NINE = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)


def talk(day=0, *, party=None, withheld=0, wanted=False, **outcome):
    at = NINE + timedelta(days=day)
    came = Outcome(**{"messages": 2, "is_answered": True, **outcome})
    return Talk("en", at, party, person_wanted_at=at if wanted else None, withheld=withheld, outcome=came)


WISHED = {"wished_at": NINE, "wanted": True}
TALKS = [
    talk(party="dana"),
    talk(1, party="dana"),
    talk(2),
    talk(2, is_answered=False),
    talk(3, is_loop=True, is_answered=False),
    talk(3, withheld=1),
    talk(4, party="lee", reached_after=timedelta(minutes=2), **WISHED),
    talk(4, reached_after=timedelta(minutes=10), **WISHED),
    talk(5, **WISHED),
    talk(5, messages=0, is_answered=False),
]


def test_the_measures_of_a_period_are_those_worked_out_by_hand():
    # Lee is back on the eleventh day, seven days after the fourth; Dana's second conversation is her return from the
    # first.
    found = measures_of(TALKS, later=[talk(11, party="lee")])
    assert found.loops == Share(1, 9)
    assert found.ended_alone == Share(6, 9)
    # Of the six: Dana's second and the stranger's. Her first was followed by another, the others were not answered.
    assert found.contained == Share(2, 9)
    assert found.again == Share(2, 3)
    assert found.never_reached == Share(1, 3)
    assert found.reached_after == timedelta(minutes=6)


def test_who_comes_back_after_more_than_seven_days_was_helped():
    assert measures_of([talk(party="dana")], later=[talk(7.01, party="dana")]).again == Share(0, 1)
    assert measures_of([talk(party="dana")], later=[talk(7, party="dana")]).again == Share(1, 1)


def test_nothing_has_no_share():
    found = measures_of([], later=[])
    assert (found.loops.percent, found.loops.interval, found.reached_after) == (None, None, None)


# E. B. Wilson's interval as worked in A. Agresti and B. A. Coull, The American Statistician 52 (1998): with z = 1.96
# none of 10 lies between 0 and 27.8 per cent, 5 of 10 between 23.7 and 76.3.
def test_the_interval_of_a_share_is_wilsons():
    low, high = Share(0, 10).interval
    assert isclose(low, 0, abs_tol=1e-9)
    assert isclose(high, 27.75, abs_tol=0.01)
    low, high = Share(5, 10).interval
    assert isclose(low, 23.66, abs_tol=0.01)
    assert isclose(high, 76.34, abs_tol=0.01)
    assert Share(5, 10).percent == 50
