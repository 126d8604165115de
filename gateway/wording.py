"""Every word the gateway says itself, and the approved text behind every word the bot says: read from the domain."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kernel.spoken import Language

PLACEHOLDER = re.compile(r"\{(\w+)\}")

SPOKEN_HERE = (
    "utter_welcome",
    "utter_handoff_kept",
    "utter_handoff_opened",
    "utter_handoff_opened_danger",
    "utter_handoff_waiting",
    "utter_wait_call_unknown",
    "utter_wait_choice",
    "utter_wait_closed",
    "utter_wait_in_chat",
    "utter_wait_unknown",
    "utter_wait_usual",
    "utter_people_delayed",
    "utter_people_file",
    "utter_rating_ask",
    "utter_rating_comment_ask",
    "utter_rating_noted",
    "utter_rating_skipped",
    "utter_rating_thanks",
    "utter_agent_joined",
    "utter_agent_lost",
    "utter_agent_left",
    "utter_agent_took_back",
    "utter_supervisor_took_over",
    "utter_case_passed_on",
    "utter_case_passed_on_meanwhile",
    "utter_team_first_line",
    "utter_team_payments",
    "utter_team_escrow",
    "utter_team_payoff",
    "utter_team_loss_mitigation",
    "utter_team_foreclosure",
    "utter_team_bankruptcy",
    "utter_team_credit_reporting",
    "utter_team_research",
    "utter_team_military",
    "utter_team_successor",
    "utter_team_fraud",
    "utter_team_compliance",
    "utter_team_supervisor",
    "utter_turn_failed",
    "utter_failure_noted",
    "utter_figure_withheld",
    "utter_secret_masked",
    "utter_identity_address_locked",
    "utter_identity_code_sent",
    "utter_identity_code_wrong",
    "utter_identity_locked",
    "utter_identity_verified",
    "utter_identity_expired",
    "utter_message_too_long",
    "utter_message_empty",
    "utter_message_unreadable",
    "utter_rate_limited",
    "utter_conversation_closed",
    "utter_document_about_hardship",
    "utter_document_about_identity",
    "utter_document_about_income",
    "utter_document_about_insurance",
    "utter_document_about_other",
    "utter_document_about_payment",
    "utter_document_checking",
    "utter_document_received",
    "utter_document_received_case",
    "utter_document_received_person",
    "utter_document_refused_active",
    "utter_document_refused_broken",
    "utter_document_refused_limit",
    "utter_document_refused_locked",
    "utter_document_refused_size",
    "utter_document_refused_stranger",
    "utter_document_refused_type",
    "utter_document_refused_unsafe",
    "utter_error_about_b1",
    "utter_error_about_b2",
    "utter_error_about_b3",
    "utter_error_about_b4",
    "utter_error_about_b5",
    "utter_error_about_b6",
    "utter_error_about_b7",
    "utter_error_about_b8",
    "utter_error_about_b9",
    "utter_error_about_b10",
    "utter_error_about_b11",
    "utter_hardship_awaited",
    "utter_hardship_offer",
    "utter_letter_sent",
    "utter_notice_address",
    "utter_notice_by_mail",
    "utter_notice_debt_collector",
    "utter_notice_debt_collector_short",
    "utter_notice_letter_not_needed",
    "utter_request_about_loan",
    "utter_request_about_owner",
    "utter_signal_abuse",
    "utter_signal_cease_contact",
    "utter_signal_complaint",
    "utter_signal_confirmed",
    "utter_signal_credit_dispute",
    "utter_signal_crisis",
    "utter_signal_crisis_possible",
    "utter_signal_debt_dispute",
    "utter_signal_disaster",
    "utter_signal_doubted",
    "utter_signal_foreclosure_error",
    "utter_signal_fraud",
    "utter_signal_information_request",
    "utter_signal_loss_mitigation",
    "utter_signal_notice_of_error",
    "utter_signal_withdrawn",
)


class WordingMissing(ValueError):
    """The domain lacks words the gateway has to say; the message names the responses and languages."""


@dataclass(frozen=True)
class Variation:
    """One approved text of a response."""

    language: str | None
    text: str
    buttons: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Spoken:
    """Words ready to be said."""

    response: str
    text: str
    buttons: tuple[Mapping[str, str], ...]


class Wording:
    """The approved responses by name, each with its English and Spanish variation."""

    def __init__(self, responses: Mapping[str, Sequence[Variation]]) -> None:
        self._responses = responses

    @property
    def responses(self) -> Mapping[str, Sequence[Variation]]:
        """Every response with its variations."""
        return self._responses

    def say(self, response: str, language: Language, **values: str) -> Spoken:
        """The response's words in the language, with its placeholders filled.

        Raises:
            WordingMissing: when there is no such response in that language, or a placeholder has no value.
        """
        variation = self._variation(response, language)
        try:
            text = variation.text.format(**values)
            buttons = tuple({**button, "title": button["title"].format(**values)} for button in variation.buttons)
        except (KeyError, IndexError) as error:
            raise WordingMissing(f"{response} ({language}) wants {error}") from error
        return Spoken(response, text, buttons)

    def approved(self, response: str) -> tuple[str, ...]:
        """The approved texts of a response in all languages with its buttons, placeholders taken out."""
        return tuple(
            PLACEHOLDER.sub(" ", "\n".join([variation.text, *(button["title"] for button in variation.buttons)]))
            for variation in self._responses.get(response, ())
        )

    def demand(self, names: Sequence[str] = SPOKEN_HERE) -> None:
        """Checks that each response exists in English and in Spanish.

        Raises:
            WordingMissing: naming all that are absent.
        """
        languages: tuple[Language, ...] = ("en", "es")
        absent = [f"{name} ({language})" for name in names for language in languages if not self._has(name, language)]
        if absent:
            raise WordingMissing(f"the domain has no {', '.join(absent)}")

    def _has(self, response: str, language: Language) -> bool:
        try:
            self._variation(response, language)
        except WordingMissing:
            return False
        return True

    def _variation(self, response: str, language: Language) -> Variation:
        for variation in self._responses.get(response, ()):
            if variation.language in (language, None):
                return variation
        raise WordingMissing(f"the domain has no {response} ({language})")


def wording_from(root: Path) -> Wording:
    """The words in `domain.yml` and `domain/*.yml` under the folder."""
    yaml = YAML(typ="safe")
    responses: dict[str, list[Variation]] = {}
    for path in (root / "domain.yml", *sorted((root / "domain").glob("*.yml"))):
        if not path.exists():
            continue
        content = yaml.load(path.read_text(encoding="utf-8")) or {}
        for name, variations in (content.get("responses") or {}).items():
            responses.setdefault(name, []).extend(_variation(variation) for variation in variations)
    return Wording(responses)


def _variation(data: Mapping[str, Any]) -> Variation:
    conditions = data.get("condition") or ()
    languages = [str(item["value"]) for item in conditions if item.get("name") == "language"]
    buttons = tuple(
        {"title": str(button["title"]), "payload": _unescaped(str(button.get("payload", button["title"])))}
        for button in data.get("buttons") or ()
    )
    return Variation(languages[0] if languages else None, str(data.get("text", "")).strip(), buttons)


def _unescaped(payload: str) -> str:
    """The payload as it is sent: in the domain its braces stand double, as the bot fills in placeholders."""
    return payload.replace("{{", "{").replace("}}", "}")
