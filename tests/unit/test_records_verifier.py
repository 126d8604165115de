"""The stand-alone verifier against bundles and transcripts that the record hands out, whole and forged."""

import ast
import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from records import verifier
from records.roots import sign_root, signed_root, with_root
from records.store import RecordRoot
from records.transcript import transcript
from tests.records import CONVERSATION, SYSTEM, TickingClock, new_records, say, short_conversation

KEY = Ed25519PrivateKey.from_private_bytes(b"the key that signs root in tests")
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
VERIFIER = Path(verifier.__file__)


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """A bundle with its signed root, and the same conversation's transcript."""
    records = new_records("sqlite", tmp_path_factory.mktemp("verifier"))
    short_conversation(records, "another")
    short_conversation(records)
    with records.database.begin() as session:
        sign_root(session, KEY, TickingClock())
    say(records, "after the root")
    with records.database.read() as session:
        bundle = with_root(session, records.export(session, CONVERSATION))
        entries = records.all_entries(session, CONVERSATION)
    records.database.close()
    return bundle, json.loads(transcript(entries, "json", made_at=TickingClock().now()))


@pytest.fixture
def bundle(handed_out):
    return copy.deepcopy(handed_out[0])


@pytest.fixture
def taken_home(handed_out):
    return copy.deepcopy(handed_out[1])


def run(tmp_path, content, *options):
    file = tmp_path / "bundle.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    command = [sys.executable, "-I", str(VERIFIER), str(file), *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_it_imports_the_standard_library_and_nothing_else():
    imported = set()
    for node in ast.walk(ast.parse(VERIFIER.read_text())):
        if isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    assert imported
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_a_whole_bundle_holds_with_key_and_published_root(tmp_path, bundle):
    (tmp_path / "key.pem").write_text(PEM)
    root = {name: bundle["root"][name] for name in ("statement", "signature")}
    (tmp_path / "root.json").write_text(json.dumps(root))
    code, said = run(tmp_path, bundle, "--key", "key.pem", "--root", "root.json")
    assert code == 0
    assert "6 entries" in said
    assert "texts: 6 of 6 disclosed" in said
    assert "saw 5 entries, signature good" in said


def test_without_a_key_it_says_that_the_signature_was_not_checked(tmp_path, bundle):
    code, said = run(tmp_path, bundle)
    assert (code, "signature not checked" in said) == (0, True)


def test_a_transcript_taken_home_holds_without_its_ciphertext(tmp_path, taken_home):
    code, said = run(tmp_path, taken_home)
    assert code == 0
    assert "texts: 6 of 6 disclosed" in said
    assert "a cut end would not show" in said


def test_a_bundle_without_bodies_holds_and_says_that_nothing_was_disclosed(tmp_path, bundle):
    for entry in bundle["entries"]:
        del entry["content"], entry["salt"]
    code, said = run(tmp_path, bundle)
    assert (code, "texts: 0 of 6 disclosed" in said) == (0, True)


def forged(bundle, how):
    entries = bundle["entries"]
    match how:
        case "text":
            entries[2]["content"]["body"]["text"] = "We forgive your loan."
        case "author":
            entries[2]["content"]["author_name"] = "Somebody Else"
        case "header":
            entries[2]["header"]["at"] = "2020-01-01T00:00:00.000000+00:00"
        case "ciphertext":
            entries[2]["ciphertext"] = entries[3]["ciphertext"]
        case "swapped":
            entries[2], entries[3] = entries[3], entries[2]
        case "missing":
            del entries[2]
        case "cut":
            del entries[-1]
        case "foreign":
            bundle["conversation_id"] = "another"
    return bundle


FORGERIES = {
    "text": "entry 3: the text is not what was recorded",
    "author": "entry 3: the text is not what was recorded",
    "header": "entry 3: the header was changed",
    "ciphertext": "entry 3: the ciphertext was changed",
    "swapped": "entry 3: missing; found 4 in its place",
    "missing": "entry 3: missing; found 4 in its place",
    "cut": "entry 6: missing; the record goes on to 6",
    "foreign": "entry 1: belongs to another conversation",
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_bundle_is_broken_and_the_place_is_named(tmp_path, bundle, how):
    code, said = run(tmp_path, forged(bundle, how))
    assert (code, said) == (1, f"BROKEN: {FORGERIES[how]}\n")


def test_a_forged_transcript_is_broken(tmp_path, taken_home):
    code, said = run(tmp_path, forged(taken_home, "text"))
    assert (code, said) == (1, f"BROKEN: {FORGERIES['text']}\n")


def cut_with_head(bundle, size):
    bundle["entries"] = bundle["entries"][:size]
    bundle["head"] = {"seq": size, "hash": bundle["entries"][-1]["hash"]}
    return bundle


def test_an_end_cut_together_with_its_head_shows_against_the_root(tmp_path, bundle):
    code, said = run(tmp_path, cut_with_head(bundle, 4))
    assert (code, said) == (1, "BROKEN: entry 5: cut off; the root saw 5 entries\n")


def test_what_came_after_the_root_is_not_vouched_for(tmp_path, bundle):
    assert run(tmp_path, cut_with_head(bundle, 5))[0] == 0


def test_a_record_written_anew_differs_from_what_the_root_saw(tmp_path, bundle):
    records = new_records("sqlite", tmp_path)
    short_conversation(records)
    with records.database.read() as session:
        rewritten = records.export(session, CONVERSATION)
    records.database.close()
    assert "root: none" in verifier.verdict(rewritten, PUBLIC)[2]
    with pytest.raises(verifier.Broken, match="differs from what the root saw"):
        verifier.verdict(rewritten | {"root": bundle["root"]}, PUBLIC)


def test_the_proof_of_another_conversation_is_refused(handed_out, tmp_path):
    records = new_records("sqlite", tmp_path)
    say(records, "hello", conversation_id="another")
    with records.database.read() as session:
        other = records.export(session, "another")
    records.database.close()
    with pytest.raises(verifier.Broken, match="of another conversation"):
        verifier.verdict(other | {"root": handed_out[0]["root"]}, PUBLIC)


@pytest.mark.parametrize("field", ["root", "day", "size", "number", "previous"])
def test_a_changed_root_is_refused_by_its_signature(bundle, field):
    statement = bundle["root"]["statement"]
    statement[field] = 3 if field in {"size", "number"} else "f" * 64
    with pytest.raises(verifier.Broken):
        verifier.verdict(bundle, PUBLIC)


def test_a_root_signed_by_somebody_else_is_refused(bundle):
    other = Ed25519PrivateKey.generate()
    bundle["root"]["signature"] = other.sign(verifier.canonical(bundle["root"]["statement"])).hex()
    with pytest.raises(verifier.Broken, match="signature is not good"):
        verifier.verdict(bundle, PUBLIC)


def test_a_root_other_than_the_published_one_is_refused(bundle):
    published = copy.deepcopy(bundle["root"])
    published["statement"]["day"] = "2026-01-01"
    with pytest.raises(verifier.Broken, match="not the one that was published"):
        verifier.verdict(bundle, PUBLIC, published)


def test_a_bundle_without_a_root_does_not_satisfy_a_published_one(bundle):
    published = bundle.pop("root")
    with pytest.raises(verifier.Broken, match="names no root"):
        verifier.verdict(bundle, PUBLIC, published)


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"format": "other"}', "[" * 100_000])
def test_a_file_that_is_no_bundle_is_called_unreadable(tmp_path, content):
    code, said = run(tmp_path, content)
    assert code == 2
    assert said.startswith("not a bundle")


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=100))
@settings(max_examples=15, deadline=None)
def test_signatures_are_judged_as_the_cryptography_library_makes_them(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    assume(public != PUBLIC)
    signature = key.sign(message)
    assert verifier.ed25519_holds(public, message, signature)
    assert not verifier.ed25519_holds(public, message + b"!", signature)
    assert not verifier.ed25519_holds(PUBLIC, message, signature)


def test_the_first_example_of_the_signature_standard_holds():
    # RFC 8032, section 7.1, test 1.
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert verifier.ed25519_holds(key, b"", signature)
    assert not verifier.ed25519_holds(key, b"", signature[:-1])
    assert not verifier.ed25519_holds(key, b"", signature[:32] + bytes(32))


def test_a_scalar_beyond_the_order_is_refused():
    signature = KEY.sign(b"once")
    scalar = int.from_bytes(signature[32:], "little") + verifier.ORDER
    assert not verifier.ed25519_holds(PUBLIC, b"once", signature[:32] + scalar.to_bytes(32, "little"))


def test_a_public_key_is_read_from_its_file():
    assert verifier.public_key(PEM) == PUBLIC
    with pytest.raises(ValueError, match="Ed25519"):
        verifier.public_key("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")


def test_an_erased_conversation_still_holds(tmp_path):
    records = new_records("sqlite", tmp_path)
    short_conversation(records)
    with records.database.begin() as session:
        records.erase(session, CONVERSATION, author=SYSTEM, reason="retention")
        sign_root(session, KEY, TickingClock())
    with records.database.read() as session:
        bundle = with_root(session, records.export(session, CONVERSATION))
        root = signed_root(session.get(RecordRoot, 1))
    records.database.close()
    said = verifier.verdict(bundle, PUBLIC, root)
    assert said[1] == "texts: 0 of 6 disclosed, each as recorded"
    assert said[2].endswith("saw 6 entries, signature good")
