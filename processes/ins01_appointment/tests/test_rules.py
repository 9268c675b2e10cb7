"""INS-01 without an engine: dates of birth, expiry, the qualification table."""

from datetime import date
from pathlib import Path

import pytest

import feel
from engine import dmn
from processes.ins01_appointment.handlers import full_birth_date, years_after

FOLDER = Path(__file__).parents[1]
PARAMETERS = {"minAge": 35, "maxAge": 70, "ageWarningYears": 5, "partyYears": 5, "candidacyYears": 10}
CANDIDATE = {
    "parameters": PARAMETERS,
    "round": {"closesOn": "2026-12-31"},
    "nationality": "born",
    "ageAtClosing": 50,
    "education": "BA",
    "health_cert": [{"documentId": "1"}],
    "state_position": "none",
    "party_status": "never",
    "party_last_date": None,
    "last_candidacy_date": None,
    "domicile_province": "50",
    "provinceCode": "50",
}


def found(**changes: object) -> list[tuple[str, str]]:
    definitions = dmn.parse((FOLDER / "dmn_ins_qualification.dmn").read_bytes())
    result = dmn.evaluate(definitions, "dmn_ins_qualification", {**CANDIDATE, **changes}, feel.Evaluation())
    assert result.failure is None
    return [(row["code"], row["severity"]) for row in result.output]


def test_nothing_fires_for_a_qualified_candidate() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nationality": "naturalised"}, ("Q1", "FAIL")),
        ({"nationality": "other"}, ("Q1", "FAIL")),
        ({"ageAtClosing": 34}, ("Q2", "FAIL")),
        ({"education": "<BA"}, ("Q4", "FAIL")),
        ({"health_cert": []}, ("Q7", "FAIL")),
        ({"state_position": "official"}, ("P1", "FAIL")),
        ({"state_position": "employee"}, ("P2", "FAIL")),
        ({"state_position": "adviser"}, ("P2", "FAIL")),
        ({"party_status": "current"}, ("P3", "FAIL")),
        ({"party_status": "former", "party_last_date": "2022-01-01"}, ("P3", "FAIL")),
        ({"state_position": "elected"}, ("P4", "FAIL")),
        ({"last_candidacy_date": "2023-05-14"}, ("P4", "FAIL")),
        ({"domicile_province": "51"}, ("W1", "INFO")),
        ({"ageAtClosing": 65}, ("W2", "WARN")),
    ],
)
def test_each_rule_fires_alone(changes: dict, expected: tuple[str, str]) -> None:
    assert found(**changes) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        {"ageAtClosing": 35},
        {"ageAtClosing": 64},
        {"party_status": "former", "party_last_date": "2021-12-31"},
        {"last_candidacy_date": "2016-12-31"},
    ],
)
def test_limits_themselves_are_allowed(changes: dict) -> None:
    assert found(**changes) == []


def test_who_is_too_old_is_warned_and_fails() -> None:
    assert found(ageAtClosing=71) == [("Q2", "FAIL"), ("W2", "WARN")]


def test_the_age_limits_are_parameters() -> None:
    assert found(parameters={**PARAMETERS, "minAge": 30}, ageAtClosing=31) == []


@pytest.mark.parametrize(
    ("hit", "unknown", "result"),
    [(True, True, "HEARING"), (True, False, "HEARING"), (False, True, "INCOMPLETE"), (False, False, "CLEAR")],
)
def test_a_hit_is_heard_before_missing_results_are_chased(hit: bool, unknown: bool, result: str) -> None:
    definitions = dmn.parse((FOLDER / "dmn_ins_background.dmn").read_bytes())

    assert dmn.evaluate(definitions, "dmn_ins_background", {"anyHit": hit, "anyMandatoryUnknown": unknown}).output == result


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2510-05-17", date(1967, 5, 17)),
        ("1967-05", date(1967, 5, 1)),
        ("๒๕๑๐", date(1967, 1, 1)),
    ],
)
def test_an_unknown_day_or_month_of_birth_counts_as_the_first(typed: str, meant: date) -> None:
    assert full_birth_date(typed) == meant


def test_a_roster_entry_of_a_leap_day_expires_on_the_twenty_eighth() -> None:
    assert years_after(date(2028, 2, 29), 5) == date(2033, 2, 28)
