"""Which dates follow from what a borrower wrote, by the kind of case that it opened."""

from datetime import date
from typing import cast, get_args

from desk.domain.clocks import (
    FORECLOSURE_ERRORS,
    PAYOFF_ERROR,
    Clock,
    ErrorCode,
    application_clocks,
    callback_clock,
    information_request_clocks,
    notice_of_error_clocks,
)
from kernel.calendar import BusinessDays, office_days

# A request who owns the loan (12 CFR 1024.36(d)(2)(i)(A)) has a shorter time than any other.
OWNER = "owner"
# In doubt an error is one of the eleventh kind, any other error (12 CFR 1024.35(b)(11)).
ANY_ERROR: ErrorCode = "b11"
# A call that is asked for before the office opens is made on that very day.
TODAY = "today"


def due_dates(
    kind: str, *, received: date, category: str | None = None, office: BusinessDays | None = None
) -> tuple[Clock, ...]:
    """The clocks of a case; none for a kind whose dates no rule of ours knows.

    Those of a call back are our own word; all others are the law's.

    Args:
        kind: the case's kind, such as `notice_of_error`.
        received: the day on which the message came: the first word of the borrower counts.
        category: for a notice of error the covered error, for a request for information `owner` or nothing,
            for a call back `today` when the office has still to open on that day.
        office: the days on which the office is open; the usual ones when not given.
    """
    if kind == "notice_of_error":
        code = cast(ErrorCode, category) if category in get_args(ErrorCode) else ANY_ERROR
        return notice_of_error_clocks(received=received, code=code)
    if kind == "information_request":
        return information_request_clocks(received=received, about_owner=category == OWNER)
    if kind == "loss_mitigation":
        return application_clocks(received=received)
    if kind == "callback":
        return (callback_clock(received=received, today=category == TODAY, office=office or office_days()),)
    return ()


def may_be_extended(category: object) -> bool:
    """Whether the law lets the answer to a case of this category be put off at all.

    Not about a payoff balance or a foreclosure (12 CFR 1024.35(e)(3)(ii)), nor who owns the loan (1024.36(d)(2)(ii)).
    """
    return category not in {PAYOFF_ERROR, OWNER, *FORECLOSURE_ERRORS}
