"""The scripts of others that the desk's pages load, and the hashes that browsers check them by."""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "vendor"


@dataclass(frozen=True)
class VendoredScript:
    """A script at its address, with the hash its content must have."""

    address: str
    integrity: str


def vendored_scripts() -> list[VendoredScript]:
    """The scripts of `vendor.lock.json` in the order a page loads them."""
    lock = json.loads((FOLDER / "vendor.lock.json").read_text(encoding="utf-8"))
    return [VendoredScript(f"/static/desk/vendor/{part['file']}", part["sha384"]) for part in lock["packages"]]
