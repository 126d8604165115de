"""How somebody likes their desk: shortcuts, sound, desktop notices, and the teams they work for."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desk.domain.tiers import FIRST_LINE
from desk.store import PreferenceRow


@dataclass(frozen=True)
class Preferences:
    """What somebody chose. Whoever chose nothing has shortcuts, and hears and is shown nothing unasked.

    Attributes:
        teams: whose cases are "my team's"; it sorts a list and grants nothing.
    """

    shortcuts: bool = True
    sound: bool = False
    notices: bool = False
    teams: tuple[str, ...] = (FIRST_LINE,)


def preferences_of(session: Session, member_id: str) -> Preferences:
    """What this person chose."""
    row = session.get(PreferenceRow, member_id)
    return Preferences(row.shortcuts, row.sound, row.notices, tuple(row.teams)) if row else Preferences()


def keep_preferences(session: Session, member_id: str, chosen: Preferences) -> None:
    """Keeps what this person chose in place of what they chose before."""
    session.merge(
        PreferenceRow(
            member_id=member_id,
            shortcuts=chosen.shortcuts,
            sound=chosen.sound,
            notices=chosen.notices,
            teams=list(chosen.teams),
        )
    )
