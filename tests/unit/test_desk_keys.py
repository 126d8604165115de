"""The list of keys names every key that a page of the desk has, and no other."""

import re
from pathlib import Path

from desk.domain.labels import code_of, trouble_with
from desk.web.keys import SHORTCUTS

TEMPLATES = Path("desk/web/templates")
# These are not a control's but the script's own: the list itself, and the steps through rows and chats.
OF_THE_SCRIPT = {"?", "j", "k"}


def test_every_key_on_the_list_leads_to_a_control_and_every_control_s_key_is_on_the_list():
    found = {key for path in TEMPLATES.glob("*.html") for key in re.findall(r'data-key="(.)"', path.read_text())}
    assert found | OF_THE_SCRIPT == {shortcut.key for shortcut in SHORTCUTS}


def test_no_key_means_two_things():
    keys = [shortcut.key for shortcut in SHORTCUTS]
    assert sorted(set(keys)) == sorted(keys)


def test_what_ends_a_conversation_takes_more_than_one_key():
    holder = (TEMPLATES / "holder.html").read_text()
    for key in ("b", "x"):
        assert f'data-key="{key}" data-key-asks' in holder


def test_the_code_of_a_label_holds_letters_and_figures_alone():
    assert code_of("Tax / insurance bill!") == "tax_insurance_bill"
    assert code_of("¿?") == ""
    assert len(code_of("x y" * 40)) <= 32


def test_a_label_without_a_letter_or_with_a_control_character_is_refused():
    assert trouble_with("¿?", "ok")
    assert trouble_with("a\u202eb", "ok")
    assert trouble_with("Fine", "ok") == ""
