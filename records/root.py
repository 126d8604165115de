"""Signs the day's root over all conversations, or checks the whole record against every root signed so far.

    python -m records.root            sign today's root unless there is one, and publish it in $DOORSTEP_HOME/roots
    python -m records.root --again    sign another one today
    python -m records.root --check    check roots, published copies and every chain

Run it every day; copy the published roots to a place where nobody who runs the database can write.
Exit codes: 0 done, 1 the record is broken and nothing was signed.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from kernel.clock import Clock, wall_clock
from kernel.keyfiles import PUBLIC, read_text, write_once
from records.roots import RecordBroken, problems, published_problems, root_of, sign_root, signed_root
from records.settings import Settings, read_settings
from storage import Database, open_database

SIGNING_KEY = "root_signing.pem"
VERIFY_KEY = "root_verify.pem"


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key that signs roots, made when it is absent, with its public half beside it.

    Raises:
        BadKeyFile: when its file is empty or cut off.
    """
    path = folder / SIGNING_KEY
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_once(path, pem)
    key = load_pem_private_key(read_text(path).encode("ascii"), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{SIGNING_KEY} is not an Ed25519 key")
    # Also for a start that made the private half and got no further.
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_once(folder / VERIFY_KEY, public, mode=PUBLIC)
    return key


def verify_keys(folder: Path) -> list[Ed25519PublicKey]:
    """The public keys that roots were signed with: `root_verify.pem`, and `root_verify_*.pem` for retired ones."""
    keys = [load_pem_public_key(path.read_bytes()) for path in sorted(folder.glob("root_verify*.pem"))]
    return [key for key in keys if isinstance(key, Ed25519PublicKey)]


def publish_root(database: Database, settings: Settings, clock: Clock, *, again: bool = False) -> str:
    """Signs and publishes today's root; what was done, in words.

    Raises:
        RecordBroken: when the record no longer agrees with what was signed.
    """
    key = signing_key(settings.keys)
    with database.begin() as session:
        row = None if again else root_of(session, clock.today().isoformat())
        done = "is signed already" if row else "signed"
        row = row or sign_root(session, key, clock, verify_keys(settings.keys))
        published = json.dumps(signed_root(row), indent=2) + "\n"
    settings.roots.mkdir(parents=True, exist_ok=True)
    write_once(settings.roots / f"{row.number:06d}.json", published.encode("ascii"), mode=PUBLIC)
    return f"root {row.number} of {row.day} {done}: {row.size} conversations, {row.root}"


def check_record(database: Database, settings: Settings) -> list[str]:
    """Everything wrong with the record; nothing when it holds."""
    with database.read() as session:
        found = problems(session, verify_keys(settings.keys))
        for path in sorted(settings.roots.glob("*.json")):
            found += published_problems(session, json.loads(path.read_bytes()))
    return found


def main(arguments: list[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Runs the command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m records.root", description="Signs or checks the record's roots.")
    parser.add_argument("--again", action="store_true", help="sign another root today")
    parser.add_argument("--check", action="store_true", help="check the whole record against the roots")
    options = parser.parse_args(arguments)
    settings = read_settings(environment)
    database = open_database(settings.database_url)
    try:
        if options.check:
            found = check_record(database, settings)
        else:
            sys.stdout.write(publish_root(database, settings, wall_clock(environment), again=options.again) + "\n")
            found = []
    except RecordBroken as broken:
        found = broken.problems
    finally:
        database.close()
    sys.stdout.write("".join(f"BROKEN: {problem}\n" for problem in found))
    if options.check and not found:
        sys.stdout.write("the record holds\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
