"""For sixty days a payment that reached the old servicer in time is not late (12 CFR 1024.33, checked 2026-11)."""

from datetime import date

import pytest

from servicing.domain.transfer import is_protected, notices_due, protected_through

EFFECTIVE = date(2026, 10, 15)


def test_the_effective_date_is_the_first_of_sixty_days():
    assert protected_through(EFFECTIVE) == date(2026, 12, 13)


@pytest.mark.parametrize(
    ("received", "due", "protected"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), True),
        (date(2026, 11, 17), date(2026, 11, 1), False),
        (date(2026, 12, 13), date(2026, 12, 1), True),
        (date(2026, 12, 14), date(2026, 12, 1), False),
        (date(2026, 10, 14), date(2026, 10, 1), False),
    ],
)
def test_only_what_came_in_time_within_them_is_protected(received, due, protected):
    found = is_protected(received_by_old_servicer=received, effective=EFFECTIVE, due=due, grace_days=15)
    assert found is protected


def test_notices_go_out_fifteen_days_before_and_after():
    assert notices_due(EFFECTIVE) == (date(2026, 9, 30), date(2026, 10, 30))
