"""The built chat window: fresh, small, and without anything a strict policy forbids."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WIDGET = Path("widget")
BUILT = WIDGET / "dist" / "doorstep-chat.js"
BUDGET_BYTES = 17 * 1024
SOURCES = sorted(
    str(path.relative_to(WIDGET).as_posix())
    for path in [
        *(WIDGET / "src").rglob("*.js"),
        *(WIDGET / "src").rglob("*.css"),
        *(WIDGET / name for name in ("build.mjs", "package-lock.json", "static/tokens.css")),
    ]
)


def test_the_built_file_was_made_from_the_sources_as_they_are() -> None:
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update(name.encode() + b"\0" + (WIDGET / name).read_bytes() + b"\0")
    recorded = re.search(r"sources: sha256 ([0-9a-f]{32}) ", BUILT.read_text(encoding="utf-8"))
    assert recorded is not None
    assert recorded[1] == digest.hexdigest()[:32], "run `make widget`"


@pytest.mark.skipif(
    not (WIDGET / "node_modules").exists() or shutil.which("node") is None, reason="Node's packages are not installed"
)
def test_building_again_gives_the_committed_file(tmp_path: Path) -> None:
    again = tmp_path / "doorstep-chat.js"
    subprocess.run(["node", "build.mjs", str(again)], cwd=WIDGET, check=True, capture_output=True)
    assert again.read_bytes() == BUILT.read_bytes()


def test_the_built_file_is_within_17_kilobytes_gzipped() -> None:
    assert len(gzip.compress(BUILT.read_bytes(), 9)) <= BUDGET_BYTES


@pytest.mark.parametrize("source", [path for path in SOURCES if path.startswith("src/")])
def test_sources_write_no_html_and_evaluate_no_text(source: str) -> None:
    code = (WIDGET / source).read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|\beval\(|new Function|document\.write", code
    )


def test_the_lock_names_exact_versions_and_no_package_host() -> None:
    lock = (WIDGET / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = json.loads(lock)["packages"]
    assert packages["node_modules/lit"]["version"] == "3.3.3"
    assert packages["node_modules/esbuild"]["version"] == "0.28.2"


def test_the_licence_of_what_is_built_in_stands_beside_it() -> None:
    assert "BSD 3-Clause License" in (WIDGET / "dist" / "LICENSES.txt").read_text(encoding="utf-8")


def test_vendored_axe_is_the_release_it_says_it_is_with_its_licence() -> None:
    vendor = Path("tests/a11y/vendor")
    lock = json.loads((vendor / "vendor.lock.json").read_text(encoding="utf-8"))
    for entry in lock["files"]:
        assert hashlib.sha384((vendor / entry["file"]).read_bytes()).hexdigest() == entry["sha384"]
        assert (vendor / entry["licence_file"]).exists()
