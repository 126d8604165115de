"""A page of the desk that shows a conversation is made in one place, which notes the look."""

import re
from pathlib import Path

MADE_ELSEWHERE = re.compile(r"\.page_as\(|_room\.page\(|_room\.pages\.page\(")
# The box that is written in, without a word of the conversation.
BOX = 'self._room.pages.page(request, "composer.html"'


def test_no_page_of_a_conversation_is_made_past_the_place_that_notes_the_look():
    about_one = [
        path for path in Path("desk/web").rglob("*.py") if "_pages.screen(" in path.read_text(encoding="utf-8")
    ]
    assert len(about_one) > 5
    found = {path.name: MADE_ELSEWHERE.findall(path.read_text(encoding="utf-8").replace(BOX, "")) for path in about_one}
    # Of labels there is a page of its own beside the forms on the conversation page.
    assert {name: calls for name, calls in found.items() if calls and name != "labels.py"} == {}
