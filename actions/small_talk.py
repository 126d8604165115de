"""In which language the conversation goes on."""

import re
import unicodedata

from rasa_sdk import Tracker

from actions.base import DoorstepAction
from actions.turn import Reply, Turn
from kernel.spoken import Language

NAMES: dict[str, Language] = {
    "english": "en",
    "ingles": "en",
    "spanish": "es",
    "espanol": "es",
    "espaniol": "es",
    "castellano": "es",
}
NAME = re.compile(rf"\b({'|'.join(NAMES)})\b")
# "I don't speak much English", "my English is not good": the other language is wanted.
NOT_THAT = re.compile(r"\b(no|not|don'?t|cannot|can'?t|never|poco|little|nada)\b([^\w,.;]+\w+){0,3}[^\w,.;]*$")
NOT_GOOD = re.compile(r"^[^\w,.;]+(no|is not|isn'?t|is (bad|poor)|es malo)\b")
OTHER: dict[Language, Language] = {"en": "es", "es": "en"}

RESPONSES: dict[Language, str] = {"en": "utter_language_english", "es": "utter_language_spanish"}


def wanted_language(text: str) -> Language | None:
    """The language a message asks for: the last one it names, or the other one when it says it does not speak that.

    None when it names neither English nor Spanish.
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("’", "'")
    wanted: Language | None = None
    start = 0
    for name in NAME.finditer(plain):
        language = NAMES[name.group()]
        unwanted = NOT_THAT.search(plain[start : name.start()]) or NOT_GOOD.search(plain[name.end() :])
        wanted = OTHER[language] if unwanted else language
        start = name.end()
    return wanted


class ActionSwitchLanguage(DoorstepAction):
    """Goes on in English or Spanish; for any other language a person is offered."""

    def name(self) -> str:
        return "action_switch_language"

    async def reply(self, turn: Turn, tracker: Tracker) -> Reply:
        wanted = wanted_language(turn.text)
        if wanted is None:
            return Reply("utter_language_other", outcome="asked")
        # The question of an open form is not repeated: this turn is still worded in the former language.
        return Reply(RESPONSES[wanted], speak=wanted, asks_again=False)
