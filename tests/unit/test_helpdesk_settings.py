"""Settings that cannot be used refuse the start with a sentence that says what is wrong, and never show a secret."""

import pytest

from helpdesk.settings import BadSetting, settings_from

GOOD = {
    "DOORSTEP_HANDOFF": "chatwoot",
    "DOORSTEP_CHATWOOT_URL": "https://chat.example.com/",
    "DOORSTEP_CHATWOOT_ACCOUNT": "3",
    "DOORSTEP_CHATWOOT_INBOX": "12",
    "DOORSTEP_CHATWOOT_TOKEN": "an-access-token-of-24-chars",
    "DOORSTEP_CHATWOOT_WEBHOOK_SECRET": "a-webhook-secret-of-26-chars",
}


def test_without_any_setting_people_answer_at_our_own_desk():
    assert settings_from({}) is None
    assert settings_from({"DOORSTEP_HANDOFF": "desk"}) is None


def test_a_chatwoot_that_is_set_whole_is_taken_and_told_nothing_more_than_it_must():
    settings = settings_from(GOOD)
    assert (settings.url, settings.account, settings.inbox) == ("https://chat.example.com", 3, 12)
    assert settings.shares == frozenset()


def test_secrets_may_lie_in_files(tmp_path):
    (tmp_path / "token").write_text("a-token-from-a-file-of-its-own\n")
    environ = {**GOOD, "DOORSTEP_CHATWOOT_TOKEN": "", "DOORSTEP_CHATWOOT_TOKEN_FILE": str(tmp_path / "token")}
    assert settings_from(environ).token == "a-token-from-a-file-of-its-own"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DOORSTEP_HANDOFF": "zendesk"}, "DOORSTEP_HANDOFF='zendesk': one of desk, chatwoot"),
        ({"DOORSTEP_CHATWOOT_URL": ""}, "DOORSTEP_CHATWOOT_URL"),
        ({"DOORSTEP_CHATWOOT_URL": "chat.example.com"}, "DOORSTEP_CHATWOOT_URL"),
        ({"DOORSTEP_CHATWOOT_URL": "http://chat.example.com"}, "only over https://"),
        ({"DOORSTEP_CHATWOOT_URL": "https://chat.example.com:port"}, "DOORSTEP_CHATWOOT_URL"),
        ({"DOORSTEP_CHATWOOT_URL": "https://a:b@chat.example.com"}, "DOORSTEP_CHATWOOT_URL"),
        ({"DOORSTEP_CHATWOOT_ACCOUNT": ""}, "DOORSTEP_CHATWOOT_ACCOUNT"),
        ({"DOORSTEP_CHATWOOT_ACCOUNT": "-1"}, "DOORSTEP_CHATWOOT_ACCOUNT"),
        ({"DOORSTEP_CHATWOOT_INBOX": "twelve"}, "DOORSTEP_CHATWOOT_INBOX"),
        ({"DOORSTEP_CHATWOOT_TOKEN": ""}, "DOORSTEP_CHATWOOT_TOKEN"),
        ({"DOORSTEP_CHATWOOT_WEBHOOK_SECRET": "short"}, "DOORSTEP_CHATWOOT_WEBHOOK_SECRET"),
        ({"DOORSTEP_CHATWOOT_TOKEN_FILE": "/nowhere"}, "both set"),
        ({"DOORSTEP_CHATWOOT_SHARES": "name, address"}, "address: any of figures, loan, name"),
    ],
)
def test_what_cannot_be_used_is_named(change, named):
    with pytest.raises(BadSetting) as refused:
        settings_from({**GOOD, **change})
    assert named in str(refused.value)
    assert GOOD["DOORSTEP_CHATWOOT_TOKEN"] not in str(refused.value)
    assert "short" not in str(refused.value).replace("at least", "")


def test_a_file_that_is_not_there_is_named():
    environ = {**GOOD, "DOORSTEP_CHATWOOT_TOKEN": "", "DOORSTEP_CHATWOOT_TOKEN_FILE": "/nowhere/token"}
    with pytest.raises(BadSetting, match="DOORSTEP_CHATWOOT_TOKEN_FILE='/nowhere/token': cannot be read"):
        settings_from(environ)
