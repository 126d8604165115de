from hypothesis import given
from hypothesis import strategies as st

from kernel.references import ALPHABET, new_reference, read_reference

POSITIONS = st.integers(min_value=0, max_value=6)


def compact(reference):
    return reference.removeprefix("HB-").replace("-", "")


def test_a_reference_is_read_back_however_it_was_typed():
    reference = new_reference("HB")
    assert read_reference(reference, "HB") == reference
    assert read_reference(f"  {reference.lower().replace('-', ' ')} ", "HB") == reference
    assert read_reference(compact(reference), "HB") == reference


def test_misread_letters_are_understood():
    while "0" not in (reference := new_reference("HB")):
        pass
    assert read_reference(reference.replace("0", "O"), "HB") == reference


@given(position=POSITIONS, character=st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes(position, character):
    body = compact(new_reference("HB"))
    wrong = body[:position] + character + body[position + 1 :]
    if wrong != body:
        assert read_reference(f"HB-{wrong}", "HB") is None


@given(first=POSITIONS, second=POSITIONS)
def test_two_swapped_characters_never_pass(first, second):
    characters = list(compact(new_reference("HB")))
    swapped = characters.copy()
    swapped[first], swapped[second] = swapped[second], swapped[first]
    if swapped != characters:
        assert read_reference("".join(swapped), "HB") is None


def test_what_is_not_a_reference_is_none():
    assert read_reference("", "HB") is None
    assert read_reference("HB-12", "HB") is None
    assert read_reference("HB-????-???", "HB") is None
