"""Checks a record bundle with nothing but Python: no database, no key, no other file of this project.

    python verifier.py bundle.json [--key root_verify.pem] [--root 000012.json]

It recomputes the hash chain, the hash of every ciphertext that is there, the commitment of every text that is
disclosed, and, when the bundle carries a signed root, whether the conversation is complete up to that root.
`--key` is the public key that roots are signed with; `--root` is a root as it was published, kept elsewhere.

Exit codes: 0 the record holds; 1 it does not; 2 the file is not a bundle.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

BUNDLE_FORMAT = "doorstep-record-bundle-1"
ROOT_FORMAT = "doorstep-record-root-1"
HOLDS, BROKEN, UNREADABLE = 0, 1, 2


class Broken(Exception):
    """The record does not hold; the message says what is wrong."""


def canonical(value: Any) -> bytes:
    """One spelling of a JSON value: keys sorted, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def require(holds: bool, otherwise: str) -> None:
    """Raises `Broken` unless the statement holds."""
    if not holds:
        raise Broken(otherwise)


def check_entry(conversation: str, entry: dict[str, Any], seq: int, prev: str) -> bool:
    """Checks one entry in its place; True when its text is disclosed and matches its commitment."""
    header, where = entry["header"], f"entry {seq}"
    require(header["format"] == 1, f"{where}: unknown header format")
    require(header["conversation_id"] == conversation, f"{where}: belongs to another conversation")
    require(header["seq"] == seq, f"{where}: missing; found {header['seq']} in its place")
    require(header["prev"] == prev, f"{where}: does not follow the entry before it")
    require(hashlib.sha256(canonical(header)).hexdigest() == entry["hash"], f"{where}: the header was changed")
    if "ciphertext" in entry:
        sealed = base64.b64decode(entry["ciphertext"], validate=True)
        digest = hashlib.sha256(sealed).hexdigest()
        require(digest == header["ciphertext_sha256"], f"{where}: the ciphertext was changed")
    if "content" not in entry:
        return False
    salt = bytes.fromhex(entry["salt"])
    require(len(salt) == 32, f"{where}: the salt has the wrong length")
    opened = hashlib.sha256(salt + canonical(entry["content"])).hexdigest()
    require(opened == header["commitment"], f"{where}: the text is not what was recorded")
    return True


def check_chain(bundle: dict[str, Any]) -> int:
    """Checks every entry and the head; how many texts were disclosed and match."""
    prev, disclosed = "0" * 64, 0
    for seq, entry in enumerate(bundle["entries"], start=1):
        disclosed += check_entry(bundle["conversation_id"], entry, seq, prev)
        prev = entry["hash"]
    head, size = bundle["head"], len(bundle["entries"])
    require(head["seq"] <= size, f"entry {size + 1}: missing; the record goes on to {head['seq']}")
    require(head["seq"] == size and head["hash"] == prev, "the head is not the last entry")
    return disclosed


def root_from_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The Merkle root that a member and its path lead to (RFC 9162, section 2.1.3.2)."""
    require(0 <= index < size, "the proof names no member of the tree")
    node, last, current = hashlib.sha256(b"\x00" + leaf).digest(), size - 1, index
    for sibling in path:
        require(last != 0, "the proof is too long")
        if current & 1 or current == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while not current & 1 and current != 0:
                current, last = current >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        current, last = current >> 1, last >> 1
    require(last == 0, "the proof is too short")
    return node


def check_root(bundle: dict[str, Any], key: bytes | None, published: dict[str, Any] | None) -> str:
    """Checks the conversation against the signed root in the bundle; what was found, in words."""
    if "root" not in bundle:
        require(published is None, "the bundle names no root to compare with the published one")
        return "root: none in the bundle, so a cut end would not show"
    signed, proof = bundle["root"], bundle["root"]["proof"]
    statement, leaf = signed["statement"], proof["leaf"]
    require(statement["format"] == ROOT_FORMAT, "unknown root format")
    if published is not None:
        require(published["statement"] == statement, "the root is not the one that was published")
    require(leaf["conversation_id"] == bundle["conversation_id"], "the root's head is of another conversation")
    path = [bytes.fromhex(step) for step in proof["path"]]
    reached = root_from_path(canonical(leaf), proof["index"], statement["size"], path)
    require(reached.hex() == statement["root"], "the root does not include this conversation's head")
    if key is not None:
        good = ed25519_holds(key, canonical(statement), bytes.fromhex(signed["signature"]))
        require(good, "the root's signature is not good")
    entries = bundle["entries"]
    require(leaf["seq"] <= len(entries), f"entry {len(entries) + 1}: cut off; the root saw {leaf['seq']} entries")
    if leaf["seq"] > 0:
        require(entries[leaf["seq"] - 1]["hash"] == leaf["hash"], "the record differs from what the root saw")
    signature = "signature good" if key is not None else "signature not checked, no --key given"
    return f"root: number {statement['number']} of {statement['day']} saw {leaf['seq']} entries, {signature}"


# Ed25519 verification, RFC 8032 section 5.1.7. Points are (x, y, z, t) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def add(one: Point, other: Point) -> Point:
    """The sum of two points."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar: int, point: Point) -> Point:
    """The point added to itself so many times."""
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def same(one: Point, other: Point) -> bool:
    """Whether two points are one."""
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def decode(data: bytes) -> Point | None:
    """The point that 32 bytes stand for, or None."""
    packed = int.from_bytes(data, "little")
    sign, y = packed >> 255, packed & ((1 << 255) - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature over the message was made with the private half of the key."""
    public, commitment = decode(key), decode(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or BASE is None or len(signature) != 64 or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return same(multiply(scalar, BASE), add(commitment, multiply(challenge, public)))


def public_key(pem: str) -> bytes:
    """The 32 bytes of an Ed25519 public key in a PEM file (RFC 8410)."""
    body = "".join(line for line in pem.splitlines() if not line.startswith("-----"))
    der, prefix = base64.b64decode(body, validate=True), bytes.fromhex("302a300506032b6570032100")
    if len(der) != 44 or not der.startswith(prefix):
        raise ValueError("not an Ed25519 public key")
    return der[12:]


def verdict(bundle: dict[str, Any], key: bytes | None = None, published: dict[str, Any] | None = None) -> list[str]:
    """What holds, in words.

    Raises:
        Broken: when the record does not hold.
        KeyError, TypeError, ValueError, AttributeError: when this is no bundle.
    """
    if bundle["format"] != BUNDLE_FORMAT:
        raise ValueError("unknown format")
    disclosed, size = check_chain(bundle), len(bundle["entries"])
    return [
        f"holds: conversation {bundle['conversation_id']}, {size} entries, head {bundle['head']['hash']}",
        f"texts: {disclosed} of {size} disclosed, each as recorded",
        check_root(bundle, key, published),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Prints the verdict on a bundle and returns the exit code."""
    parser = argparse.ArgumentParser(description="Checks a record bundle.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", type=Path, help="public key of the roots, PEM")
    parser.add_argument("--root", type=Path, help="a root as it was published")
    options = parser.parse_args(arguments)
    try:
        bundle = json.loads(options.bundle.read_bytes())
        key = public_key(options.key.read_text("ascii")) if options.key else None
        published = json.loads(options.root.read_bytes()) if options.root else None
        lines, code = verdict(bundle, key, published), HOLDS
    except Broken as broken:
        lines, code = [f"BROKEN: {broken}"], BROKEN
    except (OSError, KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        lines, code = [f"not a bundle: {type(error).__name__}"], UNREADABLE
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
