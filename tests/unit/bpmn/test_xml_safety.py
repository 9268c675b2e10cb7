"""Hostile and broken XML is refused with its reason, in bounded time and memory, and nothing is fetched."""

import pytest

import engine.bpmn
from engine.bpmn import BpmnError
from tests.unit.bpmn.builders import definitions, line, process, refusals

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def test_a_billion_laughs_is_refused() -> None:
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>'.encode() + process("<task id='a' name='&l9;'/>")

    assert refusals(xml) == {(None, "document-type")}


def test_an_external_entity_is_refused() -> None:
    xml = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + process("<documentation>&x;</documentation>")

    assert refusals(xml) == {(None, "document-type")}


def test_an_external_dtd_is_refused_without_fetching_it() -> None:
    xml = b'<!DOCTYPE definitions SYSTEM "http://127.0.0.1:9/evil.dtd">' + process(line('<task id="a"/>'))

    assert refusals(xml) == {(None, "document-type")}


def test_a_document_type_hidden_by_utf_16_or_a_comment_is_refused() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!-- <a --><!DOCTYPE d [<!ENTITY x "y">]>' + process("").decode()

    assert refusals(text.encode("utf-16")) == {(None, "document-type")}


def test_a_file_of_50_megabytes_is_refused_with_its_size() -> None:
    xml = process("<documentation>" + "x" * 50_000_000 + "</documentation>")

    with pytest.raises(BpmnError, match=r"50,\d{3},\d{3} bytes; at most 10,485,760"):
        engine.bpmn.parse(xml)


def test_a_hundred_levels_of_sub_processes_are_refused() -> None:
    nested = "".join(f'<subProcess id="s{n}">' for n in range(100)) + "</subProcess>" * 100

    assert refusals(process(nested)) == {(None, "too-deep")}


def test_fifty_levels_of_sub_processes_are_read_without_recursion() -> None:
    nested = "".join(f'<subProcess id="s{n}">' for n in range(50)) + '<task id="a"/>' + "</subProcess>" * 50

    (model,) = engine.bpmn.parse(process(nested)).processes

    assert model.elements["a"].parent_id == "s49"


@pytest.mark.parametrize(
    "xml", [b"", b"   ", b"not xml", b"<definitions", b"\xff\xfe\x00", b"<?xml version='1.0' encoding='nope'?><a/>"]
)
def test_what_is_not_xml_is_refused(xml: bytes) -> None:
    assert refusals(xml) == {(None, "not-well-formed")}


def test_another_kind_of_xml_is_refused() -> None:
    assert refusals(b"<html/>") == {(None, "not-bpmn")}


def test_a_syntax_error_says_where_it_is() -> None:
    with pytest.raises(BpmnError) as caught:
        engine.bpmn.parse(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">\n<process>\n</definitions>')

    assert caught.value.findings[0].line == 3


def test_a_file_with_countless_faults_reports_a_bounded_number() -> None:
    tasks = "".join(f'<serviceTask id="t{n}"/>' for n in range(5000))

    with pytest.raises(BpmnError) as caught:
        engine.bpmn.parse(process(tasks))

    assert 0 < len(caught.value.findings) <= 400


def test_findings_carry_id_rule_clause_and_line() -> None:
    with pytest.raises(BpmnError) as caught:
        engine.bpmn.parse(definitions('<process id="p" isExecutable="true">\n<serviceTask id="a"/>\n</process>'))

    (finding,) = caught.value.findings
    assert (finding.element_id, finding.rule, finding.clause, finding.line) == ("a", "nothing-to-do", "§10.3.3", 2)
    assert str(caught.value) == f"a: {finding.message} (line 2)"


def test_a_comment_that_mentions_a_document_type_is_no_document_type() -> None:
    assert refusals(b"<?xml version='1.0'?><!-- no <!DOCTYPE here -->" + process(line('<task id="a"/>'))) == set()


def test_too_many_elements_are_refused() -> None:
    assert refusals(process("<documentation/>" * 150_000)) == {(None, "too-many")}
