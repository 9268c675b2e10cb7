"""`anumat cases`: an operator's acts from the command line."""

import re

import pytest

from app.cli import main
from engine.model.process_instance import ProcessInstanceState
from tests.integration.diagrams import diagram, service_task, user_task
from tests.integration.office import Office

REVIEW = diagram("review", "start -> check -> sign -> end", check=user_task(), sign=user_task())
CORRECTED = diagram("review", "start -> verify -> sign -> end", verify=user_task(), sign=user_task())
WHY = ("--reason", "the court asked for it")


@pytest.fixture
def keys(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Start two cases, one of which has gone on to `sign`, and point the command at their database."""
    monkeypatch.setenv("ANUMAT_DATABASE_URL", database_url)
    monkeypatch.setenv("ANUMAT_SECRET_KEY", "x" * 40)
    office.deploy(REVIEW)
    keys = [office.start("review"), office.start("review")]
    office.complete(keys[1], "check")
    return keys


def anumat(*words: object) -> int:
    return main(["cases", *map(str, words)])


def test_cases_are_suspended_and_resumed_by_key(office: Office, keys: list[int]) -> None:
    assert anumat("suspend", *keys, *WHY) == 0
    assert {office.instance(key).state for key in keys} == {ProcessInstanceState.SUSPENDED}
    assert anumat("resume", "--process", "review", *WHY) == 0
    assert {office.instance(key).state for key in keys} == {ProcessInstanceState.ACTIVE}


def test_the_history_names_who_sat_at_the_keyboard(office: Office, keys: list[int]) -> None:
    anumat("suspend", keys[0], *WHY)

    assert office.history(keys[0])[-1].actor.startswith("cli:")


def test_only_the_cases_at_an_element_are_canceled(office: Office, keys: list[int]) -> None:
    assert anumat("cancel", "--process", "review", "--version", 1, "--at", "sign", *WHY) == 0

    assert [office.instance(key).state for key in keys] == [ProcessInstanceState.ACTIVE, ProcessInstanceState.TERMINATED]


def test_a_token_is_moved_with_a_variable(office: Office, keys: list[int]) -> None:
    assert anumat("modify", keys[0], "--move", "check:sign", "--set", "skipped=true", *WHY) == 0

    assert office.waiting_at(keys[0]) == ["sign"]
    assert office.variable(keys[0], "skipped") == "true"


def test_a_dry_run_says_where_the_cases_stand_and_what_blocks_them(
    office: Office, keys: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    office.deploy(CORRECTED)

    assert anumat("migrate", "--process", "review", "--dry-run") == 0

    told = capsys.readouterr().out
    assert "To version 2: 2 running cases, 1 blocked" in told
    assert "check has no counterpart in the other version; map it." in told
    assert office.instance(keys[0]).version == 1


def test_cases_are_migrated_and_taken_back(office: Office, keys: list[int]) -> None:
    office.deploy(CORRECTED)

    assert anumat("migrate", "--process", "review", "--map", "check:verify", *WHY) == 0
    assert [office.instance(key).version for key in keys] == [2, 2]
    assert anumat("migrate", keys[0], "--back", *WHY) == 0
    assert [office.instance(key).version for key in keys] == [1, 2]


def test_failed_steps_are_tried_again(office: Office, keys: list[int]) -> None:
    office.deploy(diagram("mail", "start -> send -> end", send=service_task("mail.send")))

    assert anumat("resolve", "--process", "mail", *WHY) == 0


def test_what_could_not_be_done_is_told_and_the_exit_status_says_so(
    office: Office, keys: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    office.deploy(CORRECTED)

    assert anumat("migrate", *keys, *WHY) == 1

    told = capsys.readouterr()
    assert "check has no counterpart" in told.err
    assert "1 done, 1 failed" in told.out


def test_a_reason_and_a_choice_of_cases_are_asked_for(office: Office, keys: list[int]) -> None:
    office.deploy(CORRECTED)

    with pytest.raises(SystemExit):
        anumat("suspend", keys[0])
    assert anumat("suspend", *WHY) == 1
    assert anumat("migrate", keys[1]) == 1
    assert anumat("cancel", "INS03-2569-50-00001", *WHY) == 1
    with pytest.raises(SystemExit):
        anumat("modify", keys[0], "--move", "check", *WHY)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("suspend", "@case", "--at", "check"), "among the cases of --process"),
        (("suspend", "--process", "revue"), "no process definition"),
        (("suspend", "--process", "review", "--version", "9"), "review, version 9"),
        (("modify", "@case", "--set", "a=1", "--terminate", "check"), "nothing begins here"),
        (("modify", "@case", "--activate", "sign@there"), "is no key"),
        (("modify", "@case", "--terminate", "9" * 25), "is no key"),
        (("migrate", "@case", "--back", "--dry-run"), "no dry run"),
        (("migrate", "@case", "--back", "--map", "check:sign"), "no mapping"),
        (("migrate", "@case", "--to", "1", "--to-key", "1"), "not by both"),
        (("migrate", "@case", "--to-key", "1"), "no process definition"),
        (("migrate", "@case", "--to-key", "9" * 25), "is no key"),
        (("migrate", "@case", "--map", "check:sign", "--map", "check:check"), "twice"),
    ],
)
def test_what_would_be_ignored_or_means_nothing_is_refused(
    office: Office, keys: list[int], capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    office.deploy(CORRECTED)
    before = len(office.history(keys[0]))

    status = anumat(*(keys[0] if word == "@case" else word for word in words), *WHY)

    assert status == 1
    assert re.search(told, capsys.readouterr().err)
    assert len(office.history(keys[0])) == before


def test_what_is_not_done_yet_is_no_success(
    office: Office, keys: list[int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    monkeypatch.setattr("app.cases.run_continuations", lambda _: 0)

    status = anumat("suspend", keys[0], *WHY)

    assert (status, "not done yet" in capsys.readouterr().err) == (1, True)
