"""Borrowers who are not the plain case: two loans, paid off, in foreclosure, a corrected form, a co-borrower."""

import json
import subprocess
import sys
import uuid

import httpx
import pytest

from tests.chat import DANA_LOGIN, open_chat, signed_in


def choose(chat, title_part):
    """Presses the newest button that holds the words; returns what is said to it."""
    entry = next(entry for entry in reversed(chat.entries) if entry["buttons"])
    index = next(place for place, button in enumerate(entry["buttons"]) if title_part in button["title"])
    before = chat.entries[-1]["seq"]
    chat.send("choice", id=str(uuid.uuid4()), seq=entry["seq"], index=index)
    chat.wait(lambda: chat.said_since(before))
    return chat.said_since(before)[-1]["text"]


def test_a_borrower_with_two_loans_is_asked_which(system):
    chat = signed_in(system.url, "daniel.kowalczyk@example.com")
    asked = chat.ask("what's my balance")
    assert "$" not in asked
    assert "232,957.11" in choose(chat, "0118")
    assert "309,759.15" in chat.ask("and the balance of the loan ending in 0018?")


def test_a_spanish_speaker_gets_the_corrected_form(system):
    chat = signed_in(system.url, "rosa.marín@example.com", "es")
    said = chat.ask("necesito mi formulario 1098 de 2025")
    assert "13,685.63" in said
    assert "corregido" in said
    assert "el primero decía $12,640.15" in said


def test_a_loan_in_foreclosure_is_for_a_specialist(system):
    chat = signed_in(system.url, "gwendolyn.pratt@example.com")
    said = chat.ask("how much to pay off my loan on December 15")
    assert "specialist" in said
    assert "$" not in said


def test_a_loan_that_is_paid_has_no_payoff(system):
    said = signed_in(system.url, "patricia.gould@example.com").ask("how much to pay off my loan today")
    assert "paid in full" in said


def test_a_co_borrower_sees_the_loan(system):
    assert "247,313.24" in signed_in(system.url, "jerome.daniels@example.com").ask("what's my balance")


def test_a_partial_payment_is_credited_in_the_payoff(system):
    said = signed_in(system.url, "samuel.okafor@example.com").ask("payoff amount for December 1")
    assert "$900.00" in said


def test_the_date_can_be_corrected_after_the_answer(system):
    chat = signed_in(system.url, DANA_LOGIN)
    assert "308,554.65" in chat.ask("how much to pay it off on December 15")
    assert "308,811.59" in chat.ask("actually make it the 20th")


def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(system):
    chat = signed_in(system.url, DANA_LOGIN)
    chat.ask("I want to pay off my loan")
    middle = chat.ask("wait, what's my balance?")
    assert "306,237.11" in middle
    assert "308,554.65" in chat.ask("december 15")


def test_a_refusal_closes_the_form(system):
    chat = signed_in(system.url, DANA_LOGIN)
    chat.ask("I want to pay off my loan")
    assert "$" not in chat.ask("never mind")
    assert "306,237.11" in chat.ask("what's my balance")


@pytest.mark.parametrize("wanted", ["txt", "json", "pdf"])
def test_the_verified_borrower_downloads_the_transcript(system, tmp_path, text_of, wanted):
    chat = signed_in(system.url, DANA_LOGIN)
    chat.ask("what's my balance")
    address = f"{system.url}/chat/transcript"
    answer = httpx.get(address, params={"format": wanted}, headers=chat.headers, timeout=30, trust_env=False)
    content = answer.raise_for_status().content
    text = text_of(content) if wanted == "pdf" else content.decode()
    assert "306,237.11" in text
    assert "what's my balance" in (json.dumps(json.loads(content)) if wanted == "json" else text.replace("’", "'"))
    if wanted == "json":
        (tmp_path / "record.json").write_bytes(content)
        verify = [sys.executable, "records/verifier.py", str(tmp_path / "record.json")]
        assert subprocess.run(verify, check=False, capture_output=True).returncode == 0
        (tmp_path / "record.json").write_bytes(content.replace(b"306,237.11", b"306,237.12"))
        assert subprocess.run(verify, check=False, capture_output=True).returncode == 1


def test_a_stranger_cannot_download_a_transcript(system):
    chat = open_chat(system.url)
    answer = httpx.get(f"{system.url}/chat/transcript", headers=chat.headers, trust_env=False)
    assert answer.status_code == 403
