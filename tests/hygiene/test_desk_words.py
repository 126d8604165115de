"""What watches over words at the desk seldom disturbs: not by approved wording, nor by what borrowers ask every day."""

import re
from pathlib import Path

import yaml

from desk.impostors import impostor_signs
from desk.wording import wording_warnings
from gateway.replies import replies_from, variations_of
from gateway.wording import wording_from

ENTITY = re.compile(r"\[([^\]]+)\](\{[^}]*\}|\([^)]*\))")
# Reports of fraud quote the thief, and what is out of scope asks for other people's loans among other things.
NOT_ORDINARY = {"fraud_report", "out_of_scope"}


def borrowers_say():
    for path in Path("data/nlu").glob("*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in block and block["intent"] not in NOT_ORDINARY:
                for line in block["examples"].splitlines():
                    yield ENTITY.sub(r"\1", line.removeprefix("- "))


def test_approved_wording_needs_no_second_reading():
    responses = {**wording_from(Path()).responses, **variations_of(replies_from(Path()))}
    warned = [
        (name, each.language, warning.words)
        for name, found in responses.items()
        for each in found
        for warning in wording_warnings(each.text)
    ]
    assert warned == []


def test_fewer_than_two_in_a_thousand_ordinary_messages_look_like_a_trick():
    said = list(borrowers_say())
    suspected = [text for text in said if impostor_signs(text)]
    assert len(suspected) < len(said) * 0.002, suspected
