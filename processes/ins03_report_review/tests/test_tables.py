"""The decision tables of INS-03: the severity table row by row and in its order, outcomes, parameters."""

from pathlib import Path

import pytest

import feel
from engine import dmn

FOLDER = Path(__file__).parents[1]
ANY = {
    "category": "other",
    "suspect_type": "unknown",
    "stage": "before",
    "ongoing": False,
    "evidenceCount": 0,
    "firsthand": True,
}


def decide(name: str, **variables: object) -> object:
    definitions = dmn.parse((FOLDER / f"{name}.dmn").read_bytes())
    result = dmn.evaluate(definitions, name, variables, feel.Evaluation())
    assert result.failure is None
    return result.output


def triage(**changes: object) -> tuple[object, ...]:
    output = decide("dmn_rpt_severity", **{**ANY, **changes})
    return tuple(output[name] for name in ("severity", "route", "limit"))


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({"category": "violence", "ongoing": True}, ("CRITICAL", "CASE", "PT2H")),
        ({"category": "ballot_count", "stage": "counting"}, ("CRITICAL", "CASE", "PT2H")),
        (
            {"category": "misconduct_official", "suspect_type": "polling_official", "stage": "election_day"},
            ("CRITICAL", "REPLACE", "PT2H"),
        ),
        (
            {"category": "partisan_official", "suspect_type": "polling_official", "stage": "counting"},
            ("CRITICAL", "REPLACE", "PT2H"),
        ),
        ({"category": "vote_buying", "suspect_type": "candidate"}, ("HIGH", "CASE", "P3D")),
        ({"category": "vote_buying", "suspect_type": "party", "firsthand": False, "evidenceCount": 2}, ("HIGH", "CASE", "P3D")),
        ({"category": "partisan_official", "suspect_type": "state_official", "ongoing": True}, ("HIGH", "WARN", "PT4H")),
        ({"category": "misconduct_official", "suspect_type": "polling_official"}, ("HIGH", "REPLACE", "P3D")),
        ({"category": "vote_buying", "suspect_type": "citizen"}, ("MEDIUM", "CASE", "P5D")),
        ({"category": "vote_buying", "suspect_type": "candidate", "firsthand": False}, ("MEDIUM", "CASE", "P5D")),
        ({"category": "campaign_violation", "firsthand": False}, ("MEDIUM", "CASE", "P5D")),
        ({"category": "expenses", "suspect_type": "party"}, ("MEDIUM", "CASE", "P7D")),
        ({"category": "expenses", "suspect_type": "citizen", "firsthand": False}, ("LOW", "INFO", "P7D")),
        ({"firsthand": False}, ("LOW", "INFO", "P7D")),
        ({"category": "vote_buying", "suspect_type": "citizen", "evidenceCount": 1}, ("LOW", "CASE", "P7D")),
        ({}, ("LOW", "CASE", "P7D")),
    ],
)
def test_each_report_gets_its_severity_route_and_time(report: dict, expected: tuple[str, ...]) -> None:
    assert triage(**report) == expected


def test_the_first_rule_that_matches_wins() -> None:
    assert triage(category="violence", ongoing=True, firsthand=False)[0] == "CRITICAL"
    assert (
        triage(category="partisan_official", suspect_type="polling_official", stage="election_day", ongoing=True)[1]
        == "REPLACE"
    )


def test_the_table_has_no_fault_that_a_check_finds() -> None:
    assert list(dmn.check(dmn.parse((FOLDER / "dmn_rpt_severity.dmn").read_bytes()))) == []


@pytest.mark.parametrize(
    ("outcome", "needs_order"), [("MERGED", False), ("WARNED_CORRECTED", False), ("SUPREME_COURT", True), ("DISCIPLINE", True)]
)
def test_an_outcome_says_whether_a_document_is_issued(outcome: str, needs_order: bool) -> None:
    assert decide("dmn_rpt_outcome", outcome=outcome, provinceCode="50")["needsOrder"] is needs_order


def test_parameters_say_where_they_come_from() -> None:
    rows = decide("dmn_ins03_parameters", provinceCode="50")

    assert {row["source"] for row in rows} <= {"[V]", "[M]", "[A]"}
    assert {row["name"]: row["value"] for row in rows}["commissionQuorum"] == 5
    assert len({row["name"] for row in rows}) == len(rows)
