"""Setting structures of foreign text in type: drawn so that nothing in them can move or imitate other text."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from records.showable import drawn_lines_of


def drawn(value: Any) -> Any:
    """The same structure with each text as the list of lines that the PDF can draw."""
    if isinstance(value, str):
        return drawn_lines_of(value)
    if isinstance(value, dict):
        return {name: drawn(item) for name, item in value.items()}
    return [drawn(item) for item in value] if isinstance(value, (list, tuple)) else value


def pdf_of(layout: Path, data: Any, *, made_at: datetime, accessible: bool = True) -> bytes:
    """The PDF that a typst layout makes of the data, the same for the same data and moment.

    Args:
        accessible: whether it has to keep PDF/UA-1.
    """
    made = typst.compile(
        layout.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"] if accessible else [],
        ignore_system_fonts=True,
        timestamp=int(made_at.timestamp()),
        sys_inputs={"data": json.dumps(data)},
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made
