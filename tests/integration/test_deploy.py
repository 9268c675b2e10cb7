"""Deployments: all or nothing, versions for what changed, references that must exist."""

import json
from collections.abc import Mapping

import pytest

from engine import dmn
from engine.commands import SYSTEM, Deploy, DeployedFile, DeploymentResult
from engine.commands import deploy as deploying
from engine.commands.deployed_files import ParsedFiles
from engine.errors import DeploymentRefused, NotAllowed
from engine.model.deployment import deployments, resources
from engine.model.process_definition import process_definitions
from tests.integration.diagrams import call, decision, diagram, user_task
from tests.integration.office import Office, person

FORM = json.dumps(
    {"type": "default", "id": "f1", "components": [{"type": "textfield", "key": "a", "label": "A", "id": "F1"}]}
).encode()
RULES = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="rules" namespace="http://example.org/rules">
  <decision id="route" name="route"><variable name="route"/><literalExpression><text>if amount &gt; 10 then "long" else "short"</text></literalExpression></decision>
</definitions>"""
SIMPLE = diagram("simple", "start -> end")


def deploy(office: Office, **files: bytes) -> DeploymentResult:
    """Deploy files by name, `_` standing for the dot."""
    return office.engine.execute(Deploy(tuple(DeployedFile(n.replace("_", "."), c) for n, c in files.items())), SYSTEM)


def test_changed_content_makes_a_new_version_and_unchanged_content_does_not(office: Office) -> None:
    first = deploy(office, a_bpmn=SIMPLE, r_dmn=RULES, f_form=FORM)
    again = deploy(office, a_bpmn=SIMPLE, r_dmn=RULES, f_form=FORM)
    changed = deploy(office, a_bpmn=diagram("simple", "start -> step -> end"), r_dmn=RULES, f_form=FORM)

    assert [d.version for d in (*first.processes, *first.decisions, *first.requirements, *first.forms)] == [1, 1, 1, 1]
    assert [d.version for d in (*again.processes, *again.decisions, *again.requirements, *again.forms)] == [1, 1, 1, 1]
    assert [d.version for d in (*changed.processes, *changed.decisions, *changed.forms)] == [2, 1, 1]
    assert (first.has_changes, again.has_changes) == (True, False)
    assert office.count(process_definitions, process_definitions.c.is_latest) == 1


def test_one_wrong_file_refuses_all(office: Office) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        deploy(office, a_bpmn=SIMPLE, b_bpmn=b"<no-bpmn/>", c_form=b"{}", d_rpa=b"")

    assert {finding.resource for finding in refused.value.findings} == {"b.bpmn", "c.form", "d.rpa"}
    assert (office.count(deployments), office.count(resources)) == (0, 0)


def test_others_write_while_files_are_parsed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    deploy(office, a_bpmn=SIMPLE)
    parse_files = deploying.parse_files
    cases: list[int] = []

    def started_meanwhile(contents: Mapping[str, bytes], library: dmn.Library) -> ParsedFiles:
        cases.append(office.start("simple"))
        return parse_files(contents, library)

    monkeypatch.setattr(deploying, "parse_files", started_meanwhile)
    result = deploy(office, a_bpmn=diagram("simple", "start -> step -> end"))

    assert [office.instance(key).ended_at is not None for key in cases] == [True]
    assert [each.version for each in result.processes] == [2]


@pytest.mark.parametrize(
    ("element", "word"),
    [(call("nowhere"), "process nowhere"), (decision("nothing"), "decision nothing"), (user_task(form="blank"), "form blank")],
    ids=["process", "decision", "form"],
)
def test_a_reference_to_nothing_is_refused_with_its_element(office: Office, element: str, word: str) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        deploy(office, a_bpmn=diagram("lost", "start -> step -> end", step=element))

    (finding,) = refused.value.findings
    assert finding.element_id == "step"
    assert word in finding.message


def test_references_into_the_same_deployment_or_an_earlier_one_are_found(office: Office) -> None:
    deploy(office, r_dmn=RULES)

    result = deploy(
        office,
        a_bpmn=diagram("outer", "start -> route -> inner -> end", route=decision("route"), inner=call("simple")),
        b_bpmn=SIMPLE,
    )

    assert len(result.processes) == 2


def test_two_files_with_the_same_process_are_refused(office: Office) -> None:
    with pytest.raises(DeploymentRefused):
        deploy(office, a_bpmn=SIMPLE, b_bpmn=diagram("simple", "start -> other -> end"))


def test_deploying_needs_the_permission(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.engine.execute(Deploy((DeployedFile("a.bpmn", SIMPLE),)), person("malee", "employee.all"))
