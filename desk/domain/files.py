"""Which files may be attached to a case: a few, not too large, and what they say they are."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_FILES = 3
MOST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 120
# What a file begins with decides what it is, whatever it is called.
_BEGINNINGS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True)
class File:
    """A file as it was handed in."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str | None:
        """What it is; None when it is nothing that is taken."""
        return next((kind for kind, start in _BEGINNINGS.items() if self.content.startswith(start)), None)

    @property
    def shown_name(self) -> str:
        """Its name without folders and without characters that cannot be printed."""
        last = self.name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
        return "".join(character for character in last if character.isprintable())[-LONGEST_NAME:] or "file"


def problem_with(files: Sequence[File]) -> str:
    """Why the files are not taken, in words for whoever chose them; empty when they are."""
    if len(files) > MOST_FILES:
        return f"Attach at most {MOST_FILES} files."
    for file in files:
        if len(file.content) > MOST_BYTES:
            return f"{file.shown_name} is larger than {MOST_BYTES // 1024**2} MB."
        if file.media_type is None:
            return f"{file.shown_name} is no PDF, JPEG or PNG file."
    return ""
