"""Every capability and every intent has a test that is there."""

from tests.coverage import matrix


def test_every_capability_and_intent_has_a_test_that_exists():
    assert matrix.faults() == []


def test_the_page_is_up_to_date():
    assert matrix.PAGE.read_text(encoding="utf-8") == matrix.page()


def test_a_test_that_does_not_exist_is_seen():
    here = "tests/hygiene/test_coverage.py"
    assert matrix.exists(f"{here}::test_the_page_is_up_to_date")
    assert not matrix.exists(f"{here}::test_of_something_else")
    assert not matrix.exists("tests/hygiene/test_nowhere.py::test_the_page_is_up_to_date")
