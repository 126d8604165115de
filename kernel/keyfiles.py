"""Keys in files: written whole or not at all, readable by their owner alone, and never taken for a key when cut off."""

import base64
import contextlib
import os
import tempfile
from pathlib import Path

SECRET_BYTES = 32
# Public halves and what is published may be read by anybody.
PUBLIC = 0o644


class BadKeyFile(RuntimeError):
    """A key file is there and holds no key; the message names it and says what to do."""


def write_once(path: Path, content: bytes, *, mode: int = 0o600) -> bool:
    """Writes the file unless it is there; whether it was written. Whatever happens meanwhile, it is whole or absent."""
    # A link fails where the name is taken, and gives the name only to what has reached the disk.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            Path(path).hardlink_to(name)
            names_to_disk(path.parent)
            return True
        return False
    finally:
        Path(name).unlink(missing_ok=True)


def names_to_disk(folder: Path) -> None:
    """Brings the names in a folder to the disk: a key whose name is lost with the power is lost with all it sealed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def secret_text(secret: bytes) -> bytes:
    """A secret as it stands in its file."""
    return base64.b64encode(secret)


def read_secret(path: Path) -> bytes:
    """The 32 bytes in a secret's file.

    Raises:
        BadKeyFile: when the file is empty or cut off.
        FileNotFoundError: when there is none.
    """
    try:
        secret = base64.b64decode(path.read_bytes().strip(), validate=True)
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise BadKeyFile(_trouble(path))
    return secret


def read_text(path: Path) -> str:
    """A key kept as text, such as a PEM file.

    Raises:
        BadKeyFile: when the file is empty, or a PEM file that was cut off.
        FileNotFoundError: when there is none.
    """
    text = path.read_bytes().decode("ascii", errors="replace").strip()
    if not text or (path.suffix == ".pem" and "-----END " not in text):
        raise BadKeyFile(_trouble(path))
    return text


def _trouble(path: Path) -> str:
    return (
        f"{path} is empty or cut off, as a full disk leaves a file: put its copy from your backup there. "
        "Remove it only where nothing was ever kept under it: then the next start makes a new one"
    )
