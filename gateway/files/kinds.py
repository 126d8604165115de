"""Which of the three kinds of file it is, and a name for it that no system can misread."""

import unicodedata
from typing import Literal

from gateway.masking import mask_for_people

MediaType = Literal["application/pdf", "image/jpeg", "image/png"]
PDF: MediaType = "application/pdf"
JPEG: MediaType = "image/jpeg"
PNG: MediaType = "image/png"
ENDINGS: dict[MediaType, str] = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
# How a file begins. A PDF may have a byte-order mark or blanks first, but nothing that another program would run.
_BEGINNINGS: tuple[tuple[bytes, MediaType], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
)
_BLANK_BEFORE_PDF, _BLANKS_WITHIN = b"\xef\xbb\xbf \t\r\n\0", 64

# About four times what a phone's camera makes; a picture beyond it is made to fill a reader's memory.
MOST_PIXELS = 100_000_000
LONGEST_NAME = 80
_PLAIN_NAMES: dict[MediaType, str] = {PDF: "document", JPEG: "photo", PNG: "picture"}
_NOT_IN_NAMES = frozenset('<>:"|?*%;')

# `type`: none of the three kinds. `broken`: cut off, empty or not what its kind should be. `locked`: needs a password.
# `active`: could run or carry something. `unsafe`: a scanner knows it for harmful.
Reason = Literal["type", "broken", "locked", "active", "unsafe"]


class Unusable(Exception):
    """A file that is not taken, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def media_type_of(content: bytes) -> MediaType:
    """The kind of the file by how it begins; its name and what the browser calls it say nothing.

    Raises:
        Unusable: `broken` when it is empty, `type` when it is none of the three.
    """
    if not content:
        raise Unusable("broken")
    for beginning, media_type in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    if content[:_BLANKS_WITHIN].lstrip(_BLANK_BEFORE_PDF).startswith(b"%PDF-"):
        return PDF
    raise Unusable("type")


def title_of(name: str, media_type: MediaType) -> str:
    """The name the file is known by: without folders, odd characters or a false ending.

    A name that holds what may be a secret number, as many a camera's does by its time of day, becomes a plain one.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(character for character in last if _may_stand(character))
    stem = " ".join(shown.split()).rpartition(".")[0] if "." in shown else " ".join(shown.split())
    stem = stem.strip(". ")[:LONGEST_NAME].strip(". ")
    if not stem or mask_for_people(stem).kinds:
        stem = _PLAIN_NAMES[media_type]
    return f"{stem}.{ENDINGS[media_type]}"


def _may_stand(character: str) -> bool:
    return character not in _NOT_IN_NAMES and unicodedata.category(character)[0] != "C"
