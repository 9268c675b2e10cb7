"""Why items of batch operations failed: every sentence that the engine says there is recognised, and said in Thai."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from engine import errors
from engine.bpmn.diagram import parse
from engine.runtime.migration_map import MigrationMap
from tests.integration.diagrams import diagram, service_task, user_task
from web.presentation.batch_reasons import reason_text

if TYPE_CHECKING:
    from tests.unit.web.pages.office import PagesOffice

OLD = parse(diagram("leave", "start -> check -> end", check=user_task())).processes[0]


def _in_thai(office: PagesOffice, sentence: str) -> str | None:
    with office.app.test_request_context("/"):
        return reason_text(sentence)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (errors.InvalidTransition("process instance", 7, "COMPLETED", "TERMINATED"), "สถานะ"),
        (errors.CaseSuspended(7), "ระงับ"),
        (errors.InvalidTransition("incident", 7, "RESOLVED", "RESOLVED"), "ลองใหม่"),
        (errors.InvalidTransition("job", 7, "COMPLETED", "updated"), "สิ้นสุด"),
        (errors.NotFound("incident", 7), "ไม่มีแล้ว"),
        (errors.RequestInvalid("The process instance 7 runs this version already."), "อยู่แล้ว"),
        (errors.RequestInvalid("Nothing is active at 'check'."), "check"),
        (errors.RequestInvalid("The process has no element 'check'."), "check"),
        (
            errors.RequestInvalid("'check' is no element that a token can be put on; choose what follows it.", "elementId"),
            "ถัดจาก",
        ),
        (errors.DatabaseUnavailable(), "ลองใหม่"),
        (errors.TooBusy(), "ลองใหม่"),
    ],
)
def test_what_is_refused_is_said_in_thai(office: PagesOffice, error: errors.EngineError, word: str) -> None:
    said = _in_thai(office, str(error)) or ""

    assert word in said
    assert re.findall(r"[A-Za-z]{3,}", said.replace("check", "")) == []


@pytest.mark.parametrize(
    ("flows", "nodes", "mapping"),
    [
        ("start -> agree -> end", {"agree": user_task()}, {}),
        ("start -> check -> end", {"check": service_task("check")}, {}),
        ("start -> agree -> end", {"agree": service_task("check")}, {}),
    ],
)
def test_what_blocks_a_migration_is_said_in_thai(
    office: PagesOffice, flows: str, nodes: dict[str, str], mapping: dict[str, str]
) -> None:
    new = parse(diagram("leave", flows, **nodes)).processes[0]
    problem = MigrationMap(OLD, new, mapping).problem("check") or ""

    said = (
        _in_thai(office, str(errors.MigrationBlocked(7, [problem, "check would get the form f, which is not deployed."]))) or ""
    )

    assert "แบบฟอร์ม f" in said
    assert said.count("check") >= 2
    assert re.findall(r"[A-Za-z]{3,}", said.replace("check", "")) == []


def test_a_sentence_that_nobody_knows_stays_the_engines_own(office: PagesOffice) -> None:
    assert _in_thai(office, "KeyError: 'x'") is None
    assert _in_thai(office, str(errors.MigrationBlocked(7, ["Something new is in the way."]))) is None
