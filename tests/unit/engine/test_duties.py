"""Separation of duties as a rule over what was done, without a database."""

import pytest

from engine.errors import SeparationOfDuties
from engine.identity.duties import DoneTask, DutyRule, check_duties, duty_rule

REVIEWED = DoneTask("review", "review", "somchai")


def refused(rule: DutyRule, *people: str, done: tuple[DoneTask, ...] = (), initiator: str | None = "malee") -> str | None:
    """Return the code of the refusal, None when it is allowed."""
    try:
        check_duties(rule, "step", frozenset(people), initiator, done)
    except SeparationOfDuties as error:
        return error.code
    return None


def test_rules_are_read_from_properties() -> None:
    rule = duty_rule({"anumat:duty": " approve ", "anumat:excludes": "review, initiator", "anumat:distinct": "True"})

    assert rule == DutyRule("approve", frozenset({"review", "initiator"}), is_distinct=True)
    assert duty_rule({}).is_free


@pytest.mark.parametrize(
    ("rule", "people", "done", "code"),
    [
        (DutyRule("approve"), ("malee",), (), "initiator"),
        (DutyRule("request"), ("malee",), (), None),
        (DutyRule(), ("malee",), (), None),
        (DutyRule("approve"), ("somchai",), (REVIEWED,), "duty"),
        (DutyRule("review"), ("somchai",), (REVIEWED,), None),
        (DutyRule(), ("somchai",), (REVIEWED,), None),
        (DutyRule(excludes=frozenset({"review"})), ("somchai",), (REVIEWED,), "excludes"),
        (DutyRule(excludes=frozenset({"initiator"})), ("malee",), (), "initiator"),
        (DutyRule(is_distinct=True), ("somchai",), (DoneTask("step", None, "somchai"),), "distinct"),
        (DutyRule(is_distinct=True), ("somchai",), (DoneTask("other", None, "somchai"),), None),
    ],
)
def test_who_may_do_what(rule: DutyRule, people: tuple[str, ...], done: tuple[DoneTask, ...], code: str | None) -> None:
    assert refused(rule, *people, done=done) == code


def test_acting_for_somebody_counts_for_both() -> None:
    signed_for_director = DoneTask("review", "review", "somchai", on_behalf_of="director")

    assert refused(DutyRule("approve"), "director", done=(signed_for_director,)) == "duty"
    assert refused(DutyRule("approve"), "prasit", "somchai", done=(REVIEWED,)) == "duty"
    assert refused(DutyRule("approve"), "prasit", "malee") == "initiator"
