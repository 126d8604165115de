"""What the gateway's door accepts, and the shape of what it gives back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bare_answers import as_answer, bare_entities
from bot.channel import NoModel, run_turn, warm_up
from bot.nlu.component import LANGUAGES
from bot.nlu.figures import grammar
from bot.turn import LONGEST_TEXT, BadTurn, further, read_turn, understood
from tests.bot.stage import FakeActionServer, agent_with, reported, run, turn

METADATA = {"capability": "c", "language": "es", "today": "2026-11-23", "message_id": "m-1", "level": "verified"}
BODY = {"conversation": "abcdefgh", "text": "hola", "message_id": "m-1", "metadata": METADATA}
GREETING = {"name": "greeting", "confidence": 0.9}


def test_a_turn_as_the_gateway_sends_it_is_accepted() -> None:
    accepted = read_turn(BODY)
    assert (accepted.conversation, accepted.text, accepted.metadata) == ("abcdefgh", "hola", METADATA)


@pytest.mark.parametrize(
    "change",
    [
        {"conversation": "short"},
        {"conversation": "a" * 65},
        {"conversation": "abcdefgh\n"},
        {"conversation": "abc\0defgh"},
        {"conversation": "abcdéfgh"},
        {"conversation": None},
        {"text": "a" * (LONGEST_TEXT + 1)},
        {"text": "a\0b"},
        {"text": "half \ud83d"},
        {"text": "  \n "},
        {"text": ["hola"]},
        {"text": None},
        {"message_id": ""},
        {"message_id": 7},
        {"metadata": None},
        {"metadata": {**METADATA, "verified": True}},
        {"metadata": {**METADATA, "language": "fr"}},
        {"metadata": {**METADATA, "today": "2026-02-30"}},
        {"metadata": {**METADATA, "today": "tomorrow"}},
        {"metadata": {**METADATA, "level": "owner"}},
        {"metadata": {**METADATA, "capability": "a" * 5_000}},
        {"input_channel": "rest"},
    ],
)
def test_a_malformed_turn_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadTurn):
        read_turn({**BODY, **change})


@pytest.mark.parametrize("body", [None, [], "hola", 1, {}, {"conversation": "abcdefgh"}])
def test_what_is_no_turn_at_all_is_refused(body: Any) -> None:
    with pytest.raises(BadTurn):
        read_turn(body)


def test_a_refusal_never_quotes_what_it_refuses() -> None:
    with pytest.raises(BadTurn) as refusal:
        read_turn({**BODY, "metadata": {**METADATA, "language": "my-secret"}, "123-45-6789": 1})
    assert "secret" not in str(refusal.value)
    assert "6789" not in str(refusal.value)


def test_an_answer_tells_what_was_said_and_from_which_response(agent: Agent) -> None:
    answer = run(run_turn(agent, turn("hello")))
    assert answer["messages"] == [
        {
            "response": "utter_welcome",
            "text": "Welcome.",
            "buttons": [{"title": "Yes", "payload": "/affirm"}],
            "custom": {},
        }
    ]
    assert answer["failed_actions"] == []


def test_an_answer_tells_what_was_understood_best_guess_first(agent: Agent) -> None:
    heard = run(run_turn(agent, turn("what is my mortgage balance")))["understood"]
    assert heard["intent"] == heard["ranking"][0]["intent"] == "balance_inquiry"
    assert len(heard["ranking"]) == 5
    assert [each["confidence"] for each in heard["ranking"]] == sorted(
        (each["confidence"] for each in heard["ranking"]), reverse=True
    )


def test_the_ranking_of_a_message_not_understood_still_begins_with_the_best_guess(agent: Agent) -> None:
    heard = run(run_turn(agent, turn("appoint a notary for the affidavit")))["understood"]
    assert heard["intent"] == "nlu_fallback"
    assert "nlu_fallback" not in {each["intent"] for each in heard["ranking"]}
    assert len(heard["ranking"]) == 5


def test_a_payload_is_taken_as_it_stands_with_its_entities(agent: Agent, actions: FakeActionServer) -> None:
    answer = run(run_turn(agent, turn('/payoff_estimate_inquiry{"date": "December 15"}')))
    assert answer["understood"]["intent"] == "payoff_estimate_inquiry"
    assert answer["understood"]["entities"] == ["date"]
    assert [each["text"] for each in answer["messages"]] == ["It takes $1,098.00."]


def test_a_message_without_words_but_with_facts_is_passed_on_whole(agent: Agent) -> None:
    [message] = run(run_turn(agent, turn("I want a human")))["messages"]
    assert message["text"] == ""
    assert message["response"] is None
    assert message["custom"]["result"] == {"action": "action_request_person", "outcome": "answered"}


def test_an_action_that_crashes_is_named(agent: Agent, actions: FakeActionServer) -> None:
    actions.break_down("action_tell_balance")
    answer = run(run_turn(agent, turn("what is my mortgage balance")))
    assert answer["failed_actions"] == ["action_tell_balance"]
    assert answer["messages"] == []


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"events": [{"event": "no such event"}], "responses": []},
        {"events": [], "responses": []},
        reported("another_action", text="It is known."),
        reported("action_tell_balance", response="utter_nobody_wrote_this"),
        {"events": [], "responses": [{"text": "It is known."}]},
    ],
)
def test_an_action_that_does_not_report_its_result_is_named(
    agent: Agent, actions: FakeActionServer, answer: Any
) -> None:
    actions.answers["action_tell_balance"] = lambda call: answer
    assert run(run_turn(agent, turn("what is my mortgage balance")))["failed_actions"] == ["action_tell_balance"]


def test_a_form_validator_that_crashes_is_named(agent: Agent, actions: FakeActionServer) -> None:
    actions.break_down("validate_payoff_form")
    answer = run(run_turn(agent, turn("how much to pay off my loan")))
    assert "validate_payoff_form" in answer["failed_actions"]


def test_a_failure_is_not_blamed_on_the_next_turn(agent: Agent, actions: FakeActionServer) -> None:
    actions.break_down("action_tell_balance")
    run(run_turn(agent, turn("what is my mortgage balance")))
    assert run(run_turn(agent, turn("hello")))["failed_actions"] == []


def test_without_a_model_there_is_no_turn(model: Path, actions: FakeActionServer) -> None:
    agent = agent_with(model, actions)
    agent.processor = None
    with pytest.raises(NoModel):
        run(run_turn(agent, turn("hello")))


def test_what_was_noticed_is_told_once_without_the_sentence_it_was_found_in() -> None:
    signals = [
        {"name": "notice_of_error", "category": "b5", "sentence": "you charged me twice"},
        {"name": "notice_of_error", "category": "b5", "sentence": "and again"},
        {"name": "crisis", "sentence": "I can't go on"},
    ]
    heard = understood({"intent": GREETING, "signals": signals, "doubted_signals": signals[1:2], "tongue": "en"})
    assert heard["doubted"] == [{"name": "notice_of_error", "category": "b5"}]
    assert heard["signals"] == [{"name": "notice_of_error", "category": "b5"}, {"name": "crisis"}]
    assert heard["language"] == "en"


def test_what_else_is_asked_is_told_by_name_and_never_more_than_three() -> None:
    names = ["balance_inquiry", "greeting", "late_fee_inquiry"]
    asked = [{"name": name, "entities": []} for name in (*names, "payoff_estimate_inquiry")]
    assert understood({"intent": GREETING, "also": asked})["also"] == names


@pytest.mark.parametrize("odd", [None, "crisis", {"name": "crisis"}, [None, "crisis", {"name": 7}, {"name": "A b"}]])
def test_what_has_not_the_shape_of_a_signal_or_a_wish_is_left_out(odd: Any) -> None:
    heard = understood({"intent": GREETING, "signals": odd, "also": odd, "tongue": "fr"})
    assert (heard["signals"], heard["also"], heard["language"]) == ([], [], None)


def test_a_message_sent_again_asks_its_second_question_under_the_same_id() -> None:
    asked = {"name": "tax_form_1098_request", "entities": [{"entity": "tax_year", "value": "2025"}]}
    once, again = further(turn("both please"), asked), further(turn("both please"), asked)
    assert once == again
    assert once.text == '/tax_form_1098_request{"tax_year": "2025"}'
    assert once.metadata == {**turn("both please").metadata, "message_id": once.message_id}
    assert once.message_id != turn("both please").message_id


def asking_also(agent: Agent, *names: str, before: bool = False, **values: str) -> Agent:
    """The assistant, as if every message it reads asked for these as well, or before."""
    parse = agent.processor.parse_message

    async def parse_message(message: Any, *args: Any, **more: Any) -> dict[str, Any]:
        found = await parse(message, *args, **more)
        entities = [{"entity": entity, "value": value} for entity, value in values.items()]
        return {**found, "also": [{"name": name, "entities": entities, "before": before} for name in names]}

    agent.processor.parse_message = parse_message
    return agent


def texts_of(answer: dict[str, Any]) -> list[str]:
    return [each["text"] for each in answer["messages"]]


def test_a_message_that_asks_for_two_things_gets_both_answers(agent: Agent) -> None:
    both = asking_also(agent, "payoff_estimate_inquiry", date="December 15")
    answer = run(run_turn(both, turn("what is my mortgage balance")))
    assert texts_of(answer) == ["It is known.", "It takes $1,098.00."]
    assert answer["understood"]["intent"] == "balance_inquiry"
    assert answer["understood"]["also"] == ["payoff_estimate_inquiry"]


def test_answers_come_in_the_order_in_which_they_were_asked_for(agent: Agent) -> None:
    both = asking_also(agent, "payoff_estimate_inquiry", before=True, date="December 15")
    answer = run(run_turn(both, turn("what is my mortgage balance")))
    assert texts_of(answer) == ["It takes $1,098.00.", "It is known."]


def test_a_question_that_a_form_repeats_after_the_second_answer_is_asked_once_and_last(agent: Agent) -> None:
    answer = run(run_turn(asking_also(agent, "balance_inquiry"), turn("how much to pay off my loan")))
    assert texts_of(answer)[0] == "It is known."
    assert len(set(texts_of(answer))) == len(texts_of(answer)) == 2


@pytest.mark.parametrize("message", ["I want a human", "appoint a notary for the affidavit"])
def test_nothing_more_is_answered_once_a_person_is_called_or_when_nothing_was_understood(
    agent: Agent, actions: FakeActionServer, message: str
) -> None:
    calling = reported("action_request_person")
    calling["responses"][0]["custom"]["handoff"] = {"reason": "borrower_request"}
    actions.answers["action_request_person"] = lambda call: calling
    run(run_turn(asking_also(agent, "balance_inquiry"), turn(message)))
    assert "action_tell_balance" not in actions.called


@pytest.mark.parametrize("outcome", ["identity_needed", "unavailable"])
def test_nothing_more_is_answered_when_the_first_answer_could_not_be_given(
    agent: Agent, actions: FakeActionServer, outcome: str
) -> None:
    refused = reported("action_tell_balance", text="Not yet.")
    refused["responses"][0]["custom"]["result"]["outcome"] = outcome
    actions.answers["action_tell_balance"] = lambda call: refused
    both = asking_also(agent, "payoff_estimate_inquiry", date="December 15")
    assert texts_of(run(run_turn(both, turn("what is my mortgage balance")))) == ["Not yet."]


def test_nothing_more_is_answered_after_an_action_that_failed(agent: Agent, actions: FakeActionServer) -> None:
    actions.break_down("action_tell_balance")
    both = asking_also(agent, "payoff_estimate_inquiry", date="December 15")
    answer = run(run_turn(both, turn("what is my mortgage balance")))
    assert (answer["messages"], answer["failed_actions"]) == ([], ["action_tell_balance"])


@pytest.mark.parametrize(
    ("text", "entities", "kinds"),
    [
        ("October 1.", [{"entity": "date", "start": 0, "end": 9}], {"date"}),
        ("el 15", [{"entity": "date", "start": 0, "end": 5}], {"date"}),
        ("taxes on October 1", [{"entity": "date", "start": 9, "end": 18}], set()),
        ('/deny{"date": "x"}', [{"entity": "date", "value": "x"}], set()),
        ("", [], set()),
    ],
)
def test_a_phrase_is_bare_when_the_message_is_nothing_else(text: str, entities: list[Any], kinds: set[str]) -> None:
    assert bare_entities({"text": text, "entities": entities}) == kinds


def test_a_bare_phrase_is_the_answer_to_the_form_that_asks_for_it() -> None:
    mapping = {"type": "from_entity", "entity": "date", "intent": ["payoff_estimate_inquiry", "affirm"]}
    domain = Domain.from_dict({"slots": {"payoff_date": {"type": "text", "mappings": [mapping]}}})
    tracker = DialogueStateTracker.from_events("c", [ActiveLoop("payoff_form")], slots=domain.slots)
    parse = {"text": "October 1", "entities": [{"entity": "date", "start": 0, "end": 9}], "intent": GREETING}
    assert as_answer(parse, tracker, domain) == parse
    tracker.slots["requested_slot"] = TextSlot("requested_slot", [])
    tracker.update(SlotSet("requested_slot", "payoff_date"))
    assert as_answer(parse, tracker, domain)["intent"] == {"name": "payoff_estimate_inquiry", "confidence": 0.9}
    elsewhere = {**parse, "text": "hello on October 1"}
    assert as_answer(elsewhere, tracker, domain) == elsewhere


def after_answer(last_question: str, *, form: str | None = None) -> DialogueStateTracker:
    slots = [TextSlot("last_question", []), TextSlot("requested_slot", [])]
    events = [SlotSet("last_question", last_question), ActiveLoop(form)]
    return DialogueStateTracker.from_events("c", events, slots=slots)


@pytest.mark.parametrize(
    ("text", "kind", "phrase", "topic", "intent"),
    [
        (
            "no, I meant October",
            "date",
            "October",
            "payment_application 2026-03-01/2026-03-31",
            "payment_application_inquiry",
        ),
        ("quise decir 2025", "tax_year", "2025", "payment_history", "payment_history_request"),
        ("$900", "amount", "$900", "payment_delay", "payment_status_inquiry"),
        ("el de octubre", "date", "octubre", "late_charge", "late_fee_inquiry"),
        ("the one in september", "date", "september", "payment_history", "payment_history_request"),
        ("and if I pay on December 1", "date", "December 1", "reinstatement", "payment_reinstatement_request"),
        ("y si pago el 1 de diciembre", "date", "el 1 de diciembre", "reinstatement", "payment_reinstatement_request"),
        ("no, last year's", "tax_year", "last year", "tax_form 2024", "tax_form_1098_request"),
        ("no the 15th sorry", "date", "15th", "payoff 2026-12-20", "payoff_estimate_inquiry"),
        ("mejor el 20", "date", "el 20", "payoff 2026-12-15", "payoff_estimate_inquiry"),
    ],
)
def test_a_bare_phrase_after_an_answer_about_payments_goes_on_with_it(
    text: str, kind: str, phrase: str, topic: str, intent: str
) -> None:
    start = text.index(phrase)
    entities = [{"entity": kind, "start": start, "end": start + len(phrase)}]
    parse = {"text": text, "entities": entities, "intent": GREETING, "also": [{"name": "thanks"}]}
    understood = as_answer(parse, after_answer(topic), Domain.empty())
    assert (understood["intent"]["name"], understood["also"]) == (intent, [])
    assert as_answer(parse, after_answer("escrow_balance"), Domain.empty()) == parse
    assert as_answer(parse, after_answer(topic, form="payoff_form"), Domain.empty()) == parse
    assert as_answer({**parse, "entities": []}, after_answer(topic), Domain.empty())["intent"] == GREETING


def test_the_day_of_a_payment_that_was_made_is_none_for_a_payoff() -> None:
    parse = {"text": "I paid on the 3rd", "entities": [{"entity": "date", "start": 14, "end": 17}], "intent": GREETING}
    assert as_answer(parse, after_answer("payoff 2026-12-15"), Domain.empty()) == parse


def test_a_topic_goes_on_with_the_kind_of_phrase_it_takes_and_no_other() -> None:
    parse = {"text": "in March", "entities": [{"entity": "date", "start": 3, "end": 8}], "intent": GREETING}
    assert as_answer(parse, after_answer("tax_form 2025"), Domain.empty()) == parse


def test_a_server_puts_its_grammars_together_before_anybody_writes(agent: Agent) -> None:
    grammar.cache_clear()
    run(warm_up(agent))
    assert grammar.cache_info().currsize == len(LANGUAGES)


def test_a_server_without_a_model_has_nothing_to_warm_up() -> None:
    run(warm_up(Agent()))
