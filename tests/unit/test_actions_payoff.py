"""What a borrower hears who asks what it takes to pay the loan off."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from actions.payoff import (
    UNUSUAL_PARTS,
    ActionQuotePayoff,
    ActionReportEscrowRefund,
    ActionReportLienRelease,
    ValidatePayoffForm,
)
from servicing.client import Answer, Loan, Refusal
from tests.unit.actions_stage import (
    DANAS,
    DANIELS_HOME,
    DANIELS_RENTAL,
    PAYOFF,
    FakeServicing,
    bot,
    document,
    fact,
    hear,
    money,
    turn,
)

ASKED = {"payoff_date": "2026-12-15"}


def entity(phrase: str, text: str) -> dict[str, object]:
    return {"entity": "date", "value": phrase, "start": text.index(phrase), "end": text.index(phrase) + len(phrase)}


def naming(phrase: str, text: str | None = None, *, said=(), **metadata: str):
    """A turn in which the form has just put the phrase into its slot."""
    text = text or phrase
    tracker = turn(
        text,
        entities=[entity(phrase, text)],
        slots={"payoff_date": phrase},
        form="payoff_form",
        before=said,
        **metadata,
    )
    tracker.events += [
        {"event": "action", "name": "payoff_form"},
        {"event": "slot", "name": "payoff_date", "value": phrase},
    ]
    return tracker


async def test_the_total_comes_first_and_every_part_of_it_is_said():
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED), FakeServicing())
    assert heard.text.startswith(
        "$308,554.65 pays off your loan ending in 0001 if we receive the money on December 15, 2026."
    )
    for part in ("$306,237.11 principal", "$2,282.54 interest", "$35.00 in fees", "adds $51.39"):
        assert part in heard.text
    assert "This is an estimate, not a payoff statement" in heard.text
    assert "written request is filed" in heard.text
    assert "“Payoff statement”" in heard.text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("extra", [{"payoff_escrow_advance"}, {"payoff_suspense_credit"}, set(UNUSUAL_PARTS)])
async def test_an_unusual_part_is_named_too(extra, language):
    facts = (*PAYOFF, *money(**dict.fromkeys(extra, "900.00")))
    servicing = FakeServicing(payoff=Answer(facts, document("Payoff statement")))
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED, language=language), servicing)
    assert heard.text.count("$900.00") == len(extra)


async def test_the_same_is_said_in_spanish():
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED, language="es"), FakeServicing())
    assert heard.text.startswith(
        "$308,554.65 liquida su préstamo terminado en 0001 si recibimos el dinero el 15 de diciembre"
    )
    for part in ("$306,237.11 de capital", "$2,282.54 de intereses", "$35.00 de cargos", "agrega $51.39"):
        assert part in heard.text


async def test_the_statement_is_attached():
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED), FakeServicing())
    assert heard.custom["documents"] == [
        {"document_id": "D-1", "title": "Payoff statement", "media_type": "application/pdf"}
    ]


async def test_the_statement_is_asked_for_in_the_borrowers_language_and_for_their_day():
    servicing = FakeServicing()
    await hear(ActionQuotePayoff(), turn(slots=ASKED, language="es"), servicing)
    assert servicing.asked[0][:3] == ("4400100001", date(2026, 12, 15), "es")


async def test_a_message_sent_twice_files_one_request_and_another_message_files_another():
    servicing = FakeServicing()
    for message_id in ("m-1", "m-1", "m-2"):
        await hear(ActionQuotePayoff(), turn(slots=ASKED, message_id=message_id), servicing)
    first, again, other = (asked[3] for asked in servicing.asked)
    assert first == again
    assert first != other


async def test_the_date_is_forgotten_once_it_is_answered():
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED), FakeServicing())
    assert heard.slot("payoff_date") is None
    assert heard.slot("last_question") == "payoff 2026-12-15"


async def test_with_two_loans_the_date_is_kept_until_one_is_chosen():
    servicing = FakeServicing(their_loans=(DANIELS_HOME, DANIELS_RENTAL))
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED), servicing)
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("last_question") == "payoff 2026-12-15"


@pytest.mark.parametrize(
    ("code", "response"),
    [
        ("date_in_past", "utter_payoff_date_in_past"),
        ("date_too_far", "utter_payoff_date_too_far"),
        ("date_invalid", "utter_payoff_date_invalid"),
    ],
)
async def test_a_date_that_cannot_be_quoted_is_explained_and_asked_for_again(code, response):
    refusal = Refusal(code, (fact("latest_date", "date", "2027-01-15"),))
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED), FakeServicing(payoff=refusal))
    assert heard.message["response"] == response
    assert heard.outcome == "refused"
    assert heard.names("active_loop") == ["payoff_form"]
    assert heard.slot("requested_slot") == "payoff_date"
    assert heard.slot("payoff_date") is None


async def test_a_date_too_far_ahead_names_the_latest_one():
    refusal = Refusal("date_too_far", (fact("latest_date", "date", "2027-01-15"),))
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED), FakeServicing(payoff=refusal))
    assert heard.text.startswith("January 15, 2027 is the latest date")


@pytest.mark.parametrize(
    ("code", "words"), [("paid_off", "paid in full"), ("needs_specialist", "A specialist has to work out the payoff")]
)
async def test_a_loan_without_a_payoff_amount_is_explained_and_not_asked_about_again(code, words):
    heard = await hear(ActionQuotePayoff(), turn(slots=ASKED), FakeServicing(payoff=Refusal(code, ())))
    assert words in heard.text
    assert "0001" in heard.text
    assert heard.names("active_loop") == []


async def test_without_a_date_the_borrower_is_asked_for_one():
    heard = await hear(ActionQuotePayoff(), turn(), FakeServicing())
    assert heard.message["response"] == "utter_payoff_date_needed"
    assert heard.names("active_loop") == ["payoff_form"]


async def test_the_form_keeps_the_day_a_phrase_means():
    heard = await hear(ValidatePayoffForm(), naming("the end of next month"))
    assert heard.slot("payoff_date") == "2026-12-31"
    assert heard.messages == []


async def test_february_30_is_said_to_be_no_day_and_is_not_kept():
    heard = await hear(ValidatePayoffForm(), naming("February 30"))
    assert heard.text == "There is no such day in the calendar."
    assert heard.slot("payoff_date") is None


async def test_a_phrase_without_a_day_gets_an_example():
    heard = await hear(ValidatePayoffForm(), naming("next month"))
    assert "I could not tell which day you mean" in heard.text
    assert heard.slot("payoff_date") is None


async def test_a_second_unclear_date_in_a_row_offers_a_person():
    heard = await hear(ValidatePayoffForm(), naming("next month", said=[bot("utter_payoff_date_unclear")]))
    assert heard.responses == ["utter_misunderstood_twice"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("make it the 20th instead of the 15th", "the 20th"),
        ("not the 15th, the 20th", "the 20th"),
        ("el 20 en vez del 15", "el 20"),
    ],
)
async def test_a_correction_takes_the_date_that_is_wanted(text, wanted):
    phrases = ["the 20th", "the 15th"] if "the" in text else ["el 20", "15"]
    tracker = turn(text, slots={"payoff_date": phrases}, form="payoff_form")
    tracker.latest_message["entities"] = sorted((entity(phrase, text) for phrase in phrases), key=lambda e: e["start"])
    assert ValidatePayoffForm().phrases(tracker)[0] == wanted


async def test_a_date_left_over_from_an_earlier_message_is_not_used():
    tracker = turn("pay it off", slots={"payoff_date": "2026-12-01"}, form="payoff_form")
    tracker.events += [
        {"event": "action", "name": "payoff_form"},
        {"event": "slot", "name": "payoff_date", "value": "2026-12-01"},
    ]
    heard = await hear(ValidatePayoffForm(), tracker)
    assert heard.slot("payoff_date") is None


async def test_a_borrower_who_is_not_verified_is_not_asked_for_a_date():
    heard = await hear(ValidatePayoffForm(), naming("December 15", level="none"))
    assert heard.slot("requested_slot") is None
    assert heard.messages == []


async def test_the_words_after_a_vague_phrase_may_name_the_day():
    heard = await hear(ValidatePayoffForm(), naming("next month", "next month on the 5th"))
    assert heard.slot("payoff_date") == "2026-12-05"


@pytest.mark.parametrize(
    ("said", "day"), [([bot("utter_payoff_answer")], "2026-12-20"), ([bot("utter_balance_answer")], "2026-11-20")]
)
async def test_a_bare_day_right_after_a_payoff_is_of_the_same_month(said, day):
    tracker = naming("the 20th", "make it the 20th instead", said=said)
    tracker.slots["last_question"] = "payoff 2026-12-15"
    assert (await hear(ValidatePayoffForm(), tracker)).slot("payoff_date") == day


@dataclass
class PaidOff(FakeServicing):
    """A loan that is paid in full, with what is known of it."""

    their_loans: Sequence[Loan] = (replace(DANAS, status="paid_off"),)
    told: Answer | Refusal = field(default_factory=lambda: Refusal("rule_not_known"))

    def ask(self, loan_id: str, topic: str) -> Answer | Refusal:
        return self.told


@pytest.mark.parametrize("language", ["en", "es"])
async def test_an_escrow_account_that_was_refunded_is_said_to_be_empty(language):
    facts = (
        *money(escrow_balance="0.00", escrow_refunded="997.33"),
        fact("payoff_received", "date", "2026-10-30"),
        fact("escrow_refund_by", "date", "2026-12-01"),
        fact("final_tax_form_by", "date", "2027-02-01"),
    )
    heard = await hear(ActionReportEscrowRefund(), turn(language=language), PaidOff(told=Answer(facts)))
    assert heard.message["response"] == "utter_payoff_escrow_refunded"
    assert heard.text.startswith("$997.33 ")


@pytest.mark.parametrize(
    ("action", "response"),
    [(ActionReportLienRelease, "utter_person_answers"), (ActionReportEscrowRefund, "utter_escrow_needs_person")],
)
async def test_a_payoff_that_nothing_is_known_about_offers_a_person(action, response):
    heard = await hear(action(), turn(), PaidOff())
    assert (heard.message["response"], heard.outcome) == (response, "refused")
