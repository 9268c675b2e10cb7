"""DMN files that import one another: deployed together or one by one, and evaluated by the versions that they were deployed with."""

from collections.abc import Mapping

import pytest

from engine import dmn
from engine.commands import SYSTEM, Deploy, DeployedFile, DeploymentResult, Engine, EvaluateDecision
from engine.commands import deploy as deploying
from engine.commands.deployed_files import ParsedFiles
from engine.errors import DeploymentRefused
from engine.model.clock import FixedClock, PinnableClock
from tests.fixtures.keys import open_database
from tests.integration.conftest import NOW
from tests.integration.diagrams import decision, diagram
from tests.integration.office import Office

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def _model(name: str, body: str) -> bytes:
    return f'<definitions xmlns="{MODEL}" id="{name}" name="{name}" namespace="urn:{name}">{body}</definitions>'.encode()


def _using(name: str) -> str:
    return f'<import name="{name}" namespace="urn:{name}" importType="{MODEL}"/>'


def _required(model: str, decision_id: str) -> str:
    return f'<informationRequirement><requiredDecision href="urn:{model}#{decision_id}"/></informationRequirement>'


def rates(base: str) -> bytes:
    """Return a model with the decision `base`."""
    return _model(
        "rates", f'<decision id="base" name="base"><literalExpression><text>{base}</text></literalExpression></decision>'
    )


def pay(formula: str = "rates.base * days") -> bytes:
    """Return a model with the decision `pay`, which uses `base` of the rates."""
    logic = f"<literalExpression><text>{formula}</text></literalExpression>"
    return _model("pay", _using("rates") + f'<decision id="pay" name="pay">{_required("rates", "base")}{logic}</decision>')


def total() -> bytes:
    """Return a model with the decision `total`, which uses `pay`."""
    logic = "<literalExpression><text>pay.pay + 1</text></literalExpression>"
    return _model("total", _using("pay") + f'<decision id="total" name="total">{_required("pay", "pay")}{logic}</decision>')


def deploy(office: Office, **files: bytes) -> DeploymentResult:
    named = tuple(DeployedFile(f"{name}.dmn", content) for name, content in files.items())
    return office.engine.execute(Deploy(named), SYSTEM)


def evaluate(engine: Engine, decision_id: str) -> object:
    return engine.execute(EvaluateDecision(decision_id, variables={"days": 3}), SYSTEM).output


def versions(result: DeploymentResult) -> dict[str, int]:
    return {each.decision_id: each.version for each in result.decisions}


def test_a_model_that_is_deployed_while_others_are_parsed_is_the_one_they_import(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(office, rates=rates("10"))
    parse_files = deploying.parse_files

    def overtaken(contents: Mapping[str, bytes], library: dmn.Library) -> ParsedFiles:
        parsed = parse_files(contents, library)
        monkeypatch.setattr(deploying, "parse_files", parse_files)
        deploy(office, rates=_model("rates", '<decision id="fee" name="fee"/>'))
        return parsed

    monkeypatch.setattr(deploying, "parse_files", overtaken)
    with pytest.raises(DeploymentRefused) as refused:
        deploy(office, pay=pay())

    assert "base" in str(refused.value.findings)


def test_files_of_one_deployment_import_one_another_in_any_order(office: Office) -> None:
    deploy(office, total=total(), pay=pay(), rates=rates("200"))

    assert evaluate(office.engine, "total") == 601


def test_a_file_imports_what_is_deployed_already(office: Office) -> None:
    deploy(office, rates=rates("200"))
    deploy(office, pay=pay())
    deploy(office, total=total())

    assert evaluate(office.engine, "total") == 601


def test_imports_are_found_again_after_a_restart(office: Office, database_url: str) -> None:
    deploy(office, rates=rates("200"), pay=pay())
    deploy(office, total=total())

    restarted = Engine(open_database(database_url), clock=PinnableClock(FixedClock(NOW)))

    assert evaluate(restarted, "total") == 601
    restarted.database.dispose()


def test_a_version_keeps_the_versions_of_what_it_imports(office: Office, database_url: str) -> None:
    deploy(office, rates=rates("200"), pay=pay())
    deploy(office, rates=rates("999"))
    restarted = Engine(open_database(database_url), clock=PinnableClock(FixedClock(NOW)))

    assert [evaluate(engine, "pay") for engine in (office.engine, restarted)] == [600, 600]
    assert evaluate(office.engine, "base") == 999
    restarted.database.dispose()


def test_deploying_again_what_imports_a_changed_model_makes_a_version_that_follows_it(office: Office) -> None:
    deploy(office, rates=rates("200"), pay=pay(), total=total())
    changed = deploy(office, rates=rates("300"))
    alone = deploy(office, pay=pay())
    together = deploy(office, rates=rates("400"), pay=pay(), total=total())
    same = deploy(office, rates=rates("400"), pay=pay(), total=total())

    assert (versions(changed), versions(alone)) == ({"base": 2}, {"pay": 2})
    assert versions(together) == versions(same) == {"base": 3, "pay": 3, "total": 2}
    assert (together.has_changes, same.has_changes) == (True, False)
    assert evaluate(office.engine, "total") == 1201


def test_what_an_imported_decision_gave_is_kept_under_its_own_definition(office: Office) -> None:
    definitions = {each.decision_id: each for each in deploy(office, rates=rates("200"), pay=pay()).decisions}

    evaluated = office.engine.execute(EvaluateDecision("pay", variables={"days": 3}), SYSTEM).decisions

    assert [(each.decision_id, each.decision_definition_key) for each in evaluated] == [
        ("base", definitions["base"].key),
        ("pay", definitions["pay"].key),
    ]
    assert {each.root_decision_definition_key for each in evaluated} == {definitions["pay"].key}


def test_a_business_rule_task_evaluates_a_decision_with_imports(office: Office) -> None:
    deploy(office, rates=rates("200"), pay=pay())
    office.deploy(
        diagram("payment", "start -> rule -> wait -> end", rule=decision("pay", "amount"), wait="<bpmn:task id='@id'/>")
    )

    key = office.start("payment", days=2)

    assert office.incidents(key) == []
    assert office.variable(key, "amount") == "400"


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"pay": pay()}, "is missing"),
        ({"rates": rates("200"), "more": rates("1").replace(b'id="rates"', b'id="more"').replace(b'"base"', b'"b2"'), "pay": pay()}, "several models"),
        ({"rates": rates("1 +"), "pay": pay()}, "is not FEEL"),
    ],
    ids=["missing", "ambiguous", "broken"],
)  # fmt: skip
def test_an_import_that_does_not_lead_to_one_good_model_refuses_the_deployment(
    office: Office, files: dict[str, bytes], word: str
) -> None:
    with pytest.raises(DeploymentRefused, match=word):
        deploy(office, **files)
