"""Whether a trained model still fits the project's data; standard library only, so that asking costs nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

PREFIX: Final = "doorstep-"
SUFFIX: Final = ".tar.gz"
_DIGITS: Final = 16
_MODEL_NAME: Final = re.compile(rf"{PREFIX}([0-9a-f]{{{_DIGITS}}}){re.escape(SUFFIX)}")
# Everything that changes what training makes: the data, how it is read, and what learns from it.
_SOURCES: Final = ("config.yml", "domain.yml", "domain/*.yml", "data/**/*.yml", "data/signals/*.txt")
_CODE: Final = ("importer.py", "requirements.txt", "nlu/*.py", "nlu/*.txt")


def sources(root: Path) -> list[Path]:
    """The files of the project at `root`, and of this package, that decide what training makes; in a fixed order."""
    package = Path(__file__).parent
    data = [path for pattern in _SOURCES for path in sorted(root.glob(pattern))]
    return data + [path for pattern in _CODE for path in sorted(package.glob(pattern))]


def fingerprint(root: Path) -> str:
    """Sixteen hexadecimal digits that change when any of those files changes, comes or goes."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sources(root):
        name = path.relative_to(package if path.is_relative_to(package) else root)
        content = path.read_bytes()
        digest.update(f"{name.as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:_DIGITS]


def model_path(folder: Path, print_of_data: str) -> Path:
    """Where the model trained from data with this fingerprint lies, or will."""
    return folder / f"{PREFIX}{print_of_data}{SUFFIX}"


def fingerprint_of_model(path: Path) -> str | None:
    """The fingerprint of the data a model was trained from; None for a file that `bot.train` did not make."""
    matched = _MODEL_NAME.fullmatch(path.name)
    return matched.group(1) if matched else None
