"""What the pages of supervision share: their place in the log of accesses, and lists as files."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from starlette.responses import Response

from desk.web.room import Room
from desk.web.tables import safe
from staff.client import StaffMember


def note_view(room: Room, member: StaffMember, page: str, what: str, why: str) -> None:
    """Notes in the log of accesses that somebody looks at a page of many cases; codes only."""
    with room.cases.database.begin() as session:
        room.records.log_access(session, conversation_id=page, who=member.id, what=what, why=why)


def list_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A list as a CSV file, in which no cell is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([[safe(str(cell)) for cell in row] for row in rows])
    headers = {"content-disposition": f"attachment; filename={name}"}
    # The mark at the start tells spreadsheets that it is UTF-8.
    return Response(file.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)


def filter_words(chosen: Mapping[str, str | None]) -> str:
    """What was chosen, as the log of accesses keeps it."""
    return " ".join(f"{name}={value}" for name, value in chosen.items() if value) or "all"
