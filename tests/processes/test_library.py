"""What every process of the library has: names in two languages, sentences, forms, handlers, tables and no stray parts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

import forms
from engine.commands.builtin_handlers import handlers as built_in
from tests.processes.stage import HANDLERS

ROOT = Path(__file__).parents[2]
DIAGRAMS = sorted(ROOT.glob("processes/*/*.bpmn"))
FORMS = sorted(ROOT.glob("forms/library/*/*.form"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
SILENT = {"parallelGateway", "exclusiveGateway", "startEvent", "endEvent"}
"""Kinds of element that may stand without a name: merges, forks, joins and the ends of sub-processes."""
NODES = SILENT | {
    *("userTask", "serviceTask", "sendTask", "scriptTask", "businessRuleTask", "callActivity", "subProcess"),
    *("boundaryEvent", "intermediateCatchEvent"),
}

for_each_diagram = pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)


def nodes(path: Path) -> Iterator[etree._Element]:
    yield from etree.parse(path).iter(*(f"{BPMN}{kind}" for kind in NODES))


def properties(element: etree._Element) -> dict[str, str]:
    found = element.findall(f"{BPMN}extensionElements/{ZEEBE}properties/{ZEEBE}property")
    return {item.get("name"): item.get("value") for item in found}


def used(attribute: str, tag: str) -> set[str]:
    return {item.get(attribute) for path in DIAGRAMS for item in etree.parse(path).iter(f"{ZEEBE}{tag}")}


@for_each_diagram
def test_every_step_has_a_thai_and_an_english_name(path: Path) -> None:
    for element in nodes(path):
        kind = etree.QName(element).localname
        if element.get("name") or kind not in SILENT:
            assert element.get("name"), element.get("id")
            assert properties(element).get("anumat:name.en"), element.get("id")


@for_each_diagram
def test_every_user_task_says_what_is_asked_when_it_is_due_and_of_whom(path: Path) -> None:
    for task in etree.parse(path).iter(f"{BPMN}userTask"):
        extensions = task.find(f"{BPMN}extensionElements")
        assert task.findtext(f"{BPMN}documentation"), task.get("id")
        assert properties(task).get("anumat:documentation.en"), task.get("id")
        for part in ("taskSchedule", "assignmentDefinition", "formDefinition"):
            assert extensions.find(f"{ZEEBE}{part}") is not None, (task.get("id"), part)


@for_each_diagram
def test_every_step_and_flow_is_drawn(path: Path) -> None:
    tree = etree.parse(path)
    drawn = {item.get("bpmnElement") for item in tree.iter("{http://www.omg.org/spec/BPMN/20100524/DI}*")}
    ids = {
        element.get("id")
        for element in tree.iter(*(f"{BPMN}{kind}" for kind in NODES | {"sequenceFlow", "lane", "participant"}))
    }
    assert ids <= drawn


@for_each_diagram
def test_every_step_outside_sub_processes_lies_in_one_lane(path: Path) -> None:
    process = etree.parse(path).find(f"{BPMN}process")
    in_lanes = [item.text for item in process.iter(f"{BPMN}flowNodeRef")]
    top = [item.get("id") for item in process if etree.QName(item).localname in NODES]
    assert sorted(in_lanes) == sorted(top)


@for_each_diagram
def test_time_limits_are_parameters_not_numbers(path: Path) -> None:
    tree = etree.parse(path)
    texts = [item.get("dueDate") for item in tree.iter(f"{ZEEBE}taskSchedule")]
    texts += [item.text for item in tree.iter(f"{BPMN}timeDuration")]
    assert [text for text in texts if '"P' in text or not text.startswith("=")] == []


def test_every_form_is_used_and_every_used_form_exists() -> None:
    assert used("formId", "formDefinition") == {path.stem for path in FORMS}


def test_every_job_type_has_a_handler_and_every_handler_a_task() -> None:
    assert used("type", "taskDefinition") | set(built_in.types()) == set(HANDLERS.types())


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_parses_under_its_own_name_and_speaks_both_languages(path: Path) -> None:
    form = forms.parse(path.read_bytes())

    assert form.id == path.stem
    for field in form.fields():
        assert field.label.en is not None, field.id


def test_a_decision_other_than_approval_needs_a_reason_of_ten_characters() -> None:
    for name in ("apc_decision", "ord_review", "ord_sign"):
        (path,) = ROOT.glob(f"forms/library/*/{name}.form")
        (reason,) = (part for part in json.loads(path.read_text("utf-8"))["components"] if part.get("key") == "reason")
        assert reason["validate"]["required"] is True
        assert reason["validate"]["minLength"] == 10
        assert reason["conditional"]["hide"] == '= decision = null or decision = "approve"'
