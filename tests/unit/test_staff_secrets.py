import pytest
from argon2 import extract_parameters
from cryptography.exceptions import InvalidTag

from staff.passwords import hash_of, is_right, weakness
from staff.sealing import Seal

SEAL = Seal(b"s" * 32)


def test_passwords_are_hashed_with_argon2id_at_19_mib_two_passes_one_lane():
    parameters = extract_parameters(hash_of("porch light at night"))
    assert (parameters.type.name, parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (
        "ID", 19 * 1024, 2, 1,
    )  # fmt: skip


def test_only_the_right_password_is_right():
    stored = hash_of("porch light at night")
    assert is_right(stored, "porch light at night")
    assert not is_right(stored, "porch light at noon")


def test_nobody_has_a_password_not_even_the_stand_in():
    assert not is_right(None, "nobody has this password")


def test_a_damaged_hash_lets_nobody_in():
    assert not is_right("not a hash", "anything at all")


@pytest.mark.parametrize(
    "password", ["short", "x" * 200, "aaaaaaaaaaaaaaaa", "alex-likes-gardens", "my-agent-password"]
)
def test_a_weak_password_is_refused_with_words(password):
    assert weakness(password, account="alex.agent")


def test_four_unrelated_words_will_do():
    assert weakness("copper teapot window north", account="alex.agent") is None


def test_a_sealed_secret_opens_for_its_owner():
    assert SEAL.open(SEAL.close("JBSWY3DP", owner="a"), owner="a") == "JBSWY3DP"


def test_a_sealed_secret_does_not_open_for_another_person_or_key():
    sealed = SEAL.close("JBSWY3DP", owner="a")
    with pytest.raises(InvalidTag):
        SEAL.open(sealed, owner="b")
    with pytest.raises(InvalidTag):
        Seal(b"t" * 32).open(sealed, owner="a")


def test_an_account_key_tells_accounts_apart_and_not_what_was_typed():
    key = SEAL.account_key("hunter2-typed-into-the-wrong-field")
    assert key != SEAL.account_key("alex.agent")
    assert key == SEAL.account_key("hunter2-typed-into-the-wrong-field")
    assert "hunter2" not in key
