"""Tables as files: CSV that no spreadsheet takes for a formula."""

import csv
import io

from starlette.responses import Response

from servicing.domain.tables import Cell, Table

# A cell that begins with one of these may be run as a formula by a spreadsheet; a number with a sign may not.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(found: Table) -> str:
    """The table as CSV (RFC 4180) with a row of names first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in found.columns])
    writer.writerows([_safe(cell) for cell in row] for row in found.rows)
    return out.getvalue()


def _safe(cell: Cell) -> str:
    if cell is None:
        return ""
    text = str(cell)
    if isinstance(cell, str) and text.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def csv_answer(found: Table) -> Response:
    """The table as a file to download."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{found.name.replace("_", "-")}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(as_csv(found), headers=headers, media_type="text/csv; charset=utf-8")
