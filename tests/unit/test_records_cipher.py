import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.cipher import EnvelopeCipher, Undecipherable

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
HERE = {"conversation_id": "c1", "seq": 1, "field": "content"}


@pytest.fixture
def key():
    return EnvelopeCipher(OLD).new_data_key("c1")[1]


@given(plain=st.binary(max_size=300), conversation=st.text(), seq=st.integers(0), field=st.text())
def test_what_is_sealed_opens_in_its_own_place(plain, conversation, seq, field):
    _wrapped, key = EnvelopeCipher(OLD).new_data_key("c1")
    blob = key.seal(plain, conversation_id=conversation, seq=seq, field=field)
    assert key.open(blob, conversation_id=conversation, seq=seq, field=field) == plain


@pytest.mark.parametrize(
    "elsewhere", [{**HERE, "conversation_id": "c2"}, {**HERE, "seq": 2}, {**HERE, "field": "other"}]
)
def test_what_is_sealed_opens_in_no_other_place(key, elsewhere):
    blob = key.seal(b"secret", **HERE)
    with pytest.raises(Undecipherable):
        key.open(blob, **elsewhere)


def test_every_changed_byte_is_noticed(key):
    blob = key.seal(b"secret", **HERE)
    for position in range(len(blob)):
        changed = bytearray(blob)
        changed[position] ^= 1
        with pytest.raises(Undecipherable):
            key.open(bytes(changed), **HERE)


@pytest.mark.parametrize("length", [0, 1, 9, 20, 21, 36])
def test_a_cut_blob_does_not_open(key, length):
    with pytest.raises(Undecipherable):
        key.open(key.seal(b"secret", **HERE)[:length], **HERE)


def test_the_same_words_are_never_sealed_alike(key):
    assert key.seal(b"secret", **HERE) != key.seal(b"secret", **HERE)


def test_a_wrapped_key_opens_only_for_its_conversation():
    cipher = EnvelopeCipher(OLD)
    wrapped, key = cipher.new_data_key("c1")
    assert cipher.data_key(wrapped, "c1").open(key.seal(b"secret", **HERE), **HERE) == b"secret"
    with pytest.raises(Undecipherable):
        cipher.data_key(wrapped, "c2")


def test_after_a_rotation_old_wraps_open_and_can_be_wrapped_anew():
    wrapped, key = EnvelopeCipher(OLD).new_data_key("c1")
    rotated = EnvelopeCipher(NEW, retired=[OLD])
    rewrapped = rotated.rewrap(wrapped, "c1")
    blob = key.seal(b"secret", **HERE)
    assert rotated.data_key(wrapped, "c1").open(blob, **HERE) == b"secret"
    assert EnvelopeCipher(NEW).data_key(rewrapped, "c1").open(blob, **HERE) == b"secret"


def test_a_wrap_of_an_unknown_key_is_refused():
    wrapped, _key = EnvelopeCipher(OLD).new_data_key("c1")
    with pytest.raises(Undecipherable, match="no key here"):
        EnvelopeCipher(NEW).data_key(wrapped, "c1")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match="32 bytes"):
        EnvelopeCipher(bytes(length))


def test_a_key_does_not_show_itself():
    cipher = EnvelopeCipher(OLD)
    _wrapped, key = cipher.new_data_key("c1")
    assert OLD.hex() not in repr(cipher) + repr(key)
    assert repr(key).startswith("<key ")
