"""Turning a layout and its data into a tagged PDF. Data goes in as JSON, so that no text in it is ever markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from servicing.documents.characters import displayable_data

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
FONTS = HERE / "fonts"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def render_pdf(layout: str, data: Mapping[str, Any], *, issued_at: datetime) -> bytes:
    """The PDF/UA-1 document of a layout in `templates/`; the same data and moment give the same bytes.

    Raises:
        typst.TypstError: when the layout cannot be set, or would not be accessible.
    """
    pdf = typst.compile(
        TEMPLATES / f"{layout}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(displayable_data(dict(data)), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(issued_at.timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the layout did not make one document")
    return pdf
