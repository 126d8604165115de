"""Rules that change stand in dated tables, each row with its citation."""

from datetime import date

import pytest

from kernel import rules
from kernel.calendar import legal_public_holidays


@pytest.mark.parametrize("topic", rules.topics())
def test_every_row_says_since_when_it_holds_and_where_it_stands(topic):
    tables = rules._read(topic)
    assert tables
    for rows in tables.values():
        for row in rows:
            assert row["citation"]
            assert date.fromisoformat(f"{row['checked']}-01") >= row["effective_from"].replace(day=1)


@pytest.mark.parametrize("topic", rules.topics())
def test_no_two_rows_of_one_rule_hold_on_one_day(topic):
    named = [row for row in rules.rows(topic, "rule") if "name" in row]
    for row in named:
        assert rules.rule(topic, row["name"], on=row["effective_from"]).value == row["value"]


def test_a_rule_of_tomorrow_is_not_in_force_today():
    with pytest.raises(rules.NoRule):
        rules.rule("payoff", "statement_business_days", on=date(2014, 1, 9))
    assert rules.rule("payoff", "statement_business_days", on=date(2014, 1, 10)).count == 7


def test_a_holiday_is_kept_from_the_day_of_its_law():
    assert date(2020, 6, 19) not in legal_public_holidays(2020)
    assert date(2021, 6, 19) in legal_public_holidays(2021)


def test_a_table_with_a_float_or_without_a_citation_is_refused(tmp_path, monkeypatch):
    (tmp_path / "wrong.toml").write_text(
        '[[rule]]\nname = "n"\nvalue = 0.5\nunit = "u"\neffective_from = 2020-01-01\nchecked = "2026-11"\n'
    )
    monkeypatch.setattr(rules, "TABLES", tmp_path)
    with pytest.raises(
        rules.RuleTableWrong, match=r"wrong.toml: rule 1: missing \['citation'\], not exact \['value'\]"
    ):
        rules.rows("wrong", "rule")
