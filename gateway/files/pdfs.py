"""Whether a PDF is whole and only paper: nothing in it runs, carries another file or swells beyond reason."""

import io
import logging
import time
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from gateway.files.kinds import MOST_PIXELS, Unusable

# What a reader's program would do by itself or at a click beside opening a page or a link (ISO 32000-2, 12.6.4).
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
)
# What carries scripts or other files, wherever it stands (ISO 32000-2, 7.11.4, 12.6.4.17, 12.7.8, 13.7).
_CARRIERS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
_CARRYING_KINDS = frozenset({"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"})
_INFLATE, _LZW = frozenset({"/FlateDecode", "/Fl"}), frozenset({"/LZWDecode", "/LZW"})
# Sixteen letter pages scanned in colour at 300 dots an inch; more than that in ten megabytes is meant to swell.
MOST_INFLATED = 400_000_000
# A code of this compression stands for up to 3,838 bytes.
LARGEST_LZW = 100_000
MOST_OBJECTS = 200_000
LONGEST = 20.0
# The end stands in the last kilobyte (ISO 32000-1, annex H.3, note 18); a file that was cut off has none there.
_END, _END_WITHIN = b"%%EOF", 1024
_AT_A_TIME = 1 << 16

# The reader's remarks quote what it reads, and what borrowers send has no place in a log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def check_pdf(content: bytes) -> None:
    """Opens the document and looks at every object that can be reached in it.

    A document that opens without a password, though it was protected from changes, as banks do, is looked at like
    any other.

    Raises:
        Unusable: `broken`, `locked` or `active`.
    """
    if _END not in content[-_END_WITHIN:]:
        raise Unusable("broken")
    try:
        _check(content)
    except Unusable:
        raise
    except Exception:
        # A malformed file can fail in the reader in any way; to the borrower they are one.
        raise Unusable("broken") from None


def _check(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unusable("locked")
    # The reader's own list of pages is not asked for: a tree that names its branches twice at each level has millions.
    inflated, pages = 0, 0
    for found in _objects(reader):
        if isinstance(found, DictionaryObject):
            _refuse_active(found)
            pages += _named(found, "/Type") == "/Page"
        if isinstance(found, StreamObject):
            inflated += _inflated(found, MOST_INFLATED - inflated)
    if not pages:
        raise Unusable("broken")


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object that can be reached from the trailer, once."""
    until = time.monotonic() + LONGEST
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        count += 1
        if count > MOST_OBJECTS or time.monotonic() > until:
            raise Unusable("broken")
        yield found
        if isinstance(found, DictionaryObject):
            waiting.extend(filter(_holds_more, found.values()))
        elif isinstance(found, ArrayObject):
            waiting.extend(filter(_holds_more, found))


def _holds_more(value: Any) -> bool:
    return isinstance(value, IndirectObject | DictionaryObject | ArrayObject)


def _refuse_active(found: DictionaryObject) -> None:
    kinds = {str(_named(found, name)) for name in ("/Type", "/Subtype")}
    if _CARRIERS & found.keys() or kinds & _CARRYING_KINDS or str(_named(found, "/S")) in _ACTIONS:
        raise Unusable("active")


def _inflated(stream: StreamObject, most: int) -> int:
    """How many bytes the stream holds when opened, counted without keeping them.

    Raises:
        Unusable: `broken` when it is compressed twice, or opens to more than the rest that is allowed.
    """
    filters = _filters(stream)
    compressions = [name for name in filters if name in _INFLATE | _LZW]
    raw = bytes(stream._data)
    if len(compressions) > 1 or (_LZW & set(filters) and len(raw) > LARGEST_LZW):
        raise Unusable("broken")
    width, height = _named(stream, "/Width"), _named(stream, "/Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > MOST_PIXELS:
        raise Unusable("broken")
    if not filters or filters[0] not in _INFLATE:
        return len(raw)
    inflating, size = zlib.decompressobj(), 0
    while raw and not inflating.eof:
        try:
            size += len(inflating.decompress(raw, _AT_A_TIME))
        except zlib.error:
            # Readers show what came before the damage, and so it counts.
            break
        if size > most:
            raise Unusable("broken")
        raw = inflating.unconsumed_tail
    return size


def _filters(stream: StreamObject) -> list[str]:
    named = _named(stream, "/Filter")
    if isinstance(named, ArrayObject):
        return [str(name) for name in named]
    return [str(named)] if named is not None else []


def _named(found: DictionaryObject, name: str) -> Any:
    """The value under a name, wherever in the file it stands; None when there is none."""
    return found[name] if name in found else None  # noqa: SIM401 - `get` does not follow a reference
