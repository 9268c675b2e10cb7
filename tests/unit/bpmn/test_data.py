"""Data objects and associations: names of variables, and assignments that are mappings (§10.4)."""

from tests.unit.bpmn.builders import element_of, extended, line, model_of, process, refusals

JOB = '<zeebe:taskDefinition type="x"/>'
DATA = '<dataObject id="d" name="case number"/><dataObjectReference id="ref" dataObjectRef="d"/><dataStoreReference id="st" name="Archive"/>'


def test_associations_without_assignments_change_nothing() -> None:
    associations = (
        '<ioSpecification><dataInput id="in"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/></ioSpecification>'
        "<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
        "<dataOutputAssociation><targetRef>st</targetRef></dataOutputAssociation>"
    )

    element = model_of(process(line(extended("serviceTask", JOB, associations)) + DATA)).elements["a"]

    assert element.inputs == ()
    assert element.outputs == ()


def test_assignments_are_mappings() -> None:
    associations = (
        '<ioSpecification><dataInput id="in" name="amount"/><dataOutput id="out"/><inputSet/><outputSet/></ioSpecification>'
        "<dataInputAssociation><targetRef>in</targetRef><assignment><from>= total * 2</from><to>in</to></assignment></dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>ref</targetRef>"
        "<assignment><from>result.number</from><to>receipt.number</to></assignment></dataOutputAssociation>"
    )

    element = model_of(process(line(extended("serviceTask", JOB, associations)) + DATA)).elements["a"]

    (given,), (returned,) = element.inputs, element.outputs
    assert (given.target, given.source.expression.names) == (("amount",), {"total"})
    assert (returned.target, returned.source.expression.names) == (("receipt", "number"), {"result"})


def test_a_transformation_is_a_mapping_to_the_target() -> None:
    association = "<dataOutputAssociation><targetRef>ref</targetRef><transformation>upper case(code)</transformation></dataOutputAssociation>"

    (mapping,) = model_of(process(line(extended("serviceTask", JOB, association)) + DATA)).elements["a"].outputs

    assert mapping.target == ("case number",)


def test_an_association_between_names_copies_from_one_to_the_other() -> None:
    associations = (
        '<ioSpecification><dataInput id="in" name="amount"/><dataOutput id="out" name="receipt"/><inputSet/><outputSet/></ioSpecification>'
        "<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>st</targetRef></dataOutputAssociation>"
    )

    element = model_of(process(line(extended("serviceTask", JOB, associations)) + DATA)).elements["a"]

    assert element.data_inputs == (("case number", "amount"),)
    assert element.data_outputs == (("receipt", "Archive"),)


def test_what_a_loop_walks_through_is_not_copied() -> None:
    inside = (
        '<ioSpecification><dataInput id="in" name="cases"/><inputSet/><outputSet/></ioSpecification>'
        "<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
        '<multiInstanceLoopCharacteristics><loopDataInputRef>in</loopDataInputRef><inputDataItem id="it" name="item"/>'
        "</multiInstanceLoopCharacteristics>"
    )

    assert model_of(process(line(extended("serviceTask", JOB, inside)) + DATA)).elements["a"].data_inputs == ()


def test_names_with_spaces_of_data_objects_are_known_to_expressions() -> None:
    node = extended("scriptTask", '<zeebe:script expression="= case number + 1" resultVariable="x"/>')

    assert model_of(process(line(node) + DATA)).elements["a"].script.expression.names == {"case number"}


def test_an_association_to_nothing_is_refused() -> None:
    association = "<dataInputAssociation><sourceRef>nothing</sourceRef><targetRef>ref</targetRef></dataInputAssociation>"

    assert refusals(process(line(extended("serviceTask", JOB, association)) + DATA)) == {("a", "missing-reference")}


def test_an_assignment_to_no_name_is_refused() -> None:
    association = "<dataInputAssociation><targetRef>ref</targetRef><assignment><from>1</from><to>a + b</to></assignment></dataInputAssociation>"

    assert refusals(process(line(extended("serviceTask", JOB, association)) + DATA)) == {("a", "assignment")}


def test_properties_of_a_process_declare_variables_only() -> None:
    assert element_of('<task id="a"><property id="x" name="note"/></task>').inputs == ()
