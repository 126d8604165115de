"""How long somebody who failed to sign in must wait before the next try counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=2)


@dataclass(frozen=True)
class Patience:
    """How many failures pass without a wait, and the longest wait after more of them."""

    free: int
    longest: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """The wait after so many failures: none at first, then doubled with each one up to the longest."""
        if failures < self.free:
            return timedelta(0)
        return min(self.longest, FIRST_WAIT * (1 << min(failures - self.free, 20)))


# Slowing down instead of locking: whoever knows a colleague's account name cannot shut that colleague out,
# since guesses from elsewhere cost the account a minute at most.
ONE_ACCOUNT_FROM_ONE_ADDRESS = Patience(free=3, longest=timedelta(minutes=15))
ANY_ACCOUNT_FROM_ONE_ADDRESS = Patience(free=20, longest=timedelta(minutes=15))
ONE_ACCOUNT_FROM_ANYWHERE = Patience(free=30, longest=timedelta(minutes=1))


@dataclass(frozen=True)
class Failures:
    """How often it went wrong, and when last."""

    count: int
    last_at: datetime | None


def wait_left(patience: Patience, failures: Failures, *, now: datetime) -> timedelta:
    """How much of the wait is left at `now`; zero when the next try may be made."""
    if failures.last_at is None:
        return timedelta(0)
    return max(timedelta(0), failures.last_at + patience.wait_after(failures.count) - now)
