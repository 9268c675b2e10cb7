"""What the checks of DMN models find at deployment: errors refuse, doubts are told."""

from pathlib import Path

import pytest

from app import cli
from engine.commands import SYSTEM, Deploy, DeployedFile, DeploymentResult
from engine.errors import DeploymentRefused
from tests.integration.diagrams import diagram
from tests.integration.office import Office
from tests.unit.dmn.builders import decision, definitions, function, input_data, literal, table

OVERLAP = definitions(decision("grade", table(["points"], ["grade"], ["> 5", '"high"'], ["> 8", '"top"'])))
COVERED = definitions(decision("grade", table(["points"], ["grade"], ["> 5", '"high"'], ["<= 5", '"low"'])))
GUESSED = definitions(input_data("days"), decision("pay", literal("days * rate"), inputs=["days"]))
BLIND = definitions(function("pay", {"days": "number"}, literal("days * rate")), decision("d", literal("1")))


def deploy(office: Office, content: bytes) -> DeploymentResult:
    return office.engine.execute(Deploy((DeployedFile("rules.dmn", content),)), SYSTEM)


def test_a_doubtful_table_is_deployed_with_warnings_that_name_rule_and_place(office: Office) -> None:
    warnings = deploy(office, OVERLAP).warnings

    assert [(each.resource, each.rule, each.element_id, each.line) for each in warnings] == [
        ("rules.dmn", "overlapping-rules", "r2", 1),
        ("rules.dmn", "gap", "table", 1),
    ]
    assert all(each.message_th and each.message_en for each in warnings)


def test_a_clean_table_has_no_warnings(office: Office) -> None:
    assert deploy(office, COVERED).warnings == ()


def test_what_is_doubtful_in_a_diagram_is_told_by_element(office: Office) -> None:
    content = diagram("p", "start -> step -> end", step='<bpmn:task id="@id">@flows</bpmn:task><bpmn:task id="alone"/>')

    result = office.engine.execute(Deploy((DeployedFile("p.bpmn", content),)), SYSTEM)

    assert [(each.resource, each.element_id) for each in result.warnings] == [("p.bpmn", "alone")]
    assert all("alone" in each.message_th and each.message_en for each in result.warnings)


def test_a_name_that_may_be_a_variable_of_the_caller_is_a_warning(office: Office) -> None:
    assert [each.rule for each in deploy(office, GUESSED).warnings] == ["unknown-name"]


def test_a_name_that_a_function_cannot_see_refuses_the_deployment(office: Office) -> None:
    with pytest.raises(DeploymentRefused, match="The name rate is not known here"):
        deploy(office, BLIND)


def test_the_command_line_shows_the_warnings(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANUMAT_DATABASE_URL", sqlite_url)
    (tmp_path / "rules.dmn").write_bytes(OVERLAP)

    status = cli.main(["deploy", str(tmp_path / "rules.dmn")])

    shown = capsys.readouterr()
    assert status == 0
    assert "decision grade version 1" in shown.out
    assert "rules.dmn:1: r2: warning: " in shown.err
